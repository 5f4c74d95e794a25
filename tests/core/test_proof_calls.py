from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.ringing import ask, pick_up, ring, withheld
from tests.core.stage import ANN, BEN, Stage, number


def test_the_key_books_what_is_held(stage: Stage) -> None:
    """All birth dates were keyed in before: one key, and it is booked, in the call that rang."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.born(who, held)
    ask(stage, who, held)
    stage.hang_up(who)
    called = pick_up(stage)
    booked = stage.do(c.PressKey(called))
    assert isinstance(booked, o.Booked)
    assert booked.booking == held.booking
    assert stage.ask(c.MyBookings(called)) == o.Bookings((booked,))


def test_the_key_asks_for_what_is_missing(stage: Stage) -> None:
    """The hold is this call's now, with ten minutes to key the birth dates in; then it is confirmed by the proof."""
    who = stage.call()
    held = stage.held(who, send="none", party=2)
    ask(stage, who, held)
    stage.wait(minutes=9)
    called = pick_up(stage)
    assert stage.do(c.PressKey(called)) == o.VisitorsMissing(held.booking, (1, 2), 2)
    assert stage.one("SELECT live_until FROM bookings") == stage.now + timedelta(minutes=10)
    assert isinstance(stage.ask(c.HeldByCall(called)), o.Held)
    stage.wait(minutes=9)
    stage.born(called, held)
    assert isinstance(stage.do(c.Confirm(called, held.booking, None)), o.Booked)


def test_a_second_key_holds_no_longer(stage: Stage) -> None:
    """Without birth dates a hold cannot be kept by one call of ours after another."""
    who = stage.call()
    held = stage.held(who, send="none")
    for _ in range(2):
        ask(stage, who, held)
        stage.wait(minutes=3)
        who = pick_up(stage)
        assert stage.do(c.PressKey(who)) == o.VisitorsMissing(held.booking, (1,), 1)
    pressed = stage.rows("SELECT used_at FROM codes ORDER BY used_at")
    assert stage.one("SELECT live_until FROM bookings") == pressed[0].used_at + timedelta(minutes=10)


def test_the_key_proves_the_phone(stage: Stage) -> None:
    """Asked for without a hold, it proves the number in the call that rang, and in no other."""
    who = stage.call()
    ask(stage, who)
    called = pick_up(stage)
    assert stage.ask(c.MyBookings(called)) == o.ProofNeeded()
    assert stage.do(c.PressKey(called)) == o.Proven()
    assert stage.ask(c.MyBookings(called)) == o.Bookings(())
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()


def test_the_key_works_once(stage: Stage) -> None:
    """The same turn again gets the same answer; another one finds that the call has done its work."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.born(who, held)
    ask(stage, who, held)
    called = pick_up(stage)
    booked = stage.do(c.PressKey(called), "the key")
    assert isinstance(booked, o.Booked)
    assert stage.do(c.PressKey(called), "the key") == booked
    assert stage.do(c.PressKey(called)) == o.ProofCallOver()
    assert stage.one("SELECT count(*) FROM proofs") == 1


def test_no_other_call_can_press_it(stage: Stage) -> None:
    """Neither the call that asked nor one of another number: only the call we made carries the code."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.born(who, held)
    ask(stage, who, held)
    called = pick_up(stage)
    for other in (who, stage.call(), stage.call(BEN), withheld(stage)):
        assert stage.do(c.PressKey(other)) == o.ProofCallOver()
    assert stage.status(held.booking) == "held"
    assert isinstance(stage.do(c.PressKey(called)), o.Booked)


def test_a_call_of_ours_is_no_other_numbers(stage: Stage) -> None:
    """Nobody can key another number in on it."""
    ask(stage, stage.call())
    assert stage.do(c.NoteNumber(pick_up(stage), number(BEN))) == o.NumberRefused("keyed_often")


def test_the_key_comes_too_late(stage: Stage) -> None:
    """At the code's expiry there is nothing left to press it for, and nothing to say on a call picked up then."""
    who = stage.call()
    held = stage.held(who, send="none")
    ask(stage, who, held)
    delivery = ring(stage)
    called = pick_up(stage, delivery)
    stage.now = stage.one("SELECT expires_at FROM codes")
    assert stage.do(c.PressKey(called)) == o.ProofCallOver()
    assert stage.do(c.StartProofCall("CA" + "d" * 32, stage.line.number, delivery)) == o.ProofCallOver()
    assert stage.one("SELECT count(*) FROM proofs") == 0


def test_the_hold_that_is_over(stage: Stage) -> None:
    """Given back, its code is dead; lapsed, the phone is proven but nothing is booked."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    given, lapsed = stage.held(ann, send="none"), stage.held(ben, send="none")
    for who, held in ((ann, given), (ben, lapsed)):
        ask(stage, who, held)
        if who is ann:
            called = pick_up(stage)
    stage.do(c.LetHoldGo(ann, given.booking))
    assert stage.do(c.PressKey(called)) == o.ProofCallOver()
    stage.put("UPDATE bookings SET live_until = :now WHERE id = :id", now=stage.now, id=lapsed.booking)
    assert stage.do(c.PressKey(pick_up(stage))) == o.HoldLapsed()
    assert stage.status(lapsed.booking) == "lapsed"


def test_the_key_knows_the_limit(stage: Stage) -> None:
    """A number that has all it may have hears so, now that it is proven, and the hold is let go."""
    stage.book(stage.proven(), stage.slot(3))
    who = stage.call()
    held = stage.held(who, send="none")
    stage.born(who, held)
    ask(stage, who, held)
    assert stage.do(c.PressKey(pick_up(stage))) == o.LimitReached("live", None)
    assert stage.status(held.booking) == "lapsed"


def test_a_call_that_was_started_is_told_its_last_answer(stage: Stage) -> None:
    """When the provider asks again without a seal, also after the key was pressed."""
    ask(stage, stage.call())
    delivery = ring(stage)
    called = pick_up(stage, delivery)
    proven = stage.do(c.PressKey(called), "turn 1")
    stage.do(c.NoteStep(called.sid, "outbound", 1, "turn 1", "en"))
    again = stage.do(c.StartProofCall(called.sid, stage.line.number, delivery))
    assert again == o.CallStarted(False, None, "outbound", 1, proven, "en")
    assert stage.one("SELECT count(*) FROM calls WHERE delivery IS NOT NULL") == 1


def test_nothing_is_started_for_what_is_no_call(stage: Stage) -> None:
    """A text's delivery, and one that never was, start nothing."""
    stage.held(stage.call())
    text = UUID(str(stage.one("SELECT id FROM outbox")))
    for delivery in (text, UUID(int=7)):
        assert stage.do(c.StartProofCall("CA" + "d" * 32, stage.line.number, delivery)) == o.ProofCallOver()
