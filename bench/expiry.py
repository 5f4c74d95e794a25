"""What the clock's sweep saves over going row by row: lapsed holds, and bookings whose visit day is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from bench.arena import arena
from bench.callers import SECRET
from bench.company import undisturbed
from bench.figures import Failed, Figure, progress
from bench.stock import connect, reset, stock_line
from booking_core import retirement
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.transaction import Transaction
from clock import BATCH

ROWS = 10_000
ROUNDS = 5

_HELD, _BOOKED = "held", "booked"
# A hold of a call that never came to a code, and a booking of yesterday: one for each number, one place each.
_LAY = """
INSERT INTO allowances(id, number, limit_group, nth)
SELECT gen_random_uuid(), id, '00000000-0000-7000-8000-000000000003', 1 FROM
  (SELECT id FROM numbers ORDER BY id LIMIT {rows}) n WHERE '{status}' = 'booked';
INSERT INTO bookings(id, number, slot, office, service, limit_group, status, party, places, allowance, live_until,
                     cool_s, extended, channel, language, reference, held_at, booked_at)
SELECT gen_random_uuid(), n.id, p.slot, p.office, p.service, '00000000-0000-7000-8000-000000000003', '{status}', 1,
       ARRAY[p.id], a.id, now() - interval '1 hour', 60, false, 'voice', 'en',
       CASE WHEN a.id IS NOT NULL THEN lpad(n.nth::text, 8, '0') END, now() - interval '2 hours',
       CASE WHEN a.id IS NOT NULL THEN now() - interval '2 hours' END
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM numbers ORDER BY id LIMIT {rows}) n
  JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM places
         WHERE slot <> '00000000-0000-7000-8001-000000000001' ORDER BY id LIMIT {rows}) p USING (nth)
  LEFT JOIN allowances a ON a.number = n.id;
UPDATE places p SET booking = b.id, free_at = now() - interval '1 minute' FROM bookings b WHERE p.id = b.places[1];
ANALYZE bookings
"""
_DUE = "SELECT number FROM bookings WHERE status IN ('held', 'booked') AND live_until <= now()"


def measure() -> list[Figure]:
    """The figures of the sweep. Takes some four minutes."""
    with arena() as server:
        url = stock_line(server)
        core = Core(Database(url, size=1), Keys(SECRET))
        found = [_figure(core, url, _HELD, "lapsed holds"), _figure(core, url, _BOOKED, "days that are over")]
        core.database.engine.dispose()
    return found


def _figure(core: Core, url: str, status: str, what: str) -> Figure:
    values = []
    for nth in range(ROUNDS):
        ways = (_in_batches, _row_by_row)[:: 1 if nth % 2 == 0 else -1]
        rates = {way: undisturbed(partial(_rate, core, url, status, way)) for way in ways}
        values.append(rates[_in_batches] / rates[_row_by_row])
        progress(f"{what}, round {nth + 1}: {values[-1]:.1f}")
    return Figure(f"{what} retired in batches ÷ row by row", ">=", 10, tuple(values))


def _rate(core: Core, url: str, status: str, way: Callable[[Core], None]) -> float:
    """Rows a second, of `ROWS` that are due."""
    reset(url)
    with connect(url) as connection:
        connection.execute(_LAY.format(rows=ROWS, status=status).encode())
        connection.execute(b"CHECKPOINT")
    began = time.monotonic()
    way(core)
    took = time.monotonic() - began
    _audit(url, status)
    return ROWS / took


def _in_batches(core: Core) -> None:
    """As the clock does: so many in a transaction, until there are fewer."""
    while core.transact(lambda t: retirement.retire(t, BATCH)) == BATCH:
        pass


def _row_by_row(core: Core) -> None:
    """As a claim does for its own number: one function, one transaction."""
    due = core.transact(lambda t: t.connection.exec_driver_sql(_DUE).scalars().all())
    for number in due:
        core.transact(partial(_retire, number=number))


def _retire(t: Transaction, number: UUID) -> None:
    t.function("retire_v1", number, t.now())


def _audit(url: str, status: str) -> None:
    """Each is retired once, as what it was, and nothing else is."""
    ended = {"held": ("lapsed", "expired"), "booked": ("fulfilled", "unrecorded")}[status]
    with connect(url) as connection:
        rows = connection.execute("SELECT status, ended_why, count(*) FROM bookings GROUP BY 1, 2").fetchall()
        lapses = connection.execute("SELECT sum(cardinality(lapses)) FROM numbers").fetchone()
        connection.execute("UPDATE numbers SET lapses = '{}' WHERE lapses <> '{}'")
    if rows != [(*ended, ROWS)] or lapses != (ROWS if status == _HELD else 0,):
        raise Failed(f"of {ROWS} {status} ended {rows}, with {lapses} lapses noted")
