"""Who else uses the processors: a run beside strangers is no measurement, so it is done again.

Read from /proc: what all processors did, less what this process and its descendants did. Time that a hypervisor gave
to somebody else counts as a stranger's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from bench.figures import progress

T = TypeVar("T")

STRANGERS = 0.12
"""The share of all processors beyond which a run is done again. The kernel's own threads, our flushes, take some."""
TRIES = 2
_USER, _NICE, _SYSTEM, _STEAL = 0, 1, 2, 7
_TICKS = os.sysconf("SC_CLK_TCK")


def undisturbed(act: Callable[[], T]) -> T:
    """What `act` returned in the least disturbed of up to TRIES runs; the first that nobody disturbed is the last."""
    shares: list[float] = []
    found: list[T] = []
    while len(shares) < TRIES and min(shares, default=1) > STRANGERS:
        share, result = _strangers(act)
        shares.append(share)
        found.append(result)
    if min(shares) > STRANGERS:
        progress(f"  disturbed: others used {min(shares):.0%} of the processors")
    return found[shares.index(min(shares))]


def _strangers(act: Callable[[], T]) -> tuple[float, T]:
    """The share of all processors that others used during `act`, and what it returned."""
    began, all_before, ours_before = time.monotonic(), _all(), _ours()
    found = act()
    seconds = (time.monotonic() - began) * (os.cpu_count() or 1)
    return (_all() - all_before - _ours() + ours_before) / _TICKS / seconds, found


def _all() -> int:
    """Ticks that the processors worked, for anybody."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return fields[_USER] + fields[_NICE] + fields[_SYSTEM] + fields[_STEAL]


def _ours() -> int:
    """Ticks that this process and its descendants worked, those that have ended included."""
    ticks, family = 0, [os.getpid()]
    while family:
        process = Path(f"/proc/{family.pop()}")
        with suppress(OSError):  # it has ended, and its parent counts it
            # The name of the program stands in brackets and may hold anything; utime is the 14th field.
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
            for task in (process / "task").iterdir():
                family += [int(child) for child in (task / "children").read_text().split()]
    return ticks
