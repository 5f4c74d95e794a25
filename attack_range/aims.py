"""What an attack is after, as one figure of a run: by it a layer that is off is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from attack_range.figures import Run


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure."""

    title: str
    """As the head of a column."""
    of: Callable[[Run], float]
    is_share: bool = False
    """From 0 to 1, told in percent."""


def _served(run: Run) -> float:
    people = sum(group.people for group in run.groups.values())
    return sum(group.served for group in run.groups.values()) / people if people else 0.0


PLACES: Final = Aim("share of the places stolen", lambda run: run.stock.share, is_share=True)
UNUSED_TEXTS: Final = Aim("unused texts to ranges that pay", lambda run: run.pumped_unused)
VICTIMS_TEXTS: Final = Aim("most texts to one victim in a day", lambda run: run.victim_day)
SECRETS: Final = Aim("secrets got at", lambda run: run.learned)
BUSY_LINE: Final = Aim("honest people served", _served, is_share=True)
