from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, URGENT, Stage


def one_place(stage: Stage) -> None:
    """Leave a single place at the first office, and all of the second."""
    slot = stage.slot()
    stage.put("DELETE FROM places WHERE office = :office AND slot <> :slot", office=stage.line.offices[0].id, slot=slot)
    stage.seats(slot, 1)


def test_giving_up_binds_the_place_through_the_undo_time(stage: Stage) -> None:
    """Ten minutes to take it back, then fifteen minutes to two hours of cool-down."""
    who = stage.proven()
    booked = stage.book(who)
    assert stage.do(c.Cancel(who, booked.booking)) == o.Cancelled(booked.booking, stage.now + timedelta(minutes=10))
    assert stage.status(booked.booking) == "cancelled"
    cooling = stage.free_again(booked.booking) - stage.now - timedelta(minutes=10)
    assert timedelta(minutes=15) <= cooling <= timedelta(minutes=120)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(())


def test_a_place_given_up_is_never_bookable_at_once(stage: Stage) -> None:
    """Whoever asks next, the former holder included, gets it only when it has cooled."""
    one_place(stage)
    who = stage.proven()
    booked = stage.book(who)
    cancelled = stage.do(c.Cancel(who, booked.booking))
    assert isinstance(cancelled, o.Cancelled)
    free = stage.free_again(booked.booking)
    none_free = o.NoneFree(stage.line.offices[0].id)
    for instant in (stage.now, cancelled.undo_until, free - timedelta(seconds=1)):
        stage.now = instant
        assert stage.hold(stage.call(BEN), send="none") == none_free
        assert stage.hold(who) == none_free
    stage.now = free
    assert isinstance(stage.hold(stage.call(BEN), send="none"), o.Held)


def test_the_cool_down_is_at_most_a_tenth_of_what_is_left(stage: Stage) -> None:
    """An hour before the visit a place given up is back within six minutes of the undo time."""
    who = stage.proven()
    booked = stage.book(who)
    stage.now = booked.offer.starts - timedelta(minutes=70)
    late = stage.proven()
    cancelled = stage.do(c.Cancel(late, booked.booking))
    assert isinstance(cancelled, o.Cancelled)
    assert timedelta(0) < stage.free_again(booked.booking) - cancelled.undo_until <= timedelta(minutes=6)


def test_the_allowance_is_free_at_once(stage: Stage) -> None:
    """Whoever gives up books another time in the next breath."""
    who = stage.proven()
    stage.do(c.Cancel(who, stage.book(who).booking))
    assert isinstance(stage.book(who, stage.slot(1)), o.Booked)


def test_undo_takes_the_same_booking_back(stage: Stage) -> None:
    """Reference, place and allowance are as before."""
    who = stage.proven()
    booked = stage.book(who, party=2)
    stage.do(c.Cancel(who, booked.booking))
    stage.wait(minutes=10, seconds=-1)
    assert stage.do(c.UndoCancel(who, booked.booking)) == booked
    assert stage.status(booked.booking) == "booked"
    assert [place.booked for place in stage.owned(booked.booking)] == [True, True]
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    assert stage.do(c.UndoCancel(who, booked.booking)) == booked


def test_undo_has_its_time(stage: Stage) -> None:
    """At the end of the ten minutes it is too late, and the place goes on cooling."""
    who = stage.proven()
    booked = stage.book(who)
    stage.do(c.Cancel(who, booked.booking))
    free = stage.free_again(booked.booking)
    stage.wait(minutes=10)
    assert stage.do(c.UndoCancel(who, booked.booking)) == o.TooLate()
    assert stage.free_again(booked.booking) == free


def test_undo_meets_the_limit(stage: Stage) -> None:
    """Where the allowance was used since, what was given up stays given up."""
    who = stage.proven()
    first = stage.book(who)
    stage.do(c.Cancel(who, first.booking))
    stage.book(who, stage.slot(1))
    assert stage.do(c.UndoCancel(who, first.booking)) == o.LimitReached("live", None)
    assert stage.status(first.booking) == "cancelled"


def test_a_lapsed_hold_stands_in_no_undos_way(stage: Stage) -> None:
    """A proven hold that ran out since gives its allowance back to the undo."""
    stage.put("UPDATE rules SET hold_s = 60, code_s = 60")
    who = stage.proven()
    first = stage.book(who)
    stage.do(c.Cancel(who, first.booking))
    stage.held(who, stage.slot(1))
    stage.wait(minutes=2)
    assert stage.do(c.UndoCancel(who, first.booking)) == first


def test_only_the_proven_number_gives_up_its_own(stage: Stage) -> None:
    """Without proof nothing is given up, nor is anything of another number's."""
    booked = stage.book(stage.proven(ANN))
    assert stage.do(c.Cancel(stage.call(ANN), booked.booking)) == o.ProofNeeded()
    assert stage.do(c.Cancel(stage.proven(BEN), booked.booking)) == o.NoSuchBooking()
    assert stage.do(c.UndoCancel(stage.call(ANN), booked.booking)) == o.ProofNeeded()
    assert stage.do(c.UndoCancel(stage.proven(BEN), booked.booking)) == o.NoSuchBooking()
    assert stage.status(booked.booking) == "booked"


def test_what_is_not_booked_is_not_given_up(stage: Stage) -> None:
    """Not a hold, not the same booking twice, not a visit whose day is over."""
    who = stage.proven()
    held = stage.held(who)
    assert stage.do(c.Cancel(who, held.booking)) == o.NoSuchBooking()
    assert stage.do(c.UndoCancel(who, held.booking)) == o.NoSuchBooking()
    stage.do(c.LetHoldGo(who, held.booking))
    booked = stage.book(who, stage.slot(1, URGENT))
    stage.do(c.Cancel(who, booked.booking))
    assert stage.do(c.Cancel(who, booked.booking)) == o.NoSuchBooking()
    stage.do(c.UndoCancel(who, booked.booking))
    stage.now = stage.one("SELECT day_ends FROM slots WHERE id = :slot", slot=booked.offer.slot)
    assert stage.do(c.Cancel(stage.proven(), booked.booking)) == o.NoSuchBooking()
