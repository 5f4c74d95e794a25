"""What can be asked of the core. A command names its outcomes in its type, so mypy rejects a view that forgets one.

A command changes something, once per key. A query changes nothing and has no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.desk_outcomes import Joined, KeysWanted, Queued, TalkOver
from booking_core.numbers import Number, Refused
from booking_core.outcomes import (
    Asked,
    AskedTooOften,
    AskedToWait,
    Booked,
    Bookings,
    BulletinComing,
    CallbackNoted,
    CallComing,
    CallingBack,
    CallProven,
    CallStarted,
    Cancelled,
    Checked,
    CheckInLater,
    ChecksUsed,
    CodeBlocked,
    CodeExpired,
    CodeSent,
    CodeWrong,
    Done,
    Held,
    HoldLapsed,
    Kept,
    LetGo,
    LimitReached,
    Moved,
    MovesUsed,
    NextHeld,
    NoneFree,
    NoSuchBooking,
    NotAdmitted,
    NothingHeld,
    NothingToCheck,
    NumberKnown,
    NumberNeeded,
    NumberNoted,
    NumberRefused,
    Offered,
    Offers,
    OffList,
    OnList,
    Outcome,
    PartyTooLarge,
    Passed,
    PlaceGone,
    ProofCallOver,
    ProofNeeded,
    ProveFirst,
    Proven,
    ReferenceNoted,
    Reported,
    Settled,
    Suspended,
    TextFailed,
    TextOnItsWay,
    TextsOff,
    TextsOn,
    ThreadAt,
    TooLate,
    TooManyCodes,
    TooManyTries,
    TooSoon,
    TravelDateNoted,
    VisitorNoted,
    VisitorsMissing,
)

O_co = TypeVar("O_co", bound=Outcome, covariant=True)

Send = Literal["text", "discreet", "none"]
"""What may be texted about a booking: all, nothing that says what it is about, or nothing at all (no code either)."""
Urgent = Literal["death_in_family", "medical", "court_date", "stranded"]
"""Why an agent takes a place from the reserve: a list, for the audit keeps it, and free text names people."""
Part = Literal["any", "am", "pm"]
Purpose = Literal["confirm", "presence"]
By = Literal["text", "call"]
Report = Literal["sent", "delivered", "undelivered", "refused"]
Wish = Literal["give_up", "move"]
OptSource = Literal["word", "flag"]
"""How a text says that it ends or begins our texts: by a word of the provider's, or by its own flag."""


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
    stir: str | None = None
    """Attestation of the caller ID: `A`, `B`, `C`, `failed`, or None where nobody vouches."""


@dataclass(frozen=True, slots=True)
class KnowsNumber(Query[NumberKnown]):
    """Has this number ever proven itself here, as far back as is kept?"""

    number: Number
    within: timedelta | None = None
    """Has it, itself, shown a code of ours so short a time ago: six digits, four, or the key on a call?"""


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
    language: str


@dataclass(frozen=True, slots=True)
class SettleUnknown(Command[Settled]):
    """A call or text that wanted to keep or change a booking got no answer from the database: find it by its key, or
    close the key for good.

    What was done is texted, unless that has been; so is that nothing was, unless the person has got somewhere since.
    Where no texts go, a person calls. `at`: when it was said to be unknown. `number`: row of a text's number.
    """

    sid: str
    key: str
    at: datetime
    number: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoteNumber(Command[NumberNoted | NumberRefused]):
    """A caller who withholds the number, or calls for another phone, keyed one in: this call is that number's now.

    Three a call, corrections included; the fourth is refused (`keyed_often`), and so is any on a call of ours.
    """

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
class TextBulletin(Command[BulletinComing | AskedTooOften | TextsOff | NumberNeeded]):
    """Text this version of a bulletin to the number that calls, a few times a day at most.

    `NumberNeeded`: it is withheld, or was keyed in, which anybody can do.
    """

    who: Caller
    bulletin: UUID
    language: str


@dataclass(frozen=True, slots=True)
class TextCallback(Command[CallbackNoted]):
    """A person shall call the texting number."""

    who: Texter
    reason: str
    language: str


