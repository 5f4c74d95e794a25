"""What is asked and told before the day of a visit, by the clock's jobs, on the demo institution."""

from __future__ import annotations

import dataclasses

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.asking import asked, reply
from tests.core.before import Before
from tests.core.stage import ANN, BEN, Stage


@pytest.fixture
def before(stage: Stage) -> Before:
    """Three weeks before a Tuesday."""
    return Before.of(stage)


def day_of(before: Before, *kinds: str) -> list[tuple[str, str, str]]:
    """What was sent: kind, by, and when."""
    return [(row.kind, row.by, before.shown(row.not_before)[:2]) for row in before.sent(*kinds)]


def test_the_days_before_a_visit(before: Before) -> None:
    """Asked three working days before by text, two before by two calls, code and reminder the day before."""
    before.book()
    before.to(1, 0)
    assert day_of(before, "second_touch", "follow_up", "check_in", "reminder", "released") == [
        ("follow_up", "text", "-5"),
        ("follow_up", "call", "-4"),
        ("follow_up", "call", "-4"),
        ("check_in", "text", "-1"),
        ("reminder", "text", "-1"),
    ]
    first, _, _, code, reminder = before.sent("follow_up", "check_in", "reminder")
    assert before.shown(first.not_after) == "-4 18:00"
    assert (before.shown(code.not_before), before.shown(reminder.not_before)) == ("-1 09:00", "-1 19:59")
    assert before.stage.one("SELECT count(*) FROM outbox WHERE lane <> 2 AND kind <> 'booked'") == 0


def test_who_gets_no_texts_is_called_twice(before: Before) -> None:
    """By call both times, and gets neither code nor reminder: a code is never spoken by a machine."""
    before.book(texts="none")
    before.to(1, 0)
    assert day_of(before, "follow_up", "check_in", "reminder") == [
        ("follow_up", "call", "-5"), ("follow_up", "call", "-5"), ("follow_up", "call", "-4"),
        ("follow_up", "call", "-4"),
    ]  # fmt: skip
    assert {row.code for row in before.sent("follow_up")} == {None}


def test_a_new_number_is_asked_once_more(before: Before) -> None:
    """Between two hours and a day after booking; who has been here is not."""
    before.book(known=False)
    before.book(BEN, nth=1)
    before.to(-19, 0)
    (touch,) = before.sent("second_touch")
    assert (touch.by, touch.lane) == ("text", 2)
    assert before.at(-21, 14) <= touch.not_before < before.at(-20, 12)


@pytest.mark.parametrize("by", ["code", "call", "move"])
def test_an_answer_ends_the_asking(before: Before, by: str) -> None:
    """Kept by code, kept in a call, or moved: the second ask, the call list and the release do not come."""
    booked = before.book()
    kept = o.Kept(booked.booking, booked.reference, booked.party, booked.offer)
    before.to(-5, 13)
    who = before.proven()
    match by:
        case "code":
            assert reply(before.stage, before.nonce()) == kept
        case "call":
            asked_about = dataclasses.replace(booked, open="keep")
            assert before.stage.ask(c.MyBookings(who)) == o.Bookings((asked_about,))
            assert before.stage.do(c.KeepBooking(who, booked.booking, booked.offer.slot)) == kept
            assert before.stage.ask(c.MyBookings(who)) == o.Bookings((booked,))
        case _:
            before.stage.do(c.HoldMove(who, booked.booking, before.slot(3)))
            assert isinstance(before.stage.do(c.Move(who, booked.booking)), o.Moved)
    before.to(0, 0)
    assert len(before.sent("follow_up")) == 1
    assert before.stage.rows("SELECT FROM callbacks") == []
    assert len(before.sent("reminder")) == 1


