"""Tripwires: what no ordinary hour looks like is told to a person. They never switch anything.

Watched by the clock, by rows alone. Each has its number among the rules; 0 turns it off. What is looked at is bounded,
so that the flood it is there for makes it no dearer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from booking_core.alerts import alert
from booking_core.identifiers import first_uuid7
from booking_core.tables import answers, bookings
from booking_core.transaction import Transaction

LATELY, BEFORE = timedelta(minutes=10), timedelta(hours=6)
MOST = 20_000
"""So many rows are looked at, at most: far more than any wire needs to be tripped."""

REFUSALS = (
    "ProveFirst", "CallingBack", "NotAdmitted", "LimitReached", "NumberRefused", "TooManyCodes", "TooManyTries",
    "PlaceGone", "NoneFree",
)  # fmt: skip
"""Answers to a wish for a place that are no hold: many of them at once are a flood, or a sale that is over."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What an alert is called (`alerts.MENDS`), whose rule has its number, and how it is looked at."""

    alert: str
    rule: str
    tripped: Callable[[Transaction, sa.Row[Any], datetime], bool]


def watch(t: Transaction, most: int) -> int:
    """Look at each wire that is not turned off; a job of the clock, done in one go whatever `most` is."""
    rules, now = t.rules(), t.now()
    for wire in WIRES:
        if rules._mapping[wire.rule] and wire.tripped(t, rules, now):
            alert(t, wire.alert, wire.rule)
    return 0


def _holds(t: Transaction, rules: sa.Row[Any], now: datetime) -> bool:
    """More holds in a minute than are ever made by people who think."""
    least: int = rules.trip_holds
    return _held(t, now, timedelta(minutes=1)) >= least


def _unproven(t: Transaction, rules: sa.Row[Any], now: datetime) -> bool:
    """Of the last holds hardly any is proven or becomes a booking: whoever makes them has no use for them."""
    made = _held(t, now, LATELY)
    idle = _held(t, now, LATELY, bookings.c.allowance.is_(None))
    least, percent = rules.trip_least, rules.trip_unproven_percent
    return bool(made >= least and idle * 100 >= made * percent)


def _lapsed(t: Transaction, rules: sa.Row[Any], now: datetime) -> bool:
    """Many numbers leave a hold to lapse."""
    over = sa.and_(bookings.c.live_until > now - LATELY, bookings.c.live_until <= now)
    left = sa.select(bookings.c.number).where(bookings.c.status == "lapsed", over, bookings.c.ended_why == "expired")
    least: int = rules.trip_lapsed
    return _count(t, left.distinct().limit(MOST)) >= least


def _refused(t: Transaction, rules: sa.Row[Any], now: datetime) -> bool:
    """The share of refused wishes is that much greater than in the hours before."""
    refused, all_ = _answered(t, now - LATELY, now)
    if all_ < rules.trip_least:
        return False
    refused_before, before = _answered(t, now - BEFORE, now - LATELY)
    usual = refused_before * 100 / before if before else 0
    return refused * 100 / all_ - usual >= float(rules.trip_refused_percent)


def _held(t: Transaction, now: datetime, within: timedelta, *which: sa.ColumnElement[bool]) -> int:
    """Holds that callers and texts have made; found by their ids, which are in the order of their making."""
    since = now - within
    found = (
        sa.select(bookings.c.id)
        .where(bookings.c.id >= first_uuid7(since - timedelta(minutes=1)), bookings.c.held_at > since,
               bookings.c.channel != "offer", *which)
        .limit(MOST)
    )  # fmt: skip
    return _count(t, found)


def _answered(t: Transaction, since: datetime, until: datetime) -> tuple[int, int]:
    """Wishes for a place that were refused, and all of them, of the newest that were answered in that time."""
    lately = (
        sa.select(sa.cast(answers.c.outcome, JSONB)["is"].astext.label("kind"))
        .where(answers.c.at > since, answers.c.at <= until)
        .order_by(answers.c.at.desc())
        .limit(MOST)
        .subquery()
    )
    rows = t.connection.execute(sa.select(lately.c.kind, sa.func.count().label("many")).group_by(lately.c.kind))
    counted = {row.kind: int(row.many) for row in rows}
    refused = sum(counted.get(kind, 0) for kind in REFUSALS)
    return refused, refused + counted.get("Held", 0)


def _count(t: Transaction, found: sa.Select[Any]) -> int:
    return t.connection.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


WIRES = (
    Wire("flood", "trip_holds", _holds),
    Wire("idle_holds", "trip_unproven_percent", _unproven),
    Wire("lapses", "trip_lapsed", _lapsed),
    Wire("refusals", "trip_refused_percent", _refused),
)
