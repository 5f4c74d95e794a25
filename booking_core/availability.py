"""What is free."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes, seeking
from booking_core.bookings import held_by
from booking_core.outcomes import NoneFree, NoSuchBooking, NotAdmitted, Offer, Offers, PlaceGone, ProofNeeded
from booking_core.tables import calls
from booking_core.transaction import Transaction

OFFERED = 3
"""Times that are offered at once: as many as people keep in mind."""


def next_free(t: Transaction, query: c.NextFree) -> Offers | NoneFree:
    """The next three free times; see `sql/next_free_v1.sql`."""
    travel = query.travel
    if query.sid is not None:
        travel = t.connection.scalar(sa.select(calls.c.travel_date).where(calls.c.sid == query.sid))
    found = t.function(
        "next_free_v1", query.office, query.service, query.after, query.part, query.party, travel, t.pinned, OFFERED,
        "reserve" if query.urgent else "public",
    )  # fmt: skip
    offers = tuple(outcomes.offer(item) for item in found)
    return Offers(offers) if offers else NoneFree(query.office)


def free_to_move(t: Transaction, query: c.FreeToMove) -> Offers | NoneFree | NoSuchBooking | ProofNeeded | NotAdmitted:
    """The same for what is booked, told to its proven number."""
    own = held_by(t, query.who, query.booking, lock=False)
    if not isinstance(own, tuple):
        return own
    whose, row = own
    if row.status != "booked" or row.live_until <= whose.at:
        return NoSuchBooking()
    office = query.office or row.office
    refused = seeking.of_move(t, query.who, row.service, office, note=False)
    if refused is not None:
        return refused
    offers = to_move(t, row, office, query.after, query.part)
    return Offers(offers) if offers else NoneFree(office)


def to_move(t: Transaction, row: sa.Row[Any], office: UUID, after: datetime, part: c.Part = "any") -> tuple[Offer, ...]:
    """Where a booking can move to: its service, its size, its journey, and never its own time.

    When its moves to earlier are used up, later times only: what `HoldMove` would refuse is not offered.
    """
    if row.moves >= t.rules().moves_max:
        after = max(after, row.starts)
    found = t.function(
        "next_free_v1", office, row.service, after, part, row.party, row.travel_date, t.pinned, OFFERED + 1
    )
    return tuple(offer for offer in map(outcomes.offer, found) if offer.slot != row.slot)[:OFFERED]


def gone(t: Transaction, slot: sa.Row[Any], party: int, travel: date | None, begin: datetime) -> PlaceGone | NoneFree:
    """The refusal of a slot that is full, with what is free from `begin` on, or else from now on."""
    found = t.function("place_gone_v1", slot.office, slot.service, begin, party, travel, t.now())
    if found["is"] == "NoneFree":
        return NoneFree(slot.office)
    return PlaceGone(tuple(outcomes.offer(item) for item in found["offers"]))
