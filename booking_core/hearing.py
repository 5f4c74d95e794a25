"""Hearing what is booked, by the proven number itself, and what each booking is open for just now."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core import codes as security_codes
from booking_core import commands as c
from booking_core import outcomes
from booking_core.asks import open_asks
from booking_core.bookings import NO_ANSWER, WITH_SLOT, booked, booked_ahead
from booking_core.outcomes import Bookings, ProofNeeded
from booking_core.tables import bookings, codes, places, slots
from booking_core.transaction import Transaction, person


def mine(t: Transaction, query: c.MyBookings) -> Bookings | ProofNeeded:
    """What the proven number has booked and still ahead of it."""
    whose = person(t, query.who, lock=False)
    if whose is None or not whose.proven:
        return ProofNeeded()
    return heard(t, whose.number, whose.at)


def prove_and_hear(t: Transaction, command: c.ProveAndHear) -> outcomes.Outcome:
    """A right presence code, and what is booked, in one."""
    proven = security_codes.prove(t, c.Prove(command.who, command.digits))
    return mine(t, c.MyBookings(command.who)) if isinstance(proven, outcomes.Proven) else proven


def heard(t: Transaction, number: UUID, now: datetime) -> Bookings:
    """The same for the proven number itself: what was let go and is free still too, and what each is open for."""
    mine = bookings.c.number == number, bookings.c.allowance.is_not(None), slots.c.starts > now
    free = WITH_SLOT.where(*mine, bookings.c.status == "cancelled", bookings.c.ended_why == NO_ANSWER, owns_places())
    rows = [*t.connection.execute(booked_ahead(number, now).add_columns(_open_for(now))),
            *t.connection.execute(free.add_columns(sa.literal("back").label("open")))]  # fmt: skip
    told = sorted(rows, key=lambda row: row.starts)
    return Bookings(tuple(dataclasses.replace(booked(row), open=row.open) for row in told))


def _open_for(now: datetime) -> sa.Label[str]:
    """A check-in code is offered again, once it was sent: by then it is known what it is good for."""
    sent = sa.select(codes.c.id).where(  # no EXISTS: that may be made a hash of the whole table
        codes.c.number == bookings.c.number, codes.c.booking == bookings.c.id, codes.c.slot == bookings.c.slot,
        codes.c.purpose == "check_in",
        codes.c.used_at.is_(None), codes.c.dead_at.is_(None), codes.c.expires_at > now,
    ).limit(1)  # fmt: skip
    asked = open_asks(bookings.c.id, bookings.c.slot)
    texted = sa.and_(bookings.c.texts != "none", slots.c.starts > now, sent.scalar_subquery().is_not(None))
    return sa.case((asked, "keep"), (texted, "code"), else_="").label("open")


def owns_places() -> sa.ColumnElement[bool]:
    """Whether all places of a booking still name it, so that nobody has had them since."""
    owned = sa.select(sa.func.count()).where(
        places.c.id == sa.any_(bookings.c.places), places.c.booking == bookings.c.id
    )
    return owned.scalar_subquery() == bookings.c.party
