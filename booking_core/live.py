"""The line at this moment, for whoever leads the desk. Every figure by an index; nothing personal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from booking_core import figures, outbox_report, turned_away
from booking_core.desk_outcomes import LiveFigures
from booking_core.floods import holding
from booking_core.gauges import places_left
from booking_core.tables import agent_states, bookings, calls, floods, queue
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

LONGEST_CALL: Final = timedelta(hours=2)
"""A call that began earlier and whose end nobody reported is over."""

HOUR: Final = timedelta(hours=1)


def look(t: Transaction) -> LiveFigures:
    """All of it, in one transaction."""
    now, zone = t.now(), house_zone(t)
    midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    hour = figures.since(t, now - HOUR)
    under_way = outbox_report.under_way(t)
    oldest = min((each.since for each in under_way if each.since), default=now)
    return LiveFigures(
        zone,
        _many(t, calls.c.ended_at.is_(None), calls.c.started_at > now - LONGEST_CALL),
        *_waiting(t),
        hour.get(("picked", ""), 0),
        hour.get(("in_time", ""), 0),
        _many(t, bookings.c.booked_at >= midnight),
        tuple(sorted((label, many) for (name, label), many in hour.items() if name == "refused")),
        tuple(places_left(t)),
        sum(each.due for each in under_way),
        int((now - oldest).total_seconds()),
        hour.get(("failed", ""), 0),
        _agents(t),
        t.connection.scalar(sa.select(sa.func.max(floods.c.until_at)).where(holding(now))),
        tuple((f"{met}.{why}", many) for (met, why), many in turned_away.read(t).items()),
    )


def _many(t: Transaction, *conditions: sa.ColumnElement[bool]) -> int:
    return t.connection.scalar(sa.select(sa.func.count()).where(*conditions)) or 0


def _waiting(t: Transaction) -> tuple[int, int, int]:
    """Who waits on the line, who to be called back, and how long the first of those on the line has, in seconds."""
    row: Any = t.connection.execute(
        sa.select(
            sa.func.count().filter(queue.c.mode == "waits"), sa.func.count().filter(queue.c.mode == "callback"),
            sa.func.min(queue.c.arrived_at).filter(queue.c.mode == "waits"),
        ).where(queue.c.ended_at.is_(None), queue.c.picked_at.is_(None))
    ).one()  # fmt: skip
    return row[0], row[1], 0 if row[2] is None else int((t.now() - row[2]).total_seconds())


def _agents(t: Transaction) -> tuple[tuple[str, int], ...]:
    rows = t.connection.execute(
        sa.select(agent_states.c.state, sa.func.count())
        .where(agent_states.c.state != "off").group_by(agent_states.c.state).order_by(agent_states.c.state)
    )  # fmt: skip
    return tuple((state, many) for state, many in rows)
