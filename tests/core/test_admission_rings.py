"""Calls back of admission that nobody takes, that come at night, or that may not be made: a person calls then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.admission_calls import BLOCK_DAY, LATE, RINGS_AGAIN
from tests.core.called_back import (
    FIVE,
    HERE,
    LAID,
    THIRTY,
    at,
    call_everybody_back,
    in_vain,
    laid,
    pick_up,
    promised,
    ring,
    seek,
)
from tests.core.post import lease
from tests.core.stage import BEN, Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Everybody is called back, and it is noon tomorrow."""
    return call_everybody_back(stage)


@pytest.mark.parametrize("answered", [False, True])
def test_it_rings_three_times_and_then_a_person_calls(stage: Stage, answered: bool) -> None:
    """Whether nobody picks up or a mailbox does; each two minutes after the one before."""
    promised(stage)
    for _ in range(2):
        in_vain(stage, answered=answered)
        assert laid(stage).not_before == stage.now + RINGS_AGAIN
    in_vain(stage, answered=answered)
    assert stage.rows(LAID) == []
    assert stage.rows("SELECT reason, language FROM callbacks") == [("admission_call", "es")]
    assert stage.rows("SELECT how, rings FROM admission_calls") == [("person", 2)]


def test_a_call_that_comes_too_late_to_ring_is_a_persons(stage: Stage) -> None:
    """A worker that was away does not ring hours later."""
    told = promised(stage)
    stage.now = told.until + LATE
    assert lease(stage) == []
    assert stage.rows("SELECT reason FROM callbacks") == [("admission_call",)]


def test_at_night_it_waits_for_the_morning_and_says_so(stage: Stage) -> None:
    """What would ring after nine in the evening rings in the half hour after eight, on the number's own clock."""
    at(stage, 22)
    told, row = promised(stage), laid(stage)
    assert told.until.astimezone(HERE).strftime("%H:%M") == "08:30"
    assert told.until - THIRTY + FIVE <= row.not_before <= told.until
    assert told.until - stage.now == timedelta(hours=10.5)


def test_in_the_evening_it_may_ring_on_a_sunday(stage: Stage) -> None:
    """It was asked for: hours of what nobody asked for do not count."""
    while stage.now.astimezone(HERE).isoweekday() != 7:
        stage.wait(days=1)
    assert promised(stage).until == stage.now + THIRTY


def test_after_an_opt_out_a_person_calls(stage: Stage) -> None:
    """No machine does, and the caller hears why somebody calls."""
    who = stage.call()
    stage.put("UPDATE numbers SET opted_out_at = :now", now=stage.now)
    assert seek(stage, who) == o.CallbackNoted(why="often")
    assert stage.rows("SELECT reason FROM callbacks") == [("admission",)]
    assert stage.rows(LAID) == []


def test_an_opt_out_after_the_promise_leaves_it_to_a_person(stage: Stage) -> None:
    """What was to ring is refused before it leaves."""
    promised(stage)
    stage.put("UPDATE numbers SET opted_out_at = :now", now=stage.now)
    stage.wait(minutes=31)
    assert lease(stage) == []
    assert stage.one("SELECT count(*) FROM callbacks WHERE done_at IS NULL") == 1
    assert stage.rows("SELECT how FROM admission_calls") == [("person",)]


def test_a_number_is_called_back_twice_a_day(stage: Stage) -> None:
    """The third wish leads to a person: anybody can claim to call from somebody else's telephone."""
    for _ in range(2):
        promised(stage)
        ours, _ = pick_up(stage)
        stage.do(c.PressKey(ours))
        stage.hang_up(ours)
    answer = seek(stage, stage.call())
    assert isinstance(answer, o.NotAdmitted)
    assert answer.agents_may
    promised(stage, BEN)
    stage.wait(days=1)
    promised(stage)


def test_a_block_has_its_own_measure(stage: Stage) -> None:
    """Twenty neighbours are called back in a day, and the next one is a person's."""
    for nth in range(BLOCK_DAY):
        promised(stage, f"+1202555{4000 + nth}")
    assert isinstance(seek(stage, stage.call("+12025554999")), o.NotAdmitted)
    promised(stage, "+12025560101")


def test_a_promise_that_got_lost_does_not_stand_for_ever(stage: Stage) -> None:
    """A call of which no report ever came is over once its time is; the next one is promised anew."""
    told = promised(stage)
    ring(stage)
    stage.now = told.until + LATE
    assert promised(stage).until > told.until
    assert stage.rows("SELECT how FROM admission_calls ORDER BY asked_at") == [("lost",), (None,)]


def test_the_database_itself_allows_one_promise_a_number(stage: Stage) -> None:
    """Whatever a second node believes."""
    promised(stage)
    assert stage.breaks(
        "admission_calls_open",
        "INSERT INTO admission_calls(id, number, why, service, office, party, send, language, asked_at, until) SELECT "
        "gen_random_uuid(), number, why, service, office, party, send, language, asked_at, until FROM admission_calls",
    )
