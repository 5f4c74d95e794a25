"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from booking_core.actors import Caller, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    AgentNow,
    AtDesk,
    CallbackPlaced,
    Joined,
    NotSignedIn,
    OutOfQueue,
    Queued,
    QueueFull,
    QueueNow,
    QueueOver,
    RingAnswered,
    RingOver,
    SignedAs,
    Taken,
    TalkOver,
    TelephoneNeeded,
)
from booking_core.outcomes import CallbackNoted, Done, NumberNeeded

CameOut = Literal["left", "failed", "moved", "over"]
"""How a call comes out of the provider's queue or conference: by its own key, since the queue did not take it, since we
moved it, or since the conference is over."""

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AskForPerson(Command[Queued | Joined | QueueFull | CallbackNoted | NumberNeeded]):
    """The caller shall talk with a person: at once, in the queue, while the desk is staffed; else by a call-back.

    Again from a call that waits: its place. Whoever was cut off while waiting and is back in time has the old place.
    `CallbackNoted`: nobody is in, a person calls; `NumberNeeded`: the same, and the caller withholds the number.
    """

    who: Caller
    reason: str
    language: str


@dataclass(frozen=True, slots=True)
class ComeOut(Command[OutOfQueue | Joined | TalkOver | Queued | QueueFull | CallbackNoted | NumberNeeded]):
    """The call has left the provider's queue, or its conference: what it hears next."""

    who: Caller
    how: CameOut
    language: str


@dataclass(frozen=True, slots=True)
class KeepPlace(Command[CallbackPlaced | Joined | CallbackNoted | NumberNeeded]):
    """The line shall call this call's number when its turn comes: one a number, the earlier place counts.

    `Joined`: an agent is there already. `CallbackNoted`: only a person may dial this number, or nobody is in.
    """

    who: Caller
    reason: str
    language: str


@dataclass(frozen=True, slots=True)
class MyPlace(Query[Queued | QueueOver]):
    """Where a waiting call stands now."""

    who: Caller


@dataclass(frozen=True, slots=True)
class AnswerRing(Command[RingAnswered | RingOver]):
    """An agent's telephone was picked up; `delivery` is the outbox row that rang it. Time to listen is granted."""

    repeats = True
    delivery: UUID


@dataclass(frozen=True, slots=True)
class TakeCaller(Command[Taken | RingOver]):
    """The agent pressed the key: the caller is fetched, or called. `sid`: the agent's leg."""

    delivery: UUID
    sid: str


@dataclass(frozen=True, slots=True)
class GoAvailable(Command[AgentNow | TelephoneNeeded]):
    """This agent can be rung from now on. Whoever rings or talks goes on with that."""

    who: Staff


@dataclass(frozen=True, slots=True)
class GoOff(Command[AgentNow]):
    """This agent is rung no more; a ring goes to the next. Whoever talks stays on the call, and is `talking`."""

    who: Staff


@dataclass(frozen=True, slots=True)
class FinishCall(Command[AgentNow]):
    """The agent is done with the last call before the time for that is over."""

    who: Staff


@dataclass(frozen=True, slots=True)
class MyDesk(Query[AtDesk]):
    """What this agent does now."""

    who: Staff


@dataclass(frozen=True, slots=True)
class ReadQueue(Query[QueueNow]):
    """All who wait."""

    who: Staff


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
