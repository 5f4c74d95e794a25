from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.engine import Row

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.numbers import Reason, Refused
from tests.core.stage import ANN, BEN, Stage, number

CALLED = "SELECT id, code, not_before, not_after, state FROM outbox WHERE kind = 'proof_call' ORDER BY id"


def ask(stage: Stage, who: Caller, held: o.Held | None = None, by: c.By = "call") -> o.Outcome:
    """Ask for a code, carried by a call unless a text is asked for: for a hold, or to prove the phone."""
    return stage.do(c.SendCode(who, "confirm" if held else "presence", held.booking if held else None, "en", by))


def waiting(stage: Stage) -> list[Row[Any]]:
    """The proof calls that are still to be made."""
    return [row for row in stage.rows(CALLED) if row.state == "waiting"]


def ring(stage: Stage) -> UUID:
    """The worker places the one call that waits; the provider took it."""
    (row,) = waiting(stage)
    stage.now = max(stage.now, row.not_before)
    stage.put("UPDATE outbox SET state = 'sent' WHERE id = :id", id=row.id)
    return UUID(str(row.id))


def pick_up(stage: Stage, delivery: UUID | None = None) -> Caller:
    """The telephone rings and is answered."""
    delivery = delivery or ring(stage)
    sid = f"CA{next(stage.turns):032x}"
    assert stage.do(c.StartProofCall(sid, stage.line.number, delivery)) == o.CallStarted(False, language="en")
    return Caller(sid)


def rings_out(stage: Stage) -> None:
    """It rings, and nobody takes it."""
    stage.do(c.ReportProofCall(ring(stage), "CA" + "e" * 32, False))


