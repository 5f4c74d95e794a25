"""The worker's look-ups: asks the provider what a number is, beside the sending, and never for a webhook."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from booking_core import judging_again, looking_up
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.looking_up import Enquiry
from booking_core.transaction import Transaction
from telephony.lookups import Answers, Away, Found, LookUps

POLL_S = 0.5
"""As often as the outbox is polled."""
AT_ONCE = 4
"""Numbers asked about at the same time."""
SOURCE = "provider"

_LOG = logging.getLogger("fairline.worker")


@dataclass
class Fuse:
    """Opens after `FAILURES` within `WITHIN_S`; then one question every `PROBE_S` finds out whether they answer."""

    FAILURES = 5
    WITHIN_S = 10.0
    PROBE_S = 5.0

    clock: Callable[[], float] = time.monotonic
    open: bool = False
    _failed: deque[float] = field(default_factory=lambda: deque(maxlen=Fuse.FAILURES))
    _probed: float = 0.0

    def may_ask(self) -> int:
        """How many numbers may be asked about now."""
        if not self.open:
            return AT_ONCE
        if self.clock() < self._probed + self.PROBE_S:
            return 0
        self._probed = self.clock()
        return 1

    def answered(self) -> None:
        """Somebody answers."""
        self._failed.clear()
        self.open = False

    def failed(self) -> bool:
        """Nobody answered; returns whether that opened it."""
        now, was = self.clock(), self.open
        self._failed.append(now)
        if len(self._failed) == self.FAILURES and now - self._failed[0] <= self.WITHIN_S:
            self.open, self._probed = True, now if not was else self._probed
        return self.open and not was


class Enquiries:
    """What is due, asked and noted."""

    def __init__(self, core: Core, look_ups: LookUps) -> None:
        self._core, self._look_ups = core, look_ups
        self._fuse = Fuse()
        self._pool = ThreadPoolExecutor(AT_ONCE, "enquiry")

    def round(self) -> int:
        """Ask about some numbers; returns how many. Raises Unavailable or Unknown."""
        most = self._fuse.may_ask() if self._core.policy.look_ups.packages else 0
        found = self._core.transact(lambda t: looking_up.take(t, most)) if most else []
        for enquiry, answers in zip(found, self._pool.map(self._ask, found), strict=True):
            self._note(enquiry, answers)
        if self._fuse.open:
            self._core.transact(looking_up.skip_all)
        return len(found)

    def close(self) -> None:
        """Return when every question in hand is over."""
        self._pool.shutdown()

    def _ask(self, enquiry: Enquiry) -> Answers | Away:
        return self._look_ups.ask(enquiry.e164, enquiry.packages, enquiry.proven_on)

    def _note(self, enquiry: Enquiry, answers: Answers | Away) -> None:
        if not isinstance(answers, Away):
            self._fuse.answered()
            self._core.transact(lambda t: _write(t, enquiry, answers))
            return
        opened = self._fuse.failed()
        self._core.transact(lambda t: looking_up.note_away(t, enquiry))
        if opened:
            _LOG.warning("look-ups are away: %s", answers.reason)
            self._core.transact(looking_up.note_silence)


def _write(t: Transaction, enquiry: Enquiry, answers: Answers) -> None:
    looking_up.lock(t, enquiry)
    for package, answer in answers.items():
        if isinstance(answer, Found):
            looking_up.note_found(t, enquiry, package, answer.facts, SOURCE)
        else:
            looking_up.note_failed(t, enquiry, package, answer.reason, SOURCE)
    judging_again.seek_again(t, enquiry.number, enquiry.e164)


def run(enquiries: Enquiries, stopped: threading.Event, poll_s: float = POLL_S) -> None:
    """Ask until stopped; a database that is away is waited for."""
    while not stopped.is_set():
        asked = 0
        try:
            asked = enquiries.round()
        except (Unavailable, Unknown) as fault:
            _LOG.warning("database: %s", type(fault).__name__)
        except Exception as fault:  # whatever it is, its lease runs out, and the next number is asked about
            _LOG.error("a look-up failed: %s", type(fault).__name__)
        if not asked:
            stopped.wait(poll_s)
    enquiries.close()