def test_a_move_is_planned_anew(before: Before) -> None:
    """Nothing of the old time is sent after it; the code of the old time works no more, the new time has its own."""
    booked = before.book()
    before.to(-5, 9)
    who = before.proven()
    before.stage.do(c.HoldMove(who, booked.booking, before.slot(0, 1)))
    before.stage.do(c.Move(who, booked.booking))
    before.to(2, 0)
    assert day_of(before, "follow_up", "check_in", "reminder") == [
        ("follow_up", "text", "-4"), ("follow_up", "call", "-1"), ("follow_up", "call", "-1"),
        ("check_in", "text", "+0"), ("reminder", "text", "+0"),
    ]  # fmt: skip


def test_another_time_has_another_check_in_code(before: Before) -> None:
    """The code of the old time is none of the new one; given up and taken back, it is the same again."""
    booked = before.book()
    before.to(-1, 12)
    first, who = before.nonce("check_in"), before.proven()
    before.stage.do(c.Cancel(who, booked.booking))
    before.stage.do(c.UndoCancel(who, booked.booking))
    before.stage.do(c.SendCheckIn(who, booked.booking))
    assert len(before.stage.rows("SELECT FROM codes WHERE purpose = 'check_in'")) == 1
    before.stage.do(c.HoldMove(who, booked.booking, before.slot(2)))
    before.stage.do(c.Move(who, booked.booking))
    before.stage.do(c.SendCheckIn(who, booked.booking))
    codes = before.stage.rows("SELECT slot FROM codes WHERE purpose = 'check_in' ORDER BY made_at")
    assert [row.slot for row in codes] == [booked.offer.slot, before.slot(2)]
    assert before.nonce("check_in") != first


def test_nothing_is_sent_of_what_was_given_up(before: Before) -> None:
    """Not the ask that waits in the outbox, and not the reminder; taken back in time, both come."""
    booked = before.book()
    before.to(-5, 13)
    assert [row.state for row in before.sent("follow_up")] == ["waiting"]
    before.stage.do(c.Cancel(before.proven(), booked.booking))
    assert [row.state for row in before.sent("follow_up")] == ["expired"]
    before.to(-5, 13, 5)
    assert isinstance(before.stage.do(c.UndoCancel(before.proven(), booked.booking)), o.Booked)
    before.to(0, 9)
    assert len(before.sent("reminder")) == 1
    ben = before.stage.book(before.proven(BEN), before.slot(5))
    before.stage.do(c.Cancel(before.proven(BEN), ben.booking))
    before.to(0, 11)
    assert len(before.sent("reminder")) == 1


def test_after_a_pause_what_is_late_is_done_once_or_not_at_all(before: Before) -> None:
    """Away over the first ask: only the second comes. Away over night: at nine. Away over the start: nothing."""
    before.book()
    before.to(-6, 0)
    before.leap(-4, 22)
    assert before.sent("follow_up") == []
    before.to(-3, 12)
    assert day_of(before, "follow_up") == [("follow_up", "call", "-3"), ("follow_up", "call", "-3")]
    assert before.shown(before.sent("follow_up")[0].not_before) == "-3 09:00"
    before.leap(0, 9)
    assert before.sent("check_in", "reminder") == []
    assert before.stage.rows("SELECT FROM touches WHERE state = 'planned'") == []


def test_two_leaders_do_it_once(before: Before) -> None:
    """The same instant again, by another clock: nothing more."""
    before.book(known=False)
    for _ in range(3):
        before.leap(-20, 11, 50)
    assert len(before.sent("second_touch")) == 1
    assert len(before.stage.rows("SELECT DISTINCT kind FROM touches")) == before.stage.one(
        "SELECT count(*) FROM touches"
    )


def test_after_an_opt_out_no_machine_asks(before: Before) -> None:
    """Neither text nor call: a person does, and the list says why."""
    before.book()
    before.stage.put("UPDATE numbers SET opted_out_at = :now", now=before.stage.now)
    before.to(-1, 9)
    assert before.sent("follow_up", "check_in", "reminder") == []
    assert before.stage.rows("SELECT reason FROM callbacks") == [("opted_out",)]


