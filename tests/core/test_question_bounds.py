"""What ends a question by text, and how often it can be asked and guessed at."""

from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.asking import asked, reply, wrong
from tests.core.stage import Stage


def test_moves_are_bounded(stage: Stage) -> None:
    """After two moves to earlier only later times are asked about, as in a call; an old nonce moves nothing either."""
    booked = stage.book(stage.proven(), stage.slot(6))
    question = asked(stage, "move")
    stage.put("UPDATE bookings SET moves = 2")
    assert reply(stage, question.questions[0].digits) == o.MovesUsed()
    later = [each.offer.slot for each in asked(stage, "move").questions]
    assert later == [stage.slot(nth) for nth in (7, 8, 9)]
    stage.only(booked.offer.slot)
    assert stage.do(c.AskToChange(stage.text(), "move", None)) == o.NoneFree(booked.offer.office)
    assert stage.one("SELECT slot FROM bookings WHERE id = :id", id=booked.booking) == booked.offer.slot


def test_a_days_nonces_are_bounded(stage: Stage) -> None:
    """Who asks on and on, proven or not, is told no more at some point: nonces are few, and no two are alike."""
    booked = stage.book(stage.proven(), stage.slot(6))
    last = asked(stage, "move").questions[-1].offer
    for _ in range(19):
        later = stage.do(c.AskToChange(stage.text(), "move", booked.booking, last.starts))
        assert isinstance(later, o.Asked)
        last = later.questions[-1].offer
    assert stage.do(c.AskToChange(stage.text(), "move", booked.booking, last.starts)) == o.AskedTooOften()
    assert stage.one("SELECT count(*) FROM codes WHERE purpose = 'move'") == 60


def test_later_times_replace_the_first(stage: Stage) -> None:
    """Whoever guesses has never more nonces to hit than were told last."""
    booked = stage.book(stage.proven(), stage.slot(6))
    first = asked(stage, "move")
    stage.wait(seconds=1)
    later = stage.do(c.AskToChange(stage.text(), "move", booked.booking, first.questions[-1].offer.starts))
    assert isinstance(later, o.Asked)
    assert later.questions[0].offer.starts > first.questions[-1].offer.starts
    assert stage.one("SELECT count(*) FROM codes WHERE purpose = 'move' AND dead_at IS NULL") == 3
    assert stage.one("SELECT cardinality(told) FROM numbers") == 1


def test_guessing_is_bounded(stage: Stage) -> None:
    """Five wrong tries end a question with all its answers, fifteen a day end all guessing; nothing is changed."""
    booked = stage.book(stage.proven(), stage.slot(6))
    for day_try in range(3):
        question = asked(stage, "move")
        tries = [reply(stage, wrong(question)) for _ in range(5)]
        assert tries == [*(o.CodeWrong(left) for left in (4, 3, 2, 1)), o.CodeBlocked()]
        if day_try < 2:
            assert reply(stage, question.questions[0].digits) == o.CodeExpired()
        stage.wait(minutes=1)
    assert isinstance(reply(stage, "1000"), o.TooManyTries)
    assert stage.one("SELECT slot FROM bookings WHERE id = :id", id=booked.booking) == booked.offer.slot


def test_nonces_are_no_code_texts(stage: Stage) -> None:
    """They are answers to what was asked, so they use up none of the number's code texts."""
    stage.book(stage.proven(), stage.slot(6))
    asked(stage, "move")
    asked(stage)
    assert stage.one("SELECT count(*) FROM codes WHERE sent_at = '{}'") == 4
    assert stage.one("SELECT code_budget_v1(number, now(), r)::text FROM rules r, codes LIMIT 1") is None


def test_what_was_moved_is_not_given_up_by_the_old_question(stage: Stage) -> None:
    """Who was asked about Tuesday and moved to Wednesday in a call keeps Wednesday, and moves no further by it."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(6))
    (give_up,), (move, *_) = asked(stage).questions, asked(stage, "move").questions
    stage.do(c.HoldMove(who, booked.booking, stage.slot(7)))
    moved = stage.do(c.Move(who, booked.booking))
    assert isinstance(moved, o.Moved)
    assert [reply(stage, each.digits) for each in (give_up, move)] == [o.CodeExpired()] * 2
    assert stage.ask(c.MyBookings(who)) == o.Bookings((o.Booked(moved.booking, moved.reference, 1, moved.offer),))


def test_what_was_given_up_and_taken_back_in_a_call_is_kept(stage: Stage) -> None:
    """A question outlived by its booking does nothing, nor one asked before the booking was taken back."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(6))
    (question,) = asked(stage).questions
    stage.do(c.Cancel(who, booked.booking))
    assert reply(stage, question.digits) == o.CodeExpired()
    stage.do(c.UndoCancel(who, booked.booking))
    assert reply(stage, question.digits) == o.CodeExpired()
    assert stage.status(booked.booking) == "booked"


def test_a_proven_thread_asks_as_often_as_it_likes(stage: Stage) -> None:
    """The three a day are for those who only claim a number."""
    stage.book(stage.proven())
    stage.put("INSERT INTO proofs SELECT gen_random_uuid(), id, NULL, :now, :until FROM numbers",
              now=stage.now, until=stage.now + timedelta(minutes=30))  # fmt: skip
    for _ in range(5):
        asked(stage)
    assert stage.one("SELECT cardinality(told) FROM numbers") == 0
