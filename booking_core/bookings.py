"""What is booked: hearing it, giving it up with time to undo, moving it. Always after proof, never on a caller ID."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import availability, outcomes
from booking_core import commands as c
from booking_core.actors import Actor
from booking_core.outcomes import (
    AskedTooOften,
    Booked,
    Bookings,
    Cancelled,
    HoldLapsed,
    MovesUsed,
    NextHeld,
    NoSuchBooking,
    Offer,
    ProofNeeded,
    TooLate,
)
from booking_core.tables import bookings, numbers, places, services, slots
from booking_core.transaction import Person, Transaction, person

_WITH_SLOT = sa.select(
    bookings, slots.c.wall, slots.c.zone, slots.c.starts, slots.c.day_ends
).join(slots, slots.c.id == bookings.c.slot)  # fmt: skip


def mine(t: Transaction, query: c.MyBookings) -> Bookings | ProofNeeded:
    """What the proven number has booked and still ahead of it."""
    whose = person(t, query.who, lock=False)
    if whose is None or not whose.proven:
        return ProofNeeded()
    return Bookings(_ahead(t, whose.number, whose.at))


def tell(t: Transaction, command: c.TellBookings) -> Bookings | AskedTooOften:
    """The same for a text thread: unproven, so the answer goes to the number itself, a few times a day."""
    whose = person(t, command.who)
    if whose is None:
        return Bookings(())
    now = whose.at
    told = t.connection.scalar(sa.select(numbers.c.told).where(numbers.c.id == whose.number)) or []
    today = [at for at in told if at > now - timedelta(days=1)]
    if len(today) >= t.rules().told_day:
        return AskedTooOften()
    t.connection.execute(sa.update(numbers).where(numbers.c.id == whose.number).values(told=[*today, now]))
    return Bookings(_ahead(t, whose.number, now))


def _ahead(t: Transaction, number: UUID, now: datetime) -> tuple[Booked, ...]:
    rows = t.connection.execute(
        _WITH_SLOT.where(
            bookings.c.number == number, bookings.c.allowance.is_not(None),
            bookings.c.status.in_(("booked", "checked_in")), bookings.c.live_until > now,
        ).order_by(slots.c.starts)
    )  # fmt: skip
    return tuple(booked(row) for row in rows)


def booked(row: sa.Row[Any]) -> Booked:
    """A booking row with its slot, as it is told."""
    return Booked(row.id, row.reference, row.party,
                  Offer(row.slot, row.office, row.service, row.wall, row.zone, row.starts))  # fmt: skip


def _own(t: Transaction, who: Actor, booking: UUID) -> tuple[Person, sa.Row[Any]] | NoSuchBooking | ProofNeeded:
    """The proven person and the booking, its number's row locked."""
    whose = person(t, who)
    if whose is None or not whose.proven:
        return ProofNeeded()
    row = t.connection.execute(_WITH_SLOT.where(bookings.c.id == booking, bookings.c.number == whose.number)).first()
    return NoSuchBooking() if row is None else (whose, row)


def cancel(t: Transaction, command: c.Cancel) -> Cancelled | NoSuchBooking | ProofNeeded:
    """Give up: the allowance is free at once; the place is bound for the undo time, then cools, then is public."""
    own = _own(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    now = own[0].at
    row = own[1]
    if row.status != "booked" or row.live_until <= now:
        return NoSuchBooking()
    undo = now + timedelta(seconds=t.rules().undo_s)
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(
            status="cancelled",
            ended_at=now,
            ended_by=command.who.name,
            ended_why="given_up",
            undo_until=undo,
            next_slot=None,
            next_places=None,
            next_until=None,
        )
    )
    _free(t, row, row.places, undo + _cooling(t, row.starts - undo))
    if row.next_places is not None:
        _free(t, row, row.next_places, now + timedelta(seconds=secrets.randbelow(t.rules().cool_max_s + 1)))
    t.trail(command.who, "cancel", row.id, now)
    return Cancelled(row.id, undo)


