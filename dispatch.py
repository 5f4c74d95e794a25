"""The dispatcher: leases what has a slot, just in time, and hands it to a few senders, who wait for the provider."""

from __future__ import annotations

import logging
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from booking_core.alerts import alert
from booking_core.commands import SettleUnknown
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from relay import Relay
from settings import Settings
from unknowns import Unknowns, UnknownTurn

POLL_S = 0.5
SENDERS = (4, 32)
"""The fewest and the most: as many as texts a second, so that a provider which takes a whole second is kept busy."""

_LOG = logging.getLogger("fairline.worker")


def senders(settings: Settings) -> int:
    """How many messages a worker has in flight at most."""
    fewest, most = SENDERS
    return min(most, max(fewest, math.ceil(settings.texts_per_second)))


class Dispatcher:
    """Gives leased messages to senders. A quarter of them carries codes only: a slow provider delays no code."""

    def __init__(self, relay: Relay, size: int, woken: threading.Event) -> None:
        """`woken` is set from outside when something new may be due, and here when a sender is free again."""
        self._relay = relay
        self._free = size
        self._codes_only = max(1, size // 4)
        self._woken = woken
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(size, "sender")

    def turn(self) -> float | None:
        """Hand out what is due and has a slot; returns the seconds until more has one, None if nothing waits for it.

        Raises Unavailable or Unknown.
        """
        hands = self._free
        if not hands:
            return None
        taken = self._relay.take(hands, self._codes_only)
        for row, wait_s in taken.rows:
            with self._lock:
                self._free -= 1
            self._pool.submit(self._carry, row, time.monotonic() + wait_s)
        return taken.rest_s

    def close(self) -> None:
        """Return when every message in hand is done with."""
        self._pool.shutdown()

    def _carry(self, row: sa.Row[Any], slot: float) -> None:
        time.sleep(max(0.0, slot - time.monotonic()))
        try:
            self._relay.carry(row)
        except (Unavailable, Unknown) as fault:
            _LOG.warning("database: %s", type(fault).__name__)
        except Exception as fault:  # whatever it is, it stops no other message, and its lease runs out
            self._tell(row, fault)
        finally:
            with self._lock:
                self._free += 1
                starved = self._free <= self._codes_only + 1
            if starved:
                self._woken.set()

    def _tell(self, row: sa.Row[Any], fault: Exception) -> None:
        """Names only: a fault's own words may hold what the message says."""
        _LOG.error("message %s (%s): %s", row.id, row.kind, type(fault).__name__)
        try:
            self._relay.core.transact(lambda t: alert(t, "fault", row.kind))
        except (Unavailable, Unknown):
            _LOG.warning("the alert could not be kept")


def run(
    relay: Relay,
    stopped: threading.Event,
    poll_s: float = POLL_S,
    size: int | None = None,
    woken: threading.Event | None = None,
) -> None:
    """Deliver until stopped. A database that is away is waited for; what was leased is found again."""
    woken = woken or threading.Event()
    unknowns = Unknowns(relay.settings.fairline_var)
    dispatcher = Dispatcher(relay, size or senders(relay.settings), woken)
    settled = -math.inf
    while not stopped.is_set():
        woken.clear()
        rest_s: float | None = None
        try:
            rest_s = dispatcher.turn()
            if time.monotonic() - settled >= poll_s:
                unknowns.resolve(lambda turn: _settle(relay.core, turn))
                settled = time.monotonic()
        except (Unavailable, Unknown) as fault:
            _LOG.warning("database: %s", type(fault).__name__)
        woken.wait(poll_s if rest_s is None else min(rest_s, poll_s))
    dispatcher.close()


def _settle(core: Core, turn: UnknownTurn) -> None:
    at = datetime.fromtimestamp(turn.at, UTC)
    core.perform(SettleUnknown(turn.id, turn.key, at, turn.number), f"settle:{turn.key}")
