"""Quiet hours, kept where it counts: when a message that nobody asked for is about to leave (laws.md, hours).

Whoever stages such a message gives it a humane time. But a worker may have been down at that time, and clocks go wrong;
so what is leased at a bad hour is put off to the next good one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.humane import humane
from booking_core.staging import UNASKED
from booking_core.tables import bookings, numbers, outbox
from booking_core.transaction import Transaction
from booking_core.zones import holidays_of, together, zone_of


def put_off(t: Transaction, rows: Sequence[sa.Row[Any]]) -> list[sa.Row[Any]]:
    """Those of these outbox rows that may go at this hour.

    The others wait for the next humane instant by every clock of number and office, or are over where that is too late.
    """
    now = t.now()
    at = _humane_instants(t, [row.id for row in rows if row.lane == UNASKED], now)
    for row in rows:
        if at.get(row.id, now) != now:
            _put_off(t, row, at[row.id], now)
    return [row for row in rows if at.get(row.id, now) == now]


def _humane_instants(t: Transaction, deliveries: list[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """From when on each of these may go; None: at no hour of the next month."""
    if not deliveries:
        return {}
    found = t.connection.execute(
        sa.select(outbox.c.id, numbers.c.zones, bookings.c.office)
        .select_from(outbox.join(numbers, numbers.c.id == outbox.c.number))
        .outerjoin(bookings, bookings.c.id == outbox.c.booking)
        .where(outbox.c.id.in_(deliveries))
    ).all()
    offices = {office: (zone_of(t, office), holidays_of(t, office)) for office in {row.office for row in found}}
    hours = t.humane_hours()
    return {
        row.id: humane(now, together(row.zones, offices[row.office][0]), offices[row.office][1], hours) for row in found
    }


def _put_off(t: Transaction, row: sa.Row[Any], at: datetime | None, now: datetime) -> None:
    if at is None or at >= row.not_after:
        values: dict[str, Any] = {"state": "expired", "lease_until": None, "done_at": now, "error": "quiet_hours"}
    elif row.state == "unknown":
        # It may have left already and will be looked for from its own time on, so that stays: nobody has it till then.
        values = {"lease_until": at}
    else:
        values = {"lease_until": None, "not_before": at}
    t.connection.execute(sa.update(outbox).where(outbox.c.id == row.id).values(**values))
