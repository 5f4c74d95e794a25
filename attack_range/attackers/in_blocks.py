"""Numbers one after another in a few blocks, and machines that book with each: as racks and farms have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from attack_range.acting import Actor
from attack_range.attackers.crew import Plan, crew
from attack_range.attackers.numbering import consecutive
from attack_range.attackers.robot import Robot
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class BlocksBudget(Budget):
    """Numbers that were bought or rented at once."""

    numbers: int = Field(ge=1)
    blocks: int = Field(ge=1)
    """Of 10,000 numbers."""
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)
    by_text: float = Field(ge=0, le=1)
    aged: float = Field(ge=0, le=1)


class InBlocks(Attack[BlocksBudget]):
    """Numbers that lie close together, all of one kind, whose carrier vouches for them."""

    line_type: ClassVar[str]
    """As a look-up names it."""
    carrier: ClassVar[str]
    gated = True
    budget_type = BlocksBudget

    def __init__(self, budget: BlocksBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = consecutive(setting.chance, setting.scaled(budget.numbers), setting.scaled(budget.blocks))
        setting.chance.shuffle(self.numbers)

    def actors(self) -> list[Actor]:
        """One machine a channel."""
        has = self.budget
        plan = Plan(has.channels, has.pause_s, has.tries_a_day, has.by_text, aged=has.aged)
        return crew(self.name, self.setting, self.numbers, plan, lambda chance: Robot(chance, "A"))

    def facts(self) -> Mapping[str, Facts]:
        """Nothing against them."""
        return {number: facts(self.line_type, self.carrier) for number in self.numbers}
