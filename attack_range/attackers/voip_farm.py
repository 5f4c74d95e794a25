"""Internet telephony numbers rented by the hundred from one provider."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from attack_range.acting import Actor
from attack_range.attackers.crew import Plan, crew
from attack_range.attackers.numbering import consecutive
from attack_range.attackers.robot import Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class FarmBudget(Budget):
    """An account at a provider of numbers."""

    numbers: int = Field(ge=1)
    blocks: int = Field(ge=1)
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)
    by_text: float = Field(ge=0, le=1)
    aged: float = Field(ge=0, le=1)


class VoipFarm(Attack[FarmBudget]):
    """Numbers of one account, out of as many blocks as the provider has."""

    name = "voip_farm"
    about = (
        "Numbers of an internet telephony provider, rented by the hundred over its interface, as many in a block as "
        "the provider has there. They get texts and calls; machines that understand every word book with each."
    )
    gated = True
    cannot_be_stopped = (
        "Each block of 10,000 numbers gives the farm about one place a day before it is seen. A farm of two hundred "
        "numbers in twenty blocks, ten in each, got a tenth of the places when it was tried."
    )
    number_price = "voip"
    budget_type = FarmBudget

    def __init__(self, budget: FarmBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = consecutive(setting.chance, setting.scaled(budget.numbers), setting.scaled(budget.blocks))
        setting.chance.shuffle(self.numbers)

    def actors(self) -> list[Actor]:
        """One machine a channel; the provider attests the caller ID in full, for it has given the number out."""
        has = self.budget
        plan = Plan(has.channels, has.pause_s, has.tries_a_day, has.by_text, aged=has.aged)
        return crew(self.name, self.setting, self.numbers, plan, lambda chance: Robot(chance, "A"))

    def facts(self) -> Mapping[str, Facts]:
        """Internet telephony bound to no address, of one provider."""
        return {number: facts("nonFixedVoip", "Bandwidth") for number in self.numbers}
