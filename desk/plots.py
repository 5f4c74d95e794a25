"""Plots as SVG, drawn here and pure: bars of equal width over time, from 0 up to a round number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 480
HEIGHT: Final = 120
LEFT: Final = 34
"""Room for the numbers of the scale."""
RIGHT: Final = 18
"""Room for the last hour, which is wider than its bar."""
BOTTOM: Final = 18
"""Room for the hours."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside an axis, and where its line is."""

    at: float
    word: str


@dataclass(frozen=True, slots=True)
class Plot:
    """What a template draws."""

    bars: tuple[Bar, ...]
    rows: tuple[Mark, ...]
    """Of the scale."""
    columns: tuple[Mark, ...]
    """Of time."""


def bars(values: Sequence[int], times: Sequence[str]) -> Plot:
    """A bar for each value; `times`: what stands below it, or nothing. Both are of one length."""
    top = scale(max(values, default=0))
    width, height = (WIDTH - LEFT - RIGHT) / max(len(values), 1), HEIGHT - BOTTOM - 6

    def rise(value: float) -> float:
        return round(HEIGHT - BOTTOM - height * value / top, 2)

    drawn = tuple(
        Bar(round(LEFT + nth * width, 2), rise(value), round(width * 0.8, 2), round(height * value / top, 2))
        for nth, value in enumerate(values) if value
    )  # fmt: skip
    rows = tuple(Mark(rise(value), str(value)) for value in sorted({0, top // 2, top}))
    columns = tuple(Mark(round(LEFT + nth * width, 2), word) for nth, word in enumerate(times) if word)
    return Plot(drawn, rows, columns)


def scale(most: int) -> int:
    """The round number at the top: the least of 2, 4, 6, 8, 10, 20, 40, 60 and so on that is enough."""
    ten = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if step * ten >= most:
                return step * ten
        ten *= 10
