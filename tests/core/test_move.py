from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.stage import ANN, BEN, URGENT, Stage


def move(stage: Stage, who: Caller, booked: o.Booked, slot: UUID) -> o.Outcome:
    """Hold the new time and go there."""
    held = stage.do(c.HoldMove(who, booked.booking, slot))
    return stage.do(c.Move(who, booked.booking)) if isinstance(held, o.NextHeld) else held


def test_the_new_place_is_held_before_the_old_is_let_go(stage: Stage) -> None:
    """Between the two turns both are bound, and the old one is what is booked."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0))
    held = stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    assert isinstance(held, o.NextHeld)
    assert held.until == stage.now + timedelta(minutes=10)
    old, new = sorted(stage.owned(booked.booking), key=lambda place: not place.booked)
    assert (old.slot, old.booked, new.slot, new.booked) == (stage.slot(0), True, stage.slot(1), False)
    assert new.free_at >= held.until
    assert stage.ask(c.MyBookings(who)) == o.Bookings((booked,))


def test_a_move_keeps_the_booking_and_changes_its_time(stage: Stage) -> None:
    """Same reference, new time; the new place is bound for good and the old one cools like one given up."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0), party=2)
    moved = move(stage, who, booked, stage.slot(1))
    assert isinstance(moved, o.Moved)
    assert (moved.booking, moved.reference, moved.party) == (booked.booking, booked.reference, 2)
    assert moved.offer.slot == stage.slot(1)
    places = stage.owned(booked.booking)
    assert {place.slot for place in places if place.booked} == {stage.slot(1)}
    for place in places:
        if not place.booked:
            assert timedelta(minutes=15) <= place.free_at - stage.now <= timedelta(hours=2)
    assert stage.ask(c.MyBookings(who)) == o.Bookings(
        (o.Booked(moved.booking, moved.reference, moved.party, moved.offer),)
    )


def test_the_old_place_of_a_move_is_not_bookable_at_once(stage: Stage) -> None:
    """It cools without undo, and then it is had by whoever asks."""
    slot = stage.slot(0)
    stage.only(slot, stage.slot(1))
    stage.seats(slot, 1)
    who = stage.proven()
    booked = stage.book(who, slot)
    move(stage, who, booked, stage.slot(1))
    (free,) = (place.free_at for place in stage.owned(booked.booking) if not place.booked)
    assert isinstance(stage.hold(stage.call(BEN), slot), o.PlaceGone)
    stage.now = free
    assert isinstance(stage.hold(stage.call(BEN), slot), o.Held)


def test_two_moves_then_a_person(stage: Stage) -> None:
    """The third move to an earlier time is not the line's to make, and holds nothing."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(9))
    for nth in (8, 7):
        assert isinstance(move(stage, who, booked, stage.slot(nth)), o.Moved)
    assert stage.do(c.HoldMove(who, booked.booking, stage.slot(6))) == o.MovesUsed()
    assert stage.one("SELECT next_slot IS NULL FROM bookings")


def test_moves_to_later_are_not_counted(stage: Stage) -> None:
    """Whoever waits longer may do so again and again, and after the moves to earlier are used up too."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(4))
    for nth in (5, 6, 3, 2, 7, 8):
        assert isinstance(move(stage, who, booked, stage.slot(nth)), o.Moved)
    assert stage.one("SELECT moves FROM bookings") == 2
    assert move(stage, who, booked, stage.slot(1)) == o.MovesUsed()