@dataclass(frozen=True, slots=True)
class NoteGap(Command[CallbackNoted]):
    """A call or text that reached nobody at `at`: a person shall call the number, in the order of that time.

    A number that waits for a call already keeps its place.
    """

    who: Caller | Texter
    number: Number
    at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class ReportDelivery(Command[Done]):
    """What the provider says became of a message: doubled and late reports change nothing.

    A code's text that did not arrive is followed by a proof call, or, where the person has opted out, by a person's.
    """

    delivery: UUID
    state: Report
    sid: str
    error: str | None
    repeats = True


@dataclass(frozen=True, slots=True)
class ReportProofCall(Command[Done]):
    """A proof call of ours ended: `answered`, or not (busy, nobody, impossible), and then it is tried again in time."""

    delivery: UUID
    sid: str
    answered: bool
    repeats = True


# ── Proof calls ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StartProofCall(Command[CallStarted | ProofCallOver | Joined | Queued | TalkOver | KeysWanted]):
    """Somebody picked up a call of ours. Again for a known call: its last answer. Nothing is proven by it.

    Or a caller whom we moved asks what comes now: `Joined`, or where the agent has hung up, the queue or the end of it.
    `KeysWanted`: the agent has asked for the code that was texted.
    """

    repeats = True
    sid: str
    line: str
    delivery: UUID


@dataclass(frozen=True, slots=True)
class PressKey(
    Command[
        Proven
        | Offered
        | Booked
        | VisitorsMissing
        | LimitReached
        | HoldLapsed
        | Bookings
        | ProofCallOver
        | Joined
        | Queued
        | Offers
        | NoneFree
        | NotAdmitted
        | Suspended
    ]
):
    """The key on our call: proves the number in this call and, where a hold waits for it, confirms the hold.

    `Proven`: it was asked for to prove the phone, and names no hold. `Offered`: the call was about this offer.
    `Bookings`: it asks about one of these. `Joined`: it was asked for in the queue, and an agent is there; `Queued`:
    the agent has hung up meanwhile. `Offers`, `NoneFree`: it was waited for, and the call goes on with the wish;
    `NotAdmitted`, `Suspended`: there is none any more.
    """

    who: Caller


@dataclass(frozen=True, slots=True)
class LookForCode(Query[TextOnItsWay | CallComing | TextFailed | CodeExpired]):
    """What became of the code this call waits for."""

    who: Caller | Agent
    purpose: Purpose
    booking: UUID | None


# ── Booking ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NextFree(Query[Offers | NoneFree]):
    """The next three free times for `party` visitors after `after`, in the morning, the afternoon or any time.

    `sid`: only before the travel date this call noted. `travel`: only before this day.
    """

    office: UUID
    service: UUID
    party: int
    after: datetime
    part: Part = "any"
    sid: str | None = None
    travel: date | None = None
    urgent: bool = False
    """What is kept in reserve for urgent cases, instead of what is on sale; an agent's question only."""


@dataclass(frozen=True, slots=True)
class SeekPlace(Command[Offers | NoneFree | ProveFirst | CallingBack | NotAdmitted | CallbackNoted]):
    """An office is chosen: admission, and for who is admitted the first three times there, in one.

    `ProveFirst`: a presence code, then `ProveAndSeek`. `CallingBack`: the line calls; `CallbackNoted`: it may not, and
    a person does. `NotAdmitted`: a person helps.
    """

    who: Caller | Texter
    wish: NextFree
    language: str
    send: Send = "text"
    """What may be texted to this phone, for a call of ours that goes on with the wish."""
    line: str | None = None
    """The number that was texted, E.164; a call's line stands in its row."""


@dataclass(frozen=True, slots=True)
class ProveAndSeek(
    Command[
        Offers
        | NoneFree
        | CallingBack
        | NotAdmitted
        | CallbackNoted
        | CodeWrong
        | CodeBlocked
        | CodeExpired
        | TooManyTries
    ]
):
    """A right presence code, and the wish it was asked for, in one."""

    seek: SeekPlace
    digits: str

    @property
    def who(self) -> Caller | Texter:
        """Whoever has the wish."""
        return self.seek.who


