"""How often a person of the desk may do what could be abused: instants in that person's own row, counted as they are
written.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from booking_core.actors import Agent, Staff
from booking_core.tables import agents
from booking_core.transaction import Transaction

Column = sa.Column[list[datetime]]

WITHIN = timedelta(hours=1)


def charge(t: Transaction, who: Staff | Agent, column: Column, most: int, now: datetime) -> int | None:
    """One more of `column` (guesses, looks, misses), if fewer than `most` were in the hour before; how many are left.

    None: there were as many, and nothing is written.
    One statement counts and writes: of two pages at once the second sees what the first wrote.
    """
    at = sa.func.unnest(column).column_valued("at")
    recent = sa.func.array(sa.select(at).where(at > now - WITHIN).order_by(at).scalar_subquery(), type_=column.type)
    written: int | None = t.connection.scalar(
        sa.update(agents)
        .where(agents.c.login == who.login, sa.func.cardinality(recent) < most)
        .values({column: sa.func.array_append(recent, now)})
        .returning(sa.func.cardinality(column))
    )
    return None if written is None else most - written


def refund(t: Transaction, who: Staff | Agent, column: Column) -> None:
    """Take back what this very transaction charged; the person's row is locked since."""
    without_last = sa.func.trim_array(column, 1)
    t.connection.execute(sa.update(agents).where(agents.c.login == who.login).values({column: without_last}))


def again_at(t: Transaction, who: Staff | Agent, column: Column, most: int, now: datetime) -> datetime:
    """When one more is possible, for somebody who was refused one: an hour after the oldest of the last `most`."""
    written: list[datetime] = t.connection.execute(sa.select(column).where(agents.c.login == who.login)).scalar_one()
    return (written[-most:] or [now])[0] + WITHIN
