"""Booking on a caller's behalf: for the one caller who is joined to an agent, under that number's limits."""

from __future__ import annotations

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Agent, Staff
from tests.core.stage import ANN, BEN, CAT, Stage

KIM = Staff("kim")


def sees(stage: Stage, login: str = "kim") -> do.CallerNow:
    """What the agent sees of the caller."""
    found = stage.ask(d.CallerOf(Staff(login)))
    assert isinstance(found, do.CallerNow)
    return found


def test_an_agent_acts_for_the_joined_caller_alone(stage: Stage) -> None:
    """For another call, whosever it is, nothing is done and nothing is told, and the place stays free."""
    ann, ben = stage.proven(ANN), stage.proven(BEN)
    kim = stage.agent(ann)
    for stranger in (Agent("kim", ben.sid), Agent("nobody", ann.sid)):
        told: list[o.Outcome] = [stage.hold(stranger, send="none"), stage.ask(c.MyBookings(stranger))]
        assert told == [do.NotYourCaller()] * 2
    assert stage.rows("SELECT 1 FROM bookings") == []
    assert isinstance(stage.hold(kim, send="none"), o.Held)


def test_the_booking_of_another_number_is_out_of_reach(stage: Stage) -> None:
    """A form with the id of somebody else's booking or hold finds nothing, changes nothing, and reads no date."""
    theirs = stage.book(stage.proven(BEN))
    kept = stage.held(stage.proven(CAT), stage.slot(2), send="none")
    kim = stage.agent(stage.proven(ANN))
    before = stage.rows("SELECT * FROM bookings ORDER BY id"), stage.rows("SELECT * FROM visitors ORDER BY booking")
    for booking in (theirs.booking, kept.booking):
        acts: tuple[c.Command[o.Outcome], ...] = (
            c.Cancel(kim, booking, stage.slot()), c.UndoCancel(kim, booking), c.LetHoldGo(kim, booking),
            c.Confirm(kim, booking, None), c.SetVisitor(kim, booking, 1, 3, 4, 1990),
            c.HoldMove(kim, booking, stage.slot(1)), c.Move(kim, booking, stage.slot(1)),
        )  # fmt: skip
        told = [type(stage.do(act)) for act in acts]
        assert not {o.Cancelled, o.Booked, o.VisitorNoted, o.NextHeld, o.Moved} & set(told), told
        assert not isinstance(stage.ask(c.ReadVisitor(kim, booking, 1)), o.VisitorNoted)
    after = stage.rows("SELECT * FROM bookings ORDER BY id"), stage.rows("SELECT * FROM visitors ORDER BY booking")
    assert after == before


@pytest.mark.parametrize("change", [
    "UPDATE agent_states SET state = 'after'", "UPDATE queue SET ended_at = now()", "UPDATE calls SET ended_at = now()",
    "UPDATE agents SET disabled_at = now()", "UPDATE agents SET role = 'surge'", "UPDATE agents SET role = 'clerk'",
])  # fmt: skip
def test_an_agent_acts_while_they_talk(stage: Stage, change: str) -> None:
    """Once the talk, the call or the agent's right is over, so is all acting."""
    kim = stage.agent(stage.proven())
    stage.put(change)
    assert stage.hold(kim, send="none") == do.NotYourCaller()


def test_a_form_sent_twice_hears_its_answer_after_the_call(stage: Stage) -> None:
    """What was done is told again though the caller has hung up meanwhile; nothing new is."""
    who = stage.proven()
    kim = stage.agent(who)
    held = stage.held(kim, send="none")
    stage.born(kim, held)
    booked = stage.do(c.Confirm(kim, held.booking, None), "form")
    assert isinstance(booked, o.Booked)
    stage.hang_up(who)
    assert stage.do(c.Confirm(kim, held.booking, None), "form") == booked
    refused: o.Outcome = stage.do(c.Cancel(kim, held.booking), "other form")
    assert refused == do.NotYourCaller()


def test_before_proof_nothing_tells_whether_a_number_holds_bookings(stage: Stage) -> None:
    """With bookings and without, an unproven caller looks the same to the agent."""
    stage.book(stage.proven(ANN))
    looks = []
    for number in (ANN, BEN):
        stage.agent(stage.call(number))
        seen = sees(stage)
        looks.append((seen.goes_by, seen.proven, seen.held, seen.moves, seen.given_up, seen.asked, seen.refused))
    assert looks[0] == looks[1]
    assert sees(stage).ending == BEN[-2:]


