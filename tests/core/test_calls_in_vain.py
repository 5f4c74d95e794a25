from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.ringing import CALLED, ask, pick_up, ring, rings_out, waiting
from tests.core.stage import ANN, BEN, Stage


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


def test_other_texts_that_fail_are_told_by_a_person(stage: Stage) -> None:
    """No machine calls unasked: whoever did not get a notice stands in the call list, once."""
    stage.book(stage.proven())
    for _ in range(2):
        text_fails(stage)
    assert stage.rows(CALLED) == []
    assert stage.rows("SELECT reason FROM callbacks") == [("undelivered",)]


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
