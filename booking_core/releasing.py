"""Letting a place go whose number does not answer: late on the last working day, and only where a person was at work.

Undelivered is not silence. Where an ask has reached the phone, two automatic calls or one person's are enough; where
none has, only a person's call is. On a day on which nobody worked on the call list nothing is let go at all. The place
goes on as a given-up one does, but whoever calls before somebody else has it gets it back.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from booking_core import asks, bookings, call_list
from booking_core.actors import Staff
from booking_core.clocks import local_day
from booking_core.codes import QUESTIONS
from booking_core.humane import humane
from booking_core.questions import make
from booking_core.staging import UNASKED, stage
from booking_core.tables import codes
from booking_core.touching import FOLLOW_UP, FOLLOW_UP_AGAIN, Place
from booking_core.transaction import Transaction

LOOK_AGAIN = timedelta(minutes=5)
"""What may not be let go yet is looked at again after so long."""

RINGS = 2
"""Automatic calls that are as good as a person's."""


def release(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """Let the booking go if that may be; else look again. `row`: the touch, with its booking's number and texts."""
    if not may_let_go(t, row, place, now):
        return {"due": now + LOOK_AGAIN}
    told = let_go(t, row, place, now, None, bookings.NO_ANSWER)
    return {"state": "done", "asked_at": now, "asks": told}


def let_go(
    t: Transaction, row: sa.Row[Any], place: Place, now: datetime, who: Staff | None, why: str, action: str = "cancel"
) -> list[UUID]:
    """Let it go, by the line itself or by `who`; returns the messages that say so. Whoever calls has the authority."""
    booking = bookings.find(t, row.number, row.booking)
    assert booking is not None
    by = "line" if who is None else who.name
    bookings.end(t, booking, now, by=by, why=bookings.NO_ANSWER, undo_until=booking.starts, bound_until=now)
    t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == row.number, codes.c.booking == row.booking, codes.c.purpose.in_(QUESTIONS),
               codes.c.used_at.is_(None), codes.c.dead_at.is_(None))
        .values(dead_at=now)
    )  # fmt: skip
    asks.withdraw_all(t, row.booking, now)
    asks.off_the_list(t, row.booking, "released", now)
    t.trail(who, action, row.booking, now, why)
    return _tell(t, row, place, now)


def may_let_go(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> bool:
    """Nobody has answered, somebody was at work today, and a person or two automatic calls have tried."""
    midnight = datetime.combine(local_day(now, place.zone), time(0), ZoneInfo(place.zone))
    if not call_list.stand(t, row) or not call_list.staffed(t, midnight):
        return False
    asked = row.booking, row.slot, (FOLLOW_UP, FOLLOW_UP_AGAIN)
    silent = sa.and_(call_list.arrived(*asked), call_list.rings(*asked) >= RINGS)
    return bool(t.connection.scalar(sa.select(sa.or_(call_list.tried(row.booking), silent))))


def _tell(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> list[UUID]:
    """The text that says so, with the nonce that takes the booking back."""
    then = humane(now, place.zones, place.timetable.holidays, place.hours)
    if row.texts == "none" or row.opted_out_at is not None or then is None or then >= row.starts:
        return []
    code, _ = make(t, row.number, now, row.booking, "undo", row.slot, row.starts)
    return [stage(t, kind="released", number=row.number, language=row.language, lane=UNASKED, not_before=then,
                  not_after=row.starts, booking=row.booking, code=code)]  # fmt: skip
