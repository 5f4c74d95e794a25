"""Keeping a booking that was asked about: the answer to a second touch and to a follow-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from booking_core import asks
from booking_core import commands as c
from booking_core.actors import Actor, Operator
from booking_core.bookings import booked, held_by
from booking_core.outcomes import Kept, NoSuchBooking, ProofNeeded
from booking_core.transaction import Transaction


def keep_own(t: Transaction, command: c.KeepBooking) -> Kept | NoSuchBooking | ProofNeeded:
    """Keep it, for the proven person."""
    own = held_by(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    whose, row = own
    return NoSuchBooking() if command.slot != row.slot else keep(t, command.who, whose.at, row)


def keep(t: Transaction, who: Actor | Operator, now: datetime, row: sa.Row[Any]) -> Kept | NoSuchBooking:
    """The number comes. Whoever calls has the authority, and the lock on the number's row."""
    if row.status != "booked" or row.live_until <= now:
        return NoSuchBooking()
    asks.answered(t, row.id, now)
    t.trail(who, "keep", row.id, now)
    one = booked(row)
    return Kept(one.booking, one.reference, one.party, one.offer)