@dataclass(frozen=True, slots=True)
class FreeToMove(Query[Offers | NoneFree | NoSuchBooking | ProofNeeded | NotAdmitted]):
    """The next three times a booking could move to, after `after`; `office` None: at its own office."""

    who: Caller | Agent
    booking: UUID
    office: UUID | None
    after: datetime
    part: Part = "any"


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
        | TextsOff
        | NotAdmitted
        | CallingBack
        | CallbackNoted
    ]
):
    """Keep places of one slot, all or none. With `text` the same transaction stages the security code.

    `TextsOff`: the number is not proven here, and no machine may send it a code or call it. `NotAdmitted`,
    `CallingBack`, `CallbackNoted`: as of `SeekPlace`, where more is asked since the times were told.
    """

    who: Actor
    slot: UUID
    party: int
    send: Send
    language: str
    case: str | None = None
    travel: date | None = None
    """The travel date given by text; a call's stands in its row."""
    urgent: Urgent | None = None
    """Why an agent takes this from the reserve, which no suspension stops; nobody else may. Kept in the audit."""


@dataclass(frozen=True, slots=True)
class FindHold(Query[Held | NothingHeld | Suspended]):
    """A hold of this number whose call was cut off, which this call may take up.

    `Suspended`: there is none, and callers can make no new booking, whatever for and wherever.
    """

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

    who: Caller | Agent
    booking: UUID
    nth: int


@dataclass(frozen=True, slots=True)
class TextVisitor(
    Command[Booked | VisitorsMissing | NothingHeld | HoldLapsed | LimitReached | NotAdmitted | ProofNeeded]
):
    """A birth date by text, for the next missing visitor of what this proven thread holds; the last one confirms."""

    who: Texter
    month: int
    day: int
    year: int


@dataclass(frozen=True, slots=True)
class SendCode(
    Command[CodeSent | CallComing | TooSoon | TooManyCodes | TooManyTries | HoldLapsed | NumberRefused | TextsOff]
):
    """Text a code to the number, or call it: for a held booking, or to prove the number's presence in this call.

    A proof call counts as a code that nobody is told (laws.md, the road). The third send of a code is one whatever is
    asked for, and so is every send to a number that was keyed in, since a text there would prove nothing of this call.
    """

    who: Actor
    purpose: Purpose
    booking: UUID | None
    language: str
    by: By = "text"


@dataclass(frozen=True, slots=True)
class Prove(Command[Proven | CodeWrong | CodeBlocked | CodeExpired | TooManyTries]):
    """The presence code, keyed in or texted back: it proves the call or thread that it was asked for in."""

    who: Actor
    digits: str


@dataclass(frozen=True, slots=True)
class ProveAndTalk(Command[Proven | TalkOver | CodeWrong | CodeBlocked | CodeExpired | TooManyTries]):
    """The presence code that an agent has asked for, keyed in on the way back to the talk.

    `TalkOver`: the agent has hung up meanwhile, and nobody is in the conference any more.
    """

    who: Caller
    digits: str


@dataclass(frozen=True, slots=True)
class ProveAndHear(Command[Bookings | Offered | CodeWrong | CodeBlocked | CodeExpired | TooManyTries]):
    """The presence code, keyed in to hear what is booked; before that, what is held for this number on offer."""

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
        | NotAdmitted
        | ProofNeeded
    ]
):
    """Turn a hold into a booking, by its code or (digits None) by the live proof of this call or thread.

    By text `booking` is None: the code names it. `NotAdmitted`: more was asked of the number since the hold was given.
    """

    who: Actor
    booking: UUID | None
    digits: str | None


@dataclass(frozen=True, slots=True)
class TextCode(
    Command[
        Booked
        | Proven
        | CallProven
        | CodeWrong
        | CodeBlocked
        | CodeExpired
        | TooManyTries
        | HoldLapsed
        | VisitorsMissing
        | LimitReached
        | ProofNeeded
        | Offers
        | NoneFree
        | CallingBack
        | NotAdmitted
        | CallbackNoted
    ]
):
    """Six digits by text, whichever live code of this number they are.

    They confirm a hold, prove the thread, or prove the call of who talks with an agent and was texted them. A thread
    that was to prove itself before it is offered times goes on with its wish, `seek`.
    """

    who: Texter
    digits: str
    seek: SeekPlace | None = None


