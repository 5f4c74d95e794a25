"""How rows that have had their time are found and taken: the oldest first, so many at once, nobody waits for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from booking_core.tables import metadata, records_holds
from booking_core.transaction import Transaction

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Times:
    """Whatever is older than these has had its time."""

    now: datetime
    turns: datetime
    calls: datetime
    visits: datetime
    audit: datetime


def times(t: Transaction) -> Times:
    """The times of this instant, by the rules."""
    now, rules = t.now(), t.rules()

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    return Times(now, before(rules.keep_turns_days), before(rules.keep_calls_days), before(rules.keep_visits_days),
                 before(rules.keep_audit_days))  # fmt: skip


def old(table: sa.Table, order: sa.ColumnElement[Any], most: int, *due: Condition) -> Condition:
    """The rows of a table that are due, the oldest first, locked; ones in use are passed over."""
    place: sa.ColumnElement[Any] = sa.literal_column(f"{table.name}.ctid")
    found = sa.select(place).select_from(table).where(*due).order_by(order).limit(most)
    return place == sa.any_(sa.func.array(found.with_for_update(skip_locked=True).correlate(None).scalar_subquery()))


def delete(t: Transaction, table: sa.Table, order: sa.ColumnElement[Any], most: int, *due: Condition) -> Counter[str]:
    """Take such rows away; returns how many, by the name of the table."""
    gone = t.connection.execute(sa.delete(table).where(old(table, order, most, *due))).rowcount
    return Counter({table.name: gone})


def kept(booking: sa.ColumnElement[Any]) -> Condition:
    """Is this booking held for records?"""
    return sa.exists().where(records_holds.c.booking == booking)


def pointing_at(target: sa.Table, but: tuple[sa.Table, ...] = ()) -> list[sa.Column[Any]]:
    """The columns of all tables but these that refer to this one; tables that are made later are among them."""
    found = (key.parent for table in metadata.sorted_tables if table not in but for key in table.foreign_keys
             if key.references(target))  # fmt: skip
    return sorted(found, key=str)
