"""An enumerator: finds out who has booked by what the line says to whoever claims to be somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from pydantic import Field

from attack_range.acting import Actor, Doing, Life, dial, hang_up, listen, press, text, wait, wait_until
from attack_range.aims import SECRETS
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS_NOW, End, Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

_WALKS: Final = (("3",), ("3", "1"), ("1", "1"), ("1", "1", "1", "1", "1"))
"""Keys after which words may differ: what is booked, its code again, and up to a hold."""
_DAY: Final = re.compile(r"\b\w+day\b")
_HOURS: Final = 8
_QUIET_S: Final = 2 * 3600
"""Until the codes of its own booking are forgotten: else they would tell its two telephones apart, and nothing else."""


class EnumeratorBudget(Budget):
    """Two telephones, a list of numbers, and calls that show them."""

    targets: int = Field(ge=1)
    """People whose numbers are on the list."""


class Enumerator(Attack[EnumeratorBudget]):
    """A list of who will be where."""

    name = "enumerator"
    about = (
        "Somebody with a list of numbers who wants to know which of them have appointments: calls show each number, "
        "ask what is booked, book up to a hold, and compare every word with what two telephones of their own hear, of "
        "which one has booked; texts that seem to come from the numbers ask the same."
    )
    gated = True
    number_price = "sim"
    aim = SECRETS
    takes_places = False
    budget_type = EnumeratorBudget

    def __init__(self, budget: EnumeratorBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        many = min(setting.scaled(budget.targets), len(setting.people))
        self.targets = setting.chance.sample(list(setting.people), many)
        self.booked, self.empty = scattered(setting.chance, 2, setting.people)

    def actors(self) -> list[Actor]:
        """One is enough."""
        own = (self.booked, self.empty)
        return [Actor(self.name, own, self.setting.releases[0], self._finds_out)]

    def _finds_out(self, me: Actor) -> Life:
        """First its own two; then everybody of the list, and each walk that told the two apart tells of them."""
        robot = Robot(self.setting.chance, "A")
        me.notes["learned"] = 0.0
        if (yield from robot.does(BOOKS_NOW, self.booked)) is not End.BOOKED:
            return
        yield from wait(_QUIET_S)
        telling = []
        for keys in _WALKS:
            says, other = (yield from self._walk(self.booked, keys)), (yield from self._walk(self.empty, keys))
            telling += [(keys, says)] if says != other else []
        for nth, target in enumerate(self.targets):
            yield from wait_until(self.setting.releases[-1] + timedelta(hours=3 + _HOURS * nth / len(self.targets)))
            yield from text(target, "3")
            for keys in _WALKS:
                says = yield from self._walk(target, keys)
                if (keys, says) in telling:
                    me.notes["learned"] = float(me.notes["learned"]) + 1
                    break

    def _walk(self, number: str, keys: tuple[str, ...]) -> Doing[tuple[str, ...]]:
        """What is said there, without the days and times that differ from call to call."""
        heard = yield from dial(number)
        for key in keys:
            heard = yield from press(key)
        if not heard.words:
            heard = yield from listen()
        yield from hang_up()
        return tuple(_DAY.sub("day", words.partition(",")[0]) for words in heard.words)

    def facts(self) -> Mapping[str, Facts]:
        """Two mobiles."""
        return {number: facts("mobile", "Verizon Wireless") for number in (self.booked, self.empty)}