# ── What is booked ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MyBookings(Query[Bookings | ProofNeeded]):
    """What the proven number of this call has booked."""

    who: Caller | Agent


@dataclass(frozen=True, slots=True)
class TellBookings(Command[Bookings | AskedTooOften]):
    """What the texting number has booked, answered to that number only, a few times a day.

    `about`: "bring", to hear what to bring to it.
    """

    who: Texter
    about: Literal["visit", "bring"] = "visit"


@dataclass(frozen=True, slots=True)
class Cancel(Command[Cancelled | NoSuchBooking | ProofNeeded]):
    """Give a booking up. The place stays bound through the undo time, then cools down.

    `slot`: only at this time; a booking that was moved meanwhile is not what the person wants to give up.
    """

    who: Actor
    booking: UUID
    slot: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeepBooking(Command[Kept | NoSuchBooking | ProofNeeded]):
    """Whoever was asked keeps the booking, at this time: moved meanwhile, it is another that would be kept."""

    who: Actor
    booking: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class SendCheckIn(Command[CodeSent | CheckInLater | NoSuchBooking | ProofNeeded | TooManyCodes]):
    """Text the check-in code once more, within a day before the visit, to the number itself.

    `booking` None, by text: the next visit there is. A phone that gets no texts gets none, and needs none.
    """

    who: Actor
    booking: UUID | None


@dataclass(frozen=True, slots=True)
class UndoCancel(Command[Booked | LimitReached | TooLate | NoSuchBooking | ProofNeeded]):
    """Take a given-up booking back."""

    who: Actor
    booking: UUID


@dataclass(frozen=True, slots=True)
class HoldMove(Command[NextHeld | PlaceGone | NoneFree | MovesUsed | NoSuchBooking | ProofNeeded | NotAdmitted]):
    """Keep a new time for a booking; the old one stays booked until `Move`."""

    who: Actor
    booking: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class Move(Command[Moved | HoldLapsed | MovesUsed | NoSuchBooking | ProofNeeded]):
    """The next places become current and the old ones cool down, in one transaction.

    `slot`: only to this time, which the person chose; another call may have held another one since. Again for what is
    there already: `Moved`.
    """

    who: Actor
    booking: UUID
    slot: UUID | None = None


# ── A thread of texts ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OptOut(Command[TextsOff]):
    """The texting number wants no texts of ours, and so no calls but a person's. What it has booked stays booked."""

    who: Texter
    source: OptSource


@dataclass(frozen=True, slots=True)
class OptIn(Command[TextsOn | Done]):
    """The texting number wants our texts again. `Done`: it had not turned them off."""

    who: Texter
    source: OptSource


@dataclass(frozen=True, slots=True)
class ReadThread(Query[ThreadAt]):
    """Where a thread was when this text (`sid`) came: for a repeated text what it was then, else what it is now."""

    who: Texter
    sid: str


@dataclass(frozen=True, slots=True)
class NoteThread(Command[Done]):
    """Where a thread is after this text; the first note of a text stands. Makes the number's row on first sight."""

    repeats = True
    who: Texter
    sid: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskToChange(Command[Asked | Bookings | NoSuchBooking | NoneFree | AskedTooOften | NotAdmitted]):
    """Ask a texter who wants to give up or move a booking: each answer has a nonce of its own, to be texted back.

    `booking` None: the only one there is; `Bookings` where there are several to choose from (or none at all). For a
    move: the next three times after `after`. Counts as asking what is booked, unless the thread is proven.
    """

    who: Texter
    wish: Wish
    booking: UUID | None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerQuestion(
    Command[
        Moved
        | Cancelled
        | Kept
        | Booked
        | CodeWrong
        | CodeBlocked
        | CodeExpired
        | TooManyTries
        | Asked
        | NoneFree
        | MovesUsed
        | NoSuchBooking
        | LimitReached
        | TooLate
        | OnList
        | Passed
    ]
):
    """A nonce, texted back: what its question asked is done, once. `Booked`: it was taken back. `Kept`: it was asked
    about, and stays.

    `Asked`: the new time of a move was taken meanwhile, and these are free instead.
    """

    who: Texter
    digits: str


