from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage, other


def one_place(stage: Stage) -> None:
    """Leave a single place in the whole office."""
    stage.only(stage.slot())
    stage.seats(stage.slot(), 1)


def draw(stage: Stage, held: o.Held, seconds: int) -> None:
    """Fix the cool-down that was drawn for a hold."""
    stage.put("UPDATE bookings SET cool_s = :s WHERE id = :id", s=seconds, id=held.booking)
    stage.put("UPDATE places SET free_at = :at WHERE booking = :id",
              at=held.until + timedelta(seconds=seconds), id=held.booking)  # fmt: skip


def test_a_hold_is_let_go_by_its_call(stage: Stage) -> None:
    """The place cools, the code dies, and the trail says who did it."""
    who = stage.call()
    held = stage.ready(who)
    code = stage.code()
    assert stage.do(c.LetHoldGo(who, held.booking)) == o.LetGo()
    assert stage.status(held.booking) == "lapsed"
    assert stage.now <= stage.free_again(held.booking) <= stage.now + timedelta(minutes=2)
    assert stage.do(c.Confirm(who, held.booking, code)) == o.CodeExpired()
    assert stage.one("SELECT actor FROM audit WHERE action = 'let_go'") == "caller"


def test_only_its_call_or_the_proven_number_lets_go(stage: Stage) -> None:
    """Another call of the number lets it go only when proven; another number never."""
    held = stage.held(stage.call(ANN))
    for stranger in (stage.call(ANN), stage.call(BEN), stage.proven(BEN), stage.text(ANN)):
        assert stage.do(c.LetHoldGo(stranger, held.booking)) == o.NothingHeld()
    assert stage.status(held.booking) == "held"
    assert stage.do(c.LetHoldGo(stage.proven(ANN), held.booking)) == o.LetGo()


def test_nothing_is_let_go_that_is_not_held(stage: Stage) -> None:
    """A lapsed hold, and a booking, are no holds."""
    ann, ben = stage.proven(ANN), stage.call(BEN)
    booked = stage.book(ann)
    assert stage.do(c.LetHoldGo(ann, booked.booking)) == o.NothingHeld()
    assert stage.status(booked.booking) == "booked"
    held = stage.held(ben)
    stage.now = held.until
    assert stage.do(c.LetHoldGo(ben, held.booking)) == o.NothingHeld()


@pytest.mark.parametrize("seconds", [0, 77])
def test_a_lapsed_place_cools_before_it_is_free(stage: Stage, seconds: int) -> None:
    """Without any sweeper it is free as soon as its drawn cool-down is over, and not a second before."""
    one_place(stage)
    held = stage.held(stage.call(ANN))
    draw(stage, held, seconds)
    stage.now = held.until + timedelta(seconds=seconds - 1)
    assert stage.hold(stage.call(BEN)) == o.NoneFree(stage.line.offices[0].id)
    stage.wait(seconds=1)
    assert isinstance(stage.hold(stage.call(BEN)), o.Held)


@pytest.mark.parametrize("how", ["let go", "wrong codes", "replaced"])
def test_a_place_given_back_cools_too(stage: Stage, how: str) -> None:
    """Letting go and asking again hands the place to nobody at once, whichever way it was given back."""
    slot, another = stage.slot(0), stage.slot(1)
    stage.only(slot, another)
    stage.seats(slot, 1)
    who = stage.call()
    held = stage.held(who, slot)
    draw(stage, held, 90)
    match how:
        case "let go":
            stage.do(c.LetHoldGo(who, held.booking))
        case "wrong codes":
            for _ in range(5):
                stage.do(c.Confirm(who, held.booking, other(stage.code())))
        case _:
            stage.held(who, another)
    stage.wait(seconds=89)
    assert isinstance(stage.hold(stage.call(BEN), slot), o.PlaceGone)
    stage.wait(seconds=1)
    assert isinstance(stage.hold(stage.call(BEN), slot), o.Held)


def test_the_cool_down_is_drawn(stage: Stage) -> None:
    """Nobody can know the second at which a held place comes free."""
    drawn = {stage.free_again((held := stage.held(stage.call(f"+1202555{3000 + n}"), send="none")).booking) - held.until
             for n in range(5)}  # fmt: skip
    assert len(drawn) > 1


def test_a_place_taken_by_the_next_is_out_of_the_formers_reach(stage: Stage) -> None:
    """After a lapse the place belongs to whoever holds it now: nothing the former holder does frees it."""
    one_place(stage)
    who = stage.call(ANN)
    former = stage.ready(who)
    draw(stage, former, 0)
    stage.now = former.until
    new = stage.held(stage.call(BEN))
    assert stage.do(c.LetHoldGo(who, former.booking)) == o.NothingHeld()
    assert stage.hold(who) == o.NoneFree(stage.line.offices[0].id)
    assert stage.free_again(new.booking) >= new.until
