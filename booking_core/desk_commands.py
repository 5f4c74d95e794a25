"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from booking_core.actors import Operator, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    AgentAdded,
    AgentList,
    Invited,
    LastHours,
    LiveFigures,
    LoginTaken,
    NoInvitation,
    NoSuchAgent,
    NotSignedIn,
    PasswordRefused,
    SecondFactorWrong,
    SignedAs,
    SignedIn,
    SignInRefused,
    SubjectTaken,
    SurgeAdded,
    SurgeEnded,
)
from booking_core.numbers import Number
from booking_core.outcomes import Done

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SeeSession(Command[SignedAs | NotSignedIn]):
    """Who holds this session, and that they are still there: its rest begins anew.

    `asleep`: a script asks, not a person; the rest goes on.
    """

    repeats = True
    token: str
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class SignOut(Command[Done]):
    """This session is over, on every node at once."""

    repeats = True
    token: str


@dataclass(frozen=True, slots=True)
class SignIn(Command[SignedIn | SignInRefused]):
    """Password and one-time password of an agent. `perform` takes two transactions and the time of a password."""

    repeats = True
    login: str
    password: str = field(repr=False)
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInElsewhere(Command[SignedIn | SignInRefused]):
    """The institution's own sign-in (OpenID Connect) says that this is `subject`; a second factor was its business."""

    repeats = True
    subject: str


@dataclass(frozen=True, slots=True)
class OpenInvitation(Command[Invited | NoInvitation]):
    """What an invitation is for; its first opening draws the secret of the second factor."""

    repeats = True
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeInvitation(Command[SignedIn | NoInvitation | PasswordRefused | SecondFactorWrong]):
    """Set password and second factor with an invitation, which is used up by it. Takes the time of a password."""

    repeats = True
    code: str = field(repr=False)
    password: str = field(repr=False)
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EndSessions(Command[Done | NoSuchAgent]):
    """All sessions of an agent are over, on every node at once."""

    repeats = True
    who: Staff | Operator
    login: str


@dataclass(frozen=True, slots=True)
class AddAgent(Command[AgentAdded | LoginTaken]):
    """A new agent, with an invitation. `until`: a surge agent's last instant."""

    who: Staff | Operator
    login: str
    name: str
    role: str
    languages: tuple[str, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InviteAnew(Command[AgentAdded | NoSuchAgent]):
    """A new invitation; password, second factor and sessions that there were are void from now on."""

    who: Staff | Operator
    login: str


@dataclass(frozen=True, slots=True)
class SwitchAgent(Command[Done | NoSuchAgent]):
    """`off`: the agent can do nothing any more, on every node at once; else: may sign in again."""

    repeats = True
    who: Staff | Operator
    login: str
    off: bool


@dataclass(frozen=True, slots=True)
class SetAgentNumber(Command[Done | NoSuchAgent]):
    """The telephone that rings when a caller is given to this agent; None: takes no calls."""

    repeats = True
    who: Staff | Operator
    login: str
    number: Number | None


@dataclass(frozen=True, slots=True)
class BindAgent(Command[Done | NoSuchAgent | SubjectTaken]):
    """Who this agent is at the institution's own sign-in; None: signs in here."""

    repeats = True
    who: Staff | Operator
    login: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class SetOff(Command[Done | NoSuchAgent]):
    """The agent is off: rung for nobody until going available again."""

    repeats = True
    who: Staff | Operator
    login: str


@dataclass(frozen=True, slots=True)
class AddSurge(Command[SurgeAdded]):
    """So many agents at once who may take calls for so many days, each with an invitation.

    The same `batch` (letters) again is the same accounts with new invitations.
    """

    repeats = True
    who: Staff | Operator
    batch: str
    many: int
    days: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndSurge(Command[SurgeEnded]):
    """All surge agents are switched off."""

    repeats = True
    who: Staff | Operator


@dataclass(frozen=True, slots=True)
class ListAgents(Query[AgentList]):
    """Everybody who works at the desk, and what each does now."""


@dataclass(frozen=True, slots=True)
class LookLive(Query[LiveFigures]):
    """The line at this moment."""


@dataclass(frozen=True, slots=True)
class LookBack(Query[LastHours]):
    """What happened in each five minutes of the last `hours`."""

    hours: int


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