def test_an_agent_sees_what_the_proven_caller_holds(stage: Stage) -> None:
    """The hold with its missing dates, then what was given up and can be had back."""
    kim = stage.agent(stage.proven())
    held = stage.held(kim, party=2, send="none")
    assert sees(stage).held == do.HeldHere(held.booking, held.until, 2, held.offer, (1, 2))
    stage.born(kim, held)
    booked = stage.do(c.Confirm(kim, held.booking, None))
    assert isinstance(booked, o.Booked)
    moved = stage.do(c.HoldMove(kim, held.booking, stage.slot(3)))
    assert sees(stage).moves == (moved,)
    assert isinstance(stage.do(c.Cancel(kim, held.booking)), o.Cancelled)
    (given_up,) = sees(stage).given_up
    assert given_up.reference == booked.reference
    assert isinstance(stage.do(c.UndoCancel(kim, held.booking)), o.Booked)


def test_after_a_hang_up_it_is_said(stage: Stage) -> None:
    """The agent is told that the caller is gone; after the next call begins, nothing of the old one is left."""
    who = stage.proven()
    stage.agent(who)
    assert not sees(stage).over
    stage.hang_up(who)
    assert sees(stage).over
    stage.put("UPDATE agent_states SET state = 'available', waiter = NULL")
    assert stage.ask(d.CallerOf(KIM)) == do.NoCaller()


def test_a_presence_code_texted_back_proves_the_call(stage: Stage) -> None:
    """The caller answers the text: the call is proven, and the thread is not; the agent goes on."""
    kim = stage.agent(stage.call())
    assert isinstance(stage.do(c.SendCode(kim, "presence", None, "en")), o.CodeSent)
    assert stage.rows("SELECT kind FROM outbox") == [("presence_desk",)]
    assert sees(stage).texted == "sent"
    text = stage.text()
    assert stage.do(c.TextCode(text, stage.code(ANN, "presence"))) == o.CallProven()
    assert sees(stage).proven
    assert stage.rows("SELECT 1 FROM proofs WHERE call IS NULL") == []
    assert isinstance(stage.hold(kim, send="none"), o.Held)
    assert stage.do(c.TextCode(text, stage.code(ANN, "presence"))) == o.CodeExpired()


def test_a_presence_code_of_an_ivr_call_is_no_answer_by_text(stage: Stage) -> None:
    """Only what an agent asked for may be texted back: a caller alone keys it in."""
    stage.do(c.SendCode(stage.call(), "presence", None, "en"))
    assert stage.do(c.TextCode(stage.text(), stage.code(ANN, "presence"))) == o.CodeExpired()
    assert stage.rows("SELECT 1 FROM proofs") == []


def test_wrong_digits_by_text_cost_tries_of_the_presence_code(stage: Stage) -> None:
    """Five of them kill it, whoever sends them; the code of another number is wrong too."""
    kim = stage.agent(stage.call())
    stage.do(c.SendCode(kim, "presence", None, "en"))
    right = stage.code(ANN, "presence")
    assert stage.do(c.TextCode(stage.text(BEN), right)) == o.CodeExpired()
    answers = [stage.do(c.TextCode(stage.text(), "000000")) for _ in range(5)]
    assert answers[-1] == o.CodeBlocked()
    assert stage.do(c.TextCode(stage.text(), right)) == o.CodeExpired()
    assert not sees(stage).proven


def test_a_code_texted_back_after_the_hang_up_proves_nothing(stage: Stage) -> None:
    """The call it was asked for in is over."""
    who = stage.call()
    stage.do(c.SendCode(stage.agent(who), "presence", None, "en"))
    stage.hang_up(who)
    assert stage.do(c.TextCode(stage.text(), stage.code(ANN, "presence"))) == o.CodeExpired()
    assert stage.rows("SELECT 1 FROM proofs WHERE until > :now", now=stage.now) == []


def test_six_digits_by_text_are_the_code_that_they_are(stage: Stage) -> None:
    """A code to confirm and one for the desk live at once: each does its own, and costs the other no try."""
    who = stage.call()
    held = stage.ready(who)
    kim = stage.agent(who)
    stage.do(c.SendCode(kim, "presence", None, "en"))
    confirm, presence = stage.code(ANN, "confirm"), stage.code(ANN, "presence")
    assert stage.do(c.TextCode(stage.text(), presence)) == o.CallProven()
    booked = stage.do(c.TextCode(stage.text(), confirm))
    assert isinstance(booked, o.Booked)
    assert booked.booking == held.booking
    assert stage.one("SELECT sum(wrong) FROM codes") == 0
