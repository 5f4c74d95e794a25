"""Saying in the rows what the clock has ended. Nothing waits for it: the claim retires its own number's as it looks."""

from __future__ import annotations

import sqlalchemy as sa

from booking_core.tables import bookings, callbacks
from booking_core.transaction import Transaction


def retire(t: Transaction, most: int) -> int:
    """Retire up to `most` lapsed holds and bookings whose visit day is over; returns how many."""
    now = t.now()
    done: int = t.function("retire_batch_v1", most, now)
    over = sa.select(bookings.c.id).where(bookings.c.id == callbacks.c.booking, bookings.c.status != "booked")
    t.connection.execute(
        sa.update(callbacks)
        .where(callbacks.c.done_at.is_(None), callbacks.c.booking.is_not(None), over.exists())
        .values(done_at=now, outcome="over")
    )
    return done
