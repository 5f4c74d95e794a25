from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.identifiers import is_reference
from tests.core.stage import ANN, BEN, Stage, other


def test_the_code_books(stage: Stage) -> None:
    """The right code makes the hold a booking: reference, place bound for good, allowance, proof and one message."""
    who = stage.call()
    held = stage.ready(who)
    booked = stage.do(c.Confirm(who, held.booking, stage.code()))
    assert isinstance(booked, o.Booked)
    assert (booked.booking, booked.party, booked.offer) == (held.booking, 1, held.offer)
    assert is_reference(booked.reference)
    assert [place.booked for place in stage.owned(held.booking)] == [True]
    assert stage.one("SELECT allowance IS NOT NULL FROM bookings")
    assert stage.rows("SELECT booking FROM outbox WHERE kind = 'booked'") == [(held.booking,)]
    assert stage.ask(c.MyBookings(who)) == o.Bookings((booked,))


def test_the_code_books_by_text_after_the_call(stage: Stage) -> None:
    """Texted back after hanging up, the code itself names the booking."""
    who = stage.call()
    held = stage.ready(who)
    stage.hang_up(who)
    booked = stage.do(c.Confirm(stage.text(), None, stage.code()))
    assert isinstance(booked, o.Booked)
    assert booked.booking == held.booking


def test_five_wrong_tries_kill_the_code_and_let_the_hold_go(stage: Stage) -> None:
    """Four times the tries left are said; the fifth ends code and hold, and the right code comes too late."""
    who = stage.call()
    held = stage.ready(who)
    code = stage.code()
    answers = [stage.do(c.Confirm(who, held.booking, other(code))) for _ in range(5)]
    assert answers == [o.CodeWrong(left) for left in (4, 3, 2, 1)] + [o.CodeBlocked()]
    assert stage.status(held.booking) == "lapsed"
    assert stage.free_again(held.booking) <= stage.now + timedelta(minutes=2)
    assert stage.do(c.Confirm(who, held.booking, code)) == o.CodeExpired()


def test_five_wrong_tries_leave_a_proven_hold(stage: Stage) -> None:
    """The hold of a number that was proven before is not lost by a forgotten code."""
    who = stage.proven()
    held = stage.ready(who)
    assert isinstance(stage.do(c.SendCode(who, "confirm", held.booking, "en")), o.CodeSent)
    for _ in range(5):
        stage.do(c.Confirm(who, held.booking, other(stage.code())))
    assert stage.status(held.booking) == "held"
    assert isinstance(stage.do(c.Confirm(who, held.booking, None)), o.Booked)


def test_fifteen_wrong_tries_a_day_over_all_codes(stage: Stage) -> None:
    """After the fifteenth not even the right code is looked at, until a day after the first of those codes."""
    first = stage.now
    who = stage.call()
    for _ in range(3):
        held = stage.held(who)
        for _ in range(5):
            stage.do(c.Confirm(who, held.booking, other(stage.code())))
    refused = stage.do(c.Confirm(who, held.booking, stage.code()))
    assert refused == o.TooManyTries(first + timedelta(days=1))
    assert stage.do(c.SendCode(who, "presence", None, "en")) == refused
    assert stage.do(c.Prove(who, "123456")) == refused


def test_a_right_code_without_birth_dates_extends_the_hold_once(stage: Stage) -> None:
    """It proves the number and holds for ten minutes more; asking again by that proof holds no longer."""
    who = stage.call()
    held = stage.held(who, party=2)
    stage.do(c.SetVisitor(who, held.booking, 1, 3, 4, 1985))
    stage.wait(minutes=8)
    missing = o.VisitorsMissing(held.booking, (2,), 2)
    assert stage.do(c.Confirm(who, held.booking, stage.code())) == missing
    until = stage.one("SELECT live_until FROM bookings")
    assert until == stage.now + timedelta(minutes=10)
    assert stage.free_again(held.booking) >= until
    stage.wait(minutes=5)
    assert stage.do(c.Confirm(who, held.booking, None)) == missing
    assert stage.one("SELECT live_until FROM bookings") == until
    stage.do(c.SetVisitor(who, held.booking, 2, 0, 0, 1990))
    assert isinstance(stage.do(c.Confirm(who, held.booking, None)), o.Booked)


def test_a_second_code_holds_no_longer(stage: Stage) -> None:
    """Whether it is keyed in or texted back: without birth dates a hold cannot be kept by code after code."""
    who = stage.call()
    held = stage.held(who)
    missing = o.VisitorsMissing(held.booking, (1,), 1)
    assert stage.do(c.Confirm(who, held.booking, stage.code())) == missing
    until = stage.one("SELECT live_until FROM bookings")
    stage.wait(minutes=5)
    stage.do(c.SendCode(who, "confirm", held.booking, "en"))
    assert stage.do(c.Confirm(stage.text(), None, stage.code())) == missing
    assert stage.one("SELECT live_until FROM bookings") == until