def test_the_zone_of_the_number_counts(before: Before) -> None:
    """Ten in San Francisco is seven in Honolulu in winter or eight: it waits for nine there."""
    before.book()
    before.stage.put("UPDATE numbers SET zones = '{Pacific/Honolulu}'")
    before.to(-4, 0)
    (asking,) = before.sent("follow_up")
    assert before.shown(asking.not_before) >= "-5 11:00"


def test_the_check_in_code_again(before: Before) -> None:
    """The same six digits on request, within a day before, in the lane of codes; before that it is said to come."""
    booked = before.book()
    before.to(-3, 9)
    assert before.stage.do(c.SendCheckIn(before.stage.text(), None)) == o.CheckInLater()
    before.to(-1, 12)
    digits = before.nonce("check_in")
    who = before.proven()
    assert isinstance(heard := before.stage.ask(c.MyBookings(who)), o.Bookings)
    assert heard.bookings[0].open == "keep"
    reply(before.stage, before.nonce())
    sent = before.stage.do(c.SendCheckIn(before.stage.text(), None))
    assert isinstance(sent, o.CodeSent)
    assert sent.again
    assert before.shown(sent.expires) == "+1 00:00"
    heard = before.stage.ask(c.MyBookings(who))
    assert isinstance(heard, o.Bookings)
    assert heard.bookings[0].open == "code"
    assert isinstance(before.stage.do(c.SendCheckIn(who, booked.booking)), o.CodeSent)
    assert before.nonce("check_in") == digits
    assert [row.lane for row in before.sent("check_in")] == [2, 0, 0]
    assert before.stage.do(c.SendCheckIn(before.stage.call(), booked.booking)) == o.ProofNeeded()
    assert before.stage.do(c.SendCheckIn(before.proven(BEN), booked.booking)) == o.NoSuchBooking()
    before.stage.wait(minutes=1)
    before.stage.do(c.SendCheckIn(who, booked.booking))
    assert isinstance(before.stage.do(c.SendCheckIn(who, booked.booking)), o.TooManyCodes)


def test_another_question_is_not_answered_by_it(before: Before) -> None:
    """The nonce of a give-up gives up, that of a follow-up keeps; a wrong one is a wrong try."""
    before.book()
    before.to(-5, 13)
    keep = before.nonce()
    (question,) = asked(before.stage, "give_up").questions
    assert question.digits != keep
    wrong = next(str(n) for n in range(1000, 9999) if str(n) not in (keep, question.digits))
    assert reply(before.stage, wrong) == o.CodeWrong(4)
    assert isinstance(reply(before.stage, keep), o.Kept)
    assert isinstance(reply(before.stage, keep), o.CodeExpired | o.CodeWrong)
    assert isinstance(reply(before.stage, question.digits), o.Cancelled)
    assert isinstance(reply(before.stage, keep, ANN), o.CodeExpired | o.CodeWrong)


def test_one_that_fails_stops_no_other(before: Before) -> None:
    """A number whose zone nobody knows: the others are asked, an operator is told, and it is tried again."""
    broken = before.book()
    before.book(BEN, nth=1)
    before.tick()
    number = before.stage.one("SELECT number FROM bookings WHERE id = :id", id=broken.booking)
    before.stage.put("UPDATE numbers SET zone = 'Nowhere/Land' WHERE id = :id", id=number)
    before.leap(-5, 13)
    assert len(before.sent("follow_up")) == 1
    assert before.stage.rows("SELECT what, detail, times FROM alerts") == [
        ("touch", "follow_up ZoneInfoNotFoundError", 1)
    ]
    before.stage.put("UPDATE numbers SET zone = NULL WHERE id = :id", id=number)
    before.leap(-5, 13, 10)
    assert len(before.sent("follow_up")) == 2
