"""Numbers of sites that receive codes for whoever pays: real mobiles of strangers, for twenty minutes each."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from pydantic import Field

from attack_range.acting import Actor
from attack_range.attackers.crew import Plan, crew
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS_NOW, Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class RentBudget(Budget):
    """Money for so many numbers."""

    numbers: int = Field(ge=1)
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)
    swapped: float = Field(ge=0, le=1)
    """Share of numbers whose card was changed within the day, as racks of such sites do."""


class RentedNumbers(Attack[RentBudget]):
    """Codes to order."""

    name = "rented_numbers"
    about = (
        "Real mobile numbers of a site that receives codes for whoever pays. The calls come over the internet and show "
        "those numbers, which nobody attests; the codes are read on the site. Calls to the numbers reach nobody."
    )
    cannot_be_stopped = (
        "The number is real and its code comes back. What is left is that each place costs a number, that calls to it "
        "are not taken, and that whoever holds the booking is asked again before the day, when the number is gone."
    )
    number_price = "rented"
    budget_type = RentBudget

    def __init__(self, budget: RentBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = scattered(setting.chance, setting.scaled(budget.numbers), setting.people)

    def actors(self) -> list[Actor]:
        """One machine a channel; a waiting list is no use to a number that is gone in twenty minutes."""
        has = self.budget
        plan = Plan(has.channels, has.pause_s, has.tries_a_day, errand=BOOKS_NOW)
        robot = functools.partial(Robot, stir="C", takes_calls=False)
        return crew(self.name, self.setting, self.numbers, plan, robot)

    def facts(self) -> Mapping[str, Facts]:
        """Mobiles; of some a look-up knows that the card was changed today."""
        fresh = round(len(self.numbers) * self.budget.swapped)
        mobile = facts("mobile", "AT&T Wireless")
        swap = {"last_sim_swap": {"swapped_period": "PT24H", "swapped_in_period": True}, "error_code": None}
        return {number: {**mobile, "sim_swap": swap} if nth < fresh else mobile
                for nth, number in enumerate(self.numbers)}  # fmt: skip
