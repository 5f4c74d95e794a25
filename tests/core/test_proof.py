from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.desk_commands import AskForPerson
from booking_core.numbers import Reason, Refused
from tests.core.stage import ANN, BEN, Stage, other


def test_a_presence_code_proves_the_number_in_its_call(stage: Stage) -> None:
    """Keyed in, it lets the call hear what is booked and hold without another code."""
    who = stage.call()
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
    stage.prove(who)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())
    held = stage.held(who)
    assert (held.proven, held.texted) == (True, False)


def test_proof_never_crosses_calls(stage: Stage) -> None:
    """Neither a later call of the number nor one at the same time is proven by it, nor its text thread."""
    before = stage.call()
    proven = stage.proven()
    booked = stage.book(proven)
    for who in (before, stage.call()):
        assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
        assert stage.do(c.Cancel(who, booked.booking)) == o.ProofNeeded()
    assert stage.do(c.Cancel(stage.text(), booked.booking)) == o.ProofNeeded()


def test_a_presence_code_proves_only_the_call_that_asked(stage: Stage) -> None:
    """Keyed in during another call of the same number, it is no code there, and stays good where it belongs."""
    asked, elsewhere = stage.call(), stage.call()
    stage.do(c.SendCode(asked, "presence", None, "en"))
    code = stage.code(purpose="presence")
    assert stage.do(c.Prove(elsewhere, code)) == o.CodeExpired()
    assert stage.do(c.Prove(asked, code)) == o.Proven()


def test_a_presence_code_has_five_tries(stage: Stage) -> None:
    """The fifth wrong one ends it; nothing that is held is let go by it."""
    who = stage.call()
    held = stage.held(who)
    stage.do(c.SendCode(who, "presence", None, "en"))
    wrong = other(stage.code(purpose="presence"))
    answers = [stage.do(c.Prove(who, wrong)) for _ in range(5)]
    assert answers == [o.CodeWrong(left) for left in (4, 3, 2, 1)] + [o.CodeBlocked()]
    assert stage.do(c.Prove(who, stage.code(purpose="presence"))) == o.CodeExpired()
    assert stage.status(held.booking) == "held"


def test_a_presence_code_lives_ten_minutes_and_works_once(stage: Stage) -> None:
    """At its expiry it proves nothing; used, it proves nothing more."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    for who in (ann, ben):
        stage.do(c.SendCode(who, "presence", None, "en"))
    stage.wait(minutes=10, seconds=-1)
    assert stage.do(c.Prove(ann, stage.code(ANN, "presence"))) == o.Proven()
    assert stage.do(c.Prove(ann, stage.code(ANN, "presence"))) == o.CodeExpired()
    stage.wait(seconds=1)
    assert stage.do(c.Prove(ben, stage.code(BEN, "presence"))) == o.CodeExpired()


def test_a_thread_is_proven_for_half_an_hour(stage: Stage) -> None:
    """Who texted the code can give up by text for thirty minutes, and not after them."""
    who = stage.call()
    held = stage.ready(who)
    assert isinstance(stage.do(c.Confirm(stage.text(), None, stage.code())), o.Booked)
    stage.wait(minutes=30)
    assert stage.do(c.Cancel(stage.text(), held.booking)) == o.ProofNeeded()
    stage.wait(seconds=-1)
    assert isinstance(stage.do(c.Cancel(stage.text(), held.booking)), o.Cancelled)


def test_proof_in_a_thread_is_no_proof_in_a_call(stage: Stage) -> None:
    """The code was texted back; whoever then calls from the number proves it anew."""
    stage.ready(stage.call())
    assert isinstance(stage.do(c.Confirm(stage.text(), None, stage.code())), o.Booked)
    assert stage.ask(c.MyBookings(stage.call())) == o.ProofNeeded()


def test_proof_holds_through_a_long_call(stage: Stage) -> None:
    """As long as a call can last, two hours on hold included."""
    who = stage.call()
    stage.prove(who)
    stage.wait(hours=2)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())


def test_a_number_that_is_withheld_is_never_proven(stage: Stage) -> None:
    """Keyed in during a withheld call, a number is a claim: nothing is told and no code of it proves another call."""
    stage.book(stage.proven())
    sid = "CA" + "9" * 32
    stage.do(c.StartCall(sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    who = Caller(sid)
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
    assert stage.do(AskForPerson(who, "asked", "en")) == o.NumberNeeded()
    stage.do(c.NoteNumber(who, stage.text().number))
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
    assert stage.do(AskForPerson(who, "asked", "en")) == o.CallbackNoted()


def test_the_row_of_a_code_does_not_tell_it(stage: Stage) -> None:
    """Two rows with the same digits look different, and neither holds the digits."""
    stage.held(stage.call(ANN))
    stage.held(stage.call(BEN))
    (one, two) = stage.rows("SELECT mac, sealed, id FROM codes")
    assert one.mac != two.mac
    keys = stage.core.keys
    assert keys.code_mac("confirm", "123456", one.id) != keys.code_mac("confirm", "123456", two.id)
    assert stage.code(ANN).encode() not in bytes(one.sealed) + bytes(one.mac) + bytes(two.sealed) + bytes(two.mac)


def test_a_proof_lasts_to_its_instant(stage: Stage) -> None:
    """The row says until when; at that instant it proves nothing."""
    who = stage.proven()
    stage.wait(hours=4)
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
    stage.wait(seconds=-1)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())
    assert stage.one("SELECT until FROM proofs") == stage.now + timedelta(seconds=1)
