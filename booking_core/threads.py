"""Threads of texts: where each of them is, a row for every text that came in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core import consent
from booking_core.calls import enter
from booking_core.outcomes import Done, ThreadAt
from booking_core.tables import bookings, calls, text_turns
from booking_core.transaction import Transaction, find_number

FORGOTTEN = timedelta(days=1)
"""What a thread was asked is forgotten after so long: a letter then answers nothing, and begins nothing either."""


def read(t: Transaction, query: c.ReadThread) -> ThreadAt:
    """Where the thread was when this text came."""
    number = find_number(t, query.who.number.e164)
    if number is None:
        return ThreadAt({}, None)
    off = consent.is_off(t, number)
    return ThreadAt(_state(t, number, query.sid, t.now()), language(t, number), number, off)


def _state(t: Transaction, number: UUID, sid: str, now: datetime) -> dict[str, Any]:
    """Its own `before` for a text that was noted already, else the newest `after` of the number."""
    again = t.connection.scalar(
        sa.select(text_turns.c.before).where(text_turns.c.sid == sid, text_turns.c.number == number)
    )
    if again is not None:
        return cast("dict[str, Any]", again)
    newest = sa.select(text_turns.c.after).where(text_turns.c.number == number, text_turns.c.at > now - FORGOTTEN)
    return cast("dict[str, Any]", t.connection.scalar(newest.order_by(text_turns.c.at.desc()).limit(1)) or {})


def language(t: Transaction, number: UUID) -> str | None:
    """The language of the number's last call, or of its last booking by another channel."""
    called = sa.select(calls.c.language, calls.c.started_at.label("at")).where(calls.c.number == number)
    booked = sa.select(bookings.c.language, bookings.c.booked_at.label("at")).where(
        bookings.c.number == number, bookings.c.allowance.is_not(None), bookings.c.booked_at.is_not(None)
    )
    both = sa.union_all(
        *(sa.select(newest.order_by(sa.desc("at")).limit(1).subquery()) for newest in (called, booked))
    ).subquery()
    return t.connection.scalar(sa.select(both.c.language).order_by(both.c.at.desc()).limit(1))


def note(t: Transaction, command: c.NoteThread) -> Done:
    """Where the thread was and is; a text that was noted is noted for good."""
    t.connection.execute(
        insert(text_turns)
        .values(sid=command.sid, number=enter(t, command.who.number), at=t.now(), before=dict(command.before),
                after=dict(command.after))
        .on_conflict_do_nothing()
    )  # fmt: skip
    return Done()
