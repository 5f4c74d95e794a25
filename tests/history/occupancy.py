"""Laws 1 and 2 from the history alone: what was certainly live at once."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from uuid import UUID

from booking_core.outcomes import Booked, Held, Moved, NextHeld
from tests.history.evidence import Breach, Evidence, Law
from tests.history.log import Turn, Verdict

# A hold goes on in what is booked of it, so what gives that up ends it too.
_MAY_END_HOLD = frozenset({"HoldPlace", "LetHoldGo", "EndCall", "Confirm", "TextVisitor", "Cancel", "AnswerQuestion"})
_MAY_END_BOOKING = frozenset({"Cancel", "Move", "AnswerQuestion"})
_MAY_END_NEXT = frozenset({"Cancel", "Move", "HoldMove", "AnswerQuestion"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A booking certainly has `party` places of a slot from one reply to the next question that could end it (ns)."""

    booking: UUID
    number: str
    slot: UUID
    party: int
    proven: bool
    case: bytes | None
    begins: int
    ends: float


def oversold(evidence: Evidence) -> Iterator[Breach]:
    """No slot has more certain owners at once than places."""
    by_slot: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in _stays(evidence):
        by_slot[stay.slot].append(stay)
    for slot, stays in by_slot.items():
        most = _most(stays)
        if most > evidence.state.seats[slot]:
            yield Breach(Law.OVERSOLD, f"slot {slot}: {most} told theirs at once, {evidence.state.seats[slot]} places")


def limit(evidence: Evidence) -> Iterator[Breach]:
    """No number has more certain bookings at once in a limit group than it may, nor two unproven holds at all.

    Nor has a case number two bookings in a group, whoever made them.
    """
    mine: dict[tuple[str | bytes, UUID | None], list[Stay]] = defaultdict(list)
    state = evidence.state
    for stay in _stays(evidence):
        group = state.groups[state.service_of[stay.slot]] if stay.proven else None
        # A booking counts once, however many places it has, current and next.
        once = replace(stay, slot=stay.booking, party=1)
        mine[stay.number, group].append(once)
        if stay.case is not None and stay.proven:
            mine[stay.case, group].append(once)
    for (whose, group), stays in mine.items():
        allowed = 1 if group is None or isinstance(whose, bytes) else state.allowed[group]
        if (most := _most(stays)) > allowed:
            yield Breach(Law.LIMIT, f"{whose!r}: told of {most} at once, {allowed} allowed")


def _most(stays: Iterable[Stay]) -> int:
    """The largest sum of parties at one instant, each booking counted once a slot."""
    events = []
    for stay in stays:
        events += [(stay.begins, 1, stay), (stay.ends, -1, stay)]
    events.sort(key=lambda event: event[:2])
    live: Counter[tuple[UUID, UUID]] = Counter()
    now = most = 0
    for _, change, stay in events:
        before = live[stay.booking, stay.slot]
        live[stay.booking, stay.slot] += change
        if 0 in (before, before + change):
            now += change * stay.party
            most = max(most, now)
    return most


def _stays(evidence: Evidence) -> Iterator[Stay]:
    clock = _Clock(evidence)
    for turn in evidence.turns:
        found = _stay(evidence, clock, turn)
        if found is not None and found.ends > found.begins:
            yield found


def _stay(evidence: Evidence, clock: _Clock, turn: Turn) -> Stay | None:
    answer, returned = turn.answer, turn.returned
    if returned is None or not isinstance(answer, Held | Booked | Moved | NextHeld):
        return None
    row = evidence.state.bookings.get(answer.booking)
    party, case = (1, None) if row is None else (row.party, row.case_key)
    if isinstance(answer, Held):
        if turn.kind != "HoldPlace":
            return None
        ends = min(_first(turn, evidence.by_number[turn.number], _MAY_END_HOLD), clock.reaches(answer.until))
        return Stay(answer.booking, turn.number, answer.offer.slot, party, answer.proven, case, returned, ends)
    about = evidence.by_booking[answer.booking]
    if isinstance(answer, Booked | Moved):
        ends = _first(turn, about, _MAY_END_BOOKING)
    else:
        ends = min(_first(turn, about, _MAY_END_NEXT), clock.reaches(answer.until))
    return Stay(answer.booking, turn.number, answer.offer.slot, party, True, case, returned, ends)


def _first(turn: Turn, others: Sequence[Turn], may_end: frozenset[str]) -> float:
    """When the first question was put that may have ended what `turn` was told."""
    return min(
        (other.invoke for other in others
         if other is not turn and other.kind in may_end and not other.before(turn) and _ends(other)),
        default=math.inf,
    )  # fmt: skip


def _ends(turn: Turn) -> bool:
    """A confirmation that books goes on; a refused cancel or move changes nothing; all else may end what was."""
    if turn.kind in ("Confirm", "TextVisitor"):
        return not isinstance(turn.answer, Booked)
    return turn.kind not in _MAY_END_NEXT or turn.verdict in (Verdict.OK, Verdict.UNKNOWN)


class _Clock:
    """When the database's clock reached an instant, by the first question that was put at or after it."""

    def __init__(self, evidence: Evidence) -> None:
        asked = sorted(evidence.history, key=lambda each: each.invoke)
        self._invoked = [each.invoke for each in asked]
        self._at = list(accumulate((each.at for each in asked), max))

    def reaches(self, instant: datetime) -> float:
        """Nanoseconds of the monotonic clock; infinite if nothing was asked so late."""
        nth = bisect_left(self._at, instant)
        return self._invoked[nth] if nth < len(self._invoked) else math.inf
