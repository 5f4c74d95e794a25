"""What a run is judged by, and the names of what can be broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from tests.history.log import Operation, Turn, Verdict
from tests.history.state import State


class Law(StrEnum):
    """Which law is broken; the numbers are those of the invariants."""

    OVERSOLD = "1 a place has at most one live owner"
    FALSE_FULL = "1 what is free by the clock can be had"
    LIMIT = "2 never more live bookings than allowances"
    BOOKED = "3 what was told as booked is booked"
    REFUSED = "3 what was told as refused changed nothing"
    SAME_KEY = "4 the same key gets the same answer"
    CODE = "5 a code is accepted once and within its tries"
    NONCE = "5 a nonce does what it was told for, and nothing else"
    OUTBOX = "6 no message intent is lost or doubled"
    AUDIT = "one audit row for one change"
    FAULT = "a refusal is an answer, not a fault"
    VOID = "the run shows nothing"


@dataclass(frozen=True, slots=True)
class Breach:
    """One law broken once."""

    law: Law
    what: str


@dataclass(frozen=True)
class Evidence:
    """A history and the state it left behind."""

    history: Sequence[Operation]
    turns: Sequence[Turn]
    state: State
    others: frozenset[str] = frozenset()
    """Numbers that the state knows and the history does not: what they did is not judged."""

    @cached_property
    def judged(self) -> dict[UUID, str]:
        """The rows of the numbers that are judged → E.164."""
        return {row: number for row, number in self.state.numbers.items() if number not in self.others}

    @cached_property
    def by_number(self) -> dict[str, list[Turn]]:
        """A number's turns, first invoked first."""
        found: dict[str, list[Turn]] = defaultdict(list)
        for turn in self.turns:
            found[turn.number].append(turn)
        return found

    @cached_property
    def by_booking(self) -> dict[UUID, list[Turn]]:
        """The turns that ask about a booking or are told of it, first invoked first."""
        found: dict[UUID, list[Turn]] = defaultdict(list)
        for turn in self.turns:
            if turn.booking is not None:
                found[turn.booking].append(turn)
        return found

    def unknown(self, number: str, *kinds: str) -> int:
        """How many turns of a number may or may not have been carried out."""
        return sum(turn.verdict is Verdict.UNKNOWN and turn.kind in kinds for turn in self.by_number[number])

    def party(self, booking: UUID) -> int:
        """How many places a booking has."""
        row = self.state.bookings.get(booking)
        return 1 if row is None else int(row.party)
