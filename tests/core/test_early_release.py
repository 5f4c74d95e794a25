"""What an early follow-up cannot reach is let go by a second supervisor, and can be had back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Staff
from tests.core.before import Before
from tests.core.early import SAM, SUE, begun, called, many, release, rented, silent, start, states, to
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.test_sold import statements


@pytest.fixture
def before(stage: Stage) -> Before:
    """Three weeks before a Tuesday, with two supervisors at the desk."""
    return begun(stage)


def test_silence_is_let_go_by_a_second_supervisor(before: Before) -> None:
    """Not by who started it, nor by whom they invited today; the place goes on, and the number is told."""
    stage, (started, booked) = before.stage, silent(before)
    assert states(before, started) == ["silent"]
    assert release(before, started, booked, SUE) == do.OwnRequest()
    stage.do(d.AddAgent(SUE, "tom", "Tom", "supervisor", ("en",)))
    assert release(before, started, booked, Staff("tom")) == do.InvitedToday()
    assert stage.status(booked[0].booking) == "booked"
    assert release(before, started, booked) == do.SilentReleased(1, 0)
    assert stage.status(booked[0].booking) == "cancelled"
    assert states(before, started) == ["released"]
    assert [row.by for row in before.sent("released")] == ["text"]
    assert [tuple(row) for row in stage.rows("SELECT actor, why FROM audit WHERE action = 'release_early'")] == [
        ("agent:sam", "sold")
    ]


def test_undelivered_is_not_silence(before: Before) -> None:
    """Neither text nor call has arrived: nothing is let go, though a person called in vain."""
    started, booked = silent(before, arrives="refused")
    assert states(before, started) == ["unreached"]
    assert release(before, started, booked) == do.SilentReleased(0, 1)
    assert before.stage.status(booked[0].booking) == "booked"


def test_one_channel_is_not_enough(before: Before) -> None:
    """The text arrived, the calls never rang."""
    rented(before, ANN)
    started = start(before)
    to(before, -21, 13)
    before.becomes("delivered", "follow_up")
    for days, hour in ((-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes("refused", "follow_up")
    called(before)
    assert states(before, started) == ["unreached"]


def test_without_a_person_nothing_is_let_go(before: Before) -> None:
    """Nobody has called them; and on another day on which nobody works on the list, not even who was called."""
    booked = rented(before, ANN)
    started = start(before)
    for days, hour in ((-21, 13), (-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes("delivered", "follow_up")
    assert states(before, started) == ["person"]
    assert release(before, started, booked) in (do.SilentReleased(0, 1), do.ListUnstaffed())
    called(before)
    before.stage.now = before.at(-19, 12)
    assert states(before, started) == ["silent"]
    assert release(before, started, booked) == do.ListUnstaffed()
    assert before.stage.status(booked[0].booking) == "booked"


def test_whoever_is_heard_of_meanwhile_keeps_it(before: Before) -> None:
    """The list that Sam saw is a minute old: who was reached since is not let go with the others."""
    stage, (started, booked) = before.stage, silent(before, ANN, BEN)
    assert states(before, started) == ["silent", "silent"]
    assert isinstance(stage.do(c.KeepBooking(stage.proven(BEN), booked[1].booking, booked[1].offer.slot)), o.Kept)
    assert release(before, started, booked) == do.SilentReleased(1, 1)
    assert stage.status(booked[1].booking) == "booked"


def test_a_busy_number_is_left_for_the_next_try(before: Before) -> None:
    """Ben's row is locked, as while he keeps his booking: Ann is let go at once, and Ben is looked at later."""
    stage, (started, booked) = before.stage, silent(before, ANN, BEN)
    with stage.core.database.engine.begin() as turn:
        turn.execute(sa.text("SELECT FROM numbers n JOIN bookings b ON b.number = n.id WHERE b.id = :id FOR UPDATE"),
                     {"id": booked[1].booking})  # fmt: skip
        assert release(before, started, booked) == do.SilentReleased(1, 0, 1)
    assert states(before, started) == ["released", "silent"]
    assert isinstance(stage.do(c.KeepBooking(stage.proven(BEN), booked[1].booking, booked[1].offer.slot)), o.Kept)
    assert release(before, started, booked) == do.SilentReleased(0, 2)


