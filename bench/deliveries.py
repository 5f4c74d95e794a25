"""How long after its commit a text reaches the provider, on an idle line: the worker and the exchange as processes."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from bench.arena import arena
from bench.callers import SECRET
from bench.figures import Failed, Figure, percentile, progress
from bench.stock import connect, slot, stock_line
from bench.web import LINE, part, running, settings_for
from booking_core.actors import Caller
from booking_core.commands import HoldPlace, StartCall
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.numbers import LineKind, Number
from booking_core.outcomes import Held
from exchange.client import Telephone

TEXTS = 150
LATE_S = 10
"""A text that is not there by then counts as lost."""


def measure() -> list[Figure]:
    """The figure of the deliveries. Takes two minutes."""
    with tempfile.TemporaryDirectory() as folder, arena() as server:
        line = stock_line(server)
        settings = settings_for(line, Path(folder))
        core = Core(Database(line, size=1), Keys(SECRET))
        with running(part(settings, "exchange"), part(settings, "web"), part(settings, "worker")):
            waits = [_wait(core, settings.exchange_url, nth) for nth in range(TEXTS)]
        core.database.engine.dispose()
        _audit(line)
    progress(f"median {percentile(waits, 0.5):.2f} s, longest {max(waits):.2f} s of {TEXTS}")
    return [Figure("p99 from commit to the provider, idle line", "<=", 2, (percentile(waits, 0.99),), " s")]


def _wait(core: Core, exchange_url: str, nth: int) -> float:
    """Seconds from a hold's commit, at any point of the worker's pause, until its text is on the telephone."""
    time.sleep(random.uniform(0, 0.5))
    number, sid = f"+1{303 + nth // 100}5550{100 + nth % 100}", f"CA{'f' * 24}{nth:08d}"
    telephone = Telephone(exchange_url, number)
    core.perform(StartCall(sid, LINE, Number(number, "US", LineKind.MOBILE), "en"), f"start:{sid}")
    held = core.perform(HoldPlace(Caller(sid), slot(2 + nth), 1, "text", "en"), f"hold:{sid}")
    began = time.monotonic()
    if not isinstance(held, Held):
        raise Failed(f"a hold was answered with {type(held).__name__}")
    while not telephone.inbox():
        if time.monotonic() > began + LATE_S:
            raise Failed(f"a text did not come within {LATE_S} s")
        time.sleep(0.01)
    return time.monotonic() - began


def _audit(line: str) -> None:
    """Every text was sent once."""
    with connect(line) as connection:
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT sid), max(attempts) FROM outbox WHERE state IN ('sent', 'delivered')"
        ).fetchone()
    if rows != (TEXTS, TEXTS, 1):
        raise Failed(f"of {TEXTS} texts (sent, different, most attempts) were {rows}")
