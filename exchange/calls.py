"""All calls: placed from telephones to lines, and dialled by the line over REST to telephones."""

import secrets
import threading
import time
from dataclasses import dataclass

from exchange.afterwards import Afterwards
from exchange.call import Call, CallOver
from exchange.documents import Documents, Entry
from exchange.lines import Line
from exchange.parameters import call_parameters, call_status_parameters
from exchange.performance import Performance
from exchange.rooms import Rooms
from exchange.telephones import WITHHELD, Telephone, telephone_of
from exchange.webhooks import Purpose, Webhooks

MAX_KEPT = 10_000
"""Calls kept; the oldest are forgotten first."""

RINGS_S = 60
"""How long a telephone rings where nothing is said about it (Twilio docs, "Call resource", Timeout)."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """What a REST client asks for: a call to `to`, with `entry`, and reports on `events` to `status_callback`.

    `events` are among `initiated`, `ringing`, `answered` and `completed`; `rings_s` is how long it rings at most.
    """

    from_: str
    to: str
    entry: Entry
    status_callback: str = ""
    events: frozenset[str] = frozenset({"completed"})
    rings_s: int = RINGS_S


class Calls:
    """The calls of the exchange."""

    def __init__(self, account_sid: str, webhooks: Webhooks, rooms: Rooms) -> None:
        self._account_sid = account_sid
        self._webhooks = webhooks
        self._rooms = rooms
        self._afterwards = rooms.afterwards
        self._calls: dict[str, Call] = {}
        self._lock = threading.Lock()

    def all(self) -> list[Call]:
        """Return all calls, the newest first. One that has rung too long ends as soon as anybody looks."""
        with self._lock:
            calls = list(reversed(self._calls.values()))
        for call in calls:
            if call.status == "ringing" and time.monotonic() > call.rings_until:
                _ring_out(call)
        return calls

    def find(self, sid: str) -> Call | None:
        """Return the call with this SID."""
        return self._calls.get(sid)

    def ringing_at(self, number: str) -> Call | None:
        """Return the oldest call that rings at a telephone."""
        ringing = (call for call in reversed(self.all()) if call.to == number and call.status == "ringing")
        return next(ringing, None)

    def forget(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()

    def place(self, from_: str, line: Line, verstat: str | None, *, withheld: bool = False) -> Call:
        """Call a line from a telephone, and let it speak until it waits for the caller or hangs up."""
        entry = Entry(line.voice_url, line.voice_method, line.fallback_url, line.fallback_method)
        reports = _Reports(self._webhooks, self._afterwards, line.status_url, frozenset({"completed"}))
        telephone = telephone_of(from_)
        shown = WITHHELD if withheld else telephone.caller_id
        call = self._new(telephone, shown, line.number, "inbound", entry, reports, verstat)
        with call.lock:
            call.start()
        return call

    def dial(self, dialled: Dialled) -> Call:
        """Let a telephone ring, for its person to answer or decline. Reports follow afterwards."""
        reports = _Reports(self._webhooks, self._afterwards, dialled.status_callback, dialled.events)
        telephone = telephone_of(dialled.to)
        call = self._new(telephone, dialled.from_, dialled.to, "outbound-api", dialled.entry, reports)
        call.rings_until = time.monotonic() + dialled.rings_s
        reports.put(call, "initiated", "initiated")
        reports.put(call, "ringing", "ringing")
        return call

    def _new(
        self,
        telephone: Telephone,
        from_: str,
        to: str,
        direction: str,
        entry: Entry,
        reports: "_Reports",
        verstat: str | None = None,
    ) -> Call:
        sid = f"CA{secrets.token_hex(16)}"
        parameters = call_parameters(self._account_sid, sid, from_, to, direction, verstat)
        documents = Documents(entry, self._webhooks)
        call = Call(
            sid, telephone, from_, to, direction, parameters, documents, self._rooms, reports.answered, reports.ended
        )
        with self._lock:
            self._calls[sid] = call
            while len(self._calls) > MAX_KEPT:
                del self._calls[next(iter(self._calls))]
        return call


class _Reports:
    """The status callbacks of one call, numbered from 0 (Twilio docs, "Voice status callbacks")."""

    def __init__(self, webhooks: Webhooks, afterwards: Afterwards, address: str, events: frozenset[str]) -> None:
        self._webhooks = webhooks
        self._afterwards = afterwards
        self._address = address
        self._events = events
        self._sequence = 0

    def put(self, call: Performance, event: str, status: str, seconds: float | None = None) -> None:
        """Report an event afterwards, if it was asked for."""
        if not self._address or event not in self._events:
            return
        parameters = {**call.parameters, **call_status_parameters(status, seconds, self._sequence)}
        self._sequence += 1
        self._afterwards.put(lambda: self._webhooks.notify(Purpose.CALL_STATUS, self._address, parameters))

    def answered(self, call: Performance) -> None:
        """Report that a dialled telephone was picked up: the event `answered` carries the status `in-progress`."""
        self.put(call, "answered", "in-progress")

    def ended(self, call: Performance) -> None:
        """Report the end, however it came about: the event `completed` covers all of them."""
        self.put(call, "completed", call.status, call.second)


def _ring_out(call: Call) -> None:
    """Nobody picks up. A call that somebody has in hand at this moment is left to them."""
    if call.lock.acquire(blocking=False):
        try:
            call.decline("no-answer")
        except CallOver:
            return
        finally:
            call.lock.release()
