"""Conferences: rooms in which calls hear each other (Twilio docs, "TwiML: Conference").

A conference is made by the first call that enters. It starts when two are in it and one of them may start it: until
then everybody is alone with a wait document. It ends when one leaves who ends it, or the last one does.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from exchange.afterwards import Afterwards
from exchange.conference_reports import Reports
from exchange.verbs import Join


class Leg(Protocol):
    """A call, as far as a conference needs to know it."""

    sid: str

    def overhear(self, sound: str, seconds: float) -> None:
        """Hear what another does, for so long."""

    def drop_out(self, conference: "Conference") -> None:
        """Go on elsewhere, because the conference has ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """The place of one call in a conference."""

    leg: Leg
    verb: Join


@dataclass(slots=True, eq=False)
class Conference:
    """One conference; `lock` is that of all of the account, so that nobody enters one that ends meanwhile."""

    name: str
    reports: Reports
    afterwards: Afterwards
    lock: threading.RLock
    sid: str = field(default_factory=lambda: f"CF{secrets.token_hex(16)}")
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_started: bool = False
    is_over: bool = False
    _seats: list[Seat] = field(default_factory=list)

    def enter(self, seat: Seat) -> bool:
        """Take a seat; false where there is none left."""
        with self.lock:
            if len(self._seats) >= seat.verb.max_participants:
                return False
            self._seats.append(seat)
            self._report("participant-join", seat)
            self._beep(seat, is_entry=True)
            if not self.is_started and len(self._seats) > 1 and any(each.verb.starts for each in self._seats):
                self.is_started = True
                self._report("conference-start")
            return True

    def leave(self, seat: Seat) -> None:
        """Give a seat up; the others drop out afterwards where that ends the conference."""
        with self.lock:
            if seat not in self._seats:
                return
            self._seats.remove(seat)
            self._report("participant-leave", seat)
            self._beep(seat, is_entry=False)
            if seat.verb.ends or not self._seats:
                self._end()

    def sound(self, seat: Seat, sound: str, seconds: float) -> None:
        """Let the others hear what one says or keys, unless it is muted or the conference has not started."""
        with self.lock:
            if self.is_started and not seat.verb.muted:
                self._sound(seat, sound, seconds)

    def _beep(self, seat: Seat, *, is_entry: bool) -> None:
        if seat.verb.beep in ("true", "onEnter" if is_entry else "onExit"):
            self._sound(seat, "[beep]", 0.0)

    def _sound(self, by: Seat, sound: str, seconds: float) -> None:
        for seat in self._seats:
            if seat is not by:
                seat.leg.overhear(sound, seconds)

    def _end(self) -> None:
        self.is_over = True
        for seat in self._seats:
            self._report("participant-leave", seat)
            self.afterwards.put(partial(seat.leg.drop_out, self))
        self._seats = []
        self._report("conference-end")

    def _report(self, event: str, seat: Seat | None = None) -> None:
        about = {"ConferenceSid": self.sid, "FriendlyName": self.name}
        if seat is not None:
            about |= {
                "CallSid": seat.leg.sid,
                "ParticipantLabel": seat.verb.label or "",
                "Muted": str(seat.verb.muted).lower(),
                "Hold": "false",
                "StartConferenceOnEnter": str(seat.verb.starts).lower(),
                "EndConferenceOnExit": str(seat.verb.ends).lower(),
            }
        self.reports.put(event, about)


class Conferences:
    """The conferences of an account."""

    def __init__(self, afterwards: Afterwards) -> None:
        self._afterwards = afterwards
        self._live: dict[str, Conference] = {}
        self._lock = threading.RLock()

    def enter(self, seat: Seat, reports: Callable[[], Reports]) -> Conference | None:
        """Take a seat in the conference that its verb names, made where there is none; None where it is full."""
        with self._lock:
            conference = self._live.get(seat.verb.name)
            if conference is None or conference.is_over:
                conference = Conference(seat.verb.name, reports(), self._afterwards, self._lock)
                self._live[conference.name] = conference
            return conference if conference.enter(seat) else None

    def all(self) -> list[Conference]:
        """Return those that are going on, the newest first."""
        with self._lock:
            return [each for each in reversed(self._live.values()) if not each.is_over]

    def forget(self) -> None:
        """Forget all conferences."""
        with self._lock:
            self._live.clear()
