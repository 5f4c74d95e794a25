"""What an attack is to the range: a budget that the parameters fill, facts about its numbers, and its actors."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from attack_range.acting import Actor
from attack_range.aims import PLACES, Aim

Facts = Mapping[str, Any]
"""What the provider's look-up answers of a number: package → its fields, as in exchange/lookups.py."""


class Budget(BaseModel):
    """What an attacker has: one field a number of the table `[attacks.NAME]` of the parameters, each with its bounds.

    Figures that grow with the line (numbers, calls a minute) are of the full range; `Setting.share` scales them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


B = TypeVar("B", bound=Budget)


@dataclass(frozen=True, slots=True)
class Setting:
    """The days that an attack comes into."""

    releases: tuple[datetime, ...]
    """When each day's new places come on sale (aware); attackers know it, as the public does."""
    ends: datetime
    """After this nobody acts any more."""
    places_a_day: int
    share: float
    """Of the full range: 1, and less in the quick one. Multiply what the attacker has by it."""
    people: tuple[str, ...]
    """Numbers of honest people who call in these days, as an attacker may know them."""
    bystanders: tuple[str, ...]
    """Numbers of people who do not: whatever comes to these came because of somebody else."""
    chance: random.Random
    """The attack's own, from the cell's seed."""

    def own_chance(self) -> random.Random:
        """For one actor alone: what it draws does not hang on when others draw."""
        return random.Random(self.chance.random())

    def scaled(self, many: float) -> int:
        """So much of a full budget, at least 1."""
        return max(1, round(many * self.share))


class Attack(ABC, Generic[B]):
    """One attack with its budget."""

    name: ClassVar[str]
    """As in the parameters and the report."""
    about: ClassVar[str]
    """One sentence for the report: who this is and what they do."""
    gated: ClassVar[bool] = False
    """Whether a stolen share of more than the gate's fails the range."""
    cannot_be_stopped: ClassVar[str] = ""
    """What the report says where this is so, in a sentence."""
    budget_type: ClassVar[type[Budget]]
    number_price: ClassVar[str] = "sim"
    """The price of each of its numbers in the price table."""
    resells: ClassVar[bool] = False
    """Whether only places count that somebody had given up before: what is free anybody may book."""
    aim: ClassVar[Aim] = PLACES
    """The figure by which the report compares runs with a layer off."""
    takes_places: ClassVar[bool] = True
    """Whether it is after places; on the first-come line it has as many as it wants then."""
    has_ear: ClassVar[bool] = True
    """Whether a recogniser, paid by the minute, listens to its calls."""
    employs: ClassVar[Mapping[str, str]] = {}
    """Login → number (E.164) of agents of the line who work for the attacker, or with whom they work."""
    is_flood: ClassVar[bool] = False
    """Whether staff see a flood of calls, and declare one."""
    victims: tuple[str, ...] = ()
    """Numbers of people whom it means to harm; what comes to their telephones is counted."""
    pumps: bool = False
    """Whether texts to its own numbers earn it money."""

    def __init__(self, budget: B, setting: Setting) -> None:
        self.budget = budget
        self.setting = setting

    @abstractmethod
    def actors(self) -> list[Actor]:
        """Everybody who works for the attack, each with the numbers they own."""

    def counts(self, owned: set[str]) -> set[str]:
        """The numbers whose places are stolen: all that its actors own, if it says nothing else."""
        return owned

    @abstractmethod
    def facts(self) -> Mapping[str, Facts]:
        """What look-ups answer of its numbers (E.164)."""
