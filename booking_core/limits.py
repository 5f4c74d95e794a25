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
