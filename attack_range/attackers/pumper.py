"""A pumper: numbers in ranges that pay their owner for each text, and a line that is made to text them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from pydantic import Field

from attack_range.acting import Actor, Life, dial, hang_up, press, text, wait, wait_until
from attack_range.aims import UNUSED_TEXTS
from attack_range.attackers.robot import HOLDS, Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import Plan, facts

_BLOCK: Final = 4
"""Digits that tell the numbers of a block apart."""
_HOURS: Final = 10


class PumperBudget(Budget):
    """Ranges, and calls and texts out of them."""

    numbers: int = Field(ge=1)
    blocks: int = Field(ge=1)
    """In all countries that the line serves beside its own."""
    asks_a_day: int = Field(ge=1)
    """Of each number: by call for a code, or by text for any answer."""
    channels: int = Field(ge=1)


class Pumper(Attack[PumperBudget]):
    """Income from the institution's texts."""

    name = "pumper"
    about = (
        "The owner of ranges of mobile numbers abroad, who is paid for each text that comes to them: machines call for "
        "codes, have them sent again, and text the line whatever it will answer by text."
    )
    number_price = "voip"
    aim = UNUSED_TEXTS
    takes_places = False
    pumps = True
    budget_type = PumperBudget

    def __init__(self, budget: PumperBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        plan, many = Plan(setting.chance), setting.scaled(budget.numbers)
        blocks = [plan.abroad(served=True)[:-_BLOCK] for _ in range(budget.blocks)]
        self.numbers = [f"{blocks[nth % len(blocks)]}{1000 + nth:04}" for nth in range(many)]

    def actors(self) -> list[Actor]:
        """One machine a channel."""
        many = min(self.budget.channels, len(self.numbers))
        return [
            Actor(self.name, own, self.setting.releases[0], functools.partial(self._pumps, own))
            for own in (tuple(self.numbers[nth::many]) for nth in range(many))
        ]

    def _pumps(self, own: Sequence[str], me: Actor) -> Life:
        """Number after number, from the cheapest way to the dearest."""
        robot = Robot(self.setting.own_chance(), "C", takes_calls=False)
        pause = timedelta(hours=_HOURS) / (self.budget.asks_a_day * len(own))
        for release in self.setting.releases:
            for nth in range(self.budget.asks_a_day * len(own)):
                yield from wait_until(release + pause * nth)
                number, way = own[nth % len(own)], (nth // len(own)) % 3
                if way == 0:
                    yield from text(number, "1")
                elif way == 1:
                    yield from robot.does(HOLDS, number)
                else:
                    yield from dial(number, "C")
                    yield from press("3")
                    yield from wait(61)
                    yield from press("1")
                    yield from hang_up()

    def facts(self) -> Mapping[str, Facts]:
        """Mobiles that a look-up has no doubts of; of some carriers it knows the risk."""
        risky = {"sms_pumping_risk": {"carrier_risk_category": "high", "number_blocked": False,
                                      "sms_pumping_risk_score": 85}}  # fmt: skip
        plain = facts("mobile", "Mobile of abroad")
        return {number: {**plain, **risky} if nth % 2 else plain for nth, number in enumerate(self.numbers)}
