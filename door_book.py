"""What a web process did at the doorstep: counted at once for the metrics, and written down a few seconds later."""

from __future__ import annotations

import collections
import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Final

from booking_core.db import Unavailable, Unknown

Met = tuple[str, str]
"""What was met, and why."""

WRITTEN_AFTER_S: Final = 2.0
"""In a flood thousands of calls are one row written once in so many seconds; a process that dies loses these."""


class DoorBook:
    """Counts that are written together; while the database is away they wait for it."""

    def __init__(self, write: Callable[[Mapping[Met, int]], None], tell: Callable[[str, str], None]) -> None:
        """`write`: adds to what is there; it may raise db.Unavailable. `tell`: the metrics."""
        self._write, self._tell = write, tell
        self._lock = threading.Lock()
        self._counted: collections.Counter[Met] = collections.Counter()
        self._due = False

    def __call__(self, met: str, why: str) -> None:
        """Once more."""
        self._tell(met, why)
        with self._lock:
            self._counted[met, why] += 1
            begins, self._due = not self._due, True
        if begins:
            later = threading.Timer(WRITTEN_AFTER_S, self.write)
            later.daemon = True
            later.start()

    def write(self) -> None:
        """Write down what was counted; what cannot be written now is written with what comes next."""
        with self._lock:
            counted, self._counted = self._counted, collections.Counter()
            self._due = False
        if not counted:
            return
        # An unknown outcome is not repeated: these are figures, and one that is counted twice is worse than one lost.
        with contextlib.suppress(Unknown):
            try:
                self._write(counted)
            except Unavailable:
                with self._lock:
                    self._counted.update(counted)
