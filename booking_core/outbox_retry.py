"""An operator has messages tried again that certainly did not arrive, once what kept them is mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from booking_core.staging import stage_again
from booking_core.tables import codes, numbers, outbox
from booking_core.transaction import Transaction

LOOK_BACK = timedelta(days=30)
"""What failed longer ago is let be."""

NEWS = ("booked", "moved", "given_up", "released")
"""Kinds that say how a booking stands: each makes the ones before it untrue."""


def can_go(now: datetime) -> sa.ColumnElement[bool]:
    """Which rows of the outbox may be tried again.

    A text that was not delivered, or a message the provider refused, for certain; within its time; not tried again
    before. Never to who has opted out, never a code that is dead, never what newer news have made untrue. A call that
    nobody took is not mended by another one now: the next is the timetable's; and for one of admission a person calls.
    """
    later = outbox.alias()
    # Looked up row by row, by key: as `exists` the planner reads these two tables whole.
    out = sa.select(numbers.c.opted_out_at).where(numbers.c.id == outbox.c.number).scalar_subquery()
    dead = (
        sa.select(sa.func.coalesce(codes.c.dead_at, codes.c.used_at))
        .where(codes.c.number == outbox.c.number, codes.c.id == outbox.c.code)
        .scalar_subquery()
    )
    untrue = sa.exists().where(later.c.booking == outbox.c.booking, later.c.kind.in_(NEWS), later.c.id > outbox.c.id)
    return sa.and_(
        sa.or_(outbox.c.state == "refused", sa.and_(outbox.c.state == "undelivered", outbox.c.by == "text")),
        outbox.c.error.is_distinct_from("unknown"), outbox.c.not_after > now, outbox.c.again.is_(None),
        outbox.c.admission.is_(None), out.is_(None), dead.is_(None), ~untrue,
    )  # fmt: skip


def retry(t: Transaction, most: int, *, code: str | None = None, message: UUID | None = None) -> int:
    """Let up to `most` of them go again, all or those of one code or one row; returns how many.

    What waits for a mend, or goes again by itself, is due at once. What had ended goes as a new row: reports of the
    old attempt, which may come late or twice, say nothing of it.
    """
    now = t.now()
    chosen = sa.and_(
        outbox.c.error == code if code is not None else sa.true(),
        outbox.c.id == message if message is not None else sa.true(),
    )
    heirs = sa.select(outbox.c.again).where(outbox.c.done_at > now - LOOK_BACK, outbox.c.again.is_not(None), chosen)
    hastened = t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.state == "waiting", outbox.c.not_before > now,
               sa.or_(sa.and_(outbox.c.error.is_not(None), chosen), outbox.c.id.in_(heirs.correlate(None))))
        .values(not_before=now)
    ).rowcount  # fmt: skip
    ended = sa.select(outbox).where(outbox.c.done_at > now - LOOK_BACK, can_go(now), chosen).order_by(outbox.c.id)
    rows = t.connection.execute(ended.limit(most).with_for_update(skip_locked=True)).all()
    for row in rows:
        stage_again(t, row, now)
    return hastened + len(rows)
