"""After a restore: the database knows less than the world, and must ask before it acts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from booking_core.tables import audit, calls, outbox
from booking_core.transaction import Transaction


def look_first(t: Transaction) -> int:
    """Mark what was waiting in the copy and may have gone out since: the provider is asked before it is sent again.

    Returns how many. What is not due yet cannot have gone out, and waits on.
    """
    now = t.now()
    return t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.state == "waiting", outbox.c.not_before <= now)
        .values(state="unknown", lease_until=None, unknowns=sa.func.greatest(outbox.c.unknowns, 1),
                begun_at=sa.func.coalesce(outbox.c.begun_at, outbox.c.not_before))
    ).rowcount  # fmt: skip


def copied_at(t: Transaction) -> datetime | None:
    """The last thing the copy knows of; None: it knows of nothing. Ids are in the order of time."""
    last = (
        sa.select(audit.c.at).order_by(audit.c.id.desc()).limit(1).scalar_subquery(),
        sa.select(calls.c.started_at).order_by(calls.c.id.desc()).limit(1).scalar_subquery(),
    )
    return t.connection.scalar(sa.select(sa.func.greatest(*last)))
