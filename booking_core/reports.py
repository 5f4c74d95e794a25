"""What staff and engineers list. Nothing personal but where it is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from booking_core.tables import (
    bookings,
    number_keys,
    offices,
    outbox,
    places,
    services,
    slots,
)
from booking_core.transaction import Transaction


def booking_list(t: Transaction) -> Iterator[dict[str, Any]]:
    """Every booking that was ever booked: no telephone number, no birth date."""
    hashed = (
        sa.select(sa.func.encode(number_keys.c.keyed_hash, "hex"))
        .where(number_keys.c.number == bookings.c.number)
        .order_by(number_keys.c.kid)
        .limit(1)
        .scalar_subquery()
    )
    rows = t.connection.execute(
        sa.select(
            bookings.c.reference, bookings.c.status, offices.c.name.label("office"),
            services.c.names["en"].astext.label("service"), slots.c.wall, slots.c.zone, slots.c.starts,
            bookings.c.party.label("visitors"), hashed.label("number_key"), bookings.c.channel,
        )
        .join(slots, slots.c.id == bookings.c.slot)
        .join(offices, offices.c.id == bookings.c.office)
        .join(services, services.c.id == bookings.c.service)
        .where(bookings.c.booked_at.is_not(None))
        .order_by(slots.c.starts, bookings.c.reference)
    )  # fmt: skip
    for row in rows:
        yield dict(row._mapping)


def outbox_counts(t: Transaction) -> dict[str, int]:
    """Messages by state."""
    rows = t.connection.execute(sa.select(outbox.c.state, sa.func.count().label("messages")).group_by(outbox.c.state))
    return {row.state: row.messages for row in rows}


def free_places(t: Transaction) -> Iterator[dict[str, Any]]:
    """Free places and the first free time, per office and service."""
    now = t.now()
    rows = t.connection.execute(
        sa.select(
            offices.c.name.label("office"), services.c.names["en"].astext.label("service"),
            sa.func.count().label("free"), sa.func.min(places.c.starts).label("first"), offices.c.zone,
        )
        .join(offices, offices.c.id == places.c.office)
        .join(services, services.c.id == places.c.service)
        .where(places.c.free_at < sa.text("'infinity'"), places.c.free_at <= now, places.c.starts > now,
               places.c.pool == "public", places.c.open_from <= now)
        .group_by(offices.c.id, services.c.id)
        .order_by(offices.c.name, services.c.nth)
    )  # fmt: skip
    for row in rows:
        yield dict(row._mapping)
