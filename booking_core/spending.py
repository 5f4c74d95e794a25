"""What the line spends: counted from what was sent and rung, kept by the day, and held against a cap by the month.

The days outlive the rows they are counted from. Whatever a code or an existing booking needs is sent whatever it
costs; only what is neither asks `may_spend` first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.alerts import alert
from booking_core.tables import bookings, calls, costs, numbers, outbox, spending, tallies, text_turns
from booking_core.transaction import Transaction

BOOKING = "booking"
"""The channel under which the bookings made are counted."""
OPEN_DAYS = 3
"""Days back that are counted anew each time: a report moves its message to the day of the report."""
WARN_AT = (80, 100)
"""Percent of the cap at which operators are told."""
_WITHHELD = "?"
_BEGINNING = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Bill:
    """What things cost, and how much they may cost in a month."""

    price: Callable[[str, str], Decimal]
    """(channel, region) → price of a segment or minute."""
    currency: str
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What one channel took in one region in a month."""

    channel: str
    region: str
    pieces: int
    """Messages, calls, bookings."""
    units: int
    """Segments, minutes."""


def may_spend(t: Transaction) -> bool:
    """Whether something may be sent that is neither a code nor about a booking: the month's cap is not reached.

    By what was counted up to ten minutes ago.
    """
    row = t.connection.execute(sa.select(spending).where(spending.c.month == _month(t.now()))).first()
    return row is None or row.cap is None or row.spent < row.cap


def reckon(t: Transaction, bill: Bill | None) -> None:
    """Count the last days, and with prices what the month has cost; operators are told when it nears its cap."""
    count(t)
    month = _month(t.now())
    before = t.connection.execute(sa.select(spending).where(spending.c.month == month).with_for_update()).first()
    if bill is None:
        t.connection.execute(sa.delete(spending).where(spending.c.month == month))
        return
    spent = cost(month_sums(t, month), bill)
    now = {"spent": spent, "cap": bill.cap, "currency": bill.currency}
    row = insert(spending).values(month=month, **now)
    t.connection.execute(row.on_conflict_do_update(index_elements=["month"], set_=now))
    for percent in WARN_AT:
        told = before is not None and _reached(before.spent, before.cap, percent)
        if _reached(spent, bill.cap, percent) and not told:
            alert(t, "spending", f"{month:%Y-%m}: {percent} %")


def cost(sums: list[Sum], bill: Bill) -> Decimal:
    """What all of it cost."""
    return sum((each.units * bill.price(each.channel, each.region) for each in sums if each.channel != BOOKING),
               Decimal(0))  # fmt: skip


def month_sums(t: Transaction, month: date) -> list[Sum]:
    """What a month took, by channel and region; `month` is its first day."""
    rows = t.connection.execute(
        sa.select(costs.c.channel, costs.c.region, sa.func.sum(costs.c.pieces), sa.func.sum(costs.c.units))
        .where(costs.c.day >= month, costs.c.day < following(month))
        .group_by(costs.c.channel, costs.c.region)
        .order_by(costs.c.channel, costs.c.region)
    )
    return [Sum(*row) for row in rows]


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def count(t: Transaction) -> None:
    """Count the days that are still open, and all since the last one that was counted. One counts at a time."""
    t.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('fairline costs'))")
    last = t.connection.scalar(sa.select(sa.func.max(costs.c.day))) or _BEGINNING
    first = min(last, t.now().astimezone(UTC).date() - timedelta(days=OPEN_DAYS))
    t.connection.execute(sa.delete(costs).where(costs.c.day >= first))
    since = datetime.combine(first, time(), UTC)
    for day in (_texts_sent(since), _calls(since), _texts_in(since), _looked_up(since), _bookings(since)):
        t.connection.execute(sa.insert(costs).from_select(["day", "channel", "region", "pieces", "units"], day))


Counted = sa.Select[date, str, str, int, int]


def _texts_sent(since: datetime) -> Counted:
    """What the provider took from us, whether or not it arrived."""
    units = sa.func.sum(sa.func.coalesce(outbox.c.segments, 1))
    return _daily(outbox.c.done_at, since, sa.literal("text"), numbers.c.region, units).select_from(
        outbox.join(numbers, numbers.c.id == outbox.c.number)
    ).where(outbox.c.by == "text", outbox.c.sid.is_not(None))  # fmt: skip


def _calls(since: datetime) -> Counted:
    """Calls that came, and calls of ours that somebody took, by minutes begun. One whose end is not known: one."""
    seconds = sa.func.extract("epoch", calls.c.ended_at - calls.c.started_at)
    minutes = sa.func.sum(sa.func.greatest(sa.func.ceil(sa.func.coalesce(seconds, 1) / 60), 1))
    channel = sa.case((calls.c.delivery.is_(None), "call_in"), else_="call")
    region = sa.func.coalesce(numbers.c.region, _WITHHELD)
    return _daily(calls.c.started_at, since, channel, region, minutes).select_from(
        calls.outerjoin(numbers, numbers.c.id == calls.c.number)
    )


def _texts_in(since: datetime) -> Counted:
    """Texts that came, each as one segment: how many they were is not kept."""
    return _daily(text_turns.c.at, since, sa.literal("text_in"), numbers.c.region, sa.func.count()).select_from(
        text_turns.join(numbers, numbers.c.id == text_turns.c.number)
    )


def _looked_up(since: datetime) -> Counted:
    """Packages asked for, whatever the answer: those that nobody answered were counted back."""
    day = sa.cast(sa.func.timezone("UTC", tallies.c.hour), sa.Date)
    many = sa.func.sum(tallies.c.sent)
    return (
        sa.select(day, sa.literal("look_up"), tallies.c.key, many, many)
        .where(tallies.c.what == "look_up", tallies.c.hour >= since).group_by(sa.text("1, 2, 3"))
    )  # fmt: skip


def _bookings(since: datetime) -> Counted:
    """Bookings made, whatever became of them."""
    return _daily(bookings.c.booked_at, since, sa.literal(BOOKING), numbers.c.region, sa.func.count()).select_from(
        bookings.join(numbers, numbers.c.id == bookings.c.number)
    )


def _daily(
    at: sa.Column[Any], since: datetime, channel: sa.ColumnElement[str], region: sa.ColumnElement[str],
    units: sa.ColumnElement[int],
) -> Counted:  # fmt: skip
    day = sa.cast(sa.func.timezone("UTC", at), sa.Date)
    return sa.select(day, channel, region, sa.func.count(), units).where(at >= since).group_by(sa.text("1, 2, 3"))


def _month(now: datetime) -> date:
    """Months are those of the provider's bill, in UTC."""
    return now.astimezone(UTC).date().replace(day=1)


def _reached(spent: Decimal, cap: Decimal | None, percent: int) -> bool:
    return cap is not None and spent * 100 >= cap * percent