def test_a_move_that_is_not_made_in_time(stage: Stage) -> None:
    """The new place is free again by the clock, and the old one was never given up."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0))
    held = stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    assert isinstance(held, o.NextHeld)
    stage.now = held.until
    assert stage.do(c.Move(who, booked.booking)) == o.HoldLapsed()
    assert stage.ask(c.MyBookings(who)) == o.Bookings((booked,))
    stage.put("DELETE FROM places WHERE slot = :slot AND booking IS NULL", slot=stage.slot(1))
    stage.wait(minutes=2)
    assert isinstance(stage.hold(stage.call(BEN), stage.slot(1)), o.Held)


def test_no_move_without_a_new_place(stage: Stage) -> None:
    """There is nothing to move to before it is held, and a full time changes nothing."""
    full = stage.slot(1, URGENT)
    for e164 in (ANN, BEN):
        stage.held(stage.call(e164), full, send="none")
    cat = stage.proven("+12025550103")
    booked = stage.book(cat, stage.slot(0, URGENT))
    assert stage.do(c.Move(cat, booked.booking)) == o.HoldLapsed()
    gone = stage.do(c.HoldMove(cat, booked.booking, full))
    assert isinstance(gone, o.PlaceGone)
    assert full not in {offer.slot for offer in gone.offers}
    assert stage.ask(c.MyBookings(cat)) == o.Bookings((booked,))


def test_what_is_free_instead_is_not_its_own_time(stage: Stage) -> None:
    """Who wants a time that is gone is not offered the one they have: to go there would use up a move."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(1))
    stage.seats(stage.slot(0), 0)
    gone = stage.do(c.HoldMove(who, booked.booking, stage.slot(0)))
    assert isinstance(gone, o.PlaceGone)
    assert [offer.slot for offer in gone.offers] == [stage.slot(2), stage.slot(3)]
    stage.only(booked.offer.slot)
    assert stage.do(c.HoldMove(who, booked.booking, stage.slot(0))) == o.NoneFree(booked.offer.office)


def test_what_is_free_earlier_is_told_where_later_there_is_only_its_own(stage: Stage) -> None:
    """Nobody hears "none left" while an earlier time is free, though from the wished one on only their own is."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(2))
    stage.only(stage.slot(0), stage.slot(2))
    gone = stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    assert isinstance(gone, o.PlaceGone)
    assert [offer.slot for offer in gone.offers] == [stage.slot(0)]


def test_another_choice_gives_the_former_one_back(stage: Stage) -> None:
    """A booking owns at most one next set; the former one is free after a short cool-down."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0))
    stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    stage.do(c.HoldMove(who, booked.booking, stage.slot(2)))
    free = {place.slot: place.free_at for place in stage.owned(booked.booking)}
    assert free[stage.slot(1)] <= stage.now + timedelta(minutes=2)
    moved = stage.do(c.Move(who, booked.booking))
    assert isinstance(moved, o.Moved)
    assert moved.offer.slot == stage.slot(2)


def test_two_calls_that_move_at_once(stage: Stage) -> None:
    """Each goes only where its own caller chose to go; whoever came second keeps what the first one made of it."""
    ann, again = stage.proven(), stage.proven()
    booked = stage.book(ann, stage.slot(0))
    for who, nth in ((ann, 1), (again, 2)):
        stage.do(c.HoldMove(who, booked.booking, stage.slot(nth)))
    assert stage.do(c.Move(ann, booked.booking, stage.slot(1))) == o.HoldLapsed()
    moved = stage.do(c.Move(again, booked.booking, stage.slot(2)))
    assert isinstance(moved, o.Moved)
    assert moved.offer.slot == stage.slot(2)
    assert stage.do(c.Move(ann, booked.booking, stage.slot(1))) == o.HoldLapsed()
    assert stage.do(c.Cancel(ann, booked.booking, stage.slot(0))) == o.NoSuchBooking()
    assert stage.status(booked.booking) == "booked"


def test_a_move_asked_again_is_a_move_made(stage: Stage) -> None:
    """Whoever did not hear the answer and asks anew is told where the booking is, not that the old time stays."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0))
    stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    moved = stage.do(c.Move(who, booked.booking, stage.slot(1)))
    assert stage.do(c.Move(who, booked.booking, stage.slot(1))) == moved
    assert len(stage.rows("SELECT 1 FROM audit WHERE action = 'move'")) == 1


def test_giving_up_lets_the_next_place_go_too(stage: Stage) -> None:
    """Nothing stays bound by a booking that is no more."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(0))
    stage.do(c.HoldMove(who, booked.booking, stage.slot(1)))
    stage.do(c.Cancel(who, booked.booking))
    assert {place.booked for place in stage.owned(booked.booking)} == {False}
    assert stage.do(c.Move(who, booked.booking)) == o.NoSuchBooking()


def test_only_the_proven_number_moves_its_own(stage: Stage) -> None:
    """Without proof nothing is moved, nor is anything of another number's."""
    booked = stage.book(stage.proven(ANN))
    assert stage.do(c.HoldMove(stage.call(ANN), booked.booking, stage.slot(1))) == o.ProofNeeded()
    assert stage.do(c.Move(stage.call(ANN), booked.booking)) == o.ProofNeeded()
    ben = stage.proven(BEN)
    assert stage.do(c.HoldMove(ben, booked.booking, stage.slot(1))) == o.NoSuchBooking()
    assert stage.do(c.Move(ben, booked.booking)) == o.NoSuchBooking()


