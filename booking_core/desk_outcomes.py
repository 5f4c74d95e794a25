"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from booking_core.outcomes import Outcome

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CounterOffice:
    """An office that a clerk may work at."""

    office: UUID
    name: str
    zone: str
    """IANA zone."""


@dataclass(frozen=True, slots=True)
class CounterOffices(Outcome):
    """The institution's offices, by name."""

    offices: tuple[CounterOffice, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DayVisit:
    """A booking of a day as the counter sees it, without a name. `status`: booked, checked_in, fulfilled or no_show."""

    booking: UUID
    slot: UUID
    wall: datetime
    starts: datetime
    service: Mapping[str, str]
    """Language → name."""
    party: int
    ends: str
    """The last two digits of the number."""
    status: str
    travel_date: date | None

    def named(self, language: str) -> str:
        """The service's name in a language, else in the first that there is."""
        return self.service.get(language) or next(iter(self.service.values()))


@dataclass(frozen=True, slots=True)
class DayVisits(Outcome):
    """The visits of a day at an office, by time."""

    at: CounterOffice
    day: date
    today: date
    visits: tuple[DayVisit, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Visit(Outcome):
    """One visit of today. `found`: how each visitor's date compared, None: not yet; () where no date is kept."""

    visit: DayVisit
    found: tuple[str | None, ...]
    arrived_at: datetime | None
    by_code: bool
    """The check-in code was shown."""
    minutes: int
    """From now to its time; below 0: it is past."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class VisitFound(Outcome):
    """What was keyed in belongs to this visit of today at this office."""

    booking: UUID


@dataclass(frozen=True, slots=True)
class VisitElsewhere(Outcome):
    """The reference belongs to another day, another office, or to what is no visit any more (`status`)."""

    office: str
    wall: datetime
    days: int
    """From today, by the clock of the office that is meant; 0: today."""
    here: bool
    """At the office that asked."""
    status: str


@dataclass(frozen=True, slots=True)
class EntryMistyped(Outcome):
    """Neither a code nor a reference: a digit too few or too many, or the check digit says that one is wrong."""


@dataclass(frozen=True, slots=True)
class EntryUnknown(Outcome):
    """No such reference, and no such code of today at this office."""


@dataclass(frozen=True, slots=True)
class CodeUnclear(Outcome):
    """Two visits of today have this code by chance: the reference or the list tells which."""


@dataclass(frozen=True, slots=True)
class CodeShownBefore(Outcome):
    """This code was shown at this counter already: whoever shows it now has a copy. `at`: by the office's clock."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TooManyMisses(Outcome):
    """This clerk keyed in too much that is not here. The list still works. `until`: by the office's clock."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Compared(Outcome):
    """How a date compared, and with which visitor's (`nth`); never the date that is kept.

    `found`: match, one_digit_off, unknown or different. `left`: tries. `arrived`: with it all of them are checked in.
    """

    found: str
    nth: int
    left: int
    arrived: bool


@dataclass(frozen=True, slots=True)
class NothingToCompare(Outcome):
    """No date is kept, or every date was tried too often: a document settles it."""


@dataclass(frozen=True, slots=True)
class DocumentNeeded(Outcome):
    """Not every date matches: the clerk says what on the document settles it."""


@dataclass(frozen=True, slots=True)
class VisitNow(Outcome):
    """Where a visit is now. `changed` False: it was so already, or is past what was asked for."""

    status: str
    changed: bool


@dataclass(frozen=True, slots=True)
class VisitNotYet(Outcome):
    """Before its time nobody has stayed away."""

    starts: datetime


@dataclass(frozen=True, slots=True)
class BookedSince(Outcome):
    """It cannot be taken back: its number, or its case, has another booking by now."""


@dataclass(frozen=True, slots=True)
class NoSuchVisit(Outcome):
    """No visit of today at this office."""


@dataclass(frozen=True, slots=True)
class LookedUpBooking:
    """A booking as a look-up shows it: enough to talk about it, too little to pass on."""

    ends: str
    """The last four digits of the reference."""
    status: str
    office: str
    service: Mapping[str, str]
    """Language → name."""
    wall: datetime
    party: int
    channel: str

    def named(self, language: str) -> str:
        """The service's name in a language, else in the first that there is."""
        return self.service.get(language) or next(iter(self.service.values()))


@dataclass(frozen=True, slots=True)
class LookedUp(Outcome):
    """What a look-up shows: no number but its last two digits, no birth date, no code. The latest visit first."""

    ends: str
    refused: str | None
    """Why the number may not book."""
    texts_off: bool
    bookings: tuple[LookedUpBooking, ...]
    left: int
    """Personal views that this agent has left in the hour."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NobodyFound(Outcome):
    """Nothing is kept under this number or reference. It counts as a view."""

    left: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LookedTooOften(Outcome):
    """This agent has had all the personal views of an hour; the next is possible in so many minutes."""

    minutes: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Figure:
    """How often an agent did something (`anomalies.MEASURES`), and what colleagues would usually have in as many days.

    `far`: far above them. `usual` None: there are none.
    """

    measure: str
    times: int
    usual: float | None
    far: bool


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """One agent's. `days`: on so many days this agent did anything."""

    login: str
    name: str
    role: str
    days: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Anomalies(Outcome):
    """What each agent did since `since`, by role and login."""

    since: datetime
    agents: tuple[AgentFigures, ...]
    kept: ClassVar[bool] = False


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SignedAs(Outcome):
    """Who is signed in at the desk. `role`: clerk, agent, supervisor, auditor or surge."""

    agent: UUID
    login: str
    name: str
    role: str
    language: str
    """Of the pages."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NotSignedIn(Outcome):
    """Nobody: the session is over, or never was."""

    kept: ClassVar[bool] = False


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
