"""The call list, and letting a place go whose number does not answer: only as the law says."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from booking_core import call_list, outbox_retry
from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Operator
from booking_core.desk_commands import AskForPerson
from tests.core.asking import reply
from tests.core.before import Before
from tests.core.stage import ANN, BEN, CAT, Stage


@pytest.fixture
def before(stage: Stage) -> Before:
    """Three weeks before a Tuesday."""
    return Before.of(stage)


def to_the_list(before: Before, delivered: bool = True) -> None:
    """The asks go out, arrive or not, and nobody answers until nine on the last working day."""
    for day, hour in ((-5, 14), (-4, 11), (-4, 16), (-1, 9)):
        before.to(day, hour)
        before.becomes("delivered" if delivered else "undelivered", "second_touch", "follow_up")


def called(before: Before, result: call_list.Result, nth: int = 0) -> bool:
    """A person calls the nth of the list, and says what came of it."""
    core = before.stage.core.at(before.stage.now)
    entry = core.transact(lambda t: list(call_list.waiting(t)))[nth]
    return core.transact(lambda t: call_list.record(t, Operator("clerk"), str(entry["id"])[-8:], result))


def listed(before: Before) -> list[tuple[str, str]]:
    """Number and reason, in calling order."""
    core = before.stage.core.at(before.stage.now)
    rows: list[dict[str, Any]] = core.transact(lambda t: list(call_list.waiting(t)))
    return [(row["number"], row["reason"]) for row in rows]


def test_the_order_of_the_list(before: Before) -> None:
    """Who asked to be called, then who was silent twice, then by the time of the visit; each with its reason."""
    before.book(ANN)
    before.book(BEN, known=False, nth=1)
    to_the_list(before)
    caller = before.stage.call(CAT)
    before.stage.do(AskForPerson(caller, "asked", "en"))
    assert listed(before) == [(CAT, "asked"), (BEN, "silent_twice"), (ANN, "unanswered")]


def test_undelivered_is_said(before: Before) -> None:
    """Where nothing arrived, the list says so."""
    before.book()
    to_the_list(before, delivered=False)
    assert listed(before) == [(ANN, "undelivered")]


def test_a_second_copy_that_arrives_makes_silence_silence(before: Before) -> None:
    """A text that an operator had tried again has reached the phone: whoever is silent then has been asked."""
    before.book()
    before.to(-4, 11)
    before.becomes("undelivered", "second_touch", "follow_up")
    before.stage.put("UPDATE outbox SET done_at = :now WHERE state = 'undelivered'", now=before.stage.now)
    assert before.stage.core.at(before.stage.now).transact(lambda t: outbox_retry.retry(t, 9)) > 0
    before.becomes("delivered", "follow_up")
    before.to(-1, 9)
    assert listed(before) == [(ANN, "unanswered")]


def test_nothing_is_sent_of_what_is_let_go_in_the_same_tick(before: Before) -> None:
    """A check-in code that falls due with the release of its place stays here."""
    before.book(nth=19)  # at 15:20
    to_the_list(before)
    assert called(before, "no_answer")
    before.to(-1, 14, 59)
    before.leap(-1, 15, 30)
    assert len(before.sent("released")) == 1
    assert before.sent("check_in") == []


def test_a_person_who_calls_in_vain_lets_it_go_at_three(before: Before) -> None:
    """Not before 15:00; then the place goes on, the allowance is free, and a text says how to get it back."""
    booked = before.book()
    to_the_list(before, delivered=False)
    assert called(before, "no_answer")
    before.to(-1, 14, 59)
    assert before.stage.status(booked.booking) == "booked"
    before.to(-1, 15, 1)
    (row,) = before.stage.rows("SELECT status, ended_by, ended_why FROM bookings WHERE id = :id", id=booked.booking)
    assert row == ("cancelled", "line", "no_answer")
    (text,) = before.sent("released")
    assert (text.lane, before.shown(text.not_before)) == (2, "-1 15:00")
    assert before.stage.free_again(booked.booking) > before.stage.now
    assert listed(before) == []
    assert [row.state for row in before.sent("check_in")] == ["expired"]
    before.to(0, 9)
    assert before.sent("reminder") == []


def test_two_automatic_calls_are_as_good_where_somebody_works(before: Before) -> None:
    """An ask has arrived, two calls have rung, and a person has recorded an attempt at somebody else today."""
    ann = before.book()
    ben = before.book(BEN, nth=1)
    to_the_list(before)
    assert called(before, "reached", 1)
    before.to(-1, 16)
    assert [before.stage.status(each.booking) for each in (ann, ben)] == ["cancelled", "booked"]


def test_an_unstaffed_list_lets_nothing_go(before: Before) -> None:
    """Everything rang and arrived, but no person was at work today: the booking stays."""
    booked = before.book()
    before.book(BEN, nth=1)
    to_the_list(before)
    before.stage.put(
        "UPDATE callbacks SET attempts = ARRAY[:then], called_at = :then WHERE booking <> :id",
        then=before.at(-2, 12),
        id=booked.booking,
    )
    before.to(0, 8)
    assert before.stage.status(booked.booking) == "booked"
    assert before.sent("released") == []
    assert before.stage.one("SELECT state FROM touches WHERE kind = 'release' LIMIT 1") == "skipped"


def test_undelivered_is_not_silence(before: Before) -> None:
    """Nothing arrived, two calls rang out, a person called others but not this one: the booking stays."""
    booked = before.book()
    before.book(BEN, nth=1)
    to_the_list(before, delivered=False)
    assert called(before, "no_answer", 1)
    before.to(0, 8)
    assert before.stage.status(booked.booking) == "booked"


def test_one_automatic_call_is_not_two(before: Before) -> None:
    """The text arrived and one call rang; the other never left."""
    booked = before.book()
    before.book(BEN, nth=1)
    to_the_list(before)
    before.stage.put("UPDATE outbox SET state = 'refused' WHERE id = (SELECT max(id::text)::uuid FROM outbox "
                     "WHERE by = 'call' AND booking = :id)", id=booked.booking)  # fmt: skip
    assert called(before, "no_answer", 1)
    before.to(0, 8)
    assert before.stage.status(booked.booking) == "booked"


@pytest.mark.parametrize(("result", "status"), [("reached", "booked"), ("keeps", "booked"), ("gives_up", "cancelled")])
def test_what_a_person_hears_settles_it(before: Before, result: call_list.Result, status: str) -> None:
    """Reached or kept, it is not let go; given up, it is cancelled, with the text that says so."""
    booked = before.book()
    to_the_list(before)
    assert called(before, result)
    before.to(0, 8)
    assert before.stage.status(booked.booking) == status
    assert listed(before) == []
    assert len(before.sent("given_up")) == (status == "cancelled")
    assert before.sent("released") == []


def test_an_answer_takes_it_off_the_list(before: Before) -> None:
    """The code is good until the release, and a late answer is one."""
    booked = before.book()
    to_the_list(before)
    assert called(before, "no_answer")
    assert isinstance(reply(before.stage, before.nonce()), o.Kept)
    assert listed(before) == []
    before.to(0, 8)
    assert before.stage.status(booked.booking) == "booked"


def let_go(before: Before) -> o.Booked:
    """A booking that was let go a minute ago."""
    booked = before.book()
    to_the_list(before)
    called(before, "no_answer")
    before.to(-1, 15, 1)
    assert before.stage.status(booked.booking) == "cancelled"
    return booked


@pytest.mark.parametrize("by", ["call", "code"])
def test_who_calls_before_it_is_let_again_gets_it_back(before: Before, by: str) -> None:
    """By a proven call, which is told of it, or by the code of the text; for good, and nobody is asked again."""
    booked = let_go(before)
    before.to(-1, 18)
    who = before.proven()
    heard = before.stage.ask(c.MyBookings(who))
    assert isinstance(heard, o.Bookings)
    assert [(one.booking, one.open) for one in heard.bookings] == [(booked.booking, "back")]
    if by == "call":
        assert before.stage.do(c.UndoCancel(who, booked.booking)) == booked
    else:
        assert reply(before.stage, before.nonce("undo")) == booked
    assert {row.booked for row in before.stage.owned(booked.booking)} == {True}
    assert [row.state for row in before.sent("released")] == ["expired"]
    before.to(0, 9)
    assert before.stage.status(booked.booking) == "booked"


def test_what_somebody_else_has_is_gone(before: Before) -> None:
    """Let again, it is not told any more, and taking it back is too late: an answer, not a fault."""
    booked = let_go(before)
    before.stage.only(booked.offer.slot)
    before.stage.put("DELETE FROM places WHERE booking IS DISTINCT FROM :id", id=booked.booking)
    before.to(-1, 19)
    before.stage.book(before.proven(BEN), booked.offer.slot)
    who = before.proven()
    assert before.stage.ask(c.MyBookings(who)) == o.Bookings(())
    assert before.stage.do(c.UndoCancel(who, booked.booking)) == o.TooLate()
    assert before.stage.status(booked.booking) == "cancelled"


def test_who_has_booked_anew_has_all_there_may_be(before: Before) -> None:
    """The allowance went with the booking: another one has it now."""
    booked = let_go(before)
    who = before.proven()
    before.stage.book(who, before.slot(4, 1))
    assert before.stage.do(c.UndoCancel(who, booked.booking)) == o.LimitReached("live", None)


def test_an_entry_that_is_not_there_or_is_several(before: Before) -> None:
    """Nothing is recorded for it."""
    before.book()
    before.book(BEN, nth=1)
    to_the_list(before)
    core = before.stage.core.at(before.stage.now)
    for entry in ("ffffffff", ""):
        assert not core.transact(partial(call_list.record, by=Operator("clerk"), entry=entry, result="reached"))
    assert len(listed(before)) == 2