def _cooling(t: Transaction, left: timedelta) -> timedelta:
    """A random time before a place given up is on sale, at most a tenth of the time left to it."""
    rules = t.rules()
    seconds = rules.release_min_s + secrets.randbelow(max(1, rules.release_max_s - rules.release_min_s + 1))
    return max(timedelta(0), min(timedelta(seconds=seconds), left / 10))


def _free(t: Transaction, row: sa.Row[Any], given: list[int], at: datetime) -> None:
    t.connection.execute(sa.update(places).where(places.c.id.in_(given), places.c.booking == row.id).values(free_at=at))


def undo(t: Transaction, command: c.UndoCancel) -> outcomes.Outcome:
    """Take a given-up booking back: its places are still bound, but the allowance may have been used since."""
    own = _own(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    now = own[0].at
    whose, row = own
    if row.status == "booked":
        return booked(row)
    if row.status != "cancelled" or row.undo_until is None:
        return NoSuchBooking()
    if row.undo_until <= now:
        return TooLate()
    t.function("retire_v1", whose.number, now)
    allowance = t.function("allowance_v1", whose.number, row.limit_group, now)
    if allowance is None:
        return outcomes.LimitReached("live", None)
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(status="booked", allowance=allowance, ended_at=None, ended_by=None, ended_why=None, undo_until=None)
    )
    bound = t.connection.execute(
        sa.update(places)
        .where(places.c.id.in_(row.places), places.c.booking == row.id)
        .values(free_at=sa.text("'infinity'"))
    ).rowcount
    if bound != row.party:
        raise AssertionError("a given-up booking within its undo time does not own its places")
    t.trail(command.who, "undo_cancel", row.id, now)
    return booked(row)


def hold_move(t: Transaction, command: c.HoldMove) -> outcomes.Outcome:
    """Hold the next places; the current ones stay booked whatever happens. A former next set is given back."""
    own = _own(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    now = own[0].at
    row = own[1]
    slot = t.connection.execute(
        sa.select(slots, services.c.limit_group, services.c.party_max, services.c.lead_minutes, services.c.travel_days)
        .join(services)
        .where(slots.c.id == command.slot)
    ).one()
    if row.status != "booked" or row.live_until <= now or slot.limit_group != row.limit_group:
        return NoSuchBooking()
    rules = t.rules()
    if row.moves >= rules.moves_max and slot.starts <= row.starts:
        return MovesUsed()
    taken = _take(t, slot, row.party, now) if _serves(slot, row, now) else []
    if len(taken) < row.party:
        return availability.gone(t, slot, row.party, row.travel_date)
    if row.next_places is not None:
        _free(t, row, row.next_places, now + timedelta(seconds=secrets.randbelow(rules.cool_max_s + 1)))
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
    t.trail(command.who, "hold_move", row.id, now)
    return NextHeld(row.id, until, Offer(slot.id, slot.office, slot.service, slot.wall, slot.zone, slot.starts))


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
        .order_by(places.c.id)
        .limit(party)
    )  # fmt: skip
    taken = list(t.connection.scalars(free.with_for_update(skip_locked=True)))
    return taken if len(taken) == party else list(t.connection.scalars(free.with_for_update()))


def move(t: Transaction, command: c.Move) -> outcomes.Outcome:
    """The next places become the booking's, and the old ones cool as given-up ones do, in one transaction."""
    own = _own(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    now = own[0].at
    row = own[1]
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
    _free(t, row, row.places, now + _cooling(t, row.starts - now))
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(slot=slot.id, office=slot.office, service=slot.service, places=row.next_places, next_slot=None,
                next_places=None, next_until=None, live_until=slot.day_ends,
                moves=row.moves + (0 if slot.starts > row.starts else 1))
    )  # fmt: skip
    t.trail(command.who, "move", row.id, now)
    return Booked(row.id, row.reference, row.party,
                  Offer(slot.id, slot.office, slot.service, slot.wall, slot.zone, slot.starts))  # fmt: skip
