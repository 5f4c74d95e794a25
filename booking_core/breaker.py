"""Whether a server that did not answer is asked again."""

from __future__ import annotations

import threading
import time

REST_S = 0.25
"""A server that did not answer is left alone for so long; then one question at a time finds out whether it is back."""


class Breaker:
    """Keeps everybody from waiting for a server that stands still: one asks, and the others are told at once.

    Without it every thread of a web process waits out its budget, and turns queue behind them: 9.8 s for the last of
    300 turns a second while the server stood still for 10 s, measured; and all of it for the same answer.
    """

    def __init__(self, longest_s: float, rest_s: float = REST_S) -> None:
        """`longest_s`: all the time that one question can take; `rest_s`: see REST_S."""
        self._longest_s, self._rest_s = longest_s, rest_s
        self._lock = threading.Lock()
        self._silent, self._again_at = False, 0.0

    def admits(self) -> bool:
        """Whether to put a question now: always, but while the server is silent only one at a time."""
        if not self._silent:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._again_at:
                return False
            self._again_at = now + self._longest_s  # should this one never come back, another is let in
            return True

    def silent(self) -> None:
        """No answer came, or there was nobody to ask."""
        with self._lock:
            self._silent, self._again_at = True, time.monotonic() + self._rest_s

    def unasked(self) -> None:
        """The question was never put: the next one may be."""
        self._again_at = 0.0

    def answered(self) -> None:
        """The server answers, whatever it says."""
        self._silent, self._again_at = False, 0.0
