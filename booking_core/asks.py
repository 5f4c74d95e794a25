"""What a booking was asked before its day, and whether that is answered: small looks and changes that many share."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core.tables import callbacks, outbox, touches
from booking_core.touching import ASKS, CALL_LIST, EARLY_LIST, EARLY_ONES, FOLLOW_UPS
from booking_core.transaction import Transaction

_FOLLOWED = (*FOLLOW_UPS[:2], CALL_LIST)


def open_asks(booking: sa.ColumnElement[UUID], slot: sa.ColumnElement[UUID]) -> sa.Exists:
    """Whether a booking was asked about its present time, or is on the call list for it, and has not answered."""
    return sa.exists().where(
        touches.c.booking == booking, touches.c.slot == slot, touches.c.kind.in_((*ASKS, CALL_LIST, EARLY_LIST)),
        touches.c.asked_at.is_not(None), touches.c.answered_at.is_(None),
    )  # fmt: skip


def answered(t: Transaction, booking: UUID, now: datetime) -> None:
    """The number has been heard of: what it was asked is answered, and whatever would follow is not done any more."""
    asked = touches.alias()
    followed = sa.exists().where(
        asked.c.booking == booking, asked.c.slot == touches.c.slot, asked.c.kind.in_(_FOLLOWED),
        asked.c.asked_at.is_not(None),
    )  # fmt: skip
    over = t.connection.execute(
        sa.update(touches)
        .where(touches.c.booking == booking, touches.c.answered_at.is_(None), touches.c.state != "skipped",
               sa.or_(sa.and_(touches.c.kind.in_(ASKS), touches.c.asked_at.is_not(None)),
                      touches.c.kind.in_(EARLY_ONES), sa.and_(touches.c.kind.in_(FOLLOW_UPS), followed)))
        .values(state="answered", answered_at=now)
        .returning(touches.c.asks)
    ).all()  # fmt: skip
    _withdraw(t, [message for row in over for message in row.asks], now)
    off_the_list(t, booking, "answered", now)


def changed(t: Transaction, booking: UUID, now: datetime) -> None:
    """The booking is not what it was: that answers its asks, and no word about it as it was is sent any more."""
    answered(t, booking, now)
    withdraw_all(t, booking, now)


def withdraw_all(t: Transaction, booking: UUID, now: datetime) -> None:
    """What is still to be sent before the day of a booking is not."""
    rows = t.connection.scalars(sa.select(touches.c.asks).where(touches.c.booking == booking))
    _withdraw(t, [message for asks in rows for message in asks], now)


def off_the_list(t: Transaction, booking: UUID, outcome: str, now: datetime) -> None:
    """Nobody needs to call about this booking any more."""
    t.connection.execute(
        sa.update(callbacks)
        .where(callbacks.c.booking == booking, callbacks.c.done_at.is_(None))
        .values(done_at=now, outcome=outcome)
    )


def _withdraw(t: Transaction, messages: list[UUID], now: datetime) -> None:
    """What has not left yet stays."""
    if messages:
        t.connection.execute(
            sa.update(outbox)
            .where(outbox.c.id.in_(messages), outbox.c.state == "waiting")
            .values(state="expired", done_at=now)
        )
