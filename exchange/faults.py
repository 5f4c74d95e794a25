"""Faults that a test asks for: what a real provider does now and then, done on purpose to the next few requests."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong.

    Of these, `TOO_MANY` (429, never processed), `BROKEN` (500, not carried out), `BROKEN_AFTER` (500, carried out),
    `HANGING` (carried out, answered only after `seconds`), `REFUSED` (400 with `code`) and `SLOW` (carried out after
    `seconds`) meet REST requests that send or dial; `UNDELIVERED` meets a text on its way to a telephone (with
    `code`); `FORGED` meets a webhook, which is then signed with a wrong token.
    """

    TOO_MANY = "too-many"
    BROKEN = "broken"
    BROKEN_AFTER = "broken-after"
    HANGING = "hanging"
    REFUSED = "refused"
    SLOW = "slow"
    UNDELIVERED = "undelivered"
    FORGED = "forged"


OF_REST = frozenset(FaultKind) - {FaultKind.UNDELIVERED, FaultKind.FORGED}
"""The faults that meet REST requests."""


@dataclass(slots=True)
class Fault:
    """One kind of fault, waiting for the next `count` requests it can meet."""

    kind: FaultKind
    count: int = 1
    seconds: float = 0.0
    code: int = 30008


@dataclass(slots=True)
class Faults:
    """The faults not yet used, first asked first met."""

    _waiting: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Let `fault` meet the next requests."""
        with self._lock:
            self._waiting.append(fault)

    def take(self, *kinds: FaultKind) -> Fault | None:
        """Use up one fault of `kinds`, or return None where none is waiting."""
        with self._lock:
            for fault in self._waiting:
                if fault.kind in kinds and fault.count > 0:
                    fault.count -= 1
                    self._waiting = [each for each in self._waiting if each.count > 0]
                    return fault
        return None

    def forget(self) -> None:
        """Drop all faults that wait."""
        with self._lock:
            self._waiting.clear()
