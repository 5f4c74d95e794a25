"""What can be asked of the core. A command names its outcomes in its type, so mypy rejects a view that forgets one.

A command changes something, once per key. A query changes nothing and has no key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.numbers import Number, Refused
from booking_core.outcomes import (
    AskedTooOften,
    Booked,
    Bookings,
    CallbackNoted,
    CallStarted,
    Cancelled,
    CodeBlocked,
    CodeExpired,
    CodeSent,
    CodeWrong,
    Done,
    Held,
    HoldLapsed,
    LetGo,
    LimitReached,
    MovesUsed,
    NextHeld,
    NoneFree,
    NoSuchBooking,
    NothingHeld,
    NumberNeeded,
    NumberNoted,
    NumberRefused,
    Offers,
    Outcome,
    PartyTooLarge,
    PlaceGone,
    ProofNeeded,
    ProveFirst,
    Proven,
    Settled,
    Suspended,
    TooLate,
    TooManyCodes,
    TooManyTries,
    TooSoon,
    TravelDateNoted,
    VisitorNoted,
    VisitorsMissing,
)

O_co = TypeVar("O_co", bound=Outcome, covariant=True)

Send = Literal["text", "none"]
Part = Literal["any", "am", "pm"]
Purpose = Literal["confirm", "presence"]
Report = Literal["sent", "delivered", "undelivered", "refused"]


class Command(Generic[O_co]):
    """Changes something; performed once per key.

    `repeats`: doing it twice, or late, changes nothing more by itself, so no answer is kept under its key.
    """

    __slots__ = ()
    repeats: ClassVar[bool] = False


class Query(Generic[O_co]):
    """Changes nothing."""

    __slots__ = ()


# ── Calls and numbers ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StartCall(Command[CallStarted]):
    """A call came in on the dialled number `line` (E.164). Again for a known call: its last answer."""

    repeats = True
    sid: str
    line: str
    caller: Number | Refused
    language: str


@dataclass(frozen=True, slots=True)
class EndCall(Command[Done]):
    """The call is over: an unproven hold without a code shrinks to the time a cut-off caller needs to call again."""

    repeats = True
    sid: str


@dataclass(frozen=True, slots=True)
class NoteStep(Command[Done]):
    """The call was told the answer of this turn (its key) at this step. A turn repeated late moves nothing back."""

    repeats = True
    sid: str
    step: str
    turn: int
    answer: str


@dataclass(frozen=True, slots=True)
class SettleUnknown(Command[Settled]):
    """A confirmation of this call got no answer from the database. Find it by its key, or close the key for good.

    Whoever did not hear "booked" and is not, gets a text that says so; what is booked has sent its own.
    """

    sid: str
    key: str


@dataclass(frozen=True, slots=True)
class NoteNumber(Command[NumberNoted]):
    """A caller who withholds the number keyed one in."""

    who: Caller
    number: Number


@dataclass(frozen=True, slots=True)
class ReadNumber(Query[NumberNoted | NumberNeeded]):
    """The number keyed in during this call, to be read back once more."""

    who: Caller


@dataclass(frozen=True, slots=True)
class NoteTravelDate(Command[TravelDateNoted]):
    """The day the caller travels."""

    who: Caller
    day: date


@dataclass(frozen=True, slots=True)
class RequestCallback(Command[CallbackNoted | NumberNeeded]):
    """A person shall call back. One waiting request a number; asking again keeps the place of the first."""

    who: Caller
    reason: str
    language: str


@dataclass(frozen=True, slots=True)
class TextCallback(Command[CallbackNoted]):
    """A person shall call the texting number."""

    who: Texter
    reason: str
    language: str


@dataclass(frozen=True, slots=True)
class ReportDelivery(Command[Done]):
    """What the provider says became of a message: doubled and late reports change nothing."""

    delivery: UUID
    state: Report
    sid: str
    error: str | None
    repeats = True


# ── Booking ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NextFree(Query[Offers | NoneFree]):
    """The next three free times for `party` visitors after `after`, in the morning, the afternoon or any time.

    `sid`: only before the travel date this call noted.
    """

    office: UUID
    service: UUID
    party: int
    after: datetime
    part: Part = "any"
    sid: str | None = None


@dataclass(frozen=True, slots=True)
class HoldPlace(
    Command[
        Held
        | PlaceGone
        | NoneFree
        | LimitReached
        | Suspended
        | ProveFirst
        | NumberRefused
        | PartyTooLarge
        | TooManyCodes
        | TooManyTries
    ]
):
    """Keep places of one slot, all or none. With `text` the same transaction stages the security code."""

    who: Actor
    slot: UUID
    party: int
    send: Send
    language: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class FindHold(Query[Held | NothingHeld]):
    """A hold of this number whose call was cut off, which this call may take up."""

    who: Caller


@dataclass(frozen=True, slots=True)
class HeldByCall(Query[Held | NothingHeld]):
    """What this very call holds, for a call that has lost its place in the dialogue."""

    who: Caller


@dataclass(frozen=True, slots=True)
class ExtendHold(Command[Held | HoldLapsed]):
    """This call takes up a hold whose call was cut off; it is extended once."""

    who: Caller
    booking: UUID


@dataclass(frozen=True, slots=True)
class LetHoldGo(Command[LetGo | NothingHeld]):
    """Give a hold back before its time."""

    who: Actor
    booking: UUID


@dataclass(frozen=True, slots=True)
class SetVisitor(Command[VisitorNoted | HoldLapsed]):
    """The birth date of the nth visitor, month/day/year, unknown parts 0; correctable until confirmed."""

    who: Actor
    booking: UUID
    nth: int
    month: int
    day: int
    year: int


@dataclass(frozen=True, slots=True)
class ReadVisitor(Query[VisitorNoted | HoldLapsed]):
    """The nth birth date again, only to the call that keyed it in."""

    who: Caller
    booking: UUID
    nth: int


@dataclass(frozen=True, slots=True)
class TextVisitor(Command[Booked | VisitorsMissing | NothingHeld | HoldLapsed | LimitReached | ProofNeeded]):
    """A birth date by text, for the next missing visitor of what this proven thread holds; the last one confirms."""

    who: Texter
    month: int
    day: int
    year: int


@dataclass(frozen=True, slots=True)
class SendCode(Command[CodeSent | TooSoon | TooManyCodes | TooManyTries | HoldLapsed | NumberRefused]):
    """Text a code to the number: for a held booking, or to prove the number's presence in this call."""

    who: Caller | Agent
    purpose: Purpose
    booking: UUID | None
    language: str


