"""The days before a visit on the running line: the real worker, the real webhooks, telephones that ring and text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import demo
from tests.core.before import Before
from tests.core.stage import ANN, Stage
from tests.core.test_call_list import called
from tests.house import House


@pytest.fixture
def before(house: House) -> Before:
    """A booking three weeks before its Tuesday; the telephones live today."""
    return Before.of(Stage(house.core, house.line, datetime.now(UTC).replace(microsecond=0)))


def carried(house: House, kind: str) -> None:
    """What the clock has laid into the outbox for then leaves now, whatever hour it is."""
    assert house.do(
        "UPDATE outbox SET lane = 1, not_before = now(), not_after = now() + interval '1 hour' "
        "WHERE kind = :kind AND state = 'waiting'",
        kind=kind,
    )


def test_a_follow_up_by_text(house: House, before: Before) -> None:
    """The text names the visit; its four digits keep it, with the reference, and nothing more is asked."""
    booked = before.book()
    before.to(-5, 13)
    thread = house.phone(ANN).thread(demo.LINE)
    thread.look()
    carried(house, "follow_up")
    (text,) = thread.look(1)
    assert text.startswith("Demo Passport Agency: are you coming Tue ")
    assert f"Reply {before.nonce()} to keep it, 2 to change, 9 to give up" in text
    (answer,) = thread.text(before.nonce(), 1)
    assert answer.startswith("Thank you. You keep Tue ")
    assert answer.endswith(f"Ref {booked.reference[:4]} {booked.reference[4:]}.")
    before.to(-2, 9)
    assert len(before.sent("follow_up")) == 1


def test_a_follow_up_by_call(house: House, before: Before) -> None:
    """Nothing is said of the visit until a key is pressed; then it is told, and a second key keeps it."""
    before.book(texts="none")
    before.to(-5, 13)
    carried(house, "follow_up")
    call = house.phone(ANN).answer(20)
    said = " ".join(call.heard)
    assert said.startswith("This is Demo Passport Agency. We have a question")
    assert "appointment" not in said
    call.press("1")
    assert "You have an appointment: Tuesday" in " ".join(call.heard)
    assert "To keep it, press 1." in " ".join(call.heard)
    call.press("1")
    assert "Thank you. You keep Tuesday" in " ".join(call.heard)
    assert house.rows("SELECT state FROM touches WHERE kind = 'follow_up'") == [("answered",)]


def test_a_mailbox_hears_nothing_of_it(house: House, before: Before) -> None:
    """Whoever presses nothing hears a number to call and no more, and the question stays open."""
    before.book(texts="none")
    before.to(-5, 13)
    carried(house, "follow_up")
    call = house.phone(ANN).answer(20)
    call.wait()
    assert call.ended
    assert "A message for the person who called us" in " ".join(call.heard)
    assert house.rows("SELECT answered_at FROM touches WHERE kind = 'follow_up'") == [(None,)]


def test_let_go_and_had_back(house: House, before: Before) -> None:
    """Nobody answers, a person calls in vain, it is let go and said so; a call gets it back before anybody has it."""
    booked = before.book()
    before.to(-1, 9)
    before.becomes("undelivered", "follow_up", "booked")
    assert called(before, "no_answer")
    before.to(-1, 15, 1)
    phone = house.phone(ANN)
    thread = phone.thread(demo.LINE)
    carried(house, "released")
    assert any("is let go. To get it back while it is free reply" in text for text in thread.look(1))
    call = phone.call(demo.LINE)
    call.press("3").press_code()
    assert "You had an appointment: Tuesday" in " ".join(call.heard)
    call.press("1")
    assert "You are booked. Tuesday" in " ".join(call.heard)
    assert before.stage.status(booked.booking) == "booked"


def test_what_to_bring_and_the_code_again(house: House, before: Before) -> None:
    """Asked by text: one clause in answer; and the code in a text of its own."""
    before.book()
    before.to(-1, 12)
    house.do("UPDATE slots SET starts = now() + interval '20 hours', day_ends = now() + interval '1 day' "
             "WHERE id IN (SELECT slot FROM bookings)")  # fmt: skip
    house.do("UPDATE outbox SET state = 'expired' WHERE state = 'waiting'")
    thread = house.phone(ANN).thread(demo.LINE)
    (answer,) = thread.text("What do I bring?", 1)
    assert answer.startswith("For Tue ")
    assert answer.endswith("bring your old passport and a photo.")
    coming = thread.text("check-in code please", 2)
    assert "Your check-in code is on its way by text." in coming
    assert any("check-in code" in text and before.stage.code(ANN, "check_in") in text for text in coming)
