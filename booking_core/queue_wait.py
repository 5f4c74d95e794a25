"""How long a caller waits for a person: a bound that holds for nine in ten, from what the desk has just done.

A desk hands out calls as its agents come free. From one pick-up of an agent to the next goes a *round*: the talk, what
is written up after it, and the ring. So the nth to be taken waits for n rounds to end among the agents there are; how
much more than their mean that can be follows from how the rounds vary (a sum of n of them, by the normal law).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ROUND_S = 300.0
"""A round, while the desk has told nothing of its own yet."""

BELIEVED = 3
"""So many rounds of the desk's own outweigh that."""

SURE = 1.0
"""Standard deviations above the mean: leaves out one in six, and with the rounds that still run one in twenty."""

RING_S = 15.0
"""From the end of a round to the next pick-up, and the slack of an agent who is free."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the agents who could take a call do now, and their last rounds, in seconds."""

    agents: int
    """Who could take it, those on a call included."""
    idle: int
    """Of these, so many wait for a call."""
    ended: Sequence[float]
    """The last rounds."""
    running: Sequence[float]
    """How long those have lasted that are not over."""


def minutes(rounds: Rounds, ahead: int) -> int:
    """Whoever has so many others ahead waits less than this, nine times in ten. At least 1."""
    turn = ahead + 1 - rounds.idle
    if turn <= 0:
        return 1
    mean, deviation = _round(rounds)
    agents = max(1, rounds.agents)
    # Many agents together come free as by chance, however even the rounds of each of them are.
    spread = max(1.0, deviation / mean)
    seconds = (turn + SURE * spread * math.sqrt(turn)) * mean / agents + RING_S
    return max(1, math.ceil(seconds / 60))


def _round(rounds: Rounds) -> tuple[float, float]:
    """Mean and standard deviation of a round. Those that still run count with the time they have taken already."""
    told = len(rounds.ended)
    mean = (BELIEVED * ROUND_S + sum(rounds.ended) + sum(rounds.running)) / (BELIEVED + told)
    apart = sum((one - mean) ** 2 for one in rounds.ended) + BELIEVED * ROUND_S**2
    return mean, math.sqrt(apart / (BELIEVED + told))
