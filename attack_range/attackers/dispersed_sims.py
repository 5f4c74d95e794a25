"""Real SIM cards bought one by one: numbers scattered among everybody's, which nothing tells from a person's."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from attack_range.acting import Actor
from attack_range.attackers.crew import Plan, crew
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

CARRIERS = ("Verizon Wireless", "T-Mobile USA", "AT&T Wireless")


class SimsBudget(Budget):
    """Cards from many shops."""

    numbers: int = Field(ge=1)
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)
    by_text: float = Field(ge=0, le=1)


class DispersedSims(Attack[SimsBudget]):
    """Cards of every carrier, each with a number of its own block."""

    name = "dispersed_sims"
    about = (
        "SIM cards bought one by one in many shops: real mobile numbers of every carrier, scattered among other "
        "people's. Machines that understand every word book one place with each."
    )
    cannot_be_stopped = (
        "Each card is a real telephone and takes one place, as a person would. The line keeps it at one place a "
        "number, so that every place costs another card, and binds the place to its visitor."
    )
    number_price = "sim"
    budget_type = SimsBudget

    def __init__(self, budget: SimsBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = scattered(setting.chance, setting.scaled(budget.numbers), setting.people)

    def actors(self) -> list[Actor]:
        """One machine a channel."""
        has = self.budget
        plan = Plan(has.channels, has.pause_s, has.tries_a_day, has.by_text)
        return crew(self.name, self.setting, self.numbers, plan, lambda chance: Robot(chance, "A"))

    def facts(self) -> Mapping[str, Facts]:
        """As of anybody."""
        return {number: facts("mobile", CARRIERS[nth % len(CARRIERS)]) for nth, number in enumerate(self.numbers)}
