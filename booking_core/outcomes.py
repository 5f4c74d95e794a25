"""What the core answers. Refusals are values beside successes; exceptions are faults.

Outcomes are stored under the key of their turn and told again when the turn is repeated, so they hold nothing
personal. Two carry what was keyed in, to be read back in that very turn, and are stored without it (see `answers`):
`VisitorNoted` and `NumberNoted`. So is `Asked`, without its nonces.
"""

from __future__ import annotations

import functools
import json
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, ClassVar, cast
from uuid import UUID

from booking_core.numbers import Number


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time: wall time in the office's zone, and the instant it stands for."""

    slot: UUID
    office: UUID
    service: UUID
    wall: datetime
    zone: str
    starts: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """What a call of ours goes on with, once a key is pressed: a wish for free times."""

    service: UUID
    office: UUID
    party: int
    send: str
    """What may be texted to this phone: a `commands.Send`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Root of everything a turn can meet. `kept` outcomes are stored under their turn's key."""

    kept: ClassVar[bool] = True


# ── Calls and numbers ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CallStarted(Outcome):
    """A call is on the line. `last` is what it was last told, when the provider asks again without a seal."""

    withheld: bool
    refused: str | None = None
    step: str | None = None
    turn: int = 0
    last: Outcome | None = None
    language: str | None = None
    """The language the call has come to, where it is known already."""
    carries: str | None = None
    """Kind of the outbox row that a call of ours carries: what it is for."""
    sought: Sought | None = None
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Done(Outcome):
    """Noted; there is nothing to say about it."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Settled(Outcome):
    """An unknown turn was found or closed."""


@dataclass(frozen=True, slots=True)
class NumberKnown(Outcome):
    """Whether a number is known here. Said to nobody."""

    yes: bool
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NumberNoted(Outcome):
    """A number keyed in by a caller who withholds theirs, to be read back in this very turn."""

    number: Number


@dataclass(frozen=True, slots=True)
class NumberRefused(Outcome):
    """This number cannot book by the line; `reason` is a `numbers.Reason`."""

    reason: str


@dataclass(frozen=True, slots=True)
class TravelDateNoted(Outcome):
    """The travel date stands in the call's row; only times before it are offered."""


@dataclass(frozen=True, slots=True)
class CallbackNoted(Outcome):
    """A person will call this number back. `opens`: nobody answers now; people are there again then, by this clock.

    `why`: nobody asked for it; an `admission.Why`.
    """

    opens: datetime | None = None
    zone: str = "UTC"
    why: str | None = None


@dataclass(frozen=True, slots=True)
class NumberNeeded(Outcome):
    """A call-back was asked for, but the caller withholds the number."""


# ── Free times and holds ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Offers(Outcome):
    """One to three free times, earliest first."""

    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class NoneFree(Outcome):
    """Nothing is free at this office for this wish."""

    office: UUID


@dataclass(frozen=True, slots=True)
class Held(Outcome):
    """Places are kept until `until`. `texted`: a code is on its way; `proven`: none is needed."""

    booking: UUID
    until: datetime
    party: int
    proven: bool
    texted: bool
    offer: Offer
    by: str = "text"
    """How its code reaches the phone: `text`, `discreet`, or `call` where no texts go."""


@dataclass(frozen=True, slots=True)
class PlaceGone(Outcome):
    """Somebody else was faster; these times are free instead, at least one."""

    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class PartyTooLarge(Outcome):
    """The service takes at most `most` visitors in one booking."""

    most: int


@dataclass(frozen=True, slots=True)
class Suspended(Outcome):
    """No new bookings until then (None: until further notice). Existing ones stay valid."""

    until: datetime | None
    why: tuple[tuple[str, str], ...] = ()
    """Languages, each with the reason as people hear and read it."""
    zone: str | None = None
    """IANA zone by whose clock its end is told; None: it is no single office's."""

    def said(self, language: str) -> str | None:
        """The reason in a language, where it was given."""
        return dict(self.why).get(language)


@dataclass(frozen=True, slots=True)
class BulletinComing(Outcome):
    """The bulletin is on its way to the number that asked for it."""


@dataclass(frozen=True, slots=True)
class ProveFirst(Outcome):
    """This number proves itself with a presence code before it may hold a place.

    `office`: before it is even offered one, of this office.
    """

    office: UUID | None = None


@dataclass(frozen=True, slots=True)
class CallingBack(Outcome):
    """Before any time is offered the line calls this number, at a random instant before `until`; a key is pressed
    there, and the call goes on with the wish. `why` is an `admission.Why`.
    """

    why: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NotAdmitted(Outcome):
    """The line itself offers this number no time before `until`; `why` is an `admission.Why`.

    `agents_may`: a person at the desk can book for it at once; else somebody has to lift the decision first.
    `held`: a time is held for it, which was not booked; until that hold ends an agent can book it.
    """

    why: str
    until: datetime
    agents_may: bool
    held: bool = False


