"""Moving a booking: the new place is held before the old one is let go, and becomes current in one transaction."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import availability, outcomes, seeking, waiting
from booking_core import commands as c
from booking_core.actors import Actor
from booking_core.bookings import booked, hand_on, held_by, set_free, tell_change
from booking_core.codes import end_questions
from booking_core.outcomes import HoldLapsed, Moved, MovesUsed, NextHeld, NoneFree, NoSuchBooking, Offer, PlaceGone
from booking_core.tables import bookings, places, services, slots
from booking_core.transaction import Transaction


def hold_move(t: Transaction, command: c.HoldMove) -> outcomes.Outcome:
    """Hold the next places of a booking for its proven person."""
    own = held_by(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    refused = seeking.of_move(t, command.who, own[1].service, own[1].office, note=True)
    return refused or hold_next(t, command.who, own[0].at, own[1], command.slot)


def hold_next(t: Transaction, who: Actor, now: datetime, row: sa.Row[Any], wanted: UUID) -> outcomes.Outcome:
    """Hold the next places; the current ones stay booked whatever happens. A former next set is given back.

    Whoever calls has the authority, and the lock on the number's row.
    """
    slot = t.connection.execute(
        sa.select(slots, services.c.limit_group, services.c.party_max, services.c.lead_minutes, services.c.travel_days)
        .join(services)
        .where(slots.c.id == wanted)
    ).one()
    if row.status != "booked" or row.live_until <= now or slot.limit_group != row.limit_group:
        return NoSuchBooking()
    rules = t.rules()
    if row.moves >= rules.moves_max and slot.starts <= row.starts:
        return MovesUsed()
    taken = _take(t, slot, row.party, now) if _serves(slot, row, now) else []
    if len(taken) < row.party:
        return _others(t, slot, row)
    if row.next_places is not None:
        set_free(t, row, row.next_places, now + timedelta(seconds=secrets.randbelow(rules.cool_max_s + 1)))
    until = now + timedelta(seconds=rules.hold_s)
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(next_slot=slot.id, next_places=taken, next_until=until)
    )
    t.connection.execute(
        sa.update(places)
        .where(places.c.id.in_(taken))
        .values(booking=row.id, free_at=until + timedelta(seconds=secrets.randbelow(rules.cool_max_s + 1)))
    )
    t.trail(who, "hold_move", row.id, now)
    return NextHeld(row.id, until, Offer(slot.id, slot.office, slot.service, slot.wall, slot.zone, slot.starts))


def _others(t: Transaction, slot: sa.Row[Any], row: sa.Row[Any]) -> PlaceGone | NoneFree:
    """What is free instead, but for the booking's own time, which would be a move to where it is.

    Where that is all there is from the wished time on, it is looked for from now on: never a false "none".
    """
    for begin in (slot.starts, t.now()):
        gone = availability.gone(t, slot, row.party, row.travel_date, begin)
        others = () if isinstance(gone, NoneFree) else gone.offers
        if others := tuple(offer for offer in others if offer.slot != row.slot):
            return PlaceGone(others)
    return NoneFree(slot.office)


def _serves(slot: sa.Row[Any], row: sa.Row[Any], now: datetime) -> bool:
    """May a new booking of this size, by this traveller, still be made for the slot?"""
    return bool(
        row.party <= slot.party_max
        and slot.starts > now + timedelta(minutes=slot.lead_minutes)
        and (slot.travel_days is None or row.travel_date is None or slot.wall.date() < row.travel_date)
    )


def _take(t: Transaction, slot: sa.Row[Any], party: int, now: datetime) -> list[int]:
    """Lock `party` free public places of a slot, the last locks of the transaction; [] when there are fewer."""
    free = (
        sa.select(places.c.id)
        .where(places.c.office == slot.office, places.c.service == slot.service, places.c.starts == slot.starts,
               places.c.free_at < sa.text("'infinity'"), places.c.free_at <= now, places.c.pool == "public",
               places.c.open_from <= now, slot.starts > now)
        .order_by(places.c.free_at, places.c.id)
        .limit(party)
    )  # fmt: skip
    taken = list(t.connection.scalars(free.with_for_update(skip_locked=True)))
    return taken if len(taken) == party else list(t.connection.scalars(free.with_for_update()))


def move(t: Transaction, command: c.Move) -> outcomes.Outcome:
    """The next places become the booking's, for its proven person."""
    own = held_by(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    whose, row = own
    if row.status == "booked" and row.slot == command.slot:
        return Moved(row.id, row.reference, row.party, booked(row).offer)
    if command.slot not in (None, row.next_slot) and row.status == "booked":
        return HoldLapsed()
    return make_current(t, command.who, whose.at, row)


def make_current(t: Transaction, who: Actor, now: datetime, row: sa.Row[Any]) -> outcomes.Outcome:
    """The next places become the booking's, and the old ones cool as given-up ones do, in one transaction."""
    if row.status != "booked" or row.live_until <= now:
        return NoSuchBooking()
    if row.next_places is None or row.next_until <= now:
        return HoldLapsed()
    slot = t.connection.execute(sa.select(slots).where(slots.c.id == row.next_slot)).one()
    if row.moves >= t.rules().moves_max and slot.starts <= row.starts:
        return MovesUsed()
    owned = t.connection.execute(
        sa.update(places)
        .where(places.c.id.in_(row.next_places), places.c.booking == row.id, places.c.free_at > now)
        .values(free_at=sa.text("'infinity'"))
    ).rowcount
    if owned != row.party:
        raise AssertionError("a live next set does not own its places")
    hand_on(t, row, row.places, now)
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(slot=slot.id, office=slot.office, service=slot.service, places=row.next_places, next_slot=None,
                next_places=None, next_until=None, live_until=slot.day_ends,
                moves=row.moves + (0 if slot.starts > row.starts else 1))
    )  # fmt: skip
    end_questions(t, row.number, row.id, now)
    waiting.beaten(t, row.id, now)
    tell_change(t, who, row, now, slot.starts, kind="moved")
    t.trail(who, "move", row.id, now)
    return Moved(row.id, row.reference, row.party,
                 Offer(slot.id, slot.office, slot.service, slot.wall, slot.zone, slot.starts))  # fmt: skip
