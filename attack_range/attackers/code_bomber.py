"""A bomber of codes: makes the line text and call somebody who never asked for it, from as many lines as it has."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field

from attack_range.acting import Actor, Life, dial, hang_up, press, text, wait_until
from attack_range.aims import VICTIMS_TEXTS
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS, HOLDS, Errand, Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

_HOURS: Final = 10
_WORDS: Final = ("1", "3", "2", "9", "?", "0", "hello", "WAIT", "code")
"""What a text can say that the line answers: at the number it seems to come from."""


class BomberBudget(Budget):
    """Calls and texts that show whatever number is wanted."""

    victims: int = Field(ge=1)
    calls_a_day: int = Field(ge=0)
    """At each victim: half show the victim's number, half show none or one of the bomber's and key the victim's in."""
    texts_a_day: int = Field(ge=0)
    """At each victim, seeming to come from it."""
    lines: int = Field(ge=1)


class CodeBomber(Attack[BomberBudget]):
    """A telephone that never stops."""

    name = "code_bomber"
    about = (
        "Somebody who wants a victim's telephone to fill with codes: calls that show the victim's number, calls with a "
        "withheld number and from many rented lines that key the victim's in, and texts that seem to come from it."
    )
    number_price = "voip"
    aim = VICTIMS_TEXTS
    takes_places = False
    budget_type = BomberBudget

    def __init__(self, budget: BomberBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        many = min(budget.victims, len(setting.bystanders))
        self.victims = tuple(setting.chance.sample(setting.bystanders, many))
        self.lines = scattered(setting.chance, setting.scaled(budget.lines), (*setting.people, *setting.bystanders))

    def actors(self) -> list[Actor]:
        """One machine a victim and way."""
        return [
            Actor(self.name, owns, self.setting.releases[0], functools.partial(way, victim))
            for victim in self.victims
            for way, owns in ((self._shows, ()), (self._keys_in, tuple(self.lines)), (self._texts, ()))
        ]

    def _spread(self, a_day: int) -> list[datetime]:
        """Instants of every day: half within the first hour, where they hurt most."""
        chance = self.setting.chance
        return sorted(
            release + timedelta(hours=chance.uniform(0, 1 if nth % 2 else _HOURS))
            for release in self.setting.releases
            for nth in range(a_day)
        )

    def _shows(self, victim: str, me: Actor) -> Life:
        """Calls that show the victim's number: a code for what is booked, or a hold with its code, sent again."""
        robot = Robot(self.setting.own_chance(), None, takes_calls=False)
        for nth, at in enumerate(self._spread(self.budget.calls_a_day // 2)):
            yield from wait_until(at)
            if nth % 2:
                yield from robot.does(HOLDS, victim)
                continue
            yield from dial(victim)
            for keys in ("3", "1", "2"):  # what is booked; the text again; a call in its place
                yield from press(keys)
            yield from hang_up()

    def _keys_in(self, victim: str, me: Actor) -> Life:
        """Calls from rented lines, or with a withheld number, that key the victim's in."""
        robot = Robot(self.setting.own_chance(), "B", takes_calls=False)
        digits = victim.removeprefix("+1")
        errand = Errand({**BOOKS.keys, "key_number.entry": f"{digits}#", "phone.menu": "3"}, BOOKS.ends)
        for nth, at in enumerate(self._spread(self.budget.calls_a_day // 2)):
            yield from wait_until(at)
            line = self.lines[nth % len(self.lines)]
            heard = yield from dial(line, "B", withheld=nth % 2 == 0)
            yield from robot.goes_on(errand, line, heard)

    def _texts(self, victim: str, me: Actor) -> Life:
        for nth, at in enumerate(self._spread(self.budget.texts_a_day)):
            yield from wait_until(at)
            yield from text(victim, _WORDS[nth % len(_WORDS)])

    def facts(self) -> Mapping[str, Facts]:
        """The rented lines; the victims are people."""
        return {number: facts("nonFixedVoip", "Bandwidth") for number in self.lines}