@dataclass(frozen=True, slots=True)
class LimitReached(Outcome):
    """The number has all it may have. Said only to a proven number. `what`: live, made (in 30 days) or case."""

    what: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HoldLapsed(Outcome):
    """The hold is over; nothing is booked."""


@dataclass(frozen=True, slots=True)
class LetGo(Outcome):
    """The hold is given back."""


@dataclass(frozen=True, slots=True)
class NothingHeld(Outcome):
    """There is no hold this actor may touch."""


# ── Codes, proof, visitors ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CodeSent(Outcome):
    """A code text is in the outbox; `again`: the same code as before."""

    expires: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class CallComing(Outcome):
    """We call this number: a key on that call proves it. Until `expires`, as a code's text would be good."""

    expires: datetime


@dataclass(frozen=True, slots=True)
class TextOnItsWay(Outcome):
    """The code's text has left, and no word that it failed has come."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class TextFailed(Outcome):
    """The code's text did not reach the phone, and no call is on its way."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ProofCallOver(Outcome):
    """What this call of ours was for is done, lapsed, or was asked for by another call."""


@dataclass(frozen=True, slots=True)
class TooSoon(Outcome):
    """A text is already on its way; the next may go at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class TooManyCodes(Outcome):
    """This number got all the code texts it may get for now, over all callers."""

    until: datetime


@dataclass(frozen=True, slots=True)
class TooManyTries(Outcome):
    """This number had all the wrong tries it may have in a day."""

    until: datetime


@dataclass(frozen=True, slots=True)
class CodeWrong(Outcome):
    """Wrong; `left` more tries."""

    left: int


@dataclass(frozen=True, slots=True)
class CodeBlocked(Outcome):
    """That was the last wrong try: the code is dead and the unproven hold let go."""


@dataclass(frozen=True, slots=True)
class CodeExpired(Outcome):
    """There is no such live code: used, dead, too old, or never sent."""


@dataclass(frozen=True, slots=True)
class Proven(Outcome):
    """The number is proven, in this call or thread."""


@dataclass(frozen=True, slots=True)
class CallProven(Outcome):
    """The code texted back was asked for in a call with a person: that call is proven, not this thread."""


@dataclass(frozen=True, slots=True)
class ProofNeeded(Outcome):
    """Only the proven number may hear or do this."""

    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class VisitorNoted(Outcome):
    """A birth date is written; read it back now. Unknown parts are 0. `more` visitors are still to come."""

    nth: int
    party: int
    month: int
    day: int
    year: int
    more: int


@dataclass(frozen=True, slots=True)
class VisitorsMissing(Outcome):
    """Proven and held, but these visitors' birth dates are still to be given."""

    booking: UUID
    missing: tuple[int, ...]
    party: int


@dataclass(frozen=True, slots=True)
class TextsOff(Outcome):
    """This number has turned our texts off, and with them our calls: only a person may dial it until it texts START."""


@dataclass(frozen=True, slots=True)
class TextsOn(Outcome):
    """It gets our texts again."""


# ── Bookings ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Booked(Outcome):
    """It is booked, and committed."""

    booking: UUID
    reference: str
    party: int
    offer: Offer
    open: str = ""
    """What can be done with it just now, to whoever hears what is booked: `keep` it, for it was asked about; have it
    `back`, for it was let go and is free still; get its check-in `code`. "": nothing but moving and giving up."""


@dataclass(frozen=True, slots=True)
class Bookings(Outcome):
    """What a number has booked, earliest first (perhaps nothing)."""

    bookings: tuple[Booked, ...]


@dataclass(frozen=True, slots=True)
class AskedTooOften(Outcome):
    """A thread may ask for its bookings a few times a day."""


@dataclass(frozen=True, slots=True)
class NoSuchBooking(Outcome):
    """This number has no such booking, or not any more."""


@dataclass(frozen=True, slots=True)
class Cancelled(Outcome):
    """Given up; until `undo_until` it can be taken back."""

    booking: UUID
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class TooLate(Outcome):
    """The time to take it back is over."""


@dataclass(frozen=True, slots=True)
class NextHeld(Outcome):
    """The new place of a move is kept until `until`; the old one is still booked."""

    booking: UUID
    until: datetime
    offer: Offer


@dataclass(frozen=True, slots=True)
class Moved(Outcome):
    """The booking has a new time, and committed; its old place is let go."""

    booking: UUID
    reference: str
    party: int
    offer: Offer


@dataclass(frozen=True, slots=True)
class Kept(Outcome):
    """The number has answered that it comes: the booking stays as it is."""

    booking: UUID
    reference: str
    party: int
    offer: Offer


@dataclass(frozen=True, slots=True)
class CheckInLater(Outcome):
    """The check-in code is texted a day before the visit, not yet."""


