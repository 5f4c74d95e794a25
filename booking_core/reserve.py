"""The reserve: places that only agents may take, for urgent cases and with a reason. No suspension stops it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from booking_core.desk_commands import KeepInReserve
from booking_core.desk_outcomes import ReserveKept
from booking_core.tables import places, slots
from booking_core.transaction import Transaction

INFINITY = sa.text("'infinity'")


def keep(t: Transaction, command: KeepInReserve) -> ReserveKept:
    """Have so many free places of one day in reserve: more are taken from open sale, spread over the day, or go back.

    What is held or booked stays where it is, so there may be fewer than were asked for.
    """
    now = t.now()
    there = _free(t, command, "reserve", now)
    if len(there) < command.places:
        moved = _free(t, command, "public", now)[: command.places - len(there)]
        pool, kept = "reserve", len(there) + len(moved)
    else:
        moved, pool, kept = there[command.places :], "public", command.places
    t.connection.execute(sa.update(places).where(places.c.id.in_(moved)).values(pool=pool))
    t.trail(command.who, "reserve", command.office, now, f"{command.day}: {kept} in reserve")
    return ReserveKept(kept)


def _free(t: Transaction, command: KeepInReserve, pool: str, now: datetime) -> list[int]:
    """The free places of that day in a pool, locked: the first of every slot first, the latest slots before others."""
    nth = sa.func.row_number().over(partition_by=places.c.slot, order_by=places.c.id)
    seats = (
        sa.select(places, nth.label("nth"))
        .join(slots, slots.c.id == places.c.slot)
        .where(places.c.office == command.office, places.c.service == command.service, places.c.starts > now,
               sa.cast(slots.c.wall, sa.Date) == command.day)
        .subquery()
    )  # fmt: skip
    found = sa.select(seats.c.id).where(seats.c.pool == pool, seats.c.free_at < INFINITY, seats.c.free_at <= now)
    ids = t.connection.scalars(found.order_by(seats.c.nth, seats.c.starts.desc())).all()
    free = sa.select(places.c.id).where(places.c.id.in_(ids), places.c.free_at <= now, places.c.pool == pool)
    locked = set(t.connection.scalars(free.order_by(places.c.id).with_for_update(skip_locked=True)))
    return [each for each in ids if each in locked]
