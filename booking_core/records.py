"""Holds for records: bookings that a complaint, a court or an audit needs are passed over when their time has come.

With the booking are kept its birth dates, its number, its messages and the call it was made in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.actors import Operator
from booking_core.tables import bookings, records_holds
from booking_core.transaction import Transaction
from booking_core.zones import zone_of


def keep(t: Transaction, who: Operator, reference: str, why: str, until: date | None) -> bool:
    """Hold a booking for records, through the day `until` by its office's clock (None: until it is released).

    Again for one that is held: the new reason and day stand. False: no booking has this reference, or not any more.
    """
    row = t.connection.execute(sa.select(bookings).where(bookings.c.reference == reference)).first()
    if row is None:
        return False
    at = t.now()
    said = {"reason": why, "by": who.name, "at": at, "until": None if until is None else _end(t, row.office, until)}
    t.connection.execute(
        insert(records_holds)
        .values(booking=row.id, number=row.number, **said)
        .on_conflict_do_update(index_elements=["booking"], set_=said)
    )
    t.trail(who, "records_keep", row.id, at)
    return True


def _end(t: Transaction, office: UUID, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone_of(t, office) or "UTC"))


def release(t: Transaction, who: Operator, reference: str) -> bool:
    """End a hold for records: what has had its time goes at the next erasing. False: none holds this reference."""
    held = sa.select(bookings.c.id).where(bookings.c.reference == reference).scalar_subquery()
    booking = t.connection.scalar(
        sa.delete(records_holds).where(records_holds.c.booking == held).returning(records_holds.c.booking)
    )
    if booking is None:
        return False
    t.trail(who, "records_release", booking, t.now())
    return True


def kept(t: Transaction) -> Iterator[dict[str, Any]]:
    """What is held for records, the oldest first."""
    rows = t.connection.execute(
        sa.select(bookings.c.reference, records_holds)
        .join(bookings, bookings.c.id == records_holds.c.booking)
        .order_by(records_holds.c.at)
    )
    for row in rows:
        yield dict(row._mapping)
