"""What a search costs as the calendar grows: ten thousand places against a million, or ten million."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from bench import pgbench
from bench.arena import arena
from bench.company import undisturbed
from bench.figures import Failed, Figure, progress
from bench.stock import connect
from booking_core import schema
from postgres import EmbeddedServer

SMALL = 10_000
PAIRS, SEATS, MINUTES = 200, 5, 20
"""Pairs of office and service, places of a slot, minutes between slots: as in `calendar.sql`."""
ROUNDS = 5
COUNT = 1500
_CALENDAR = (Path(__file__).parent / "calendar.sql").read_text()

# A random pair, and a random instant of the first nine tenths of the calendar, where nearly everything is taken.
_SEARCH = (
    "\\set office random(1, 20)\n\\set service random(1, 10)\n\\set minutes random(0, {minutes})\n"
    "SELECT next_free_v1(('00000000-0000-7000-8000-' || lpad((:office)::text, 12, '0'))::uuid,"
    " ('00000000-0000-7000-8000-' || lpad((100 + :service)::text, 12, '0'))::uuid,"
    " date_trunc('day', now()) + interval '1 day' + (:minutes)::int * interval '1 minute', 'any', 1, null);\n"
)


def measure() -> list[Figure]:
    """The figure of the search, at BENCH_PLACES places (a million). Ten million take some minutes to lay out."""
    large = int(os.environ.get("BENCH_PLACES", "1000000"))
    with arena(fsync="off") as server:
        searches = {places: functools.partial(_median_ms, server, _laid_out(server, places), places)
                    for places in (SMALL, large)}  # fmt: skip
        values = []
        for nth in range(ROUNDS):
            order = (SMALL, large) if nth % 2 == 0 else (large, SMALL)
            waits = {places: undisturbed(searches[places]) for places in order}
            values.append(waits[large] / waits[SMALL])
            progress(f"round {nth + 1}: {values[-1]:.2f}")
    return [Figure(f"median search at {large:,} places ÷ at {SMALL:,}", "<=", 3, tuple(values))]


def _slots(places: int) -> int:
    return places // PAIRS // SEATS


def _laid_out(server: EmbeddedServer, places: int) -> str:
    progress(f"laying out {places:,} places")
    url = server.create_database(f"calendar_{places}")
    schema.migrate(url)
    with connect(url) as connection:
        connection.execute(_CALENDAR.format(slots=_slots(places)).encode())
        connection.execute(b"VACUUM (ANALYZE)")
    return url


def _median_ms(server: EmbeddedServer, url: str, places: int) -> float:
    """One search after another, after as many as it takes to have read the index once."""
    script = _SEARCH.format(minutes=int(_slots(places) * MINUTES * 0.9))
    pgbench.median_ms(server, url, script, COUNT // 3)
    waited = pgbench.median_ms(server, url, script, COUNT)
    with connect(url) as connection:
        wrong = connection.execute(_WRONG.format(minutes=int(_slots(places) * MINUTES * 0.45)).encode()).fetchall()
    if wrong:
        raise Failed(f"among {places} places a search told (times, though there are) {wrong}")
    return waited


# From the middle of the calendar on, for the pairs of one office: times told against times counted without an index.
_WRONG = """
  SELECT told, counted FROM (
    SELECT json_array_length(next_free_v1(v.office, v.id, t, 'any', 1, null)) AS told,
           (SELECT least(3, count(DISTINCT p.starts)) FROM places p
             WHERE p.office = v.office AND p.service = v.id AND p.starts > t AND p.free_at + interval '0' < 'infinity')
      FROM (SELECT s.id, '00000000-0000-7000-8000-000000000001'::uuid AS office,
                   date_trunc('day', now()) + interval '1 day' + {minutes} * interval '1 minute' AS t
              FROM services s) v) x(told, counted)
   WHERE told <> counted
"""