@dataclass(frozen=True, slots=True)
class Prove(Command[Proven | CodeWrong | CodeBlocked | CodeExpired | TooManyTries]):
    """The presence code, keyed in."""

    who: Caller | Agent
    digits: str


@dataclass(frozen=True, slots=True)
class Confirm(
    Command[
        Booked
        | CodeWrong
        | CodeBlocked
        | CodeExpired
        | TooManyTries
        | HoldLapsed
        | VisitorsMissing
        | LimitReached
        | ProofNeeded
    ]
):
    """Turn a hold into a booking, by its code or (digits None) by the live proof of this call or thread.

    By text `booking` is None: the code names it.
    """

    who: Actor
    booking: UUID | None
    digits: str | None


# ── What is booked ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MyBookings(Query[Bookings | ProofNeeded]):
    """What the proven number of this call has booked."""

    who: Caller | Agent


@dataclass(frozen=True, slots=True)
class TellBookings(Command[Bookings | AskedTooOften]):
    """What the texting number has booked, answered to that number only, a few times a day."""

    who: Texter


@dataclass(frozen=True, slots=True)
class Cancel(Command[Cancelled | NoSuchBooking | ProofNeeded]):
    """Give a booking up. The place stays bound through the undo time, then cools down."""

    who: Actor
    booking: UUID


@dataclass(frozen=True, slots=True)
class UndoCancel(Command[Booked | LimitReached | TooLate | NoSuchBooking | ProofNeeded]):
    """Take a given-up booking back."""

    who: Actor
    booking: UUID


@dataclass(frozen=True, slots=True)
class HoldMove(Command[NextHeld | PlaceGone | NoneFree | MovesUsed | NoSuchBooking | ProofNeeded]):
    """Keep a new time for a booking; the old one stays booked until `Move`."""

    who: Actor
    booking: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class Move(Command[Booked | HoldLapsed | MovesUsed | NoSuchBooking | ProofNeeded]):
    """The next places become current and the old ones cool down, in one transaction."""

    who: Actor
    booking: UUID