@pytest.mark.parametrize("party", [1, 2])
def test_a_party_moves_only_where_its_size_is_served(stage: Stage, party: int) -> None:
    """A service for one visitor takes no pair by way of a move, though it has two places free."""
    who = stage.proven()
    booked = stage.book(who, party=party)
    outcome = stage.do(c.HoldMove(who, booked.booking, stage.slot(5, URGENT)))
    assert isinstance(outcome, o.NextHeld) == (party == 1)


def test_a_move_keeps_the_lead_time(stage: Stage) -> None:
    """What cannot be booked any more cannot be moved to either."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(9))
    stage.now = stage.starts(stage.slot(1)) - timedelta(minutes=59)
    late = stage.proven()
    assert not isinstance(stage.do(c.HoldMove(late, booked.booking, stage.slot(1))), o.NextHeld)
    assert isinstance(stage.do(c.HoldMove(late, booked.booking, stage.slot(8))), o.NextHeld)


def test_a_move_keeps_the_travel_date(stage: Stage) -> None:
    """Booked for a journey, a visit is not moved to the day of travel or after it."""
    last = stage.slot(200, URGENT)
    who = stage.call()
    stage.do(c.NoteTravelDate(who, stage.one("SELECT wall::date FROM slots WHERE id = :slot", slot=last)))
    stage.prove(who)
    booked = stage.book(who, stage.slot(0, URGENT))
    assert not isinstance(stage.do(c.HoldMove(who, booked.booking, last)), o.NextHeld)
    assert isinstance(stage.do(c.HoldMove(who, booked.booking, stage.slot(1, URGENT))), o.NextHeld)


def test_what_a_booking_can_move_to(stage: Stage) -> None:
    """Three times after the one asked from, at its own office or another, with room for all; its own is none."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(1), party=2)
    stage.seats(stage.slot(2), 1)
    after = stage.starts(stage.slot(0)) - timedelta(seconds=1)
    assert offered(stage, c.FreeToMove(who, booked.booking, None, after)) == [stage.slot(nth) for nth in (0, 3, 4)]
    other = stage.line.offices[1].id
    found = stage.ask(c.FreeToMove(who, booked.booking, other, after))
    assert isinstance(found, o.Offers)
    assert {offer.office for offer in found.offers} == {other}


def test_a_move_is_offered_only_where_it_is_taken(stage: Stage) -> None:
    """With its moves used up later times only; before its journey; none where none is left."""
    last = stage.slot(3, URGENT)
    who = stage.call()
    stage.do(c.NoteTravelDate(who, stage.one("SELECT wall::date + 1 FROM slots WHERE id = :slot", slot=last)))
    stage.prove(who)
    booked = stage.book(who, stage.slot(2, URGENT))
    stage.put("UPDATE bookings SET moves = 2")
    found = stage.ask(c.FreeToMove(who, booked.booking, None, stage.now))
    assert isinstance(found, o.Offers)
    assert found.offers[0].slot == last
    stage.put("UPDATE bookings SET travel_date = :today", today=stage.now.date())
    assert stage.ask(c.FreeToMove(who, booked.booking, None, stage.now)) == o.NoneFree(booked.offer.office)


def test_what_it_could_move_to_is_told_to_its_number_only(stage: Stage) -> None:
    """Neither without proof, nor to another number, nor once it is given up."""
    who = stage.proven(ANN)
    booked = stage.book(who)
    ask = [c.FreeToMove(each, booked.booking, None, stage.now) for each in (stage.call(ANN), stage.proven(BEN), who)]
    assert [stage.ask(each) for each in ask[:2]] == [o.ProofNeeded(), o.NoSuchBooking()]
    stage.do(c.Cancel(who, booked.booking))
    assert stage.ask(ask[2]) == o.NoSuchBooking()


def offered(stage: Stage, query: c.FreeToMove) -> list[UUID]:
    """The slots that are offered."""
    found = stage.ask(query)
    assert isinstance(found, o.Offers)
    return [offer.slot for offer in found.offers]
