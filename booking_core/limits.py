"""How much of what costs money is done for people who have proven nothing: look-ups, codes and calls back.

Written down in `policy.toml`. Without any, nothing is looked up and codes are bounded by each number's own budget only
(`rules`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, get_args

Package = Literal["line_type", "sim_swap", "reassigned", "pumping", "line_status"]
"""What can be looked up of a number. `line_type` brings the carrier, too."""

PACKAGES: Final[tuple[Package, ...]] = get_args(Package)


@dataclass(frozen=True, slots=True)
class LookUps:
    """What is looked up of a number that was not seen in a while, and how often in a day."""

    packages: tuple[Package, ...] = ()
    per_day: int = 0
    """Packages of numbers asked in a day (UTC), over all numbers."""
    ages: Mapping[Package, timedelta] = field(default_factory=dict)
    """How old an answer may be before the same is asked again."""


NO_LOOK_UPS: Final = LookUps()


@dataclass(frozen=True, slots=True)
class History:
    """What left to one region or block for people who had proven nothing, and what came of it."""

    open_day: int = 0
    """Sent in the last 24 hours and not used."""
    open_hour: int = 0
    """Sent in this hour and not used."""
    used_day: int = 0
    """Sent in the last 24 hours and used."""
    used_hour: int = 0
    """Sent in this hour or the one before, and used."""
    best_day: int = 0
    """Used of the best of the last 14 days."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many codes may lie unused. What honest people use raises it: who uses codes gets codes.

    After authgear's fraud protection: a floor, or a share of what was used on the best of 14 days or lately.
    """

    day: int
    """Floors, for a day and an hour."""
    hour: int
    share: float = 0.2

    def left_of_day(self, past: History) -> int:
        """How many more may be sent today; below 1, none."""
        return int(self._day(past)) - past.open_day

    def left_of_hour(self, past: History) -> int:
        """How many more may be sent in this hour."""
        return int(max(self.hour, self._day(past) / 6, self.share * past.used_hour)) - past.open_hour

    def _day(self, past: History) -> float:
        return max(self.day, self.share * past.best_day, self.share * past.used_day)


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of codes, and of calls of ours, to numbers that have proven nothing here yet."""

    region: Budget
    """Of every region without one of its own."""
    block: Budget
    """Of every block of 10,000 numbers."""
    regions: Mapping[str, Budget] = field(default_factory=dict)
    recorded: bool = False
    """What would have ended is counted and told to operators, and leaves."""

    def of(self, scope: str, key: str) -> Budget:
        """The budget of a `region` or a `block`."""
        return self.block if scope == "block" else self.regions.get(key, self.region)