def withheld(stage: Stage) -> Caller:
    """A call without a number."""
    sid = f"CA{next(stage.turns):032x}"
    stage.do(c.StartCall(sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    return Caller(sid)


# ── Asking ──


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


# ── A number that was keyed in ──


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
    assert stage.do(c.NoteNumber(who, number("+12025550149"))) == o.NumberRefused("not_a_telephone")
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


# ── The key ──


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
    assert stage.do(c.NoteNumber(pick_up(stage), number(BEN))) == o.NumberRefused("not_a_telephone")


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


# ── Nobody takes it ──


def test_three_rings_then_a_person(stage: Stage) -> None:
    """Half a minute apart; after the third a person follows up, once, though reports come doubled."""
    who = stage.call()
    ask(stage, who)
    for _ in range(2):
        rings_out(stage)
        assert [row.not_before - stage.now for row in waiting(stage)] == [timedelta(seconds=30)]
    last = ring(stage)
    for _ in range(2):
        stage.do(c.ReportProofCall(last, "CA" + "e" * 32, False))
    assert waiting(stage) == []
    assert stage.rows("SELECT reason FROM callbacks") == [("proof_call",)]


def test_no_ring_after_the_expiry(stage: Stage) -> None:
    """Where the next one would come too late, a person follows up at once."""
    ask(stage, stage.call())
    stage.wait(minutes=9, seconds=40)
    rings_out(stage)
    assert waiting(stage) == []
    assert stage.rows("SELECT reason FROM callbacks") == [("proof_call",)]


def test_nobody_is_rung_for_what_is_done(stage: Stage) -> None:
    """The code was used or replaced meanwhile: no further call, and nobody need follow up."""
    who = stage.call()
    held = stage.held(who)
    stage.wait(minutes=1)
    ask(stage, who, held)
    delivery = ring(stage)
    stage.do(c.Confirm(who, held.booking, stage.code()))
    stage.do(c.ReportProofCall(delivery, "CA" + "e" * 32, False))
    assert waiting(stage) == []
    assert stage.rows("SELECT FROM callbacks") == []


def test_the_end_of_the_asking_call_brings_it_forward(stage: Stage) -> None:
    """The telephone is free: it rings two seconds later, at the first try and at the next; no other number's does."""
    who, other = stage.call(ANN), stage.call(BEN)
    ask(stage, other)
    ask(stage, who)
    stage.wait(seconds=1)
    stage.hang_up(who)
    assert sorted(row.not_before - stage.now for row in waiting(stage)) == [
        timedelta(seconds=2), timedelta(seconds=14),
    ]  # fmt: skip


def test_who_is_busy_asking_is_rung_when_free(stage: Stage) -> None:
    """The first ring met a busy telephone, because its caller was still on the line with us."""
    who = stage.call()
    ask(stage, who)
    rings_out(stage)
    stage.wait(seconds=5)
    stage.hang_up(who)
    assert [row.not_before - stage.now for row in waiting(stage)] == [timedelta(seconds=2)]


# ── A text that fails ──


def text_fails(stage: Stage, error: str = "30005", state: c.Report = "undelivered") -> None:
    """The provider reports that the newest text did not arrive."""
    delivery = stage.one("SELECT id FROM outbox WHERE kind <> 'proof_call' ORDER BY id DESC LIMIT 1")
    stage.do(c.ReportDelivery(delivery, state, "SM" + "f" * 32, error))


@pytest.mark.parametrize(("talking", "seconds"), [(True, 15), (False, 2)])
def test_a_text_that_fails_is_followed_by_a_call(stage: Stage, talking: bool, seconds: int) -> None:
    """The same code, at once: as soon as the telephone that asked can ring."""
    who = stage.call()
    held = stage.held(who)
    stage.born(who, held)
    if not talking:
        stage.hang_up(who)
    text_fails(stage)
    (row,) = waiting(stage)
    assert row.not_before - stage.now == timedelta(seconds=seconds)
    assert (row.code, row.not_after) == (stage.one("SELECT id FROM codes"), held.until)
    assert isinstance(stage.do(c.PressKey(pick_up(stage))), o.Booked)


def test_a_presence_text_that_fails(stage: Stage) -> None:
    """The key then proves the phone."""
    ask(stage, stage.call(), by="text")
    text_fails(stage)
    assert stage.do(c.PressKey(pick_up(stage))) == o.Proven()


def test_reports_come_doubled_and_late(stage: Stage) -> None:
    """One failure, one call; and none while another text may still arrive."""
    who = stage.call()
    ask(stage, who, by="text")
    stage.wait(minutes=1)
    ask(stage, who, by="text")
    first = stage.one("SELECT id FROM outbox ORDER BY id LIMIT 1")
    stage.do(c.ReportDelivery(first, "undelivered", "SM" + "f" * 32, "30005"))
    assert stage.rows(CALLED) == []
    for _ in range(2):
        text_fails(stage)
    assert len(stage.rows(CALLED)) == 1


@pytest.mark.parametrize("over", ["used_at = :now", "dead_at = :now", "expires_at = :now"])
def test_no_call_for_a_code_that_is_over(stage: Stage, over: str) -> None:
    """Used, replaced or too old, its text may fail."""
    stage.held(stage.call())
    stage.put(f"UPDATE codes SET {over}", now=stage.now)
    text_fails(stage)
    assert stage.rows(CALLED) == []


def test_a_call_instead_of_a_text_counts(stage: Stage) -> None:
    """Three sends an hour are three: the fourth is not made, however the texts before it failed."""
    for _ in range(2):
        ask(stage, stage.call(), by="text")
        text_fails(stage)
    assert stage.one("SELECT count(*) FROM codes, unnest(sent_at)") == 3
    assert len(stage.rows(CALLED)) == 1


def test_who_has_opted_out_is_called_by_a_person(stage: Stage) -> None:
    """No machine calls unasked a person who wants no texts from us."""
    stage.held(stage.call())
    text_fails(stage, "21610", "refused")
    assert stage.rows(CALLED) == []
    assert stage.rows("SELECT reason FROM callbacks") == [("opted_out",)]


def test_other_texts_that_fail_are_followed_by_nothing(stage: Stage) -> None:
    """Only a code is waited for."""
    stage.book(stage.proven())
    text_fails(stage)
    assert stage.rows(CALLED) == []
    assert stage.rows("SELECT FROM callbacks") == []


# ── Asking what became of it ──


def test_what_became_of_the_code(stage: Stage) -> None:
    """On its way, failed with a call to come, called in vain, and over."""
    who = stage.call()
    held = stage.held(who)
    look = c.LookForCode(who, "confirm", held.booking)
    assert stage.ask(look) == o.TextOnItsWay()
    text_fails(stage)
    assert stage.ask(look) == o.CallComing(held.until)
    for _ in range(3):
        rings_out(stage)
    assert stage.ask(look) == o.TextFailed()
    stage.now = held.until
    assert stage.ask(look) == o.CodeExpired()


def test_the_newest_send_is_what_is_told_of(stage: Stage) -> None:
    """A text that failed after a good one failed; a code of another call is none of this one's."""
    who = stage.call()
    ask(stage, who, by="text")
    stage.wait(minutes=1)
    ask(stage, who, by="text")
    assert stage.ask(c.LookForCode(who, "presence", None)) == o.TextOnItsWay()
    assert stage.ask(c.LookForCode(stage.call(), "presence", None)) == o.CodeExpired()
    stage.put("UPDATE outbox SET state = 'refused' WHERE id = (SELECT max(id::text)::uuid FROM outbox)")
    assert stage.ask(c.LookForCode(who, "presence", None)) == o.TextFailed()
