"""Means over seeds and shares of people, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from statistics import fmean, stdev
from typing import Final

_T: Final = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
"""Student's t at 97.5 % for 1 to 10 degrees of freedom; with more, the last is a little too wide."""
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and where it lies with 95 %; `low` is None where one value says nothing of its spread."""

    mean: float
    low: float | None = None
    high: float | None = None


def mean(values: Sequence[float], most: float | None = None) -> Interval:
    """The mean over seeds, by Student's t; never below 0, nor above `most`."""
    if len(values) < 2:
        return Interval(values[0] if values else 0.0)
    middle = fmean(values)
    half = _T[min(len(values) - 1, len(_T)) - 1] * stdev(values) / sqrt(len(values))
    high = middle + half
    return Interval(middle, max(0.0, middle - half), high if most is None else min(high, most))


def share(part: int, whole: int) -> Interval:
    """A share of people, by Wilson's interval: it holds where the share is 0, too."""
    if whole == 0:
        return Interval(0.0)
    rate, spread = part / whole, _Z**2 / whole
    centre = (rate + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(rate * (1 - rate) / whole + spread / (4 * whole))
    return Interval(rate, max(0.0, centre - half), min(1.0, centre + half))


def tail(part: int, whole: int, rate: float) -> float:
    """The chance that of so many people at least `part` are, where each is with the chance `rate` (binomial)."""
    if part <= 0 or rate >= 1:
        return 1.0
    if rate <= 0:
        return 0.0
    both = log(rate), log1p(-rate)  # logarithms, because the numbers of ways are larger than a float
    ways = (lgamma(whole + 1) - lgamma(n + 1) - lgamma(whole - n + 1) + n * both[0] + (whole - n) * both[1]
            for n in range(part, whole + 1))  # fmt: skip
    return min(1.0, sum(map(exp, ways)))
