"""A guesser: calls as somebody else and tries codes, to hear, move or take what that person has."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from pydantic import Field

from attack_range.acting import Actor, Doing, Life, dial, hang_up, press, text, wait_until
from attack_range.aims import SECRETS
from attack_range.attackers.robot import BORN
from attack_range.attacks import Attack, Budget, Facts, Setting
from booking_core.identifiers import is_reference

_HOURS: Final = 11
_TRIES: Final = 6
"""In a call: one more than a code allows."""


class GuesserBudget(Budget):
    """Calls that show whatever number is wanted."""

    targets: int = Field(ge=1)
    """People whose numbers are known; codes are tried for each every day."""
    calls_a_day: int = Field(ge=1)
    texts_a_day: int = Field(ge=0)
    checks_a_day: int = Field(ge=0)
    """Calls with a withheld number that ask whether a reference is valid."""


class Guesser(Attack[GuesserBudget]):
    """Six digits, again and again."""

    name = "guesser"
    about = (
        "Somebody who knows people's numbers: calls and texts that seem to come from them ask for a code and try "
        "numbers of six digits until one fits, to hear what is booked, give it up, or confirm what is held; and calls "
        "with a withheld number ask, for one reference after another, whether it is valid with a known date of birth."
    )
    gated = True
    number_price = "client"
    aim = SECRETS
    takes_places = False
    budget_type = GuesserBudget

    def __init__(self, budget: GuesserBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.targets = setting.chance.sample(list(setting.people), min(budget.targets, len(setting.people)))

    def actors(self) -> list[Actor]:
        """One who calls, one who texts and one who asks about references."""
        begins = self.setting.releases[0] + timedelta(hours=1)
        return [
            Actor(self.name, (), begins, functools.partial(way, self._dues(a_day)))
            for way, a_day in (
                (self._calls, self.budget.calls_a_day),
                (self._texts, self.budget.texts_a_day),
                (self._checks, self.budget.checks_a_day),
            )
        ]

    def _dues(self, a_day: int) -> Sequence[tuple[timedelta, str]]:
        """From the first release on: all day long, one target after the other."""
        days = [release - self.setting.releases[0] for release in self.setting.releases]
        many = self.setting.scaled(a_day) if a_day else 0
        return [
            (day + timedelta(hours=1 + _HOURS * nth / many), self.targets[nth % len(self.targets)])
            for day in days for nth in range(many)
        ]  # fmt: skip

    def _calls(self, dues: Sequence[tuple[timedelta, str]], me: Actor) -> Life:
        for after, target in dues:
            yield from wait_until(self.setting.releases[0] + after)
            heard = yield from dial(target)
            heard = yield from press("3")
            for _ in range(_TRIES):
                if heard.over or not heard.means("code.entry"):
                    break
                heard = yield from press(self._guess())
            if heard.means("mine.one", "mine.none"):
                yield from self._uses(me)
            yield from hang_up()

    def _uses(self, me: Actor) -> Doing[None]:
        """What a right code is good for: what is booked is heard, and given up out of spite."""
        me.notes["learned"] = float(me.notes.get("learned", 0)) + 1
        yield from press("2")
        yield from press("1")

    def _texts(self, dues: Sequence[tuple[timedelta, str]], me: Actor) -> Life:
        """Whoever has just been sent a code may confirm by text; what comes of it is not seen."""
        for after, target in dues:
            yield from wait_until(self.setting.releases[0] + after)
            yield from text(target, self._guess())

    def _checks(self, dues: Sequence[tuple[timedelta, str]], me: Actor) -> Life:
        """One reference after the other, until the call may ask no more; dates of birth are known of many people."""
        for after, target in dues:
            yield from wait_until(self.setting.releases[0] + after)
            heard = yield from dial(target, withheld=True)
            heard = yield from press("8")
            for _ in range(_TRIES):
                if heard.over or not heard.means("check.entry"):
                    break
                yield from press(self._reference())
                heard = yield from press(BORN)
                if heard.means("check.valid"):
                    me.notes["learned"] = float(me.notes.get("learned", 0)) + 1
                heard = yield from press("2")
            yield from hang_up()

    def _reference(self) -> str:
        """One that could be: everybody may know how the check digit is made."""
        while not is_reference(drawn := str(self.setting.chance.randint(10_000_000, 99_999_999))):
            pass
        return drawn

    def _guess(self) -> str:
        return str(self.setting.chance.randint(100_000, 999_999))

    def facts(self) -> Mapping[str, Facts]:
        """None of the numbers are the guesser's."""
        return {}