@dataclass(frozen=True, slots=True)
class Question(Outcome):
    """One thing a texter can answer: `digits`, texted back, does it until `until`. `offer`: the time it is about."""

    digits: str
    offer: Offer
    until: datetime
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Asked(Outcome):
    """Questions about one booking, each with its nonce, which is a secret: it is stored without (see `answers`)."""

    booking: Booked
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ThreadAt(Outcome):
    """Where a thread of texts stands; `state` is the text room's own, JSON, {} for a thread that begins.

    `language`: of the number's last call or booking with us, None for a number never seen. `number`: its row.
    """

    state: Mapping[str, Any]
    language: str | None
    number: UUID | None = None
    texts_off: bool = False
    """This number has turned our texts off: no answer of ours would reach it."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class MovesUsed(Outcome):
    """This booking was moved as often as the line may move it; a person can."""


# ── The waiting list ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OnList(Outcome):
    """This number is told of a free time, when one is drawn for it. `earlier`: than what it has booked."""

    earlier: bool
    short_notice: bool
    """Of times within a day, too."""


@dataclass(frozen=True, slots=True)
class OffList(Outcome):
    """This number waits for nothing any more."""


@dataclass(frozen=True, slots=True)
class AskedToWait(Outcome):
    """Question to a texter: `join` or, for times within a day too, `soon` puts the wish on the list until `until`.

    `wish`: its row. `earlier`: the booking whose time is to be beaten; None: any time at `office`. The digits are
    secrets: the outcome is stored without them (see `answers`).
    """

    wish: UUID
    join: str
    soon: str
    until: datetime
    office: UUID
    earlier: Booked | None = None


@dataclass(frozen=True, slots=True)
class Offered(Outcome):
    """A free time is held for this number until `until`. `earlier`: in place of the booking, which stands till then."""

    booking: UUID
    until: datetime
    party: int
    offer: Offer
    earlier: bool


@dataclass(frozen=True, slots=True)
class Passed(Outcome):
    """The offer goes to somebody else. `stays`: this number is still told of other times."""

    stays: bool


# ── Checking an appointment that was sold ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReferenceNoted(Outcome):
    """Eight digits are noted; the visitor's birth date is next. Whether such a booking exists is not said."""


@dataclass(frozen=True, slots=True)
class Checked(Outcome):
    """Whether reference and birth date are those of a booking that stands. Nothing else about it is ever said."""

    valid: bool


@dataclass(frozen=True, slots=True)
class ChecksUsed(Outcome):
    """As much was checked here, of this reference or on all lines together, as may be; again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NothingToCheck(Outcome):
    """No reference was noted here a short while ago."""


@dataclass(frozen=True, slots=True)
class Reported(Outcome):
    """That somebody sells appointments is noted, and nothing about whoever says so."""


# ── JSON, as the answers table and the claim write it ────────────────────────────────────────────────


def _named() -> dict[str, type[Outcome]]:
    return {cls.__name__: cls for cls in Outcome.__subclasses__()}


def _reader(kind: object) -> Callable[[Any], object]:
    """How a JSON value becomes a field of type `kind`."""
    if kind is UUID:
        return UUID
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, UnionType):
        (inner,) = [arm for arm in kind.__args__ if arm is not type(None)]
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if typing.get_origin(kind) is tuple:
        read = _reader(typing.get_args(kind)[0])
        return lambda values: tuple(read(value) for value in values)
    if kind in (Offer, Sought) or (isinstance(kind, type) and issubclass(kind, Outcome)):
        return functools.partial(_record, kind)
    return lambda value: value


@functools.cache
def _readers(cls: object) -> dict[str, Callable[[Any], object]]:
    hints = typing.get_type_hints(cls)
    return {name: _reader(kind) for name, kind in hints.items() if typing.get_origin(kind) is not ClassVar}


def _record(cls: Callable[..., object], fields: dict[str, Any]) -> object:
    readers = _readers(cls)
    return cls(**{name: readers[name](value) for name, value in fields.items() if name != "is"})


def read(text: str) -> Outcome:
    """The outcome that `text` (JSON, its class under "is") stands for.

    Raises KeyError for a class this version does not know.
    """
    fields = json.loads(text)
    return cast("Outcome", _record(_named()[fields["is"]], fields))


def offer(fields: dict[str, Any]) -> Offer:
    """The offer that a function of `sql/` answered."""
    return cast("Offer", _record(Offer, fields))


def suspended(fields: dict[str, Any]) -> Suspended:
    """The refusal that a function of `sql/` answered."""
    return cast("Suspended", _record(Suspended, fields))


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Offer | Sought | Outcome):
        named = {"is": type(value).__name__} if isinstance(value, Outcome) else {}
        return named | {name: _plain(getattr(value, name)) for name in _readers(cast("object", type(value)))}
    return value


def write(outcome: Outcome) -> str:
    """The JSON of an outcome, the inverse of `read`."""
    return json.dumps(_plain(outcome), separators=(",", ":"))
