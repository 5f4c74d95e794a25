from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.retirement import retire
from tests.core.stage import ANN, BEN, RENEWAL, URGENT, Stage


def day_over(stage: Stage, booked: o.Booked) -> None:
    """Move the clock to the end of the visit's local day."""
    stage.now = stage.one("SELECT day_ends FROM slots WHERE id = :slot", slot=booked.offer.slot)


def test_a_booking_lives_to_the_end_of_its_day(stage: Stage) -> None:
    """A second before midnight at the office it counts and is told; at midnight it does not."""
    booked = stage.book(stage.proven())
    day_over(stage, booked)
    stage.wait(seconds=-1)
    who = stage.proven()
    assert stage.ask(c.MyBookings(who)) == o.Bookings((booked,))
    assert stage.hold(who, stage.slot(200)) == o.LimitReached("live", None)
    stage.wait(seconds=1)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())
    assert isinstance(stage.hold(who, stage.slot(200)), o.Held)


def test_an_office_that_checked_nobody_in_has_no_no_shows(stage: Stage) -> None:
    """Where nobody recorded visits that day, the visit counts as made, unrecorded."""
    booked = stage.book(stage.proven())
    day_over(stage, booked)
    stage.held(stage.proven(), stage.slot(200))
    (row,) = stage.rows("SELECT status, ended_why, ended_by, ended_at FROM bookings WHERE id = :id", id=booked.booking)
    assert row == ("fulfilled", "unrecorded", "clock", stage.now)


def test_a_no_show_where_others_were_checked_in(stage: Stage) -> None:
    """The office recorded visits that day and not this one."""
    booked = stage.book(stage.proven(ANN), _whole_day(stage, 0)[0])
    came = stage.book(stage.proven(BEN), _whole_day(stage, 0, URGENT)[0])
    stage.put("UPDATE bookings SET status = 'checked_in' WHERE id = :id", id=came.booking)
    day_over(stage, booked)
    stage.held(stage.proven(ANN), stage.slot(200))
    assert stage.status(booked.booking) == "no_show"


def test_who_was_checked_in_has_been_there(stage: Stage) -> None:
    """And still makes the others of that day no-shows when it is retired first."""
    first, second, *_ = _whole_day(stage, 0)
    booked, came = stage.book(stage.proven(ANN), first), stage.book(stage.proven(BEN), second)
    stage.put("UPDATE bookings SET status = 'checked_in' WHERE id = :id", id=came.booking)
    day_over(stage, booked)
    stage.held(stage.proven(BEN), stage.slot(200))
    (row,) = stage.rows("SELECT status, ended_why FROM bookings WHERE id = :id", id=came.booking)
    assert row == ("fulfilled", "visited")
    stage.held(stage.proven(ANN), stage.slot(201))
    assert stage.status(booked.booking) == "no_show"


def test_another_offices_day_says_nothing(stage: Stage) -> None:
    """Visits recorded elsewhere make no no-show here."""
    booked, came = stage.book(stage.proven(ANN)), stage.book(stage.proven(BEN), stage.slot(1, office=1))
    stage.put("UPDATE bookings SET status = 'checked_in' WHERE id = :id", id=came.booking)
    day_over(stage, booked)
    stage.held(stage.proven(ANN), stage.slot(200))
    assert stage.status(booked.booking) == "fulfilled"


def test_the_claim_itself_retires(stage: Stage) -> None:
    """Confirming meets the past too: no sweeper has to run between a lapsed day and a new booking."""
    old = stage.book(stage.proven())
    day_over(stage, old)
    who = stage.call()
    held = stage.ready(who, stage.slot(200))
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code())), o.Booked)
    assert stage.status(old.booking) == "fulfilled"


def test_a_retired_place_stays_the_bookings(stage: Stage) -> None:
    """The past is not on sale."""
    booked = stage.book(stage.proven())
    day_over(stage, booked)
    stage.held(stage.proven(), stage.slot(200))
    assert [place.booked for place in stage.owned(booked.booking)] == [True]


def test_all_at_once_is_as_one_by_one(stage: Stage) -> None:
    """What the clock's job makes of lapsed holds and days that are over is what each number's own claim makes of it."""
    people = [f"+1202555{n:04}" for n in range(10, 20)]
    days = [_whole_day(stage, office) for office in (0, 1)]
    for nth, e164 in enumerate(people):
        slot = days[nth % 2][nth]
        if nth % 3 == 0:
            stage.held(stage.call(e164), slot)
        else:
            booked = stage.book(stage.proven(e164), slot)
            if nth % 4 == 1:
                stage.put("UPDATE bookings SET status = 'checked_in' WHERE id = :id", id=booked.booking)
    stage.wait(days=9)  # however many holidays are before it
    one_by_one = _retired(stage, "SELECT retire_v1(number, :now) FROM bookings")
    assert _retired(stage, "SELECT retire_batch_v1(100, :now)") == one_by_one
    assert {row[1] for row in one_by_one} == {"lapsed", "fulfilled", "no_show"}


def _whole_day(stage: Stage, office: int, service: int = RENEWAL) -> list[UUID]:
    """The slots of the first day at an office that begins two days from now or later: a no-show needs company."""
    rows = stage.rows(
        "SELECT id FROM slots s WHERE office = :office AND service = :service AND day_ends = ("
        "SELECT min(day_ends) FROM slots d WHERE d.office = s.office AND d.day_ends > now() + interval '3 days') "
        "ORDER BY starts",
        office=stage.line.offices[office].id, service=stage.line.services[service].id,
    )  # fmt: skip
    return [row.id for row in rows]


def _retired(stage: Stage, statement: str) -> list[tuple[object, ...]]:
    """What a statement would leave; nothing is kept."""
    with stage.core.database.engine.connect() as connection:
        connection.execute(sa.text(statement), {"now": stage.now}).all()
        rows = connection.execute(sa.text(
            "SELECT b.id, status, ended_why, ended_by, ended_at, lapses "
            "FROM bookings b JOIN numbers n ON n.id = b.number ORDER BY b.id"
        )).all()  # fmt: skip
        connection.rollback()
    return [tuple(row) for row in rows]


def test_the_job_takes_so_many_at_once(stage: Stage) -> None:
    """In batches until nothing is left; a number that somebody is busy with is passed over and not waited for."""
    for n in range(5):
        stage.held(stage.call(f"+1202555{n + 10:04}"), stage.slot(n))
    stage.wait(hours=1)
    core = stage.core.at(stage.now)
    with stage.core.database.engine.connect() as busy:
        busy.execute(sa.text("SELECT id FROM numbers ORDER BY id LIMIT 1 FOR UPDATE"))
        assert core.transact(lambda t: retire(t, 100)) == 4
    assert [core.transact(lambda t: retire(t, 3)) for _ in range(2)] == [1, 0]
    assert stage.one("SELECT count(*) FROM bookings WHERE status = 'lapsed'") == 5
