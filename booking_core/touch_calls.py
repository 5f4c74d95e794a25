"""Calls of ours that ask about a booking: a key on one proves the number, and then what is booked is told and kept.

Until the key nothing is said of what the call is about (prompts.md, outbound calls).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.asks import open_asks
from booking_core.tables import bookings, calls, outbox
from booking_core.transaction import Person, Transaction

KINDS = ("second_touch", "follow_up")
"""Kinds of messages that ask, by text or by call."""


_CARRIED: tuple[sa.Column[Any], ...] = (outbox.c.number, outbox.c.language, outbox.c.kind)


def asks(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    """The row of a call whose question is still open: number, language, kind."""
    return t.connection.execute(
        sa.select(*_CARRIED)
        .join(bookings, bookings.c.id == outbox.c.booking)
        .where(outbox.c.id == delivery, outbox.c.by == "call", outbox.c.kind.in_(KINDS), bookings.c.status == "booked",
               bookings.c.live_until > t.now(), open_asks(bookings.c.id, bookings.c.slot))
    ).first()  # fmt: skip


def carried(t: Transaction, whose: Person) -> bool:
    """Is this a call of ours that asks?"""
    ours = sa.exists().where(
        calls.c.id == whose.call, calls.c.delivery == outbox.c.id, calls.c.ended_at.is_(None),
        outbox.c.number == whose.number, outbox.c.by == "call", outbox.c.kind.in_(KINDS),
    )  # fmt: skip
    return bool(t.connection.scalar(sa.select(ours)))