def test_an_expired_code_is_no_code(stage: Stage) -> None:
    """A second before its end the code books; at its end it does not, and no try is charged."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    one, two = stage.ready(ann), stage.ready(ben)
    stage.wait(minutes=9, seconds=59)
    assert isinstance(stage.do(c.Confirm(ann, one.booking, stage.code(ANN))), o.Booked)
    stage.wait(seconds=1)
    assert stage.do(c.Confirm(ben, two.booking, stage.code(BEN))) == o.CodeExpired()
    assert stage.one("SELECT sum(wrong) FROM codes") == 0


def test_a_code_works_once(stage: Stage) -> None:
    """What was used is used, whether it booked or only proved."""
    who = stage.call()
    held = stage.held(who)
    code = stage.code()
    assert isinstance(stage.do(c.Confirm(who, held.booking, code)), o.VisitorsMissing)
    assert stage.do(c.Confirm(who, held.booking, code)) == o.CodeExpired()
    assert stage.do(c.Confirm(stage.text(), None, code)) == o.CodeExpired()


def test_a_presence_code_confirms_nothing(stage: Stage) -> None:
    """A code for another purpose is a wrong one, and the hold stays a hold."""
    who = stage.call()
    held = stage.ready(who)
    stage.do(c.SendCode(who, "presence", None, "en"))
    presence = stage.code(purpose="presence")
    assert stage.do(c.Confirm(who, held.booking, presence)) == o.CodeWrong(4)
    assert stage.do(c.Prove(who, stage.code())) == o.CodeWrong(4)


def test_the_code_of_another_booking_confirms_nothing(stage: Stage) -> None:
    """A number with two holds, one of them proven: the code of the one is wrong for the other."""
    first = stage.proven()
    proven = stage.ready(first)
    stage.put("UPDATE limit_groups SET allowed = 2")
    stage.do(c.SendCode(first, "confirm", proven.booking, "en"))
    stage.put("UPDATE bookings SET limit_group = gen_random_uuid() WHERE id = :booking", booking=proven.booking)
    second = stage.call()
    claimed = stage.ready(second, stage.slot(1))
    assert stage.do(c.Confirm(second, claimed.booking, _of(stage, proven))) == o.CodeWrong(4)
    assert stage.status(claimed.booking) == "held"
    assert stage.do(c.Confirm(first, proven.booking, _of(stage, claimed))) == o.CodeWrong(4)


def _of(stage: Stage, held: o.Held) -> str:
    (row,) = stage.rows("SELECT id, sealed FROM codes WHERE booking = :booking", booking=held.booking)
    return stage.core.keys.decrypt(row.sealed, "codes.sealed", row.id)


def test_the_code_of_another_number_confirms_nothing(stage: Stage) -> None:
    """In a stranger's call, and in a stranger's thread, a right code is none."""
    held = stage.ready(stage.call(ANN))
    code = stage.code(ANN)
    assert stage.do(c.Confirm(stage.call(BEN), held.booking, code)) == o.CodeExpired()
    assert stage.do(c.Confirm(stage.text(BEN), None, code)) == o.CodeExpired()
    assert stage.one("SELECT wrong FROM codes") == 0


def test_without_code_and_proof_nothing_is_booked(stage: Stage) -> None:
    """The caller ID alone confirms nothing."""
    who = stage.call()
    held = stage.ready(who)
    assert stage.do(c.Confirm(who, held.booking, None)) == o.ProofNeeded()
    assert stage.status(held.booking) == "held"


def test_a_lapsed_hold_is_not_booked(stage: Stage) -> None:
    """At its last instant the hold is over, proof or not; a second before, it books."""
    ann, ben = stage.proven(ANN), stage.proven(BEN)
    one, two = stage.ready(ann), stage.ready(ben)
    stage.now = one.until - timedelta(seconds=1)
    assert isinstance(stage.do(c.Confirm(ann, one.booking, None)), o.Booked)
    stage.now = two.until
    assert stage.do(c.Confirm(ben, two.booking, None)) == o.HoldLapsed()
    assert stage.status(two.booking) == "lapsed"


def test_what_is_booked_already_is_told_again(stage: Stage) -> None:
    """By the proof of the call the booked one is the answer, with the same reference, and nothing changes."""
    who = stage.proven()
    booked = stage.book(who)
    messages = stage.one("SELECT count(*) FROM outbox")
    assert stage.do(c.Confirm(who, booked.booking, None)) == booked
    assert stage.one("SELECT count(*) FROM outbox") == messages
