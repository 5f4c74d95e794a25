"""What a measurement found: ratios of one run, their median, and whether that meets its target."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

REFERENCE_MOVED = 1.5
"""A round whose reference is off its median by more than this factor was disturbed from outside, and is not used."""


class Failed(Exception):
    """A run whose result is wrong, however fast it was; the text says what its audit found."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the values of the rounds (ratios, or seconds where `unit` says so) and its target."""

    name: str
    bound: Literal[">=", "<="]
    target: float
    values: tuple[float, ...]
    unit: str = ""

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool:
        """Whether the median meets the target."""
        return self.median >= self.target if self.bound == ">=" else self.median <= self.target


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` of them do not exceed (the nearest-rank method)."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def ratios(rounds: Sequence[Mapping[str, float]], above: str, below: str) -> tuple[float, ...]:
    """Cell `above` divided by cell `below`, round by round."""
    return tuple(cells[above] / cells[below] for cells in rounds)


def steady(rounds: Sequence[Mapping[str, float]], reference: str) -> list[Mapping[str, float]]:
    """The rounds whose reference stands near its median over all of them."""
    middle = statistics.median(cells[reference] for cells in rounds)
    return [cells for cells in rounds if 1 / REFERENCE_MOVED <= cells[reference] / middle <= REFERENCE_MOVED]


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown: it reads well on a terminal and can be kept."""
    rows = [("figure", "target", "measured", "spread", "rounds", "verdict"), ("---",) * 6]
    rows += [
        (
            figure.name,
            f"{figure.bound} {figure.target:.2f}{figure.unit}",
            f"{figure.median:.2f}{figure.unit}",
            f"{min(figure.values):.2f} to {max(figure.values):.2f}",
            str(len(figure.values)),
            "met" if figure.met else "MISSED",
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def progress(text: str) -> None:
    """Say on standard error how far a measurement is: they take minutes."""
    print(text, file=sys.stderr, flush=True)
