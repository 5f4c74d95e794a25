"""Where a call stays for a while and comes back from: a queue or a conference."""

from abc import ABC, abstractmethod
from collections import deque
from typing import Protocol

from exchange.addresses import resolve
from exchange.conference_reports import Reports
from exchange.conferences import Conference, Leg, Seat
from exchange.elements import Grammar
from exchange.faults import FaultKind
from exchange.grammars import IN_CONFERENCE, IN_QUEUE
from exchange.rooms import Rooms
from exchange.verbs import Enqueue, Join, VoiceVerb


class Caller(Leg, Protocol):
    """A call, as far as its stay needs to know it; `second` is the call's own time."""

    second: float


class Stay(ABC):
    """A stay that `verb` has led to; `rest` are the verbs that follow it in the document at `address`."""

    place: str
    """`queue` or `conference`."""

    verb: Enqueue | Join
    grammar: Grammar[VoiceVerb]
    fault_result: str | None
    """The result of a wait document that is none; None where the stay goes on without it."""

    def __init__(self, caller: Caller, rest: deque[VoiceVerb], address: str | None) -> None:
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
        """Take a place; where there is none, return the result."""

    @abstractmethod
    def exit(self) -> None:
        """Give the place up."""

    @abstractmethod
    def parameters(self) -> dict[str, str]:
        """Return what the wait document is asked with."""

    @abstractmethod
    def told(self, result: str) -> dict[str, str] | None:
        """Return what the verb's action is told of the end; None where it is not asked."""

    def sound(self, sound: str, seconds: float) -> None:
        """Let others hear what the caller says or keys; in a queue there are none."""
        return

    def ends_after(self, keys: str) -> str | None:
        """Return the result where the person's act has ended the stay, by its keys or by the time it took."""
        return None


class InQueue(Stay):
    """A stay in a queue; its results are `leave`, `hangup`, `redirected`, `error`, `queue-full`, `system-error`."""

    place = "queue"
    grammar = IN_QUEUE
    fault_result = "error"
    waits = True

    def __init__(
        self, verb: Enqueue, caller: Caller, rest: deque[VoiceVerb], address: str | None, rooms: Rooms
    ) -> None:
        super().__init__(caller, rest, address)
        self.verb = verb
        self._queue = rooms.queues.named(verb.name)
        self._faults = rooms.faults
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


class InConference(Stay):
    """A stay in a conference; raises `Refusal` where its address of reports is none.

    Its results are `ended`, `hangup`, `redirected` and `full`. Where a conference is full, the provider's pages do not
    say what becomes of the call: here its Dial has failed.
    """

    place = "conference"
    grammar = IN_CONFERENCE
    fault_result = None

    def __init__(self, verb: Join, caller: Caller, rest: deque[VoiceVerb], address: str | None, rooms: Rooms) -> None:
        super().__init__(caller, rest, address)
        self.verb = self._join = verb
        self._rooms = rooms
        self._seat = Seat(caller, verb)
        self._callback = None if verb.status_callback is None else resolve(address, verb.status_callback)
        self.conference: Conference | None = None

    @property
    def waits(self) -> bool:
        """Whether the conference has not started."""
        return self.conference is not None and not self.conference.is_started

    def enter(self) -> str | None:
        """Take a seat."""
        self.conference = self._rooms.conferences.enter(self._seat, self._reports)
        return None if self.conference is not None else "full"

    def exit(self) -> None:
        """Give the seat up."""
        if self.conference is not None:
            self.conference.leave(self._seat)

    def parameters(self) -> dict[str, str]:
        """Return the name of the conference."""
        return {"FriendlyName": self.verb.name}

    def told(self, result: str) -> dict[str, str] | None:
        """Return the outcome of the Dial: without SID and length, which a conference has not. A redirected call is
        led by its new document alone.
        """
        if result == "redirected":
            return None
        is_bridged = self.conference is not None
        return {"DialCallStatus": "answered" if is_bridged else "failed", "DialBridged": str(is_bridged).lower()}

    def sound(self, sound: str, seconds: float) -> None:
        """Let the others hear it."""
        if self.conference is not None:
            self.conference.sound(self._seat, sound, seconds)

    def ends_after(self, keys: str) -> str | None:
        """End with a star, where the Dial says so, and with its time limit."""
        is_ended = (self._join.hangs_up_on_star and "*" in keys) or self.seconds >= self._join.time_limit
        return "ended" if is_ended else None

    def _reports(self) -> Reports:
        rooms = self._rooms
        return Reports(rooms.account_sid, rooms.webhooks, rooms.afterwards, self._callback, self._join.events)
