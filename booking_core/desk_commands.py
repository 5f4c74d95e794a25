"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from booking_core.actors import Operator, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    AuditSeen,
    NothingToRelease,
    NotSignedIn,
    Released,
    ReleasePlanned,
    Releases,
    SignedAs,
)
from booking_core.outcomes import Done

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class Plan:
    """Places that are to be put on sale."""

    office: UUID
    service: UUID
    days: tuple[date, ...]
    every: timedelta
    """From one slot to the next, within the office's hours."""
    seats: int
    """Places a slot."""
    opens_at: datetime | None = None
    """From when they can be had; None: at once."""
    after: datetime | None = None
    """Only slots that begin later."""


@dataclass(frozen=True, slots=True)
class PreviewRelease(Query[ReleasePlanned | NothingToRelease]):
    """What a release would put on sale: slots that are over, closed days and holidays have none."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class ReleasePlaces(Command[Released | NothingToRelease]):
    """Put places on sale, at once or from an instant; in slots that stand already they come beside those there are."""

    who: Staff | Operator
    plan: Plan


@dataclass(frozen=True, slots=True)
class SeeReleases(Query[Releases]):
    """The newest releases, and where places can be released."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows of the audit are asked for; None: any."""

    since: datetime
    action: str | None = None
    actor: str | None = None
    """As it stands there, or its beginning: "agent:" is everybody at the desk."""


@dataclass(frozen=True, slots=True)
class SeeAudit(Query[AuditSeen]):
    """The newest rows of the audit that pass a filter, and how it is sealed."""

    wanted: AuditFilter
    most: int
    before: int | None = None
    """Only rows older than this one."""


@dataclass(frozen=True, slots=True)
class ExportAudit(Command[AuditSeen]):
    """The same for a file; that it was taken is a row of the audit."""

    repeats = True
    who: Staff
    wanted: AuditFilter
    most: int
