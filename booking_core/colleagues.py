"""How far one person's doings lie above those of colleagues: a median and a spread that one rogue cannot move."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median

FEWEST = 3
"""With fewer colleagues there is nothing to compare with."""

LEAST = 5
"""So few times are no habit."""

FAR = 3.0
"""Standard deviations (reliability page, row 19)."""

MAD_TO_SIGMA = 1.4826
"""The median absolute deviation of a normal distribution is its standard deviation divided by this."""


def far_above(times: int, days: int, others: Sequence[float]) -> bool:
    """Whether somebody who did it `times` in `days` does it far more often than colleagues, by their rates a day.

    Where they are all alike the spread is that of chance alone: of a rate over so many days (Poisson).
    """
    if len(others) < FEWEST or times < LEAST:
        return False
    middle = median(others)
    mad = median(abs(rate - middle) for rate in others)
    spread = max(MAD_TO_SIGMA * mad, sqrt(max(middle, 1 / days) / days))
    return times / days > middle + FAR * spread
