"""Look-ups by agents: by a full number or a full reference, for a reason, so many an hour; what is shown is masked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.calls import last_two
from booking_core.desk_commands import LookUp
from booking_core.desk_outcomes import LookedTooOften, LookedUp, LookedUpBooking, NobodyFound
from booking_core.tables import bookings, numbers, offices, services, slots
from booking_core.transaction import Transaction, find_number
from booking_core.views import count_view

MOST = 20
"""Bookings shown of one number."""


def look_up(t: Transaction, command: LookUp) -> LookedUp | NobodyFound | LookedTooOften:
    """What is kept, once the view is counted and audited; of a reference its own booking alone."""
    booking, number = _booking(t, command.reference), None
    if booking is not None:
        number = booking.number
    elif command.number is not None:
        number = find_number(t, command.number.e164)
    subject = number if booking is None else booking.id
    left = count_view(t, command.who, subject, command.why, t.now())
    if isinstance(left, LookedTooOften):
        return left
    return NobodyFound(left) if number is None else _shown(t, number, None if booking is None else booking.id, left)


def _booking(t: Transaction, reference: str | None) -> sa.Row[Any] | None:
    if reference is None:
        return None
    return t.connection.execute(sa.select(bookings).where(bookings.c.reference == reference)).first()


def _shown(t: Transaction, number: UUID, booking: UUID | None, left: int) -> LookedUp:
    known = t.connection.execute(sa.select(numbers).where(numbers.c.id == number)).one()
    own = sa.true() if booking is None else bookings.c.id == booking
    rows = t.connection.execute(
        sa.select(bookings, slots.c.wall, services.c.names, offices.c.name.label("at"))
        .join(slots, slots.c.id == bookings.c.slot)
        .join(services, services.c.id == bookings.c.service)
        .join(offices, offices.c.id == bookings.c.office)
        .where(bookings.c.number == number, bookings.c.allowance.is_not(None), bookings.c.reference.is_not(None), own)
        .order_by(slots.c.starts.desc())
        .limit(MOST)
    )
    found = tuple(
        LookedUpBooking(row.reference[-4:], row.status, row.at, row.names, row.wall, row.party, row.channel)
        for row in rows
    )  # fmt: skip
    return LookedUp(last_two(t, number, known.digits), known.refused, known.opted_out_at is not None, found, left)
