"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from booking_core.actors import Agent, Caller, Operator, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    AdmissionLifted,
    AdmissionsOfDay,
    AgentAdded,
    AgentList,
    AgentNow,
    Anomalies,
    AnswerPublished,
    AnswerTakenOff,
    AtDesk,
    AuditSeen,
    Batches,
    BatchWrong,
    BookedSince,
    BulletinEnded,
    BulletinPublished,
    Bulletins,
    CallbackAhead,
    CallbackPlaced,
    CallerNow,
    CodeShownBefore,
    CodeUnclear,
    Compared,
    CounterOffices,
    DayVisits,
    DocumentNeeded,
    EarlyDesk,
    EarlyPlanned,
    EarlySeen,
    EarlyStarted,
    EntryMistyped,
    EntryUnknown,
    ExceptionAsked,
    ExceptionDecided,
    ExceptionRows,
    FirstOnList,
    FloodDeclared,
    FloodEnded,
    Floods,
    Invited,
    InvitedToday,
    Joined,
    KeysWanted,
    LastHours,
    LiftForOneself,
    ListUnstaffed,
    LiveFigures,
    LoginTaken,
    LookedTooOften,
    LookedUp,
    NobodyFound,
    NoCaller,
    NoInvitation,
    NoSuchAgent,
    NoSuchBatch,
    NoSuchBulletin,
    NoSuchRequest,
    NoSuchRound,
    NoSuchVisit,
    NoSuchWaiver,
    NothingChosen,
    NothingDeclared,
    NothingSuspended,
    NothingToCompare,
    NothingToLift,
    NothingToRelease,
    NotSignedIn,
    OutOfQueue,
    OwnRequest,
    PasswordRefused,
    PromptComing,
    Published,
    Queued,
    QueueFull,
    QueueNow,
    QueueOver,
    QuotaReached,
    Released,
    ReleasePlanned,
    Releases,
    ReserveKept,
    RingAnswered,
    RingOver,
    Scopes,
    SecondFactorWrong,
    SignedAs,
    SignedIn,
    SignInBusy,
    SignInRefused,
    SilentReleased,
    Stops,
    SubjectTaken,
    SurgeAdded,
    SurgeEnded,
    SuspensionEnded,
    SuspensionMade,
    Suspensions,
    Taken,
    TalkOver,
    TelephoneNeeded,
    TimesWrong,
    TooManyChosen,
    TooManyGuesses,
    TooManyMisses,
    Visit,
    VisitElsewhere,
    VisitFound,
    VisitNotYet,
    VisitNow,
    VoucherNoted,
    VoucherRefused,
    VouchersMade,
    VouchersRevoked,
    WaiverAdded,
    WaiverForOneself,
    WaiverReport,
    WaiverRevoked,
    WhyWanted,
    WordsTooLong,
    WordsWanted,
)
from booking_core.numbers import Number
from booking_core.outcomes import (
    Booked,
    CallbackNoted,
    CodeExpired,
    Done,
    LimitReached,
    MovesUsed,
    NoSuchBooking,
    NumberNeeded,
    ProofNeeded,
    TextsOff,
    TravelDateNoted,
)

By = Staff | Operator
"""Who is in charge: signed in at the desk as a supervisor, or at the machine itself."""


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
class ComeOut(
    Command[
        OutOfQueue | Joined | TalkOver | Queued | QueueFull | CallbackNoted | NumberNeeded | KeysWanted | CallbackPlaced
    ]
):
    """The call has left the provider's queue, or its conference: what it hears next.

    `KeysWanted`, `CallbackPlaced`: the agent has asked for the caller's proof, by keys or by a call-back.
    """

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

Document = Literal["passport", "identity_card", "refugee_document", "driving_licence", "other_photo"]
"""Kinds of documents that an exception can rest on; what is in them is kept nowhere."""

WithoutNumber = Literal["no_telephone", "telephone_lost", "number_refused", "in_custody", "disability"]
"""Why somebody books without a number."""

WaiverReason = Literal["number_misused", "shared_telephone", "our_mistake", "hardship"]
"""Why a number may have one booking more."""


@dataclass(frozen=True, slots=True)
class CallerOf(Query[CallerNow | NoCaller]):
    """Who is joined to this agent now, and what that caller holds."""

    who: Staff


@dataclass(frozen=True, slots=True)
class SetTravelDate(Command[TravelDateNoted]):
    """The day the caller travels, as told to the agent."""

    who: Agent
    day: date


