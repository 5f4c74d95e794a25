from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.ringing import CALLED, ask, ring, withheld
from tests.core.stage import ANN, BEN, Stage, number


def test_a_call_is_a_code_that_nobody_is_told(stage: Stage) -> None:
    """Asked for instead of a text, it waits fifteen seconds, lives as long as a code, and counts as one."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.wait(minutes=5)
    expires = stage.now + timedelta(minutes=10)
    assert ask(stage, who, held) == o.CallComing(expires)
    (row,) = stage.rows(CALLED)
    assert (row.not_before, row.not_after) == (stage.now + timedelta(seconds=15), expires)
    assert stage.one("SELECT live_until FROM bookings") == expires
    assert stage.one("SELECT cardinality(sent_at) FROM codes") == 1


def test_asking_again_while_it_waits_changes_nothing(stage: Stage) -> None:
    """However often, and however it is asked for: the one call is coming."""
    who = stage.call()
    held = stage.held(who, send="none")
    coming = ask(stage, who, held)
    stage.wait(minutes=2)
    assert [ask(stage, who, held, by) for by in ("call", "text")] == [coming, coming]
    assert len(stage.rows("SELECT FROM outbox")) == 1


def test_the_live_code_goes_on_by_call(stage: Stage) -> None:
    """The same code, carried by a call as its next send; a minute after the text and not before."""
    who = stage.call()
    held = stage.held(who)
    assert ask(stage, who, held) == o.TooSoon(stage.now + timedelta(minutes=1))
    stage.wait(minutes=1)
    assert ask(stage, who, held) == o.CallComing(held.until)
    assert stage.one("SELECT cardinality(sent_at) FROM codes") == 2
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code())), o.VisitorsMissing)


def test_the_third_send_is_a_call(stage: Stage) -> None:
    """Whatever was asked for: two texts have helped nobody. A fourth there is not."""
    who = stage.call()
    held = stage.held(who)
    stage.put("UPDATE rules SET codes_hour = 9, codes_day = 9")
    stage.wait(minutes=1)
    assert isinstance(ask(stage, who, held, "text"), o.CodeSent)
    stage.wait(minutes=1)
    assert ask(stage, who, held, "text") == o.CallComing(held.until)
    stage.do(c.ReportProofCall(ring(stage), "CA" + "e" * 32, True))
    stage.wait(minutes=1)
    assert ask(stage, who, held, "text") == o.TooManyCodes(held.until)


def test_calls_and_texts_have_one_budget(stage: Stage) -> None:
    """Three an hour over all callers, told or not told."""
    first = stage.now
    ways: tuple[c.By, ...] = ("call", "text", "call")
    for by in ways:
        ask(stage, stage.call(), by=by)
    for by in ways:
        assert ask(stage, stage.call(), by=by) == o.TooManyCodes(first + timedelta(hours=1))
    assert isinstance(ask(stage, stage.call(BEN)), o.CallComing)


def test_a_number_keyed_in_is_only_ever_called(stage: Stage) -> None:
    """A text there would prove nothing of this call: neither the hold nor the question for a code sends one."""
    who = stage.call(BEN)
    stage.do(c.NoteNumber(who, number(ANN)))
    held = stage.held(who)
    assert not held.texted
    assert isinstance(ask(stage, who, held, "text"), o.CallComing)
    assert [row.kind for row in stage.rows("SELECT kind FROM outbox")] == ["proof_call"]


def test_any_caller_can_call_for_another_phone(stage: Stage) -> None:
    """The call is that number's from then on, can read it back, and keeps its travel date."""
    who = stage.call(BEN)
    stage.do(c.NoteTravelDate(who, stage.now.date()))
    assert stage.ask(c.ReadNumber(who)) == o.NumberNeeded()
    assert stage.do(c.NoteNumber(who, number(ANN))) == o.NumberNoted(number(ANN))
    assert stage.ask(c.ReadNumber(who)) == o.NumberNoted(number(ANN))
    assert stage.one("SELECT travel_date FROM calls") == stage.now.date()


@pytest.mark.parametrize("hidden", [False, True])
def test_three_numbers_can_be_keyed_in(stage: Stage, hidden: bool) -> None:
    """The fourth is refused and nothing is written of it, so that a call cannot try out a list of numbers."""
    who = withheld(stage) if hidden else stage.call()
    for nth in range(3):
        assert isinstance(stage.do(c.NoteNumber(who, number(f"+1202555014{nth}"))), o.NumberNoted)
    before = stage.one("SELECT count(*) FROM numbers")
    assert stage.do(c.NoteNumber(who, number("+12025550149"))) == o.NumberRefused("keyed_often")
    assert stage.ask(c.ReadNumber(who)) == o.NumberNoted(number("+12025550142"))
    assert stage.one("SELECT count(*) FROM numbers") == before


def test_a_number_keyed_in_finds_no_hold(stage: Stage) -> None:
    """Who keys a number in is neither told what its last call held, nor takes it up."""
    cut_off = stage.call(ANN)
    held = stage.held(cut_off)
    stage.hang_up(cut_off)
    who = stage.call(BEN)
    stage.do(c.NoteNumber(who, number(ANN)))
    assert stage.ask(c.FindHold(who)) == o.NothingHeld()
    assert stage.do(c.ExtendHold(who, held.booking)) == o.HoldLapsed()
    assert isinstance(stage.ask(c.FindHold(stage.call(ANN))), o.Held)


def test_a_proof_is_the_numbers_and_not_the_calls(stage: Stage) -> None:
    """Whoever proves one number and then keys in another is not proven for that one."""
    who = stage.proven(BEN)
    stage.do(c.NoteNumber(who, number(ANN)))
    assert stage.ask(c.MyBookings(who)) == o.ProofNeeded()
    stage.do(c.NoteNumber(who, number(BEN)))
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())
