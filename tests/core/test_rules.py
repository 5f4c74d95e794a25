from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.stage import ANN, BEN, Stage, other


def rule(stage: Stage, **values: int) -> None:
    """Change rules of the line, as `fairline db rules` does."""
    for name, value in values.items():
        assert stage.put(f"UPDATE rules SET {name} = :value", value=value) == 1


def test_the_time_of_a_hold(stage: Stage) -> None:
    """A hold and its code last as long as the table says, from the very next turn on."""
    rule(stage, hold_s=120, code_s=60)
    assert stage.held(stage.call(), send="none").until == stage.now + timedelta(minutes=2)
    assert stage.held(stage.call(BEN)).until == stage.now + timedelta(minutes=2)
    assert stage.one("SELECT expires_at FROM codes") == stage.now + timedelta(minutes=1)


def test_the_tries_of_a_code(stage: Stage) -> None:
    """Two tries: one is left after the first, none after the second."""
    rule(stage, code_tries=2)
    who = stage.call()
    held = stage.held(who)
    wrong = other(stage.code())
    assert [stage.do(c.Confirm(who, held.booking, wrong)) for _ in range(2)] == [o.CodeWrong(1), o.CodeBlocked()]


def test_the_budget_of_codes(stage: Stage) -> None:
    """One text an hour."""
    rule(stage, codes_hour=1)
    assert isinstance(stage.do(c.SendCode(stage.call(), "presence", None, "en")), o.CodeSent)
    assert isinstance(stage.do(c.SendCode(stage.call(), "presence", None, "en")), o.TooManyCodes)


def test_the_gap_and_number_of_sends(stage: Stage) -> None:
    """Ten seconds apart, three texts before the proof call, and nothing after it."""
    rule(stage, code_gap_s=10, code_sends=4, codes_hour=9)
    who = stage.call()
    sent = []
    for _ in range(5):
        sent.append(type(stage.do(c.SendCode(who, "presence", None, "en"))))
        stage.wait(seconds=10)
        stage.put("UPDATE outbox SET state = 'delivered'")
    assert sent == [o.CodeSent] * 3 + [o.CallComing, o.TooManyCodes]


def test_the_cool_down_of_a_hold(stage: Stage) -> None:
    """A line that wants none gets none."""
    rule(stage, cool_max_s=0)
    held = [stage.held(stage.call(f"+1202555{3000 + n}"), send="none") for n in range(4)]
    assert [stage.free_again(one.booking) for one in held] == [one.until for one in held]


def test_the_time_after_hanging_up(stage: Stage) -> None:
    """A minute instead of three."""
    rule(stage, hang_up_s=60)
    who = stage.call()
    stage.held(who, send="none")
    stage.hang_up(who)
    assert stage.one("SELECT live_until FROM bookings") == stage.now + timedelta(minutes=1)


def test_undo_and_release(stage: Stage) -> None:
    """One minute to take it back, and exactly one more until it is on sale."""
    rule(stage, undo_s=60, release_min_s=60, release_max_s=60)
    who = stage.proven()
    booked = stage.book(who)
    assert stage.do(c.Cancel(who, booked.booking)) == o.Cancelled(booked.booking, stage.now + timedelta(minutes=1))
    assert stage.free_again(booked.booking) == stage.now + timedelta(minutes=2)


def test_the_number_of_moves(stage: Stage) -> None:
    """None to an earlier time."""
    rule(stage, moves_max=0)
    who = stage.proven()
    assert stage.do(c.HoldMove(who, stage.book(who, stage.slot(1)).booking, stage.slot(0))) == o.MovesUsed()


def test_bookings_made(stage: Stage) -> None:
    """One in two days."""
    rule(stage, made_max=1, made_days=2)
    who = stage.proven()
    stage.do(c.Cancel(who, stage.book(who).booking))
    assert stage.hold(who) == o.LimitReached("made", stage.now + timedelta(days=2))


def test_lapses_wrong_tries_and_questions_a_day(stage: Stage) -> None:
    """One of each."""
    rule(stage, lapsed_day=1, wrong_day=1, told_day=1)
    held = stage.held(stage.call(ANN), send="none")
    stage.now = held.until
    assert stage.hold(stage.call(ANN)) == o.ProveFirst()
    ben = stage.call(BEN)
    stage.do(c.SendCode(ben, "presence", None, "en"))
    assert stage.do(c.Prove(ben, other(stage.code(BEN, "presence")))) == o.CodeWrong(4)
    assert isinstance(stage.do(c.Prove(ben, "123456")), o.TooManyTries)
    assert stage.do(c.TellBookings(stage.text(ANN))) == o.Bookings(())
    assert stage.do(c.TellBookings(stage.text(ANN))) == o.AskedTooOften()


def test_the_cap_on_unproven_holds(stage: Stage) -> None:
    """None at all: everybody proves first."""
    rule(stage, unproven_percent=0, unproven_floor=0)
    assert stage.hold(stage.call()) == o.ProveFirst()


def test_the_proof_of_a_thread(stage: Stage) -> None:
    """Ten seconds."""
    rule(stage, proof_text_s=10)
    who: Caller = stage.call()
    held = stage.ready(who)
    stage.do(c.Confirm(stage.text(), None, stage.code()))
    stage.wait(seconds=10)
    assert stage.do(c.Cancel(stage.text(), held.booking)) == o.ProofNeeded()


def test_there_is_one_row_of_rules(stage: Stage) -> None:
    """A second one, and a negative number, cannot be written."""
    assert stage.breaks("rules_one_row", "INSERT INTO rules(one) VALUES (false)")
    assert stage.breaks("rules_pkey", "INSERT INTO rules DEFAULT VALUES")
    assert stage.breaks("rules_hold_s", "UPDATE rules SET hold_s = -1")
