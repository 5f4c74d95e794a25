"""What happened in each five minutes: counted once they are over, so that plots of hours cost nothing.

Each is counted by an index of when it happened. Counted once and kept: what retention erases later stays counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, insert

from booking_core.desk_commands import LookBack
from booking_core.desk_outcomes import LastHours, Span
from booking_core.tables import answers, bookings, calls, figures, line_offices, offices, outbox, queue
from booking_core.transaction import Transaction

SPAN: Final = timedelta(minutes=5)
SETTLED: Final = timedelta(seconds=10)
"""A row bears the instant at which its transaction began; after so long none comes late."""

BACK: Final = timedelta(hours=24)
"""A clock that was away counts what is younger."""

REFUSALS: Final = (
    "LimitReached",
    "NumberRefused",
    "PlaceGone",
    "ProveFirst",
    "Suspended",
    "TooManyCodes",
    "CodeBlocked",
)
"""Outcomes that say no to somebody who wanted a place."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Counted = tuple[str, str, int]


def count(t: Transaction, most: int) -> int:
    """Count at most so many spans that are over; returns how many. A job of the clock."""
    now = t.now()
    last = t.connection.scalar(sa.select(sa.func.max(figures.c.at)))
    first = _begin(now - BACK) if last is None else max(last + SPAN, _begin(now - BACK))
    ended = _begin(now - SETTLED)
    spans = [first + SPAN * nth for nth in range(min(most, max(0, (ended - first) // SPAN)))]
    for at in spans:
        rows = [
            {"at": at, "name": name, "label": label, "many": many} for name, label, many in between(t, at, at + SPAN)
        ]
        t.connection.execute(insert(figures).on_conflict_do_nothing(), rows)
    return len(spans)


def _begin(at: datetime) -> datetime:
    return at - (at - _EPOCH) % SPAN


def between(t: Transaction, first: datetime, end: datetime) -> Iterator[Counted]:
    """What happened from `first` until `end`: name, reason, how many. Every name, but reasons only where there are."""

    def within(column: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
        return sa.and_(column >= first, column < end)

    def many(column: sa.ColumnElement[datetime], *conditions: sa.ColumnElement[bool]) -> int:
        return t.connection.scalar(sa.select(sa.func.count()).where(within(column), *conditions)) or 0

    yield "calls", "", many(calls.c.started_at)
    yield "booked", "", many(bookings.c.booked_at)
    yield "waited", "", many(queue.c.arrived_at)
    yield "picked", "", many(queue.c.picked_at, queue.c.promised_s.is_not(None))
    yield "in_time", "", many(queue.c.picked_at, _in_time())
    yield "delivered", "", many(outbox.c.done_at, outbox.c.state == "delivered")
    yield "failed", "", many(outbox.c.done_at, outbox.c.state.in_(("undelivered", "refused")))
    yield from refused(t, first, end)


def _in_time() -> sa.ColumnElement[bool]:
    return queue.c.picked_at - queue.c.arrived_at <= sa.func.make_interval(0, 0, 0, 0, 0, 0, queue.c.promised_s)


def refused(t: Transaction, first: datetime, end: datetime) -> Iterator[Counted]:
    """Who was told no, by reason: the outcome, and what it names."""
    told = sa.cast(answers.c.outcome, JSON)
    kind = told["is"].astext
    why = sa.func.coalesce(told["what"].astext, told["reason"].astext, "")
    said = (
        sa.select(kind.label("kind"), why.label("why"))
        .where(answers.c.at >= first, answers.c.at < end, kind.in_(REFUSALS)).subquery()
    )  # fmt: skip
    rows = t.connection.execute(sa.select(said, sa.func.count()).group_by(said.c.kind, said.c.why))
    for outcome, reason, many in rows:
        yield "refused", f"{outcome}.{reason}".rstrip("."), many
    hidden = calls.c.started_at >= first, calls.c.started_at < end, calls.c.reason.is_not(None)
    for reason, many in t.connection.execute(
        sa.select(calls.c.reason, sa.func.count()).where(*hidden).group_by(calls.c.reason)
    ):
        yield "refused", f"caller.{reason}", many


def since(t: Transaction, first: datetime) -> dict[tuple[str, str], int]:
    """What happened since then, by name and reason: what is counted, and the rest up to now."""
    found: dict[tuple[str, str], int] = {}
    rows = t.connection.execute(
        sa.select(figures.c.name, figures.c.label, sa.func.sum(figures.c.many), sa.func.max(figures.c.at))
        .where(figures.c.at >= _begin(first)).group_by(figures.c.name, figures.c.label)
    ).all()  # fmt: skip
    rest = max((row[3] + SPAN for row in rows), default=_begin(first))
    for name, label, many, _ in [*rows, *((*each, None) for each in between(t, rest, t.now()))]:
        found[name, label] = found.get((name, label), 0) + int(many)
    return found


def zone(t: Transaction) -> str:
    """Of the first office of the first line."""
    first = (
        sa.select(offices.c.zone).join(line_offices, line_offices.c.office == offices.c.id).order_by(line_offices.c.nth)
    )
    return t.connection.scalar(first.limit(1)) or "UTC"


def back(t: Transaction, query: LookBack) -> LastHours:
    """Each span that was counted since then."""
    begun = t.now() - timedelta(hours=query.hours)
    rows = t.connection.execute(
        sa.select(figures.c.at, figures.c.name, sa.func.sum(figures.c.many))
        .where(figures.c.at >= begun).group_by(figures.c.at, figures.c.name).order_by(figures.c.at)
    )  # fmt: skip
    spans: dict[datetime, dict[str, int]] = {}
    for at, name, many in rows:
        spans.setdefault(at, {"refused": 0})[name] = int(many)
    return LastHours(zone(t), tuple(Span(at, many) for at, many in spans.items()))
