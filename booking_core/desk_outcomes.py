"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class SignedIn(Outcome):
    """A new session. Whoever holds its token is signed in; the database knows only its hash."""

    token: str = field(repr=False)
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SignInRefused(Outcome):
    """Not signed in. One answer to everything that may be the matter: whoever tries learns nothing from it."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Invited(Outcome):
    """An invitation that holds. `secret`: of the second factor, in base32; `address`: the same for a QR code."""

    login: str
    name: str
    secret: str = field(repr=False)
    address: str = field(repr=False)
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoInvitation(Outcome):
    """Never given, used, over, or another took its place."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PasswordRefused(Outcome):
    """`why`: short, long, known or named."""

    why: str
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SecondFactorWrong(Outcome):
    """These digits are not of this secret at this time."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AgentAdded(Outcome):
    """Can set password and second factor with this code, once, until then."""

    login: str
    code: str = field(repr=False)
    until: datetime
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SurgeAdded(Outcome):
    """The invitations of all that were added; `until`: when they are over as agents."""

    added: tuple[AgentAdded, ...]
    until: datetime
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SurgeEnded(Outcome):
    """So many surge agents were switched off."""

    many: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LoginTaken(Outcome):
    """Somebody has this name to sign in with, or had."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SubjectTaken(Outcome):
    """Another agent is this subject."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoSuchAgent(Outcome):
    """Nobody has this name to sign in with."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AgentKnown:
    """An agent as colleagues may see one."""

    login: str
    name: str
    role: str
    languages: tuple[str, ...]
    state: str
    """Off, available, ringing, talking or after."""
    since: datetime | None
    signed_in: bool
    set_up: bool
    """Has set a password, or signs in elsewhere."""
    rung: bool
    """Has a telephone."""
    subject: str | None
    until: datetime | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class AgentList(Outcome):
    """Who works at the desk, by name."""

    agents: tuple[AgentKnown, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Span:
    """Five minutes that are over, and what happened in them."""

    at: datetime
    many: dict[str, int]
    """calls, booked, refused, waited, picked, in_time (picked up within what was promised), delivered, failed."""


@dataclass(frozen=True, slots=True)
class LiveFigures(Outcome):
    """The line at this moment. Nothing personal."""

    zone: str
    """Of the first office: whose midnight begins the day."""
    calls: int
    waiting: int
    callbacks: int
    """Who waits to be called back, beside those on the line."""
    longest_s: int
    """How long whoever waits longest on the line has waited."""
    picked: int
    """Picked up within the last hour, of those who were told how long it would take at most."""
    in_time: int
    """Of these, within that time."""
    booked: int
    """Today."""
    refused: tuple[tuple[str, int], ...]
    """By reason, in the last hour."""
    places: tuple[tuple[str, str, int], ...]
    """Office, service, places left (counted up to `gauges.PLACES_COUNTED`)."""
    due: int
    """Messages whose time has come."""
    due_s: int
    """For how long the oldest of these has been due."""
    failed: int
    """Messages of the last hour that did not arrive."""
    agents: tuple[tuple[str, int], ...]
    """How many are in each state, who are not off."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LastHours(Outcome):
    """The spans of the last hours, the oldest first."""

    zone: str
    spans: tuple[Span, ...]
    kept: ClassVar[bool] = False


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
