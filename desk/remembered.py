"""A reading that is dear, kept for a while by each process, so that many who look at it cost one reading."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """What was last read, good for `fresh_s` seconds."""

    def __init__(self, read: Callable[[], T], fresh_s: float) -> None:
        self._read = read
        self._fresh_s = fresh_s
        self._lock = threading.Lock()
        self._known: tuple[float, T] | None = None

    def __call__(self) -> T:
        """Read anew if it is older; who comes meanwhile waits for that one reading."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > self._fresh_s:
                self._known = time.monotonic(), self._read()
            return self._known[1]
