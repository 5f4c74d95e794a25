"""After a restore: the database knows less than the world, and must ask before it acts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.tables import audit, calls, home, outbox
from booking_core.transaction import Transaction

_WHERE = (
    "SELECT concat_ws('/', system_identifier, timeline_id, oid) "
    "FROM pg_control_system(), pg_control_checkpoint(), pg_database WHERE datname = current_database()"
)
"""Another server, another recovery or another database of this name: each has an id of its own. A copy of the data
folder has not."""


def here(t: Transaction) -> str:
    """The id of the server and database that this is."""
    return str(t.connection.exec_driver_sql(_WHERE).scalar_one())


def settle_in(t: Transaction) -> int | None:
    """Before a worker sends: where this database was last seen elsewhere it is a copy, and is marked as one.

    Returns how many messages are looked for, or None: it is where it was.
    """
    server = here(t)
    before = t.connection.scalar(sa.select(home.c.server).with_for_update())
    if before == server:
        return None
    row = insert(home).values(server=server)
    t.connection.execute(row.on_conflict_do_update(index_elements=["one"], set_={"server": server}))
    return None if before is None else look_first(t)


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
