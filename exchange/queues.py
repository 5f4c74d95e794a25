"""Queues of calls: made on demand, in the order of arrival (Twilio docs, "TwiML: Enqueue", "Queue resource")."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

DEFAULT_SIZE = 1000
"""Calls that a queue holds unless REST says otherwise."""

MAX_SIZE = 5000
"""The most that REST can make it."""


@dataclass(slots=True)
class Queue:
    """One queue: which calls wait, the longest first, and how to learn for how long each has, in seconds."""

    name: str
    max_size: int = DEFAULT_SIZE
    sid: str = field(default_factory=lambda: f"QU{secrets.token_hex(16)}")
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    _waiting: dict[str, Callable[[], float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, call_sid: str, waited: Callable[[], float]) -> bool:
        """Put a call at the end; false where the queue is full."""
        with self._lock:
            if len(self._waiting) >= self.max_size:
                return False
            self._waiting[call_sid] = waited
            return True

    def leave(self, call_sid: str) -> None:
        """Take a call out, wherever it stands."""
        with self._lock:
            self._waiting.pop(call_sid, None)

    @property
    def size(self) -> int:
        """How many calls wait."""
        return len(self._waiting)

    @property
    def average(self) -> int:
        """How long those that wait now have waited, on average, in seconds: not what anybody will wait."""
        with self._lock:
            times = [waited() for waited in self._waiting.values()]
        return int(sum(times) / len(times)) if times else 0

    def parameters(self, call_sid: str) -> dict[str, str]:
        """Return what the wait document of a call in this queue is asked with."""
        with self._lock:
            position = list(self._waiting).index(call_sid) + 1
            waited = self._waiting[call_sid]()
        return {
            "QueueSid": self.sid,
            "QueuePosition": str(position),
            "QueueTime": str(int(waited)),
            "AvgQueueTime": str(self.average),
            "CurrentQueueSize": str(self.size),
            "MaxQueueSize": str(self.max_size),
        }


class Queues:
    """The queues of an account."""

    def __init__(self) -> None:
        self._queues: dict[str, Queue] = {}
        self._lock = threading.Lock()

    def named(self, name: str) -> Queue:
        """Return the queue of a name, made where there is none."""
        with self._lock:
            return self._queues.setdefault(name, Queue(name))

    def all(self) -> list[Queue]:
        """Return all queues, the oldest first."""
        with self._lock:
            return list(self._queues.values())

    def forget(self) -> None:
        """Forget all queues."""
        with self._lock:
            self._queues.clear()
