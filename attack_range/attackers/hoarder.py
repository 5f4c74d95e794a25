"""A hoarder: holds places without ever booking them, so that nobody else can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import Field

from attack_range.acting import Actor, Life, wait_until
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import HOLDS, Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class HoarderBudget(Budget):
    """Cards, and calls from them."""

    numbers: int = Field(ge=1)
    channels: int = Field(ge=1)
    hours: float = Field(gt=0)
    """Of each day, from the release on."""
    every_minutes: float = Field(gt=0)
    """From one hold of a number to its next: as long as a hold lasts."""


class Hoarder(Attack[HoarderBudget]):
    """Nothing free, though nothing is booked."""

    name = "hoarder"
    about = (
        "Scattered SIM cards whose machines hold a place each, have its code sent so that the hold lasts, never "
        "confirm it, and take another as soon as it lapses; they prove their numbers where that is asked."
    )
    gated = True
    number_price = "sim"
    budget_type = HoarderBudget

    def __init__(self, budget: HoarderBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = scattered(setting.chance, setting.scaled(budget.numbers), setting.people)

    def actors(self) -> list[Actor]:
        """One machine a channel."""
        many = min(self.budget.channels, len(self.numbers))
        begins = self.setting.releases[0]
        own = [tuple(self.numbers[nth::many]) for nth in range(many)]
        return [Actor(self.name, numbers, begins, self._holds) for numbers in own]

    def _holds(self, me: Actor) -> Life:
        robot = Robot(self.setting.own_chance(), "A")
        for at, number in self._dues(me.owns):
            yield from wait_until(at)
            yield from robot.does(HOLDS, number)

    def _dues(self, numbers: Sequence[str]) -> list[tuple[datetime, str]]:
        has = self.budget
        rounds = int(has.hours * 60 / has.every_minutes)
        return [
            (release + timedelta(minutes=nth * has.every_minutes + order * has.every_minutes / len(numbers)), number)
            for release in self.setting.releases for nth in range(rounds) for order, number in enumerate(numbers)
        ]  # fmt: skip

    def facts(self) -> Mapping[str, Facts]:
        """As of anybody."""
        return {number: facts("mobile", "T-Mobile USA") for number in self.numbers}
