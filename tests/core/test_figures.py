"""Live figures, and what is counted of each five minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from booking_core import figures
from booking_core import outcomes as o
from booking_core.desk_commands import LookBack, LookLive
from booking_core.desk_outcomes import LiveFigures
from tests.core.stage import BEN, Stage
from tests.core.test_scans import scans

NOON = datetime(2030, 3, 5, 17, 2, tzinfo=UTC)


def counted(stage: Stage, most: int = 300) -> int:
    """The clock counts what is over."""
    return stage.core.at(stage.now).transact(lambda t: figures.count(t, most))


def waiter(stage: Stage, arrived_s: int, *, picked_s: int | None = None, mode: str = "waits") -> None:
    """Somebody who began to wait so many seconds ago, was promised two minutes, and perhaps was picked up."""
    stage.put(
        "INSERT INTO queue (id, line, reason, language, arrived_at, mode, state, promised_s, picked_at) "
        "SELECT gen_random_uuid(), id, 'asked', 'en', :arrived, :mode, 'waiting', 120, :picked FROM lines LIMIT 1",
        arrived=stage.now - timedelta(seconds=arrived_s), mode=mode,
        picked=None if picked_s is None else stage.now - timedelta(seconds=picked_s),
    )  # fmt: skip


def a_busy_minute(stage: Stage) -> None:
    """One books and wants a second time; one is on the line; three wait or waited."""
    who = stage.proven()
    stage.book(who, stage.slot(6))
    assert isinstance(stage.hold(who, stage.slot(8)), o.LimitReached)
    stage.hang_up(who)
    stage.call(BEN)
    waiter(stage, 100)
    waiter(stage, 30, mode="callback")
    waiter(stage, 300, picked_s=200)
    waiter(stage, 299, picked_s=10)


def look(stage: Stage) -> LiveFigures:
    """What a supervisor sees a second later: what happens in this very instant is not over."""
    stage.wait(seconds=1)
    return stage.ask(LookLive())


def test_the_line_at_this_moment(stage: Stage) -> None:
    """Calls, who waits and for how long, promises kept, booked, refused and why, what is to be sent."""
    a_busy_minute(stage)
    found = look(stage)
    assert (found.calls, found.waiting, found.callbacks, found.longest_s) == (1, 1, 1, 101)
    assert (found.picked, found.in_time, found.booked) == (2, 1, 1)
    assert found.refused == (("LimitReached.live", 1),)
    assert found.due > 0
    assert {office for office, _, left in found.places if left > 0} == {office.name for office in stage.line.offices}


def test_nothing_is_counted_twice_or_lost_at_the_border(stage: Stage) -> None:
    """What is counted already and what is not yet are together what happened, at every second of a span."""
    stage.now = NOON
    for nth in range(1, 12):
        waiter(stage, 0, picked_s=0)
        counted(stage)
        stage.wait(seconds=61)
        assert look(stage).picked == nth
    stage.wait(hours=1, minutes=5)
    counted(stage)
    assert look(stage).picked == 0


def test_each_five_minutes_are_counted_once(stage: Stage) -> None:
    """Once they are over, by whichever clock leads; what is counted stays, though its rows go."""
    stage.now = NOON
    waiter(stage, 0, picked_s=0)
    counted(stage)
    assert stage.ask(LookBack(4)).spans[-1].at == NOON - timedelta(minutes=7)
    stage.wait(minutes=4)
    assert [counted(stage), counted(stage)] == [1, 0]
    stage.put("DELETE FROM queue")
    span = stage.ask(LookBack(4)).spans[-1]
    assert (span.at, span.many["waited"], span.many["in_time"]) == (NOON.replace(minute=0), 1, 1)
    assert len(stage.ask(LookBack(4)).spans) == 48


def test_a_clock_that_was_away_catches_up(stage: Stage) -> None:
    """In batches, and no further back than a day."""
    stage.now = NOON
    assert [counted(stage, 200), counted(stage, 200), counted(stage, 200)] == [200, 88, 0]
    stage.wait(hours=30)
    assert counted(stage, 1000) == 288


def test_reasons_are_told_apart(stage: Stage) -> None:
    """By what the outcome names, and callers whose number may not book beside them."""
    who = stage.proven()
    stage.book(who, stage.slot(6))
    stage.hold(who, stage.slot(8))
    stage.put("UPDATE calls SET reason = 'premium'")
    found = dict(look(stage).refused)
    assert found == {"LimitReached.live": 1, "caller.premium": 1}


def test_a_wish_that_finds_nothing_free_is_a_refusal(stage: Stage) -> None:
    """Where not one place is left, as where somebody was faster."""
    stage.seats(stage.slot(6), 0)
    assert isinstance(stage.hold(stage.call(), stage.slot(6)), o.PlaceGone)
    stage.put("UPDATE places SET free_at = 'infinity'")
    assert isinstance(stage.hold(stage.call(BEN), stage.slot(6)), o.NoneFree)
    assert dict(look(stage).refused) == {"PlaceGone": 1, "NoneFree": 1}


def test_live_figures_read_no_table_whole(stage: Stage) -> None:
    """However large the line has grown, each figure is found by an index of when it happened."""
    a_busy_minute(stage)
    stage.core.transact(lambda t: t.connection.execute(sa.text("ANALYZE")).close())
    with scans(stage) as found:
        look(stage)
        counted(stage)
        stage.ask(LookBack(4))
    assert not found, found[0]


def test_nothing_personal_is_in_them(stage: Stage) -> None:
    """No number, no name, no id of anything: counts, reasons, offices and services."""
    a_busy_minute(stage)
    told = str(look(stage))
    assert "555" not in told
    assert "UUID" not in told
