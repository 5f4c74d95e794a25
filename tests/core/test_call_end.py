from __future__ import annotations

from datetime import datetime, timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage


def until(stage: Stage, held: o.Held) -> datetime:
    """When a hold ends."""
    found = stage.one("SELECT live_until FROM bookings WHERE id = :id", id=held.booking)
    assert isinstance(found, datetime)
    return found


def test_hanging_up_without_a_code_leaves_three_minutes(stage: Stage) -> None:
    """Enough for a cut-off caller to call again; the place is free a cool-down after that."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.hang_up(who)
    assert until(stage, held) == stage.now + timedelta(minutes=3)
    assert stage.now + timedelta(minutes=3) <= stage.free_again(held.booking) <= stage.now + timedelta(minutes=5)


def test_hanging_up_never_lengthens_a_hold(stage: Stage) -> None:
    """With less than three minutes left, the end stays."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.wait(minutes=8)
    stage.hang_up(who)
    assert until(stage, held) == held.until


def test_hanging_up_after_a_code_changes_nothing(stage: Stage) -> None:
    """Whether the code left with the hold or later, it can still be texted back until it expires."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    one, two = stage.ready(ann), stage.held(ben, send="none")
    stage.do(c.SendCode(ben, "confirm", two.booking, "en"))
    free = stage.free_again(one.booking)
    for who in (ann, ben):
        stage.hang_up(who)
    assert (until(stage, one), until(stage, two)) == (one.until, two.until)
    assert stage.free_again(one.booking) == free
    stage.wait(minutes=9)
    assert isinstance(stage.do(c.Confirm(stage.text(ANN), None, stage.code(ANN))), o.Booked)


def test_a_call_ends_once(stage: Stage) -> None:
    """A second report of the end, and the end of another call, shorten nothing."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.hang_up(stage.call(BEN))
    stage.hang_up(stage.call(ANN))
    assert until(stage, held) == held.until
    stage.hang_up(who)
    ended = until(stage, held)
    stage.wait(minutes=1)
    stage.hang_up(who)
    assert until(stage, held) == ended


def test_a_cut_off_hold_is_found_by_the_next_call(stage: Stage) -> None:
    """Only once the first call is over, only by its number, and only while it lives."""
    who = stage.call(ANN)
    held = stage.held(who, send="none")
    again, stranger = stage.call(ANN), stage.call(BEN)
    assert stage.ask(c.FindHold(again)) == o.NothingHeld()
    stage.hang_up(who)
    found = stage.ask(c.FindHold(again))
    assert isinstance(found, o.Held)
    assert (found.booking, found.offer, found.proven) == (held.booking, held.offer, False)
    assert stage.ask(c.FindHold(stranger)) == o.NothingHeld()
    stage.wait(minutes=3)
    assert stage.ask(c.FindHold(again)) == o.NothingHeld()


def test_a_call_finds_its_own_hold(stage: Stage) -> None:
    """For a call that has lost its thread: its own live hold, proven or not, and nobody else's."""
    who, other = stage.call(ANN), stage.call(ANN)
    assert stage.ask(c.HeldByCall(who)) == o.NothingHeld()
    held = stage.held(who, send="none")
    found = stage.ask(c.HeldByCall(who))
    assert isinstance(found, o.Held)
    assert (found.booking, found.until) == (held.booking, held.until)
    assert stage.ask(c.HeldByCall(other)) == o.NothingHeld()
    stage.now = held.until
    assert stage.ask(c.HeldByCall(who)) == o.NothingHeld()


def test_taking_up_a_cut_off_hold_extends_it_once(stage: Stage) -> None:
    """The next call has it for ten minutes; cut off again, the one after has what is left."""
    first = stage.call()
    held = stage.held(first, send="none")
    stage.hang_up(first)
    stage.wait(minutes=2)
    second = stage.call()
    taken = stage.do(c.ExtendHold(second, held.booking))
    assert isinstance(taken, o.Held)
    assert taken.until == until(stage, held) == stage.now + timedelta(minutes=10)
    assert stage.free_again(held.booking) >= taken.until
    stage.hang_up(second)
    left = until(stage, held)
    stage.wait(minutes=1)
    third = stage.do(c.ExtendHold(stage.call(), held.booking))
    assert isinstance(third, o.Held)
    assert third.until == left


def test_a_hold_with_its_code_is_extended_already(stage: Stage) -> None:
    """Issuing the code was the one extension; taking it up again keeps the code's end."""
    first = stage.call()
    held = stage.ready(first)
    stage.hang_up(first)
    stage.wait(minutes=4)
    second = stage.call()
    taken = stage.do(c.ExtendHold(second, held.booking))
    assert isinstance(taken, o.Held)
    assert taken.until == held.until
    stage.born(second, taken)
    assert isinstance(stage.do(c.Confirm(second, held.booking, stage.code())), o.Booked)


def test_what_cannot_be_taken_up(stage: Stage) -> None:
    """Not a hold whose call is still up, not another number's, not one that has lapsed."""
    who = stage.call(ANN)
    held = stage.held(who, send="none")
    assert stage.do(c.ExtendHold(stage.call(ANN), held.booking)) == o.HoldLapsed()
    stage.hang_up(who)
    assert stage.do(c.ExtendHold(stage.call(BEN), held.booking)) == o.HoldLapsed()
    stage.wait(minutes=3)
    assert stage.do(c.ExtendHold(stage.call(ANN), held.booking)) == o.HoldLapsed()


def test_a_hold_taken_up_belongs_to_its_new_call(stage: Stage) -> None:
    """The new call may let it go; nobody else takes it up meanwhile."""
    first = stage.call()
    held = stage.held(first, send="none")
    stage.hang_up(first)
    second = stage.call()
    stage.do(c.ExtendHold(second, held.booking))
    assert stage.ask(c.FindHold(stage.call())) == o.NothingHeld()
    assert stage.do(c.LetHoldGo(first, held.booking)) == o.NothingHeld()
    assert stage.do(c.LetHoldGo(second, held.booking)) == o.LetGo()