@dataclass(frozen=True, slots=True)
class AskForKeys(Command[PromptComing | CodeExpired | ProofNeeded]):
    """Lead the caller to a prompt for the code that was texted, and back to this agent.

    `CodeExpired`: none is alive, so that one has to be texted first.
    """

    who: Agent
    language: str


@dataclass(frozen=True, slots=True)
class CallBackToProve(Command[CallbackAhead | NumberNeeded | TextsOff]):
    """Call the caller's number once this call has ended, before all others: a key there proves it.

    For telephones that get no texts, and for numbers that were keyed in. `TextsOff`: no machine may call it.
    """

    who: Agent


@dataclass(frozen=True, slots=True)
class NoteVoucher(Command[VoucherNoted | VoucherRefused | TooManyGuesses]):
    """A voucher that the caller read out becomes this call's number, proven by its digits.

    One whose booking is live opens that booking again, and no other.
    """

    who: Agent
    digits: str


@dataclass(frozen=True, slots=True)
class MakeVouchers(Command[VouchersMade | BatchWrong]):
    """So many vouchers for a partner, good from the first day to the end of the last, by the first office's clock."""

    who: Staff | Operator
    partner: str
    first: date
    last: date
    size: int


@dataclass(frozen=True, slots=True)
class RevokeVouchers(Command[VouchersRevoked | NoSuchBatch]):
    """No voucher of this batch books any more."""

    who: Staff | Operator
    batch: UUID


@dataclass(frozen=True, slots=True)
class ReadBatches(Query[Batches]):
    """The batches and what became of them, by partner."""

    who: Staff | Operator


@dataclass(frozen=True, slots=True)
class AskException(Command[ExceptionAsked | QuotaReached | NoSuchRequest]):
    """Ask a second person to let this caller, who has no number, book once on a document.

    `NoSuchRequest`: there is a proven number in this call, so there is nothing to ask.
    """

    who: Agent
    document: Document
    reason: WithoutNumber


@dataclass(frozen=True, slots=True)
class DecideException(Command[ExceptionDecided | OwnRequest | NoSuchRequest]):
    """The second person's word."""

    who: Staff
    request: UUID
    approve: bool


@dataclass(frozen=True, slots=True)
class ReadExceptions(Query[ExceptionRows]):
    """Who asked for exceptions, and what was decided."""

    who: Staff


@dataclass(frozen=True, slots=True)
class AddWaiver(Command[WaiverAdded | WaiverForOneself]):
    """One booking more for a number in a limit group, to be made within so many days."""

    who: Staff
    number: Number
    group: UUID
    reason: WaiverReason
    days: int


@dataclass(frozen=True, slots=True)
class RevokeWaiver(Command[WaiverRevoked | NoSuchWaiver]):
    """A waiver allows nothing more."""

    who: Staff
    waiver: UUID


@dataclass(frozen=True, slots=True)
class ReadWaivers(Query[WaiverReport]):
    """The waivers, who gave them and why."""

    who: Staff


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
class DeclareFlood(Command[FloodDeclared | WhyWanted]):
    """Say that a line, or every line (None), is being flooded: the door and admission are stricter until it is over.

    `minutes`: for so long, 1 to `floods.MOST_MINUTES`, or the core raises ValueError. `why`: for colleagues.
    """

    who: By
    line: UUID | None
    why: str
    minutes: int


@dataclass(frozen=True, slots=True)
class EndFlood(Command[FloodEnded | NothingDeclared]):
    """It is over before its time."""

    who: By
    flood: UUID


@dataclass(frozen=True, slots=True)
class ListFloods(Query[Floods]):
    """Those that hold, and the last `over` of those that are over."""

    over: int = 0


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
    """What a suspension or a bulletin can be about; services by their names in `language`."""

    language: str = "en"


@dataclass(frozen=True, slots=True)
class KeepInReserve(Command[ReserveKept]):
    """Have so many free places of a service on one day of an office in reserve for urgent cases."""

    who: By
    office: UUID
    service: UUID
    day: date
    places: int


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
    """The visits of a day at an office (None: today, by its clock). `NoSuchVisit`: there is no such office.

    `begin`, by the wall, or `late` before now: only from then on. `most`: so many at most.
    """

    office: UUID
    day: date | None = None
    begin: time | None = None
    late: timedelta | None = None
    most: int | None = None


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


