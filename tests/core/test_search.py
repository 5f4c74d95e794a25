from __future__ import annotations

import dataclasses
import itertools
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.transaction import Transaction
from tests.core.stage import RENEWAL, URGENT, Stage

PARTS: tuple[c.Part, ...] = ("any", "am", "pm")


def told(stage: Stage, query: c.NextFree) -> list[UUID]:
    """The slots that a search tells, in its order."""
    found = stage.ask(query)
    return [] if isinstance(found, o.NoneFree) else [offer.slot for offer in found.offers]


def plainly(stage: Stage, query: c.NextFree, travel: date | None = None) -> list[UUID]:
    """The same by looking at everything."""
    rows = stage.rows(
        "SELECT s.id, s.wall, s.starts, count(p.id) AS free FROM slots s JOIN services v ON v.id = s.service"
        " LEFT JOIN places p ON p.slot = s.id AND p.pool = 'public' AND p.open_from <= :now AND p.free_at <= :now"
        " WHERE s.office = :office AND s.service = :service AND s.starts < :now + v.horizon_days * interval '1 day'"
        " AND s.starts > greatest(:after, :now + v.lead_minutes * interval '1 minute')"
        " GROUP BY s.id ORDER BY s.starts",
        now=stage.now, office=query.office, service=query.service, after=query.after,
    )  # fmt: skip
    return [
        row.id
        for row in rows
        if row.free >= query.party
        and query.part in ("any", "am" if row.wall.hour < 12 else "pm")
        and (travel is None or row.wall.date() < travel)
    ][:3]


def test_a_search_tells_what_a_look_at_everything_finds(stage: Stage) -> None:
    """Whatever is booked, held, cooling, closed or kept back: the first three of the free, by party, part and day."""
    stage.put("SELECT setseed(0.5)")
    stage.put(
        "UPDATE places SET free_at = CASE WHEN random() < 0.7 THEN 'infinity' WHEN random() < 0.3"
        " THEN :now + interval '1 second' ELSE :now END, open_from = CASE WHEN random() < 0.1"
        " THEN :now + interval '1 second' ELSE :now END,"
        " pool = CASE WHEN random() < 0.1 THEN 'reserve' ELSE 'public' END",
        now=stage.now,
    )  # fmt: skip
    office, found = stage.line.offices[0].id, set()
    for party, part, days in itertools.product((1, 2, 4), PARTS, (-1, 3, 11, 400)):
        query = c.NextFree(office, stage.line.services[RENEWAL].id, party, stage.now + timedelta(days=days), part)
        assert told(stage, query) == plainly(stage, query), query
        found.add(tuple(told(stage, query)))
    assert len(found) > 12


def test_a_search_ends_before_the_day_of_travel(stage: Stage) -> None:
    """Where the service asks it: the day itself is too late, the day before is not."""
    who = stage.call()
    search = c.NextFree(stage.line.offices[0].id, stage.line.services[URGENT].id, 1, stage.now, sid=who.sid)
    for days in range(1, 6):
        travel = stage.now.date() + timedelta(days=days)
        stage.do(c.NoteTravelDate(who, travel))
        for after in (stage.now, stage.now + timedelta(days=days - 2)):
            query = dataclasses.replace(search, after=after)
            assert told(stage, query) == plainly(stage, query, travel), query


def pages(stage: Stage) -> int:
    """How many pages a search for four reads, where one can be had."""
    plan = stage.one(
        "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT next_free_v1(:office, :service, :now, 'any', 4, null, :now)",
        office=stage.line.offices[0].id, service=stage.line.services[RENEWAL].id, now=stage.now,
    )  # fmt: skip
    return int(plan[0]["Plan"]["Shared Hit Blocks"]) + int(plan[0]["Plan"]["Shared Read Blocks"])


def _six_times(t: Transaction, service: UUID, free_at: str) -> None:
    """Many rows, so it may take its time."""
    t.connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    t.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # every row is like one that stands
    more = ("INSERT INTO places(slot, office, service, starts, pool, release, free_at) SELECT slot, office, service,"
            " starts, pool, release, :free_at FROM places, generate_series(1, 5) WHERE service = :service")  # fmt: skip
    t.connection.execute(sa.text(more), {"service": service, "free_at": free_at})


def test_a_search_costs_the_same_in_a_larger_calendar(stage: Stage) -> None:
    """Neither places by the thousand in the slots it tells, nor booked-out ones before them, are read."""
    renewal = stage.line.services[RENEWAL].id
    pages(stage)  # the first use of a function also reads the system's own tables
    before = pages(stage)
    for free_at in ("-infinity", "infinity"):
        stage.core.transact(partial(_six_times, service=renewal, free_at=free_at))
    assert pages(stage) <= before * 1.5 + 10
