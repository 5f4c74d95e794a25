"""A bank of SIM cards that were bought in boxes: real mobile numbers, one after another in a few blocks."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from attack_range.acting import Actor
from attack_range.attackers.crew import Plan, crew
from attack_range.attackers.numbering import consecutive
from attack_range.attackers.robot import Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class BankBudget(Budget):
    """A bank of cards."""

    numbers: int = Field(ge=1)
    blocks: int = Field(ge=1)
    """Of 10,000 numbers."""
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)
    by_text: float = Field(ge=0, le=1)
    aged: float = Field(ge=0, le=1)


class ConsecutiveBank(Attack[BankBudget]):
    """Cards of one maker in a rack."""

    name = "consecutive_bank"
    about = (
        "A rack of SIM cards with consecutive numbers of one carrier. Machines that understand every word book with "
        "each card, key in its code, answer its calls and texts, come back after a refusal, and make half the cards "
        "known to the line a day before they are used."
    )
    gated = True
    number_price = "sim_in_row"
    budget_type = BankBudget

    def __init__(self, budget: BankBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = consecutive(setting.chance, setting.scaled(budget.numbers), setting.scaled(budget.blocks))
        setting.chance.shuffle(self.numbers)

    def actors(self) -> list[Actor]:
        """One machine a channel."""
        has = self.budget
        plan = Plan(has.channels, has.pause_s, has.tries_a_day, has.by_text, aged=has.aged)
        return crew(self.name, self.setting, self.numbers, plan, lambda chance: Robot(chance, "A"))

    def facts(self) -> Mapping[str, Facts]:
        """Mobiles of one carrier, and nothing against them."""
        return {number: facts("mobile", "T-Mobile USA") for number in self.numbers}