@dataclass(frozen=True, slots=True)
class AskUndo(Query[Asked | NoSuchBooking]):
    """The nonce that takes a booking back which this number has just given up, while it can be taken back."""

    who: Texter
    booking: UUID


# ── The waiting list ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class JoinList(Command[OnList | LimitReached | MovesUsed | NoSuchBooking | ProofNeeded]):
    """Tell this proven number of a time before its booking's or, `booking` None, of any time for `party` visitors.

    Joining again changes the wish. Who has booked the service already waits for an earlier time, whatever is asked.
    """

    who: Caller
    booking: UUID | None
    service: UUID
    office: UUID
    party: int
    send: Send
    language: str
    short_notice: bool = False


@dataclass(frozen=True, slots=True)
class ProveAndJoin(
    Command[
        OnList
        | LimitReached
        | MovesUsed
        | NoSuchBooking
        | ProofNeeded
        | CodeWrong
        | CodeBlocked
        | CodeExpired
        | TooManyTries
    ]
):
    """A right presence code, and the wish it was asked for, in one."""

    wish: JoinList
    digits: str

    @property
    def who(self) -> Caller:
        """Whoever has the wish."""
        return self.wish.who


@dataclass(frozen=True, slots=True)
class Wanted:
    """Any time of a service at an office, for so many visitors, before a day of travel."""

    service: UUID
    office: UUID
    party: int
    travel: date | None


@dataclass(frozen=True, slots=True)
class AskToWait(Command[AskedToWait | Bookings | NoSuchBooking | LimitReached | MovesUsed | AskedTooOften]):
    """Ask a texter who wants to be told of an earlier time for a booking or, with `wanted`, of any time.

    `booking` None: the only one there is; `Bookings` where there are several to choose from (or none at all). Counts as
    asking what is booked, unless the thread is proven.
    """

    who: Texter
    language: str
    booking: UUID | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class LeaveList(Command[OffList | ProofNeeded]):
    """Tell this proven number of no more times; what is held for it on offer goes to the next."""

    who: Caller


@dataclass(frozen=True, slots=True)
class TextLeave(Command[OffList]):
    """The same by text, where the word is enough: it only ends messages."""

    who: Texter


@dataclass(frozen=True, slots=True)
class MyOffer(Query[Offered | Bookings | ProofNeeded]):
    """What is held for this proven number on offer; where nothing is, what it has booked."""

    who: Caller


@dataclass(frozen=True, slots=True)
class TakeOffer(
    Command[Booked | Moved | VisitorsMissing | LimitReached | HoldLapsed | MovesUsed | NoSuchBooking | ProofNeeded]
):
    """Book what is held on offer for this proven number or, for an earlier time, move to it: one transaction."""

    who: Caller
    booking: UUID


@dataclass(frozen=True, slots=True)
class PassOffer(Command[Passed | ProofNeeded]):
    """Not this time: it goes to the next."""

    who: Caller
    booking: UUID


DECISIONS = (Confirm, TextCode, PressKey, Move, Cancel, UndoCancel, KeepBooking, TextVisitor, AnswerQuestion, TakeOffer)
"""What keeps or changes a booking: nobody may be left in the dark about it (see `SettleUnknown`)."""


# ── Checking an appointment that was sold ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NoteReference(Command[ReferenceNoted | ChecksUsed]):
    """Somebody was sold an appointment with this reference. Needs no number and no proof; counts as a try."""

    who: Caller
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckReference(Command[Checked | ChecksUsed | NothingToCheck]):
    """Is there a booking with this reference and a visitor born then, unknown parts 0?

    `reference` None: the one that was noted in this call; else it is noted first, and counts as a try.
    """

    who: Actor
    month: int = field(repr=False)
    day: int = field(repr=False)
    year: int = field(repr=False)
    reference: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReportSeller(Command[Reported]):
    """Somebody sells appointments; with what was checked last in this call or thread, if it was not reported."""

    who: Actor
