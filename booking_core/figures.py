"""What happened in each five minutes: counted once they are over, so that plots of hours cost nothing.

Each is counted by an index of when it happened. Counted once and kept: what retention erases later stays counted.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, insert

from booking_core import tripwires
from booking_core.desk_commands import LookBack
from booking_core.desk_outcomes import LastHours, Span
from booking_core.outbox_report import TO_CALLERS
from booking_core.tables import answers, bookings, calls, figures, outbox, queue
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

SPAN: Final = timedelta(minutes=5)
SETTLED: Final = timedelta(seconds=10)
"""A row bears the instant at which its transaction began; after so long none comes late."""

BACK: Final = timedelta(hours=24)
"""A clock that was away counts what is younger."""

REFUSALS: Final = (*tripwires.REFUSALS, "CodeBlocked", "Suspended")
"""Outcomes that say no to somebody who wanted a place: those that trip a wire, a dead code, and our own suspension."""

_NONE: Final = sa.literal("")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def count(t: Transaction, most: int) -> int:
    """Count at most so many spans that are over; returns how many. A job of the clock."""
    now = t.now()
    last = t.connection.scalar(sa.select(sa.func.max(figures.c.at)))
    first = _begin(now - BACK) if last is None else max(last + SPAN, _begin(now - BACK))
    spans = min(most, max(0, (_begin(now - SETTLED) - first) // SPAN))
    if spans:
        # A row for each span, whatever happened in it: the last one says how far the counting has come.
        none = [{"at": first + SPAN * nth, "name": "calls", "label": "", "many": 0} for nth in range(spans)]
        t.connection.execute(insert(figures).values(none).on_conflict_do_nothing())
        counted = insert(figures).from_select(["at", "name", "label", "many"], _between(first, first + SPAN * spans))
        many = {"many": counted.excluded.many}
        t.connection.execute(counted.on_conflict_do_update(index_elements=["at", "name", "label"], set_=many))
    return spans


def _begin(at: datetime) -> datetime:
    return at - (at - _EPOCH) % SPAN


def _between(first: datetime, end: datetime) -> sa.CompoundSelect[datetime, str, str, int]:
    """What happened from `first` until `end`: span, name, reason, how many; only what did happen."""
    state = outbox.c.state
    promise = sa.func.make_interval(0, 0, 0, 0, 0, 0, queue.c.promised_s)
    in_time = queue.c.picked_at - queue.c.arrived_at <= promise
    told = sa.cast(answers.c.outcome, JSON)
    met = told["is"].astext
    why = sa.func.coalesce("." + told["what"].astext, "." + told["reason"].astext, "")

    def many(
        name: str,
        column: sa.Column[datetime],
        *also: sa.ColumnElement[bool],
        label: sa.ColumnElement[str] = _NONE,
    ) -> sa.Select[datetime, str, str, int]:
        span = sa.func.date_bin(SPAN, column, _EPOCH)
        return (
            sa.select(span, sa.literal(name), label, sa.func.count())
            .where(column >= first, column < end, *also).group_by(sa.text("1, 3"))
        )  # fmt: skip

    return sa.union_all(
        many("calls", calls.c.started_at),
        many("booked", bookings.c.booked_at),
        many("waited", queue.c.arrived_at),
        many("picked", queue.c.picked_at, queue.c.promised_s.is_not(None)),
        many("in_time", queue.c.picked_at, in_time),
        many("delivered", outbox.c.done_at, state == "delivered", TO_CALLERS),
        many("failed", outbox.c.done_at, state.in_(("undelivered", "refused")), TO_CALLERS),
        many("refused", answers.c.at, met.in_(REFUSALS), label=met + why),
        many("refused", calls.c.started_at, calls.c.reason.is_not(None), label="caller." + calls.c.reason),
    )


def since(t: Transaction, first: datetime) -> dict[tuple[str, str], int]:
    """What happened since the span of that instant, by name and reason: what is counted, and the rest up to now."""
    last = t.connection.scalar(sa.select(sa.func.max(figures.c.at)).where(figures.c.at >= _begin(first)))
    rest = _between(_begin(first) if last is None else last + SPAN, t.now())
    counted = sa.select(figures).where(figures.c.at >= _begin(first))
    found: dict[tuple[str, str], int] = {}
    for _, name, label, many in (*t.connection.execute(counted), *t.connection.execute(rest)):
        found[name, label] = found.get((name, label), 0) + many
    return found


def back(t: Transaction, query: LookBack) -> LastHours:
    """Each span that was counted since then."""
    begun = _begin(t.now()) - timedelta(hours=query.hours)
    rows = t.connection.execute(
        sa.select(figures.c.at, figures.c.name, sa.func.sum(figures.c.many))
        .where(figures.c.at >= begun).group_by(figures.c.at, figures.c.name).order_by(figures.c.at)
    )  # fmt: skip
    spans: dict[datetime, dict[str, int]] = {}
    for at, name, many in rows:
        spans.setdefault(at, {"refused": 0})[name] = int(many)
    return LastHours(house_zone(t), tuple(Span(at, many) for at, many in spans.items()))
