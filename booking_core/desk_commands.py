"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from booking_core.actors import Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    Anomalies,
    BookedSince,
    CodeShownBefore,
    CodeUnclear,
    Compared,
    CounterOffices,
    DayVisits,
    DocumentNeeded,
    EntryMistyped,
    EntryUnknown,
    LookedTooOften,
    LookedUp,
    NobodyFound,
    NoSuchVisit,
    NothingToCompare,
    NotSignedIn,
    SignedAs,
    TooManyMisses,
    Visit,
    VisitElsewhere,
    VisitFound,
    VisitNotYet,
    VisitNow,
)
from booking_core.numbers import Number
from booking_core.outcomes import Done

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────

Settled = Literal["mistyped", "incomplete", "helper", "fewer", "other_document"]
"""What a clerk says who checks visitors in whose dates do not all match: the date was mistyped when booking; it is
incomplete, on the document or here; it is the date of whoever booked for them; fewer have come, and theirs match;
another document shows who they are."""

Ending = Literal["fulfilled", "no_show"]

LookUpWhy = Literal["caller_asks", "delivery", "complaint", "suspicion", "records"]
"""Why somebody is looked up: the person asks; a message did not arrive; a complaint; suspected resale; a court."""


@dataclass(frozen=True, slots=True)
class SeeOffices(Query[CounterOffices]):
    """The offices to choose one's own from."""


@dataclass(frozen=True, slots=True)
class SeeDay(Query[DayVisits | NoSuchVisit]):
    """The visits of a day at an office (None: today, by its clock). `NoSuchVisit`: there is no such office."""

    office: UUID
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SeeVisit(Query[Visit | NoSuchVisit]):
    """A visit of today at this office."""

    office: UUID
    booking: UUID


@dataclass(frozen=True, slots=True)
class FindVisit(
    Command[VisitFound | VisitElsewhere | EntryMistyped | EntryUnknown | CodeUnclear | CodeShownBefore | TooManyMisses]
):
    """Whose visit it is, by the eight digits of a reference or the six of a check-in code, which is used up by it."""

    who: Staff
    office: UUID
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CompareBirthDate(Command[Compared | NothingToCompare | VisitNow | NoSuchVisit]):
    """The date on a visitor's document, unknown parts 0: compared with those given when booking that match nobody yet.

    Where it is the last that was missing, the visit is checked in.
    """

    who: Staff
    office: UUID
    booking: UUID
    month: int = field(repr=False)
    day: int = field(repr=False)
    year: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckIn(Command[VisitNow | DocumentNeeded | NoSuchVisit]):
    """The visitors are here. `why`: what settles it where the dates do not."""

    who: Staff
    office: UUID
    booking: UUID
    why: Settled | None = None


@dataclass(frozen=True, slots=True)
class EndVisit(Command[VisitNow | VisitNotYet | NoSuchVisit]):
    """The visit is done, or nobody came."""

    who: Staff
    office: UUID
    booking: UUID
    how: Ending


@dataclass(frozen=True, slots=True)
class UndoVisit(Command[VisitNow | BookedSince | NoSuchVisit]):
    """The last step at the counter was a slip: one step back, on the same day."""

    who: Staff
    office: UUID
    booking: UUID


@dataclass(frozen=True, slots=True)
class LookUp(Command[LookedUp | NobodyFound | LookedTooOften]):
    """What is kept about a full number, or about the booking of a full reference; one of the two is given.

    Every look counts and is audited, a second one at the same person too; so no answer is kept.
    """

    who: Staff
    number: Number | None
    reference: str | None
    why: LookUpWhy


@dataclass(frozen=True, slots=True)
class SeeAnomalies(Query[Anomalies]):
    """What each agent did in the last 30 days, beside colleagues."""


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SeeSession(Command[SignedAs | NotSignedIn]):
    """Who holds this session, and that they are still there: its rest begins anew."""

    repeats = True
    token: str


@dataclass(frozen=True, slots=True)
class SignOut(Command[Done]):
    """This session is over, on every node at once."""

    repeats = True
    token: str


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
