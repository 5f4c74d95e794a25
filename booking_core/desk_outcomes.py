"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from booking_core.outcomes import Outcome

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Queued(Outcome):
    """This call waits for a person, as the `position`th; one takes it in less than `minutes`, as far as is known."""

    position: int
    minutes: int
    language: str = "en"


@dataclass(frozen=True, slots=True)
class QueueFull(Outcome):
    """As many calls wait as may: a call-back can be had, and no wait on the line."""


@dataclass(frozen=True, slots=True)
class OutOfQueue(Outcome):
    """The caller wants to be called back, or the provider's queue did not keep the call; its place is kept."""


@dataclass(frozen=True, slots=True)
class Joined(Outcome):
    """An agent has said yes: the call is joined to this waiter's conference."""

    waiter: UUID
    language: str
    withheld: bool = False
    proven: bool = False


@dataclass(frozen=True, slots=True)
class TalkOver(Outcome):
    """The agent has hung up."""

    language: str
    withheld: bool = False
    proven: bool = False


@dataclass(frozen=True, slots=True)
class CallbackPlaced(Outcome):
    """The line will call this number; its place in the queue is kept, `position` and `minutes` as in Queued."""

    position: int
    minutes: int


@dataclass(frozen=True, slots=True)
class QueueOver(Outcome):
    """This call waits no longer, or nobody answers any more: it leaves the provider's queue to hear what is next."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RingAnswered(Outcome):
    """An agent's telephone was picked up in time: whom one key would take."""

    line: str
    """The line's name."""
    speaks: str
    """The agent's language."""
    reason: str
    language: str
    """The caller's."""
    ending: str
    """Last two digits of the caller's number; "": withheld."""
    waited_s: int
    calls_back: bool
    """The caller is not on the line: the key has it called."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RingOver(Outcome):
    """Nobody waits behind this ring any more: the caller has hung up, or another agent was quicker."""

    speaks: str
    gone: bool
    """The caller has hung up."""


@dataclass(frozen=True, slots=True)
class Taken(Outcome):
    """The caller is this agent's."""

    waiter: UUID
    speaks: str
    calls_back: bool = False
    """It is called now."""


@dataclass(frozen=True, slots=True)
class AgentNow(Outcome):
    """What the agent's state is now: off, available, ringing, talking or after."""

    state: str


@dataclass(frozen=True, slots=True)
class TelephoneNeeded(Outcome):
    """This agent has no telephone that could be rung, or may not take calls."""


@dataclass(frozen=True, slots=True)
class AtDesk(Outcome):
    """What an agent does now, and for whom. Everything about the caller is None without one."""

    state: str
    """off, available, ringing, talking or after."""
    since: datetime
    until: datetime | None
    """When a ring or the time after a call ends by itself."""
    put_off: bool
    """Off, since two rings in a row were not taken."""
    waiter: UUID | None = None
    call: str | None = None
    """The provider's id of the caller's call: who acts for the caller is `Agent(login, call)`."""
    reason: str | None = None
    language: str | None = None
    ending: str | None = None
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Waiting(Outcome):
    """One who waits, as the desk sees it; `ending`: last two digits of the number, "" where it is withheld."""

    id: UUID
    ending: str
    reason: str
    language: str
    arrived_at: datetime
    mode: str
    """waits or callback."""
    state: str
    """waiting, ringing or joined."""
    agent: str | None
    """Login of who is rung for it, or talks with it."""
    tries: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class QueueNow(Outcome):
    """All who wait, in the order in which they are taken."""

    waiting: tuple[Waiting, ...]
    kept: ClassVar[bool] = False


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
