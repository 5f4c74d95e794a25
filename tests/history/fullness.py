"""Law 1, the other half: whoever was told "gone" or "none left" was told the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from booking_core.outcomes import Booked, CodeSent, Held, Moved, NextHeld, NoneFree, VisitorsMissing
from tests.history.evidence import Breach, Evidence, Law
from tests.history.log import Turn, Verdict
from tests.history.state import NEVER

COOL = timedelta(seconds=120)
"""The longest cool-down of a hold that ends (laws.md, hold)."""

SLACK = timedelta(seconds=2)
"""The turns of one round are pinned to instants within a second of each other."""

LARGEST_PARTY = 4


@dataclass(frozen=True, slots=True)
class Shadow:
    """A booking possibly keeps `party` places from others, from a question (ns) until an instant of the database."""

    party: int
    begins: int
    until: datetime


def false_full(evidence: Evidence) -> Iterator[Breach]:
    """All that was possibly taken at that time left too few places for whoever was refused."""
    state, shadows = evidence.state, _shadows(evidence)
    for turn in evidence.turns:
        slot: UUID | None = getattr(turn.command, "slot", None)
        if turn.verdict is not Verdict.FULL or slot is None:
            continue
        party = evidence.party(turn.asked) if turn.asked else turn.command.party  # type: ignore[attr-defined]
        own = _own(evidence, turn)
        for said in state.beside[slot] if isinstance(turn.answer, NoneFree) else (slot,):
            if said == own:
                continue
            free = state.seats[said] - _possibly(shadows.get(said, ()), turn)
            if free >= party:
                yield Breach(Law.FALSE_FULL, f"slot {said}: {free} free, a party of {party} was told there are none")


def _own(evidence: Evidence, turn: Turn) -> UUID | None:
    """Where the booking of a move stands: no time for it to move to."""
    if turn.kind != "HoldMove" or turn.asked is None:
        return None
    stood = [each.answer for each in evidence.by_booking[turn.asked] if each.invoke < turn.invoke]
    slots = [answer.offer.slot for answer in stood if isinstance(answer, Booked | Moved)]
    return slots[-1] if slots else None


def _possibly(shadows: Iterable[Shadow], turn: Turn) -> int:
    """An upper bound of the places taken while `turn` was under way."""
    at = min(each.at for each in turn.attempts) - SLACK
    returned = turn.returned or turn.invoke
    return sum(shadow.party for shadow in shadows if shadow.begins < returned and shadow.until > at)


def _shadows(evidence: Evidence) -> Mapping[UUID, list[Shadow]]:
    found: dict[UUID, list[Shadow]] = defaultdict(list)
    begins: dict[tuple[UUID, UUID, str], int] = {}
    for turn in evidence.turns:
        answer = turn.answer
        if isinstance(answer, Held | NextHeld | Booked | Moved):
            # Told again it is the same places, but a move within a slot, or back to it, takes more of them.
            moves = isinstance(answer, NextHeld) or (isinstance(answer, Moved) and turn.kind == "AnswerQuestion")
            moved = moves and (answer.booking, answer.offer.slot, "") in begins
            begins.setdefault((answer.booking, answer.offer.slot, turn.attempts[0].key if moved else ""), turn.invoke)
        elif turn.verdict is Verdict.UNKNOWN:
            for slot in _perhaps(evidence, turn):
                found[slot].append(Shadow(LARGEST_PARTY, turn.invoke, NEVER))
    for (booking, slot, _), invoke in begins.items():
        found[slot].append(Shadow(evidence.party(booking), invoke, _until(evidence, booking, slot)))
    return found


def _perhaps(evidence: Evidence, turn: Turn) -> Iterable[UUID]:
    """Slots that a turn of unknown fate may have taken places of; four digits do not say which, but the end does."""
    if turn.kind == "AnswerQuestion":
        bookings = evidence.state.bookings.values()
        return {row.slot for row in bookings if evidence.state.numbers[row.number] == turn.number}
    slot: UUID | None = getattr(turn.command, "slot", None)
    return () if slot is None else (slot,)


def _until(evidence: Evidence, booking: UUID, slot: UUID) -> datetime:
    """When a booking has certainly set its places of this slot free; cool-down and undo are waited for."""
    turns, row = evidence.by_booking[booking], evidence.state.bookings.get(booking)
    if row is None or (row.slot == slot and row.status == "booked") or _in_doubt(evidence, turns[0].number):
        return NEVER
    ends = [_held_until(evidence, turn) for turn in turns]
    if any(isinstance(turn.answer, Booked | Moved) and turn.answer.offer.slot == slot for turn in turns):
        rules = evidence.state.rules
        bound = timedelta(seconds=rules.undo_s + rules.release_max_s)
        ended = ("Cancel", "Move", "AnswerQuestion")
        ends += [turn.at + bound for turn in turns if turn.kind in ended and turn.verdict is Verdict.OK]
    return max(ends) + COOL


def _held_until(evidence: Evidence, turn: Turn) -> datetime:
    """Until when a turn has let a hold live, as far as its answer tells."""
    match turn.answer:
        case Held(until=until) | NextHeld(until=until) | CodeSent(expires=until):
            return until
        case VisitorsMissing():
            return turn.at + timedelta(seconds=evidence.state.rules.hold_s)
        case _:
            return turn.at


def _in_doubt(evidence: Evidence, number: str) -> bool:
    kinds = ("Confirm", "TextVisitor", "UndoCancel", "Move", "AnswerQuestion", "ExtendHold", "SendCode")
    return evidence.unknown(number, *kinds) > 0