# ── Redress ──────────────────────────────────────────────────────────────────────────────────────────

LiftReason = Literal["known_here", "explained", "document", "shared_telephone", "our_mistake"]
"""Why a person sets a step-up aside: the number is known here; what it did is explained; a document was shown; several
people use that telephone; a mistake of ours."""


@dataclass(frozen=True, slots=True)
class LiftAdmission(Command[AdmissionLifted | NothingToLift | LiftForOneself]):
    """What a control asks of this caller is set aside for a week, refusals too. `admission`: the id of its row."""

    who: Agent
    admission: UUID
    reason: LiftReason


@dataclass(frozen=True, slots=True)
class SeeAdmissions(Query[AdmissionsOfDay]):
    """Who was stepped up or refused on a day (None: today) by the clock of the house, the newest first."""

    day: date | None = None
    most: int = 200


# ── Early follow-up ──────────────────────────────────────────────────────────────────────────────────

EarlyReason = Literal["resale", "alike_numbers", "places_unused", "leak"]
"""Why bookings are asked early: they are sold; many are of numbers alike; places of such numbers stayed empty; numbers
or references of ours were taken."""

ReleaseReason = Literal["nobody_answers", "sold", "not_theirs"]
"""Why silent bookings are let go: nobody answers; they were offered for money; the numbers are no people's."""

RELEASED_AT_ONCE = 20
"""Bookings that one `ReleaseSilent` takes: their numbers are locked for some 0.15 s, where whoever phones waits for
0.5 s at most."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """By which signals bookings are chosen; None and False: any. One signal at least, beside times and places."""

    begins: datetime
    ends: datetime
    """Booked from, and before."""
    office: UUID | None = None
    service: UUID | None = None
    block: str | None = None
    """As `EarlyDesk.blocks` names it."""
    carrier: str | None = None
    line_type: str | None = None
    control: str | None = None
    """It fired when the number asked for a time, in the day before it booked."""
    reported: bool = False
    """Somebody was sold this booking."""
    never_came: bool = False
    """The number has kept no appointment yet."""

    @property
    def has_signal(self) -> bool:
        """Whether it is more than a time and a place: nobody is asked only for having booked."""
        return any((self.block, self.carrier, self.line_type, self.control, self.reported, self.never_came))


@dataclass(frozen=True, slots=True)
class SeeEarly(Query[EarlyDesk]):
    """The newest early follow-ups, and what can be chosen by; services by their names in `language`."""

    language: str = "en"


@dataclass(frozen=True, slots=True)
class PreviewEarly(Query[EarlyPlanned | NothingChosen | TooManyChosen]):
    """The dry run."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class StartEarly(Command[EarlyStarted | NothingChosen | TooManyChosen]):
    """Ask each of these bookings now, by text and then by call; whoever answers keeps it."""

    who: Staff
    chosen: Chosen
    reason: EarlyReason


@dataclass(frozen=True, slots=True)
class SeeRound(Query[EarlySeen | NoSuchRound]):
    """What became of each booking of an early follow-up."""

    round: UUID


@dataclass(frozen=True, slots=True)
class ReleaseSilent(Command[SilentReleased | OwnRequest | InvitedToday | ListUnstaffed | NoSuchRound]):
    """Let go those of these bookings that are silent still: a second supervisor's word. `RELEASED_AT_ONCE` at most; of
    more, the first are taken."""

    who: Staff
    round: UUID
    bookings: tuple[UUID, ...]
    reason: ReleaseReason


@dataclass(frozen=True, slots=True)
class Appeal(Command[Booked | FirstOnList | LimitReached | MovesUsed | NoSuchBooking | ProofNeeded]):
    """The proven caller wants back what was let go for want of an answer: the place, or to be first on the list."""

    who: Agent
    booking: UUID
    language: str


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
class SignIn(Command[SignedIn | SignInRefused | SignInBusy]):
    """Password and one-time password of an agent. `perform` takes two transactions and the time of a password.

    `known`: this browser has signed the agent in before, so that others' wrong tries do not lock it out.
    """

    repeats = True
    login: str
    password: str = field(repr=False)
    digits: str = field(repr=False)
    known: bool = False


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
class TakeInvitation(Command[SignedIn | NoInvitation | PasswordRefused | SecondFactorWrong | SignInBusy]):
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
    """The newest releases, and where places can be released; services by their names in `language`."""

    language: str = "en"


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
