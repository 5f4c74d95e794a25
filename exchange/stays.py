"""Where a call stays for a while and comes back from."""

from abc import ABC, abstractmethod
from collections import deque
from typing import Protocol

from exchange.elements import Grammar
from exchange.faults import FaultKind, Faults
from exchange.grammars import IN_QUEUE
from exchange.queues import Queue
from exchange.verbs import Enqueue, VoiceVerb


class Caller(Protocol):
    """A call, as far as its stay needs to know it; `second` is the call's own time."""

    sid: str
    second: float


class Stay(ABC):
    """A stay that `verb` has led to; `rest` are the verbs that follow it in the document at `address`."""

    grammar: Grammar[VoiceVerb]

    def __init__(self, verb: Enqueue, caller: Caller, rest: deque[VoiceVerb], address: str | None) -> None:
        self.verb = verb
        self.rest = rest
        self.address = address
        self._caller = caller
        self._since = caller.second

    @property
    def seconds(self) -> float:
        """How long it has lasted, in the call's own time."""
        return self._caller.second - self._since

    @property
    @abstractmethod
    def waits(self) -> bool:
        """Whether the call hears what stands at the verb's `wait_url`."""

    @abstractmethod
    def enter(self) -> str | None:
        """Take a place; where there is none, return the result that the verb's action is told."""

    @abstractmethod
    def exit(self) -> None:
        """Give the place up."""

    @abstractmethod
    def parameters(self) -> dict[str, str]:
        """Return what the wait document is asked with."""

    @abstractmethod
    def told(self, result: str) -> dict[str, str]:
        """Return what the verb's action is told of the end."""


class InQueue(Stay):
    """A stay in a queue; its results are `leave`, `hangup`, `redirected`, `error`, `queue-full`, `system-error`."""

    grammar = IN_QUEUE
    waits = True

    def __init__(
        self, verb: Enqueue, caller: Caller, rest: deque[VoiceVerb], address: str | None, queue: Queue, faults: Faults
    ) -> None:
        super().__init__(verb, caller, rest, address)
        self._queue = queue
        self._faults = faults
        self._has_entered = False

    def enter(self) -> str | None:
        """Go to the end of the queue, unless it is full."""
        if self._faults.take(FaultKind.NO_QUEUE) is not None:
            return "system-error"
        self._has_entered = self._queue.enter(self._caller.sid, lambda: self.seconds)
        return None if self._has_entered else "queue-full"

    def exit(self) -> None:
        """Leave the queue."""
        self._queue.leave(self._caller.sid)

    def parameters(self) -> dict[str, str]:
        """Return the place in the queue, and how long it and the wait are."""
        return self._queue.parameters(self._caller.sid)

    def told(self, result: str) -> dict[str, str]:
        """Return the result, and of a call that has really waited, where and how long."""
        waited = {"QueueSid": self._queue.sid, "QueueTime": str(int(self.seconds))} if self._has_entered else {}
        return {"QueueResult": result, **waited}
