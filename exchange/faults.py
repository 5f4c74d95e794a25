"""Faults that a test asks for: what a real provider does now and then, done on purpose to the next few requests."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong.

    Of these, `TOO_MANY` (429, never processed), `BROKEN` (500, not carried out), `BROKEN_AFTER` (500, carried out),
    `CUT` (the connection ends without an answer, not carried out), `CUT_AFTER` (the same, carried out), `HANGING`
    (carried out, answered only after `seconds`), `REFUSED` (400 with `code`) and `SLOW` (carried out after `seconds`)
    meet REST requests that send or dial; with `LATENCY` every one of these takes `seconds` more, until other `seconds`
    are asked for. `NO_LIST` (503) meets those that list, `NO_LOOKUP` (503) and `SLOW_LOOKUP` (by `seconds`) those
    that look up. `UNDELIVERED` meets a text on its way to a telephone (with `code`). `LATE` (by `seconds`), `DOUBLED`,
    `REVERSED` (the last first) and `LOST` meet the reports of one text.
    `FORGED` meets a webhook, which is then signed with a wrong token. `NO_QUEUE` meets a call on its way into a queue,
    which then ends with `system-error`.
    """

    TOO_MANY = "too-many"
    BROKEN = "broken"
    BROKEN_AFTER = "broken-after"
    CUT = "cut"
    CUT_AFTER = "cut-after"
    HANGING = "hanging"
    REFUSED = "refused"
    SLOW = "slow"
    LATENCY = "latency"
    NO_LIST = "no-list"
    NO_LOOKUP = "no-lookup"
    SLOW_LOOKUP = "slow-lookup"
    UNDELIVERED = "undelivered"
    LATE = "late"
    DOUBLED = "doubled"
    REVERSED = "reversed"
    LOST = "lost"
    FORGED = "forged"
    NO_QUEUE = "no-queue"


OF_REPORTS = frozenset({FaultKind.LATE, FaultKind.DOUBLED, FaultKind.REVERSED, FaultKind.LOST})
"""The faults that meet what is reported of a text."""

OF_REST = frozenset(
    {
        FaultKind.TOO_MANY, FaultKind.BROKEN, FaultKind.BROKEN_AFTER, FaultKind.CUT, FaultKind.CUT_AFTER,
        FaultKind.HANGING, FaultKind.REFUSED, FaultKind.SLOW,
    }
)  # fmt: skip
"""The faults that meet REST requests that send or dial."""


@dataclass(slots=True)
class Fault:
    """One kind of fault, waiting for the next `count` requests it can meet."""

    kind: FaultKind
    count: int = 1
    seconds: float = 0.0
    code: int = 30008


@dataclass(slots=True)
class Faults:
    """The faults not yet used, first asked first met, and how long every request that sends or dials takes."""

    latency: float = 0.0
    _waiting: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Let `fault` meet the next requests; with a count of 0, none of its kind meets any more."""
        if fault.kind is FaultKind.LATENCY:
            self.latency = fault.seconds
            return
        with self._lock:
            if fault.count:
                self._waiting.append(fault)
            else:
                self._waiting = [each for each in self._waiting if each.kind is not fault.kind]

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
        self.latency = 0.0
        with self._lock:
            self._waiting.clear()
