"""What is free."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes
from booking_core.outcomes import NoneFree, Offers, PlaceGone
from booking_core.tables import calls
from booking_core.transaction import Transaction


def next_free(t: Transaction, query: c.NextFree) -> Offers | NoneFree:
    """The next three free times; see `sql/next_free_v1.sql`."""
    travel = query.travel
    if query.sid is not None:
        travel = t.connection.scalar(sa.select(calls.c.travel_date).where(calls.c.sid == query.sid))
    found = t.function(
        "next_free_v1", query.office, query.service, query.after, query.part, query.party, travel, t.pinned
    )
    offers = tuple(outcomes.offer(item) for item in found)
    return Offers(offers) if offers else NoneFree(query.office)


def gone(t: Transaction, slot: sa.Row[Any], party: int, travel: date | None) -> PlaceGone | NoneFree:
    """The refusal of a slot that is full, with what is free around it."""
    found = t.function("place_gone_v1", slot.office, slot.service, slot.starts, party, travel, t.now())
    if found["is"] == "NoneFree":
        return NoneFree(slot.office)
    return PlaceGone(tuple(outcomes.offer(item) for item in found["offers"]))
