"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from booking_core.actors import Operator, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    AnswerPublished,
    AnswerTakenOff,
    BulletinEnded,
    BulletinPublished,
    Bulletins,
    NoSuchBulletin,
    NothingSuspended,
    NotSignedIn,
    Published,
    ReserveKept,
    Scopes,
    SignedAs,
    Stops,
    SuspensionEnded,
    SuspensionMade,
    Suspensions,
    TimesWrong,
    WordsTooLong,
    WordsWanted,
)
from booking_core.outcomes import Done

By = Staff | Operator
"""Who is in charge: signed in at the desk as a supervisor, or at the machine itself."""

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Suspend(Command[SuspensionMade | WordsWanted | WordsTooLong | TimesWrong]):
    """Stop new bookings of a service, an office, a channel; None is all. Existing ones are not touched.

    `from_at` None: at once; `until` None: until it is ended. `words`: language → the reason for the public; `reason`:
    the same for colleagues.
    """

    who: By
    service: UUID | None
    office: UUID | None
    channel: str | None
    words: Mapping[str, str]
    reason: str
    from_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume(Command[SuspensionEnded | NothingSuspended]):
    """New bookings again, as far as no other suspension stops them."""

    who: By
    suspension: UUID


@dataclass(frozen=True, slots=True)
class WhatStops(Query[Stops]):
    """What a suspension of this would stop, before anybody makes it."""

    service: UUID | None
    office: UUID | None


@dataclass(frozen=True, slots=True)
class ListSuspensions(Query[Suspensions]):
    """Those that hold or will, and the last `over` of those that are over."""

    over: int = 0


@dataclass(frozen=True, slots=True)
class ListScopes(Query[Scopes]):
    """What a suspension or a bulletin can be about."""


@dataclass(frozen=True, slots=True)
class KeepInReserve(Command[ReserveKept]):
    """Have so many free places of a service on one day of an office in reserve for urgent cases."""

    who: By
    office: UUID
    service: UUID
    day: date
    places: int
    reason: str


@dataclass(frozen=True, slots=True)
class PublishBulletin(Command[BulletinPublished | WordsWanted | WordsTooLong | TimesWrong | NoSuchBulletin]):
    """A bulletin to who calls a line, or any with this office or service; None is all.

    `spoken`, `written`: by language. `replaces`: the version whose next this is.
    """

    who: By
    spoken: Mapping[str, str]
    written: Mapping[str, str]
    line: UUID | None = None
    office: UUID | None = None
    service: UUID | None = None
    from_at: datetime | None = None
    until: datetime | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndBulletin(Command[BulletinEnded | NoSuchBulletin]):
    """It is told no more."""

    who: By
    bulletin: UUID


@dataclass(frozen=True, slots=True)
class ReadNotices(Query[Published]):
    """What the public pages show now."""


@dataclass(frozen=True, slots=True)
class ListBulletins(Query[Bulletins]):
    """All versions, those that are over too, and what was asked and answered in the last days."""


@dataclass(frozen=True, slots=True)
class PublishAnswer(Command[AnswerPublished | WordsWanted | WordsTooLong]):
    """A question that people ask on a day, and its answer, each by language."""

    who: By
    day: date
    question: Mapping[str, str]
    answer: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakeAnswerOff(Command[AnswerTakenOff | NoSuchBulletin]):
    """It is on the pages no more."""

    who: By
    answer: UUID


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


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
