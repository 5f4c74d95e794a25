"""What was read a moment ago: asked for in every turn, read once in some seconds."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from booking_core.db import Unavailable, Unknown

T = TypeVar("T")


class Recent(Generic[T]):
    """A reading of the database, good for `kept_s` seconds; whoever finds it old reads it anew, the others go on.

    While the database is away the last reading stands, or `before` where there is none: nobody waits for it twice.
    """

    def __init__(
        self, read: Callable[[], T], kept_s: float, before: T, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._kept_s = kept_s
        self._clock = clock
        self._known = (-math.inf, before)

    def __call__(self) -> T:
        """What was so at most `kept_s` seconds ago."""
        read_at, known = self._known
        if self._clock() - read_at > self._kept_s:
            self._known = (self._clock(), known)
            with contextlib.suppress(Unavailable, Unknown):
                known = self._read()
            self._known = (self._clock(), known)
        return known
