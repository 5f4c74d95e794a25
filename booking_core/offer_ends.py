"""What became of offers, read from the rows of their bookings: whoever takes one, or lets it lapse, tells nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from booking_core.offered import end
from booking_core.tables import bookings, offers, outbox
from booking_core.transaction import Transaction


def settle(t: Transaction, now: datetime, most: int) -> int:
    """Note the end of offers that are over; returns how many, at most `most`."""
    held = sa.and_(bookings.c.status == "held", bookings.c.live_until > now)
    later = sa.and_(bookings.c.status == "booked", bookings.c.next_slot == offers.c.slot, bookings.c.next_until > now)
    rows = t.connection.execute(
        sa.select(offers, bookings.c.status, bookings.c.held_at, bookings.c.booked_at, bookings.c.next_slot,
                  bookings.c.slot.label("has"))
        .join(bookings, bookings.c.id == offers.c.booking)
        .where(offers.c.ended_at.is_(None), sa.or_(held, later).is_not(sa.true()))
        .limit(most)
        .with_for_update(skip_locked=True, of=offers)
    ).all()  # fmt: skip
    for row in rows:
        end(t, row.id, now, _became(t, row, now))
        _clear(t, row, now)
    return len(rows)


def _became(t: Transaction, row: sa.Row[Any], now: datetime) -> str:
    own = row.held_at == row.made_at
    if (row.booked_at is not None) if own else row.has == row.slot:
        return "taken"
    if row.until > now:
        return "gone"  # let go for a limit or for wrong codes; or the booking was given up, or moved elsewhere
    arrived = sa.exists().where(
        outbox.c.code == row.code,
        sa.or_(outbox.c.state == "delivered", sa.and_(outbox.c.state == "sent", outbox.c.by == "text")),
    )
    return "silent" if t.connection.scalar(sa.select(arrived)) else "unreached"


def _clear(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """What the clock has ended, said in the booking's row. Its places need no touch: `free_at` has freed them."""
    mine = sa.update(bookings).where(bookings.c.id == row.booking)
    t.connection.execute(
        mine.where(bookings.c.status == "held", bookings.c.live_until <= now)
        .values(status="lapsed", ended_by="clock", ended_why="expired", ended_at=bookings.c.live_until)
    )  # fmt: skip
    t.connection.execute(
        mine.where(bookings.c.next_slot == row.slot, bookings.c.next_until <= now)
        .values(next_slot=None, next_places=None, next_until=None)
    )  # fmt: skip
