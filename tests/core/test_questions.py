"""Giving up and moving by text: each answer has a nonce, and a nonce does exactly what it was told for."""

from __future__ import annotations

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.asking import asked, reply
from tests.core.stage import BEN, RENEWAL, URGENT, Stage


def test_a_nonce_gives_up_and_another_takes_back(stage: Stage) -> None:
    """The nonce gives the booking up once; the one told then takes it back, and the first is used."""
    booked = stage.book(stage.proven())
    (question,) = asked(stage).questions
    given = reply(stage, question.digits)
    assert isinstance(given, o.Cancelled)
    assert stage.status(booked.booking) == "cancelled"
    undo = stage.ask(c.AskUndo(stage.text(), booked.booking))
    assert isinstance(undo, o.Asked)
    assert undo.questions[0].until == given.undo_until
    assert reply(stage, question.digits) == o.CodeWrong(4)
    assert reply(stage, undo.questions[0].digits) == booked
    assert stage.status(booked.booking) == "booked"
    assert {row.booked for row in stage.owned(booked.booking)} == {True}
    assert reply(stage, undo.questions[0].digits) == o.CodeExpired()
    assert stage.ask(c.AskUndo(stage.text(), booked.booking)) == o.NoSuchBooking()


def test_taking_back_meets_the_limit(stage: Stage) -> None:
    """Who booked anew after giving up has no allowance left to take the old booking back."""
    first = stage.book(stage.proven())
    reply(stage, asked(stage).questions[0].digits)
    undo = stage.ask(c.AskUndo(stage.text(), first.booking))
    assert isinstance(undo, o.Asked)
    stage.book(stage.proven(), stage.slot(3))
    assert reply(stage, undo.questions[0].digits) == o.LimitReached("live", None)
    assert stage.status(first.booking) == "cancelled"


def test_a_late_undo_changes_nothing(stage: Stage) -> None:
    """After the undo time its nonce is dead."""
    booked = stage.book(stage.proven())
    reply(stage, asked(stage).questions[0].digits)
    undo = stage.ask(c.AskUndo(stage.text(), booked.booking))
    assert isinstance(undo, o.Asked)
    stage.wait(minutes=10)
    assert reply(stage, undo.questions[0].digits) == o.CodeExpired()
    assert stage.status(booked.booking) == "cancelled"


def test_a_nonce_moves_at_once(stage: Stage) -> None:
    """One nonce a new time: it moves the booking there, lets the old place cool, and the others are over."""
    booked = stage.book(stage.proven(), stage.slot(6))
    question = asked(stage, "move")
    assert len(question.questions) == 3
    assert booked.offer not in [each.offer for each in question.questions]
    chosen = question.questions[1]
    moved = reply(stage, chosen.digits)
    assert moved == o.Moved(booked.booking, booked.reference, 1, chosen.offer)
    places = stage.owned(booked.booking)
    assert {row.slot: row.booked for row in places} == {chosen.offer.slot: True, booked.offer.slot: False}
    assert [reply(stage, each.digits) for each in question.questions] == [o.CodeExpired()] * 3


def test_a_time_taken_meanwhile_is_asked_anew(stage: Stage) -> None:
    """The booking stays, and other times have nonces of their own."""
    booked = stage.book(stage.proven(), stage.slot(6))
    question = asked(stage, "move")
    gone = question.questions[0]
    stage.put("UPDATE places SET free_at = 'infinity' WHERE slot = :slot", slot=gone.offer.slot)
    again = reply(stage, gone.digits)
    assert isinstance(again, o.Asked)
    assert gone.offer.slot not in {each.offer.slot for each in again.questions}
    assert stage.one("SELECT slot FROM bookings WHERE id = :id", id=booked.booking) == booked.offer.slot
    assert isinstance(reply(stage, again.questions[0].digits), o.Moved)


def test_nothing_free_is_said(stage: Stage) -> None:
    """A calendar without another time answers so, and the booking stays."""
    booked = stage.book(stage.proven())
    stage.only(booked.offer.slot)
    assert stage.do(c.AskToChange(stage.text(), "move", None)) == o.NoneFree(booked.offer.office)