def test_few_are_let_go_in_one_transaction(before: Before) -> None:
    """Of more the first are taken, once under one key, and the others stay for another command."""
    stage, (started, _) = before.stage, silent(before)
    ids = tuple(many(before, d.RELEASED_AT_ONCE))
    every = d.ReleaseSilent(SAM, started.round, ids, "sold")
    assert [stage.do(every, "form") for _ in range(2)] == [do.SilentReleased(d.RELEASED_AT_ONCE, 0, 1)] * 2
    assert states(before, started).count("silent") == 1
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'release_early'") == d.RELEASED_AT_ONCE


def test_looking_at_a_round_is_a_handful_of_statements(before: Before) -> None:
    """As many for fifty bookings as for five, each of them silent."""
    started, _ = silent(before)
    asked = []
    for all_of_them in (5, 50):
        many(before, all_of_them - len(states(before, started)))
        with statements(before.stage) as seen:
            assert states(before, started) == ["silent"] * all_of_them
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 6


def test_a_landline_is_called_and_told_by_a_person(before: Before) -> None:
    """Two calls are its two; let go, no text can say so, so somebody calls."""
    started, booked = silent(before, CAT, texts="none")
    assert {row.by for row in before.sent("follow_up")} == {"call"}
    assert states(before, started) == ["silent"]
    assert release(before, started, booked) == do.SilentReleased(1, 0)
    assert before.stage.rows("SELECT reason FROM callbacks WHERE done_at IS NULL") == [("released",)]


def test_an_appeal_gives_the_place_back(before: Before) -> None:
    """While nobody else has it: to a person, who has the caller's proof; or by the digits of the text alone."""
    stage, (started, booked) = before.stage, silent(before, ANN, BEN)
    release(before, started, booked)
    agent = stage.agent(stage.proven(ANN))
    now = stage.ask(d.CallerOf(Staff("kim")))
    assert isinstance(now, do.CallerNow)
    assert [(each.booking, each.let_go) for each in now.given_up] == [(booked[0].booking, True)]
    assert isinstance(stage.do(d.Appeal(agent, booked[0].booking, "en")), o.Booked)
    assert isinstance(stage.do(c.AnswerQuestion(stage.text(BEN), stage.code(BEN, "undo"))), o.Booked)
    assert states(before, started) == ["keeps", "keeps"]


def test_an_appeal_that_comes_too_late_is_first_in_line(before: Before) -> None:
    """Somebody has the place: the number waits, and is drawn before all others."""
    stage, (started, booked) = before.stage, silent(before)
    release(before, started, booked)
    stage.put("UPDATE places SET booking = gen_random_uuid() WHERE booking = :id", id=booked[0].booking)
    agent = stage.agent(stage.proven(ANN))
    assert stage.do(d.Appeal(agent, booked[0].booking, "en")) == do.FirstOnList()
    assert stage.rows("SELECT class, office IS NULL FROM waiting WHERE ended_at IS NULL") == [(1, False)]
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'appeal'") == 1


def test_only_what_was_let_go_can_be_appealed(before: Before) -> None:
    """A booking that its holder gave up is none, and another number's is nobody's."""
    stage, (started, booked) = before.stage, silent(before)
    release(before, started, booked)
    other = stage.agent(stage.proven(BEN))
    assert stage.do(d.Appeal(other, booked[0].booking, "en")) == o.NoSuchBooking()
    unproven = stage.agent(stage.call(ANN), "ana")
    assert stage.do(d.Appeal(unproven, booked[0].booking, "en")) == o.ProofNeeded()
