"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from booking_core.outcomes import Outcome

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class Released(Outcome):
    """So many places are on sale, or will be at their instant."""

    places: int


@dataclass(frozen=True, slots=True)
class NothingToRelease(Outcome):
    """The office is closed on all these days, or they are over, or the hours hold no slot."""


@dataclass(frozen=True, slots=True)
class ReleasePlanned(Outcome):
    """What a release would do."""

    slots: int
    standing: int
    """So many of them are there already."""
    places: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Release:
    """Places that were put on sale: by whom, when, and from when they can be had."""

    by: str
    at: datetime
    opens_at: datetime
    office: str
    zone: str
    service: str
    first_day: date
    last_day: date
    places: int


@dataclass(frozen=True, slots=True)
class Office:
    """An office, by the clock it goes by."""

    id: UUID
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Releases(Outcome):
    """The newest first; services by id and name."""

    releases: tuple[Release, ...]
    offices: tuple[Office, ...]
    services: tuple[tuple[UUID, str], ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the audit. `subject`: the id of a booking, number or the like."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: UUID | None
    why: str | None


@dataclass(frozen=True, slots=True)
class AuditSeen(Outcome):
    """Rows of the audit, the newest first, and what is known of its seals."""

    acts: tuple[Act, ...]
    more: int | None
    """Rows before this one were not looked at. None: there are no more."""
    head: str | None
    """Of the newest seal, in one word."""
    waits_since: datetime | None
    """The oldest row that is not sealed."""
    checked: Act | None
    """The last check; `why` says what came of it."""
    kept: ClassVar[bool] = False
