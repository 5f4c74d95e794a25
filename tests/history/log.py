"""What was asked and what was answered, as callers, texts and clerks saw it: the only evidence the checker starts from.

Instants of invocation and return are one host's monotonic clock, in nanoseconds, so that "before" means the same in
every process of a run. An answer that nobody heard is unknown: neither done nor undone, until its key is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from booking_core import outcomes as o
from booking_core.commands import Command


class Verdict(StrEnum):
    """What an operation came to."""

    OK = "ok"
    FULL = "full"
    LIMIT = "limit"
    EXPIRED = "expired"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_VERDICTS: dict[type[o.Outcome], Verdict] = {
    **dict.fromkeys((o.PlaceGone, o.NoneFree), Verdict.FULL),
    o.LimitReached: Verdict.LIMIT,
    **dict.fromkeys((o.HoldLapsed, o.CodeExpired, o.TooLate), Verdict.EXPIRED),
    **dict.fromkeys(
        (o.CodeWrong, o.CodeBlocked, o.ProveFirst, o.ProofNeeded, o.NothingHeld, o.NoSuchBooking, o.MovesUsed,
         o.AskedTooOften, o.TooSoon, o.TooManyCodes, o.TooManyTries, o.Suspended, o.NumberRefused, o.PartyTooLarge),
        Verdict.REFUSED,
    ),
}  # fmt: skip

UNAVAILABLE = "Unavailable"
"""The core's own word for "nothing was changed": the checker holds it to that."""


AWAY = frozenset({UNAVAILABLE, "Unknown"})
"""The only faults there are: of the database. Whoever meets them asks again with the same key."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One question to the core and what came back."""

    process: str
    """Who asked, among the processes and threads of the run."""
    number: str
    """The telephone number it is about, E.164."""
    command: Command[Any]
    key: str
    at: datetime
    """The database's instant where it was pinned, else this host's clock at the invocation."""
    invoke: int
    returned: int | None
    answer: o.Outcome | None
    """None: not heard, or there was a fault."""
    fault: str | None = None
    """The exception's name where there was one."""

    @property
    def kind(self) -> str:
        """The command's name."""
        return type(self.command).__name__

    @property
    def verdict(self) -> Verdict:
        """What it came to. `Unavailable` promises that nothing was changed, so it counts as a refusal."""
        if self.fault == UNAVAILABLE:
            return Verdict.REFUSED
        return Verdict.UNKNOWN if self.answer is None else _VERDICTS.get(type(self.answer), Verdict.OK)


@dataclass(frozen=True, slots=True)
class Turn:
    """One key: what was asked under it and, over all attempts, what it came to."""

    attempts: tuple[Operation, ...]
    """First invoked first."""
    answer: o.Outcome | None
    at: datetime
    """The database's instant of the attempt that was answered."""
    invoke: int
    """Before this instant it had no effect."""
    returned: int | None
    """After this instant it had had its effect; None: nobody knows."""
    verdict: Verdict

    @property
    def number(self) -> str:
        """The telephone number it is about, E.164."""
        return self.attempts[0].number

    @property
    def command(self) -> Command[Any]:
        """What was asked."""
        return self.attempts[0].command

    @property
    def kind(self) -> str:
        """The command's name."""
        return self.attempts[0].kind

    @property
    def asked(self) -> UUID | None:
        """The booking it asks about."""
        return getattr(self.command, "booking", None)

    @property
    def booking(self) -> UUID | None:
        """The booking told, else the one asked about."""
        told = getattr(self.answer, "booking", None) or self.asked
        return told.booking if isinstance(told, o.Booked) else told

    @property
    def digits(self) -> str | None:
        """The code or nonce that was presented."""
        return getattr(self.command, "digits", None)

    @property
    def coded(self) -> bool:
        """Was one presented?"""
        return self.digits is not None

    def before(self, other: Turn) -> bool:
        """Had this one certainly had its effect when the other began?"""
        return self.returned is not None and self.returned < other.invoke


def by_key(history: Iterable[Operation]) -> list[Turn]:
    """The turns of a history, first invoked first: one key is one turn however often it was asked."""
    turns: dict[str, list[Operation]] = {}
    for operation in sorted(history, key=lambda each: each.invoke):
        turns.setdefault(operation.key, []).append(operation)
    return [_turn(attempts) for attempts in turns.values()]


def _turn(attempts: list[Operation]) -> Turn:
    heard = [each for each in attempts if each.answer is not None]
    first = min(heard, key=lambda each: each.returned or 0, default=attempts[0])
    verdict = first.verdict
    if not heard and any(each.verdict is Verdict.UNKNOWN for each in attempts):
        verdict = Verdict.UNKNOWN
    returned = first.returned if heard else None
    return Turn(tuple(attempts), first.answer, first.at, attempts[0].invoke, returned, verdict)


def save(history: Sequence[Operation], path: Path) -> None:
    """Keep a history as JSON lines, for whoever has to find out what happened."""
    with path.open("w") as file:
        for operation in sorted(history, key=lambda each: each.invoke):
            file.write(_line(operation) + "\n")


def _line(operation: Operation) -> str:
    names = ("process", "number", "kind", "key", "at", "invoke", "returned", "verdict", "fault")
    fields = {name: getattr(operation, name) for name in names}
    fields |= {name: getattr(operation.command, name, None) for name in ("slot", "party", "booking")}
    fields["answer"] = None if operation.answer is None else json.loads(o.write(operation.answer))
    return json.dumps({name: value for name, value in fields.items() if value is not None}, default=str)
