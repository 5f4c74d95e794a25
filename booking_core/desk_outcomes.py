"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from booking_core.lines import Line
from booking_core.outcomes import NextHeld, Offer, Outcome

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


@dataclass(frozen=True, slots=True)
class NotYourCaller(Outcome):
    """An agent acts only for the caller who is joined to this agent now, and only while that call lasts."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoCaller(Outcome):
    """Nobody is joined to this agent."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class HeldHere(Outcome):
    """What the caller holds: in this call or, proven, at all. `missing`: visitors whose birth dates are to come."""

    booking: UUID
    until: datetime
    party: int
    offer: Offer
    missing: tuple[int, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class GivenUp(Outcome):
    """A booking that its proven caller gave up and can have back until `undo_until`; `let_go`: that was let go since
    nobody answered, and can be had back while nobody else has it."""

    booking: UUID
    reference: str
    offer: Offer
    undo_until: datetime
    let_go: bool = False
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class StepUp:
    """What a control asks of a number now, or was lifted from doing: `lifted_by` None while it stands."""

    admission: UUID
    decision: str
    """As `admission.Decision`, in small letters."""
    why: str
    """As `admission.Why`."""
    until: datetime
    """When it ends; of a lift, when the control counts again."""
    control: str
    lifted_by: str | None
    lifted_why: str | None


@dataclass(frozen=True, slots=True)
class VerdictSeen:
    """What a look-up found of a number, and on whose word."""

    package: str
    state: str
    """asked, found, failed or skipped."""
    found: tuple[tuple[str, str], ...]
    reason: str | None
    source: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NoCode:
    """Why no code goes to a number for now."""

    why: str
    """stopped: codes to its region or its block of numbers were not used; own: it was sent as many as it may get;
    tries: too many wrong codes were tried."""
    until: datetime


@dataclass(frozen=True, slots=True)
class CallerNow(Outcome):
    """Who is joined to an agent, as far as the agent may know: never a number, and nothing booked before proof."""

    sid: str
    line: Line
    language: str
    reason: str
    """Why the call came into the queue."""
    over: bool
    """The call has ended: nothing more can be done for it."""
    goes_by: str
    """telephone, voucher or, with nothing to go by yet, none."""
    ending: str
    """The last two digits of the telephone."""
    line_kind: str
    region: str
    refused: str | None
    """Why the number, or the caller ID, may not book."""
    texts_off: bool
    keyed: bool
    proven: bool
    texted: str
    """What became of the presence code: sent, call (a call of ours carries it), failed; "": there is none."""
    texted_until: datetime | None
    """Until when it works."""
    travel: date | None
    asked: bool
    """An exception was asked for and is not decided."""
    held: HeldHere | None = None
    moves: tuple[NextHeld, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    step_ups: tuple[StepUp, ...] = ()
    verdicts: tuple[VerdictSeen, ...] = ()
    no_code: NoCode | None = None
    """None: one can be sent, or none is needed, or the number may have none at all (`refused`, `texts_off`)."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class KeysWanted(Outcome):
    """The agent has asked for the code that was texted: it is keyed in here, and the call goes back to the talk."""

    waiter: UUID
    language: str


@dataclass(frozen=True, slots=True)
class PromptComing(Outcome):
    """The caller is led to a prompt for the code, and back to this agent."""


@dataclass(frozen=True, slots=True)
class CallbackAhead(Outcome):
    """The caller's number is called, first of all, once this call has ended; a key there proves it."""


@dataclass(frozen=True, slots=True)
class VoucherNoted(Outcome):
    """The voucher is this call's number, and its digits are the proof."""


@dataclass(frozen=True, slots=True)
class VoucherRefused(Outcome):
    """`why`: wrong (unknown, or a slip), early, expired, revoked, used (its booking is over), or proven (the call has a
    proven number, which stays)."""

    why: str


@dataclass(frozen=True, slots=True)
class TooManyGuesses(Outcome):
    """This agent keyed too many wrong vouchers; the next may be tried at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class VouchersMade(Outcome):
    """A batch of vouchers. Their `digits` are told this once, and are stored nowhere."""

    batch: UUID
    size: int
    digits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchWrong(Outcome):
    """Not a batch: no partner, no vouchers or too many, or over before it begins."""


@dataclass(frozen=True, slots=True)
class VouchersRevoked(Outcome):
    """No voucher of the batch books any more; what is booked with one stays."""


@dataclass(frozen=True, slots=True)
class NoSuchBatch(Outcome):
    """There is no such batch, or it is revoked already."""


@dataclass(frozen=True, slots=True)
class Batch(Outcome):
    """A batch and what became of it, in vouchers: how many booked, came, and did not come."""

    id: UUID
    partner: str
    from_at: datetime
    until_at: datetime
    size: int
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    booked: int
    came: int
    no_show: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Batches(Outcome):
    """All batches, newest first."""

    batches: tuple[Batch, ...]
    zone: str
    """Of the days from which and until which they are good."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ExceptionAsked(Outcome):
    """A second person is asked; `left` more may be asked for within a day."""

    left: int


@dataclass(frozen=True, slots=True)
class QuotaReached(Outcome):
    """This agent has asked for as many exceptions as one may in a day; the next can be asked for at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class ExceptionDecided(Outcome):
    """Approved, and the caller can book once without a number; or not."""

    approved: bool


@dataclass(frozen=True, slots=True)
class OwnRequest(Outcome):
    """Nobody decides about what they asked for themselves."""


@dataclass(frozen=True, slots=True)
class NoSuchRequest(Outcome):
    """It is decided, or its call is over."""


@dataclass(frozen=True, slots=True)
class ExceptionRow(Outcome):
    """An exception, as the report has it. `state`: waits, approved, refused or over (the call ended first)."""

    id: UUID
    agent: str
    document: str
    reason: str
    asked_at: datetime
    state: str
    approver: str | None
    status: str | None
    """Of what was booked by it."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ExceptionRows(Outcome):
    """Those of the last month, newest first."""

    rows: tuple[ExceptionRow, ...]
    zone: str
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class WaiverAdded(Outcome):
    """The number may have one booking more in this group, made until `expires_at`."""

    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WaiverForOneself(Outcome):
    """Nobody waives the limit for their own telephone, or for whom they talk with."""


@dataclass(frozen=True, slots=True)
class WaiverRevoked(Outcome):
    """It allows nothing more; what is booked by it stays."""


@dataclass(frozen=True, slots=True)
class NoSuchWaiver(Outcome):
    """There is no such waiver that still allows something."""


@dataclass(frozen=True, slots=True)
class Waiver(Outcome):
    """A waiver, as the report has it: never a number. `state`: open, used, expired or revoked."""

    id: UUID
    ending: str
    group: str
    reason: str
    granted_by: str
    granted_at: datetime
    expires_at: datetime
    state: str
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class WaiverReport(Outcome):
    """The waivers of the last months, newest first; and the groups that there can be one in."""

    waivers: tuple[Waiver, ...]
    groups: tuple[tuple[UUID, str], ...]
    zone: str
    kept: ClassVar[bool] = False


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SuspensionMade(Outcome):
    """New bookings stop at `begins`."""

    suspension: UUID
    begins: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SuspensionEnded(Outcome):
    """That suspension stops nothing any more."""


@dataclass(frozen=True, slots=True)
class NothingSuspended(Outcome):
    """There is no such suspension, or it is over."""


@dataclass(frozen=True, slots=True)
class FloodDeclared(Outcome):
    """It holds from now on, and ends by itself then."""

    flood: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class WhyWanted(Outcome):
    """Colleagues need a reason."""


@dataclass(frozen=True, slots=True)
class FloodEnded(Outcome):
    """Nothing is stricter because of it any more."""


@dataclass(frozen=True, slots=True)
class NothingDeclared(Outcome):
    """There is no such flood, or it is over."""


@dataclass(frozen=True, slots=True)
class FloodTold:
    """A declared flood; `line` is the name, None: all of them."""

    id: UUID
    line: str | None
    declared_at: datetime
    until: datetime
    why: str
    by: str
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Floods(Outcome):
    """Those that hold; and some of those that are over, the newest first."""

    now: tuple[FloodTold, ...]
    over: tuple[FloodTold, ...]
    zone: str
    """IANA zone of the first office."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Stops(Outcome):
    """Places that nobody could book any more; holds that may still be confirmed; bookings that stay."""

    free: int
    held: int
    booked: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ReserveKept(Outcome):
    """So many places of the day are in reserve now."""

    places: int


@dataclass(frozen=True, slots=True)
class WordsWanted(Outcome):
    """These languages of the lines have no text."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsTooLong(Outcome):
    """In these languages it has more characters than `most`."""

    languages: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class TimesWrong(Outcome):
    """It would end before it begins."""


@dataclass(frozen=True, slots=True)
class BulletinPublished(Outcome):
    """Callers are told from its first instant on."""

    bulletin: UUID
    version: int


@dataclass(frozen=True, slots=True)
class BulletinEnded(Outcome):
    """It is told no more."""


@dataclass(frozen=True, slots=True)
class NoSuchBulletin(Outcome):
    """There is none of this id that is not over."""


@dataclass(frozen=True, slots=True)
class AnswerPublished(Outcome):
    """It is on the pages."""

    answer: UUID


@dataclass(frozen=True, slots=True)
class AnswerTakenOff(Outcome):
    """It is on the pages no more, and kept."""


@dataclass(frozen=True, slots=True)
class Named:
    """A line, an office or a service."""

    id: UUID
    name: str
    zone: str
    """IANA zone by whose clock its times are told."""


@dataclass(frozen=True, slots=True)
class Scopes(Outcome):
    """What a suspension or a bulletin can be about, in the order of the menus, and the languages of the lines."""

    lines: tuple[Named, ...]
    offices: tuple[Named, ...]
    services: tuple[Named, ...]
    languages: tuple[str, ...]
    kept: ClassVar[bool] = False

    def zone(self, office: UUID | None) -> str:
        """By whose clock times are told: that office's or, where none is meant, the first one's."""
        zones = {each.id: each.zone for each in self.offices}
        return zones[office] if office is not None else next(iter(zones.values()), "UTC")


@dataclass(frozen=True, slots=True)
class SuspensionTold:
    """A suspension with its names; None is all."""

    id: UUID
    service: Mapping[str, str] | None
    office: str | None
    zone: str | None
    """IANA zone of its office."""
    channel: str | None
    from_at: datetime
    until: datetime | None
    reason: str
    words: Mapping[str, str]
    by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Suspensions(Outcome):
    """Those that hold, or will, the first to begin first; and some of those that are over, the newest first."""

    ahead: tuple[SuspensionTold, ...]
    over: tuple[SuspensionTold, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class BulletinTold:
    """One version of a bulletin with its names; None is all."""

    id: UUID
    notice: UUID
    version: int
    line: str | None
    office: str | None
    service: Mapping[str, str] | None
    """Language → name."""
    spoken: Mapping[str, str]
    written: Mapping[str, str]
    from_at: datetime
    until: datetime | None
    by: str
    published_at: datetime
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """A question of a day with its answer, each by language."""

    id: UUID
    day: date
    question: Mapping[str, str]
    answer: Mapping[str, str]
    by: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Published(Outcome):
    """What the public pages show."""

    name: str
    """Of the institution."""
    number: str
    """To call or text, E.164."""
    languages: tuple[str, ...]
    zone: str
    """IANA zone by whose clock times are told."""
    changed: datetime
    """When any of it was last another."""
    suspensions: tuple[SuspensionTold, ...]
    bulletins: tuple[BulletinTold, ...]
    answers: tuple[AnswerTold, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Bulletins(Outcome):
    """The newest versions of all bulletins, and the questions and answers of the last days, the newest first."""

    versions: tuple[BulletinTold, ...]
    answers: tuple[AnswerTold, ...]
    kept: ClassVar[bool] = False


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CounterOffice:
    """An office that a clerk may work at."""

    office: UUID
    name: str
    zone: str
    """IANA zone."""


@dataclass(frozen=True, slots=True)
class CounterOffices(Outcome):
    """The institution's offices, by name."""

    offices: tuple[CounterOffice, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DayVisit:
    """A booking of a day as the counter sees it, without a name. `status`: booked, checked_in, fulfilled or no_show."""

    booking: UUID
    slot: UUID
    wall: datetime
    starts: datetime
    service: Mapping[str, str]
    """Language → name."""
    party: int
    ends: str
    """The last two digits of the number."""
    status: str
    travel_date: date | None

    def named(self, language: str) -> str:
        """The service's name in a language, else in the first that there is."""
        return self.service.get(language) or next(iter(self.service.values()))


@dataclass(frozen=True, slots=True)
class DayVisits(Outcome):
    """The visits of a day at an office, by time."""

    at: CounterOffice
    day: date
    today: date
    visits: tuple[DayVisit, ...]
    more: datetime | None = None
    """There are others, from this wall time on."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Visit(Outcome):
    """One visit of today. `found`: how each visitor's date compared, None: not yet; () where no date is kept."""

    visit: DayVisit
    found: tuple[str | None, ...]
    arrived_at: datetime | None
    by_code: bool
    """The check-in code was shown."""
    minutes: int
    """From now to its time; below 0: it is past."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class VisitFound(Outcome):
    """What was keyed in belongs to this visit of today at this office."""

    booking: UUID


@dataclass(frozen=True, slots=True)
class VisitElsewhere(Outcome):
    """The reference belongs to another day, another office, or to what is no visit any more (`status`)."""

    office: str
    wall: datetime
    days: int
    """From today, by the clock of the office that is meant; 0: today."""
    here: bool
    """At the office that asked."""
    status: str


@dataclass(frozen=True, slots=True)
class EntryMistyped(Outcome):
    """Neither a code nor a reference: a digit too few or too many, or the check digit says that one is wrong."""


@dataclass(frozen=True, slots=True)
class EntryUnknown(Outcome):
    """No such reference, and no such code of today at this office."""


@dataclass(frozen=True, slots=True)
class CodeUnclear(Outcome):
    """Two visits of today have this code by chance: the reference or the list tells which."""


@dataclass(frozen=True, slots=True)
class CodeShownBefore(Outcome):
    """This code was shown at this counter already: whoever shows it now has a copy. `at`: by the office's clock."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TooManyMisses(Outcome):
    """This clerk keyed in too much that is not here. The list still works. `until`: by the office's clock."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Compared(Outcome):
    """How a date compared, and with which visitor's (`nth`); never the date that is kept.

    `found`: match, one_digit_off, unknown or different. `left`: tries. `arrived`: with it all of them are checked in.
    """

    found: str
    nth: int
    left: int
    arrived: bool


@dataclass(frozen=True, slots=True)
class NothingToCompare(Outcome):
    """No date is kept, or every date was tried too often: a document settles it."""


@dataclass(frozen=True, slots=True)
class DocumentNeeded(Outcome):
    """Not every date matches: the clerk says what on the document settles it."""


@dataclass(frozen=True, slots=True)
class VisitNow(Outcome):
    """Where a visit is now. `changed` False: it was so already, or is past what was asked for."""

    status: str
    changed: bool


@dataclass(frozen=True, slots=True)
class VisitNotYet(Outcome):
    """Before its time nobody has stayed away."""

    starts: datetime


@dataclass(frozen=True, slots=True)
class BookedSince(Outcome):
    """It cannot be taken back: its number, or its case, has another booking by now."""


@dataclass(frozen=True, slots=True)
class NoSuchVisit(Outcome):
    """No visit of today at this office."""


@dataclass(frozen=True, slots=True)
class LookedUpBooking:
    """A booking as a look-up shows it: enough to talk about it, too little to pass on."""

    ends: str
    """The last four digits of the reference."""
    status: str
    office: str
    service: Mapping[str, str]
    """Language → name."""
    wall: datetime
    party: int
    channel: str

    def named(self, language: str) -> str:
        """The service's name in a language, else in the first that there is."""
        return self.service.get(language) or next(iter(self.service.values()))


@dataclass(frozen=True, slots=True)
class LookedUp(Outcome):
    """What a look-up shows: no number but its last two digits, no birth date, no code. The latest visit first."""

    ends: str
    refused: str | None
    """Why the number may not book."""
    texts_off: bool
    bookings: tuple[LookedUpBooking, ...]
    left: int
    """Personal views that this agent has left in the hour."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NobodyFound(Outcome):
    """Nothing is kept under this number or reference. It counts as a view."""

    left: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LookedTooOften(Outcome):
    """This agent has had all the personal views of an hour; the next is possible in so many minutes."""

    minutes: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Figure:
    """How often an agent did something (`anomalies.MEASURES`), and what colleagues would usually have in as many days.

    `far`: far above them. `usual` None: there are none.
    """

    measure: str
    times: int
    usual: float | None
    far: bool


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """One agent's. `days`: on so many days this agent did anything."""

    login: str
    name: str
    role: str
    days: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Anomalies(Outcome):
    """What each agent did since `since`, by role and login."""

    since: datetime
    agents: tuple[AgentFigures, ...]
    kept: ClassVar[bool] = False


# ── Redress ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AdmissionLifted(Outcome):
    """That control asks nothing of this number until `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NothingToLift(Outcome):
    """It has ended, was lifted, or is another number's."""


@dataclass(frozen=True, slots=True)
class LiftForOneself(Outcome):
    """Nobody lifts what is asked of their own telephone."""


@dataclass(frozen=True, slots=True)
class SteppedUp:
    """Somebody who had to show more before any time was offered, or was refused."""

    at: datetime
    channel: str
    decision: str
    why: str | None
    control: str | None
    ending: str
    """The last two digits of the number; "": erased, or withheld."""
    became: str
    """What came of it within a day: booked, agent (a person of the desk talked with them), called_back, proved, waits
    (on the line, or for a call of ours or a person's), gave_up."""
    lifted_by: str | None


@dataclass(frozen=True, slots=True)
class ControlSeen:
    """How often a control fired on a day, of how many numbers, and what it would have asked."""

    name: str
    mode: str
    decision: str
    times: int
    numbers: int
    decided: int
    """So often it was the one that decided; one that only records never is."""


@dataclass(frozen=True, slots=True)
class AdmissionsOfDay(Outcome):
    """Who was stepped up or refused on a day, beside all who asked for times."""

    day: date
    zone: str
    asked: int
    """Calls and threads that asked."""
    decisions: tuple[tuple[str, str, int], ...]
    """Decision, reason class and how many calls and threads met it: admission's first, of these the strictest."""
    rows: tuple[SteppedUp, ...]
    controls: tuple[ControlSeen, ...]
    whole: bool
    """False: answers of that day are erased by now, so that it is only a part of who was told no."""
    turned: tuple[tuple[str, int], ...]
    """What the doorstep did in the hours of the day, as "met.why"."""
    kept: ClassVar[bool] = False


# ── Early follow-up ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class EarlySample:
    """One of the bookings that an early follow-up would ask, masked."""

    ending: str
    booked_at: datetime
    office: str
    visit: datetime
    """By the office's clock."""


@dataclass(frozen=True, slots=True)
class EarlyPlanned(Outcome):
    """What an early follow-up would do, before anybody is asked."""

    bookings: int
    known: int
    """So many of them are of numbers that kept an appointment before."""
    too_late: int
    """So many more would fit, and their visit is too near to be asked early."""
    by_day: tuple[tuple[str, date, int], ...]
    """Office, day of the visit and how many."""
    sample: tuple[EarlySample, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NothingChosen(Outcome):
    """No booking fits, or each that does is asked already or is too near; or no signal was named."""


@dataclass(frozen=True, slots=True)
class TooManyChosen(Outcome):
    """More fit than one follow-up may ask: people have to call those who are silent. A few of them may turn out to have
    too near a visit."""

    most: int


@dataclass(frozen=True, slots=True)
class EarlyStarted(Outcome):
    """So many bookings are asked, by text and then by call."""

    round: UUID
    bookings: int


@dataclass(frozen=True, slots=True)
class EarlyRound:
    """An early follow-up that was started."""

    id: UUID
    at: datetime
    by: str
    reason: str
    bookings: int
    released: int


@dataclass(frozen=True, slots=True)
class EarlyDesk(Outcome):
    """The newest early follow-ups, and by what bookings can be chosen: value and words of each."""

    rounds: tuple[EarlyRound, ...]
    offices: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    line_types: tuple[str, ...]
    carriers: tuple[str, ...]
    controls: tuple[str, ...]
    blocks: tuple[tuple[str, str, int], ...]
    """Blocks of 10,000 numbers that hold several bookings: an opaque name, the region and how many."""
    reports: int
    """Sellers that were reported in the last 30 days."""
    zone: str
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class EarlyBooking:
    """A booking of an early follow-up. `state`: keeps, changed (moved, given up or over), released, silent (on two
    channels and to a person: can be released), person (a person has to call), asked (there is time to answer) or
    unreached (what was asked did not arrive, and that is no silence)."""

    booking: UUID
    ending: str
    office: str
    visit: datetime
    state: str


@dataclass(frozen=True, slots=True)
class EarlySeen(Outcome):
    """What became of an early follow-up, booking by booking."""

    round: EarlyRound
    bookings: tuple[EarlyBooking, ...]
    zone: str
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoSuchRound(Outcome):
    """There is no such early follow-up."""


@dataclass(frozen=True, slots=True)
class SilentReleased(Outcome):
    """So many places went on; `left`: so many were not silent any more, and keep theirs; `later`: so many were not
    looked at, since something is being done with their numbers just now or too many were named."""

    bookings: int
    left: int
    later: int = 0


@dataclass(frozen=True, slots=True)
class ListUnstaffed(Outcome):
    """Nobody has worked on the call list today: nothing is let go."""


@dataclass(frozen=True, slots=True)
class InvitedToday(Outcome):
    """Who started it has invited this supervisor within a day: somebody else has to decide."""


@dataclass(frozen=True, slots=True)
class FirstOnList(Outcome):
    """Somebody has the place by now: this number is first on the waiting list."""


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
class SignInBusy(Outcome):
    """Too many passwords were tried just now, by whomever: this one was not, and counts for nothing."""

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
    places: tuple[tuple[str, Mapping[str, str], int], ...]
    """Office, names of the service by language, places left (counted up to `gauges.PLACES_COUNTED`)."""
    due: int
    """Messages whose time has come."""
    due_s: int
    """For how long the oldest of these has been due."""
    failed: int
    """Messages of the last hour that did not arrive."""
    agents: tuple[tuple[str, int], ...]
    """How many are in each state, who are not off."""
    flood_until: datetime | None = None
    """A flood is declared, of whatever line, and the last ends then."""
    turned: tuple[tuple[str, int], ...] = ()
    """What the doorstep did within a day: what was met and why, joined by a dot, and how often."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LastHours(Outcome):
    """The spans of the last hours, the oldest first."""

    zone: str
    spans: tuple[Span, ...]
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
