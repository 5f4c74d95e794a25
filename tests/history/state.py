"""What the database holds when a run is over: the other half of the evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from booking_core.core import Core
from booking_core.tables import audit, bookings, calls, codes, limit_groups, numbers, outbox, places, rules, services

Rows = list[Row[Any]]

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for PostgreSQL's infinity, which Python's clock does not know."""

_PLACES = sa.select(
    places.c.id, places.c.slot, places.c.office, places.c.service, places.c.booking,
    sa.func.greatest(sa.func.least(places.c.free_at, NEVER), datetime(1970, 1, 1, tzinfo=UTC)).label("free_at"),
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """The tables the laws speak of, as of `now` (the database's clock, or the instant that was pinned)."""

    now: datetime
    bookings: dict[UUID, Row[Any]]
    places: Rows
    codes: Rows
    outbox: Rows
    audit: Rows
    numbers: dict[UUID, str]
    """Row of a number → E.164."""
    calls: dict[str, UUID]
    """sid → row of the call."""
    groups: dict[UUID, UUID]
    """Service → limit group."""
    allowed: dict[UUID, int]
    """Limit group → live bookings a number."""
    rules: Row[Any]

    @cached_property
    def seats(self) -> Counter[UUID]:
        """Slot → how many places it has."""
        return Counter(place.slot for place in self.places)

    @cached_property
    def beside(self) -> dict[UUID, set[UUID]]:
        """Slot → all slots of its service at its office."""
        together: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
        for place in self.places:
            together[place.office, place.service].add(place.slot)
        return {slot: slots for slots in together.values() for slot in slots}

    @cached_property
    def service_of(self) -> dict[UUID, UUID]:
        """Slot → service."""
        return {place.slot: place.service for place in self.places}

    def owned(self) -> list[tuple[Row[Any], int]]:
        """Every live booking with each place that is its own now, current or next."""
        pairs = []
        for row in self.bookings.values():
            if row.status in ("booked", "checked_in") or (row.status == "held" and row.live_until > self.now):
                pairs += [(row, place) for place in row.places]
            if row.status == "booked" and row.next_until is not None and row.next_until > self.now:
                pairs += [(row, place) for place in row.next_places]
        return pairs


def read_state(core: Core) -> State:
    """Read everything in one snapshot, numbers opened."""

    def look(c: Connection) -> State:
        c.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

        def rows(table: sa.Table) -> Rows:
            return list(c.execute(sa.select(table)).all())

        groups = c.execute(sa.select(services.c.id, services.c.limit_group))
        allowed = c.execute(sa.select(limit_groups.c.id, limit_groups.c.allowed))
        return State(
            c.execute(sa.select(sa.func.coalesce(core.now, sa.func.now()))).scalar_one(),
            {row.id: row for row in rows(bookings)},
            [*c.execute(_PLACES)], rows(codes), rows(outbox), rows(audit),
            {row.id: core.keys.decrypt(row.digits, "numbers.digits", row.id) for row in rows(numbers)},
            {row.sid: row.id for row in rows(calls)},
            {row.id: row.limit_group for row in groups}, {row.id: row.allowed for row in allowed},
            rows(rules)[0],
        )  # fmt: skip

    return core.database.transact(look)
