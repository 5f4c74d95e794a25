"""How surprising a number of newcomers is: tails of the Poisson distribution, and what is ordinary for a group.

People who do not know of each other call independently: so many of them from one group of numbers in a day follow a
Poisson distribution, whose mean is the group's ordinary load. A bank of cards does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

EXPECTED: Final = 0.01
"""Newcomers a day of the typical block of 10,000 numbers, before a line knows its own: some 250 people over the blocks
of a few states."""
WEIGHT: Final = 20
"""So many blocks with one newcomer each weigh as much as that expectation."""
DENSE: Final = 3
"""From this median on most blocks have several newcomers a day, as in a small numbering plan."""

SETTLED: Final = 7
"""Days after which a line knows its own load."""


def tail(count: int, mean: float) -> float:
    """The chance that a Poisson variable of this mean is at least `count`; relative error below 1e-8.

    `mean` from 0.001 to 100,000. Raises ValueError for a mean that is not positive. Far from the mean a tail is summed
    from its largest term on, so neither 1 - x nor the factorials lose it.
    """
    if mean <= 0:
        raise ValueError("a load is positive")
    if count <= 0:
        return 1.0
    if count > mean:
        return min(1.0, _term(count, mean) * _falling(mean, count))
    return max(0.0, 1.0 - _term(count - 1, mean) * _rising(mean, count - 1))


def _term(count: int, mean: float) -> float:
    """The chance of exactly `count`."""
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _falling(mean: float, count: int) -> float:
    """The terms from `count` up, each over the first: 1 + mean/(count+1) + …"""
    whole, term, nth = 1.0, 1.0, count
    while term > whole * 1e-17:
        nth += 1
        term *= mean / nth
        whole += term
    return whole


def _rising(mean: float, count: int) -> float:
    """The terms from `count` down to 0, each over the first: 1 + count/mean + …"""
    whole, term = 1.0, 1.0
    for nth in range(count, 0, -1):
        term *= nth / mean
        whole += term
        if term < whole * 1e-17:
            break
    return whole


def typical(blocks: Mapping[int, int]) -> float:
    """The ordinary load of a block: `blocks` is how many of them had one newcomer, two, and so on.

    Blocks without any are not seen, so the mean of those that are would be 1 or more. Where newcomers are rare, those
    with one and with two tell it (Zelterman's estimate, 2·f2/f1), and no bank of hundreds in a few blocks moves it;
    where they are not, the median does. Twenty blocks with one newcomer are added: of few blocks nothing is believed.
    """
    ones = blocks.get(1, 0) + WEIGHT
    median = _median({**blocks, 1: ones})
    if median >= DENSE:
        return float(median)
    return min((2 * blocks.get(2, 0) + EXPECTED * WEIGHT) / ones, float(DENSE))


def ordinary(today: float, mean: float, busy: float, days: float) -> float:
    """The load of a typical block: `today` as it seems now, `mean` as it was over so many `days` that the line knows.

    A line that has been up for a week goes by what it knows, times how many more blocks than on an average day are
    heard of (`busy`): forty banks at once look like people for a while, but not like thousands of blocks. In a dense
    plan all blocks are heard of every day, so there today counts.
    """
    if days < SETTLED or mean >= DENSE:
        return max(today, mean)
    return mean * max(1.0, busy)


def _median(blocks: Mapping[int, int]) -> int:
    below, half = 0, sum(blocks.values()) / 2
    for count in sorted(blocks):
        below += blocks[count]
        if below >= half:
            return count
    raise AssertionError("there are no blocks")