def test_several_bookings_are_told_apart(stage: Stage) -> None:
    """With more than one they are listed; each is then asked about by its own nonce, and only it is given up."""
    stage.put("UPDATE limit_groups SET allowed = 2")
    one = stage.book(stage.proven(), stage.slot(0, RENEWAL))
    two = stage.book(stage.proven(), stage.slot(0, URGENT))
    listed = stage.do(c.AskToChange(stage.text(), "give_up", None))
    assert isinstance(listed, o.Bookings)
    assert {each.booking for each in listed.bookings} == {one.booking, two.booking}
    questions = [stage.do(c.AskToChange(stage.text(), "give_up", each.booking)) for each in (one, two)]
    nonces = [question.questions[0].digits for question in questions if isinstance(question, o.Asked)]
    assert len(set(nonces)) == 2
    reply(stage, nonces[1])
    assert [stage.status(each.booking) for each in (one, two)] == ["booked", "cancelled"]


def test_asking_again_tells_the_same(stage: Stage) -> None:
    """While it lives a nonce is told again; the same text again is answered to the letter and charged once."""
    stage.book(stage.proven())
    command = c.AskToChange(stage.text(), "give_up", None)
    first = stage.do(command, "sms:1")
    assert stage.do(command, "sms:1") == first
    assert stage.one("SELECT cardinality(told) FROM numbers") == 1
    stage.wait(minutes=29)
    assert stage.do(command) == first
    stage.wait(minutes=1)
    later = stage.do(command)
    assert isinstance(first, o.Asked)
    assert isinstance(later, o.Asked)
    assert later.questions[0].digits != first.questions[0].digits
    assert stage.do(command) == o.AskedTooOften()


def test_a_doubled_answer_is_answered_alike(stage: Stage) -> None:
    """The same text again gives the same answer and moves nothing twice; so does one that met a time taken."""
    stage.book(stage.proven(), stage.slot(6))
    question = asked(stage, "move")
    stage.put("UPDATE places SET free_at = 'infinity' WHERE slot = :slot", slot=question.questions[0].offer.slot)
    command = c.AnswerQuestion(stage.text(), question.questions[0].digits)
    again = stage.do(command, "sms:2")
    assert isinstance(again, o.Asked)
    assert stage.do(command, "sms:2") == again
    moving = c.AnswerQuestion(stage.text(), again.questions[0].digits)
    assert stage.do(moving, "sms:3") == stage.do(moving, "sms:3")
    assert stage.one("SELECT moves FROM bookings") == 1


def test_no_nonce_is_stored_in_the_open(stage: Stage) -> None:
    """Neither the answers nor the codes hold four digits that could be replied."""
    stage.book(stage.proven(), stage.slot(6))
    for wish in ("give_up", "move"):
        stage.do(c.AskToChange(stage.text(), wish, None))
    kept = stage.rows("SELECT outcome FROM answers WHERE outcome LIKE '%%Question%%'")
    assert len(kept) == 2
    assert all('"digits":""' in row.outcome for row in kept)


def test_a_stranger_learns_and_changes_nothing(stage: Stage) -> None:
    """A nonce works for its own number only; a number without bookings hears so."""
    booked = stage.book(stage.proven())
    (question,) = asked(stage).questions
    stage.call(BEN)
    assert reply(stage, question.digits, BEN) == o.CodeExpired()
    assert stage.do(c.AskToChange(stage.text(BEN), "give_up", None)) == o.Bookings(())
    assert stage.do(c.AskToChange(stage.text(BEN), "give_up", booked.booking)) == o.NoSuchBooking()
    assert stage.status(booked.booking) == "booked"


def test_a_nonce_is_no_proof(stage: Stage) -> None:
    """A right nonce opens its own question and nothing else of the thread."""
    stage.book(stage.proven())
    reply(stage, asked(stage).questions[0].digits)
    assert stage.one("SELECT count(*) FROM proofs WHERE call IS NULL") == 0


@pytest.mark.parametrize("digits", ["5530", "0000", "１２３４"])
def test_a_number_never_seen_has_no_questions(stage: Stage, digits: str) -> None:
    """Whoever never wrote before hears that the number does not work."""
    assert reply(stage, digits) == o.CodeExpired()
