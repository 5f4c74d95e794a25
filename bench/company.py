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

from bench.figures import Failed, progress

T = TypeVar("T")

STRANGERS = 0.12
"""The share of all processors beyond which a run is done again. The kernel's own threads, our flushes, take some."""
PATIENCE_S = 1200
_LOOK_S = 0.5
_USER, _NICE, _SYSTEM, _STEAL = 0, 1, 2, 7
_TICKS = os.sysconf("SC_CLK_TCK")


class Quiet:
    """Runs what is to be measured when nobody else is at work; `waited` at most PATIENCE_S in all."""

    def __init__(self) -> None:
        self._until = time.monotonic() + PATIENCE_S

    def run(self, act: Callable[[], T]) -> T:
        """What `act` returns once it ran undisturbed. Raises Failed when the machine never becomes quiet."""
        while time.monotonic() < self._until:
            if _strangers(lambda: time.sleep(_LOOK_S))[0] > STRANGERS:
                continue
            share, found = _strangers(act)
            if share <= STRANGERS:
                return found
            progress(f"  once more: others used {share:.0%} of the processors")
        raise Failed(f"in {PATIENCE_S / 60:.0f} minutes the machine was never quiet enough to measure on")


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
