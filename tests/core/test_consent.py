"""Who has turned our texts off is texted and called by a person only, and keeps what is booked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import consent
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage


def stop(stage: Stage, key: str = "sms:SM1", e164: str = ANN) -> o.TextsOff:
    """The number texts STOP."""
    return stage.do(c.OptOut(stage.text(e164), "word"), key)


def start(stage: Stage, key: str = "sms:SM2", e164: str = ANN) -> o.TextsOn | o.Done:
    """The number texts START."""
    return stage.do(c.OptIn(stage.text(e164), "flag"), key)


def record(stage: Stage) -> list[tuple[str, str]]:
    """What is on record, oldest first."""
    return [(row.what, row.source) for row in stage.rows("SELECT what, source FROM consents ORDER BY id")]


def test_out_and_back_are_on_record(stage: Stage) -> None:
    """Each change is one row with its time and source; saying it twice writes nothing more."""
    stage.call()
    stop(stage)
    at = stage.now
    stage.wait(minutes=1)
    stop(stage, "sms:SM3")
    assert stage.one("SELECT opted_out_at FROM numbers") == at
    stage.wait(minutes=1)
    assert start(stage) == o.TextsOn()
    assert start(stage, "sms:SM4") == o.Done()
    assert stage.one("SELECT opted_out_at FROM numbers") is None
    assert record(stage) == [("out", "word"), ("in", "flag")]


def test_a_repeated_word_changes_nothing_back(stage: Stage) -> None:
    """The provider's retry of a STOP after a START is still the old STOP, and is answered as it was."""
    stop(stage)
    start(stage)
    assert stop(stage) == o.TextsOff()
    assert stage.one("SELECT opted_out_at FROM numbers") is None
    stop(stage, "sms:SM5")
    assert start(stage) == o.TextsOn()
    assert stage.one("SELECT opted_out_at FROM numbers") is not None


def test_a_number_never_seen_is_remembered(stage: Stage) -> None:
    """Whoever says no before we ever wrote is never written to."""
    stop(stage, e164=BEN)
    assert stage.hold(stage.call(BEN)) == o.TextsOff()


@pytest.mark.parametrize("send", ["text", "discreet", "none"])
def test_nothing_is_held_that_a_machine_would_have_to_prove(stage: Stage, send: c.Send) -> None:
    """Neither by text nor by call; the refusal takes no place, no code and no try."""
    who = stage.call()
    stop(stage)
    assert stage.hold(who, send=send) == o.TextsOff()
    assert stage.rows("SELECT 1 FROM bookings UNION ALL SELECT 1 FROM codes UNION ALL SELECT 1 FROM outbox") == []
    start(stage)
    assert isinstance(stage.hold(who, send=send), o.Held)


@pytest.mark.parametrize("by", ["text", "call"])
def test_no_code_is_sent(stage: Stage, by: c.By) -> None:
    """To prove the phone, or for what was held before the opt-out; the live one is not sent again either."""
    who = stage.call()
    held = stage.held(who)
    stop(stage)
    stage.wait(minutes=2)
    assert stage.do(c.SendCode(who, "presence", None, "en", by)) == o.TextsOff()
    assert stage.do(c.SendCode(who, "confirm", held.booking, "en", by)) == o.TextsOff()
    assert stage.one("SELECT count(*) FROM outbox") == 1


def test_what_was_held_before_is_booked_and_not_texted(stage: Stage) -> None:
    """An opt-out gives nothing up: the code that had come still books, and the call has said so."""
    who = stage.call()
    held = stage.ready(who)
    stop(stage)
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code())), o.Booked)
    assert stage.rows("SELECT kind FROM outbox") == [("code",)]


def test_a_proven_call_goes_on(stage: Stage) -> None:
    """Whoever has proven the phone in this call needs no machine to write: book, move, give up, all without a text."""
    who = stage.proven()
    stop(stage)
    booked = stage.book(who, stage.slot(4))
    stage.do(c.HoldMove(who, booked.booking, stage.slot(6)))
    assert isinstance(stage.do(c.Move(who, booked.booking)), o.Moved)
    assert isinstance(stage.do(c.Cancel(who, booked.booking)), o.Cancelled)
    assert stage.rows("SELECT kind FROM outbox") == []


def test_stop_gives_no_booking_up(stage: Stage) -> None:
    """What is booked stays booked."""
    booked = stage.book(stage.proven())
    stop(stage)
    assert stage.status(booked.booking) == "booked"


def test_a_text_that_fails_after_the_opt_out_is_followed_by_a_person(stage: Stage) -> None:
    """However it failed: no call of ours comes in its place."""
    who = stage.call()
    stage.held(who)
    stop(stage)
    stage.do(c.ReportDelivery(stage.one("SELECT id FROM outbox"), "undelivered", "SM" + "f" * 32, "30003"))
    assert stage.rows("SELECT reason FROM callbacks") == [("opted_out",)]
    assert stage.one("SELECT count(*) FROM outbox WHERE by = 'call'") == 0


def test_what_got_lost_is_told_by_a_person(stage: Stage) -> None:
    """A giving up whose answer the database swallowed cannot be texted any more."""
    who = stage.proven()
    booked = stage.book(who)
    stage.put("DELETE FROM outbox")
    stop(stage)
    at = stage.wait(minutes=2)
    stage.do(c.Cancel(who, booked.booking), "lost")
    stage.do(c.SettleUnknown(who.sid, "lost", at))
    stage.do(c.SettleUnknown(who.sid, "never asked", at + timedelta(minutes=9)))
    assert stage.rows("SELECT reason FROM callbacks") == [("unknown",)]
    assert stage.rows("SELECT kind FROM outbox") == []


def test_a_report_is_a_source(stage: Stage) -> None:
    """The provider's refusal says it too, once."""
    stage.call()
    number = stage.one("SELECT id FROM numbers")
    assert stage.core.transact(lambda t: consent.opt_out(t, number, "report"))
    assert not stage.core.transact(lambda t: consent.opt_out(t, number, "report"))
    assert record(stage) == [("out", "report")]
