"""Laws 3 and 4: what was said is so, what was refused is not, and who asks again hears the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row

from booking_core.outcomes import Booked, Cancelled, CodeBlocked, Held, LetGo, LimitReached, Moved
from tests.history.evidence import Breach, Evidence, Law
from tests.history.log import AWAY, Turn, Verdict


def faults(evidence: Evidence) -> Iterator[Breach]:
    """Whatever is asked has an answer; the database's absence is the only fault there is."""
    for operation in evidence.history:
        if operation.fault is not None and operation.fault not in AWAY:
            yield Breach(Law.FAULT, f"{operation.kind} met {operation.fault} ({operation.key})")


def same_key(evidence: Evidence) -> Iterator[Breach]:
    """All answers to one key are one. Those that carry what was keyed in are not kept, by design."""
    for turn in evidence.turns:
        if turn.command.repeats:
            continue
        heard = {repr(each.answer) for each in turn.attempts if each.answer is not None and each.answer.kept}
        if len(heard) > 1:
            yield Breach(Law.SAME_KEY, f"{turn.kind} {turn.attempts[0].key}: {' and '.join(sorted(heard))}")


def booked(evidence: Evidence) -> Iterator[Breach]:
    """Every booking told is there: reference, number, visitors, and the time and state it was last told to have."""
    state = evidence.state
    for booking, turns in evidence.by_booking.items():
        row = state.bookings.get(booking)
        tellings = [turn for turn in turns if isinstance(turn.answer, Booked | Moved | Held | Cancelled)]
        if row is None:
            yield from (Breach(Law.BOOKED, f"{turn.kind} told of {booking}: there is none") for turn in tellings[:1])
            continue
        for turn in tellings:
            wrong = _differs(turn, row, state.numbers[row.number])
            if wrong:
                yield Breach(Law.BOOKED, f"{turn.kind} told of {booking} with another {wrong}")
        if not _may_end_as(row, turns):
            yield Breach(Law.BOOKED, f"{booking} is {row.status}, which is not what was last told")


def _differs(turn: Turn, row: Row[Any], number: str) -> str | None:
    if number != turn.number:
        return "number"
    if isinstance(turn.answer, Held | Booked | Moved) and turn.answer.party != row.party:
        return "party"
    if isinstance(turn.answer, Booked | Moved) and turn.answer.reference != row.reference:
        return "reference"
    return None


def _may_end_as(row: Row[Any], turns: list[Turn]) -> bool:
    """Is this what a turn told that no later turn undid? Turns that crossed each other may have come in any order."""
    effects = [turn for turn in turns if isinstance(turn.answer, Booked | Moved | Cancelled)]
    if not effects or any(turn.verdict is Verdict.UNKNOWN for turn in turns):
        return True
    last = [turn.answer for turn in effects if not any(turn.before(other) for other in effects)]
    ends = {("cancelled", row.slot) if isinstance(a, Cancelled) else ("booked", a.offer.slot)
            for a in last if isinstance(a, Cancelled | Booked | Moved)}  # fmt: skip
    return (row.status, row.slot) in ends


def refused(evidence: Evidence) -> Iterator[Breach]:
    """Nothing stands in the database that nobody was told of: a refusal, and "unavailable", changed nothing."""
    for booking, row in evidence.state.bookings.items():
        number = evidence.judged.get(row.number)
        if number is None:
            continue
        turns = evidence.by_booking.get(booking, [])
        if not _tells(turns, Held) and not evidence.unknown(number, "HoldPlace"):
            yield Breach(Law.REFUSED, f"booking {booking} was made, and nobody was told")
        if row.booked_at and not _tells(turns, Booked) and not evidence.unknown(number, "Confirm", "TextVisitor"):
            yield Breach(Law.REFUSED, f"booking {booking} was confirmed, and nobody was told")
        if row.status == "cancelled" and not _tells(turns, Cancelled) and not evidence.unknown(number, "Cancel"):
            yield Breach(Law.REFUSED, f"booking {booking} was given up, and nobody was told")
        if row.status == "lapsed" and not _explained(evidence, booking, row, evidence.by_number[number]):
            yield Breach(Law.REFUSED, f"booking {booking} ended ({row.ended_why}), and nothing that was told says why")


def _tells(turns: list[Turn], what: type[object]) -> bool:
    return any(isinstance(turn.answer, what) for turn in turns)


def _explained(evidence: Evidence, booking: UUID, row: Row[Any], turns: list[Turn]) -> bool:
    """Does a turn of this number say why a hold ended?"""
    if any(turn.verdict is Verdict.UNKNOWN for turn in turns):
        return True
    reasons: dict[str, Callable[[Turn], bool]] = {
        "let_go": lambda turn: isinstance(turn.answer, LetGo) and turn.asked == booking,
        "wrong_codes": lambda turn: isinstance(turn.answer, CodeBlocked),
        "limit": lambda turn: isinstance(turn.answer, LimitReached) and row.allowance is None,
        "expired": lambda turn: isinstance(turn.answer, Held) and turn.answer.booking == booking,
    }
    if row.ended_why == "replaced":
        # An unproven hold may go with a refusal; what a proven number holds goes only for what replaces it.
        heirs = (other for other in evidence.state.bookings.values() if other.number == row.number)
        return row.allowance is None or any(row.ended_at in (heir.held_at, heir.booked_at) for heir in heirs)
    return row.ended_why in reasons and any(reasons[row.ended_why](turn) for turn in turns)
