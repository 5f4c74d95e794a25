"""What the database says of the line at this moment, in figures: for the metrics. Nothing personal in any label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from booking_core import outbox_report as report
from booking_core.floods import holding
from booking_core.lines import named
from booking_core.tables import (
    alerts,
    bookings,
    callbacks,
    clock_lease,
    floods,
    offices,
    places,
    services,
    slots,
    stops,
    tallies,
    verdicts,
)
from booking_core.transaction import Transaction

PLACES_COUNTED = 500
"""Places left are counted up to so many: what matters is that few are left, and a calendar may have millions."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure, or one for each value of its labels."""

    name: str
    about: str
    labels: tuple[str, ...]
    values: Sequence[tuple[tuple[str, ...], float]]


def read(t: Transaction, lease: timedelta) -> list[Gauge]:
    """All of them. `lease`: for how long the leader of the clock takes its lease at each tick."""
    return [
        *_outbox(t), *_ended(t), *_budgets(t), *_unanswered(t),
        Gauge("alerts_open", "causes that an operator has to mend", (), _count(t, alerts.select())),
        Gauge("floods_declared", "floods that people have declared",
              (), _count(t, floods.select().where(holding(t.now())))),
        Gauge("callbacks_waiting", "requests for a person's call",
              (), _count(t, callbacks.select().where(callbacks.c.done_at.is_(None)))),
        Gauge("clock_tick_age_seconds", "since the clock's leader last ticked", (), list(_tick(t, lease))),
        Gauge("places_free", f"places that can be had now, counted up to {PLACES_COUNTED}",
              ("office", "service"), [((office, named(names, "en")), left) for office, names, left in places_left(t)]),
        Gauge("bookings_last_day", "bookings made in 24 hours, by what became of them", ("status",), list(_made(t))),
    ]  # fmt: skip


def _outbox(t: Transaction) -> Iterator[Gauge]:
    found = {(each.lane, each.by): each for each in report.under_way(t)}
    now = t.now()

    def gauge(name: str, about: str, value: Callable[[report.UnderWay], float]) -> Gauge:
        pairs = [(lane, by) for lane in report.LANES.values() for by in ("text", "call")]
        values = [(pair, value(found[pair]) if pair in found else 0) for pair in pairs]
        return Gauge(name, about, ("lane", "by"), values)

    yield gauge("outbox_due", "messages whose time has come", lambda each: each.due)
    yield gauge("outbox_later", "messages whose time has not come", lambda each: each.later)
    yield gauge("outbox_oldest_seconds", "since when the oldest message that is due is due",
                lambda each: (now - each.since).total_seconds() if each.since else 0)  # fmt: skip
    yield gauge("outbox_stuck", "due for a minute and in no worker's hands, or perhaps sent and in none",
                lambda each: each.untaken + each.lost)  # fmt: skip


def _ended(t: Transaction) -> Iterator[Gauge]:
    hour = [((each.lane, each.by, each.state), each.messages) for each in report.ended(t, timedelta(hours=1))]
    yield Gauge("messages_last_hour", "messages of the last hour by what became of them", ("lane", "by", "state"),
                [(labels, float(messages)) for labels, messages in hour])  # fmt: skip
    day = report.rates(t, timedelta(days=1))
    yield Gauge("texts_last_day", "texts of 24 hours of which it is known whether they arrived",
                ("sender", "lane", "result"),
                [((rate.sender, rate.lane, result), float(texts)) for rate in day
                 for result, texts in (("delivered", rate.delivered), ("failed", rate.failed))])  # fmt: skip


def _budgets(t: Transaction) -> Iterator[Gauge]:
    """What budgets bound, and where they are used up."""
    now = t.now()
    day = t.connection.execute(
        sa.select(tallies.c.what, tallies.c.key, sa.func.sum(tallies.c.sent), sa.func.sum(tallies.c.used))
        .where(tallies.c.scope == "region", tallies.c.hour > now - timedelta(days=1))
        .group_by(tallies.c.what, tallies.c.key).order_by(tallies.c.what, tallies.c.key)
    ).all()  # fmt: skip
    codes: Counter[tuple[str, ...]] = Counter()
    for what, key, sent, used in day:
        if what in ("code", "over"):
            codes.update({(key, "sent"): sent, (key, "used"): used, (key, "over_budget"): sent * (what == "over")})
    yield Gauge("codes_last_day", "codes and calls to numbers that had proven nothing; over budget, where those record",
                ("region", "result"), [(labels, float(many)) for labels, many in codes.items()])  # fmt: skip
    asked = [((key,), float(many)) for what, key, many, _ in day if what == "look_up"]
    yield Gauge("look_ups_last_day", "packages looked up in 24 hours", ("region",), asked)
    for scope in ("region", "block"):
        over = stops.select().where(stops.c.until > now, stops.c.scope == scope)
        yield Gauge(f"codes_stopped_{scope}s", f"{scope}s to which no more codes go for now", (), _count(t, over))


def _unanswered(t: Transaction) -> Iterator[Gauge]:
    waits = verdicts.c.state, verdicts.c.reason
    found = sa.select(*waits, sa.func.count()).where(verdicts.c.state.in_(("asked", "skipped"))).group_by(*waits)
    yield Gauge("look_ups_open", "packages not answered: asked for, or skipped and why", ("state", "reason"),
                [((state, reason), float(many)) for state, reason, many in t.connection.execute(found)])  # fmt: skip


def _count(t: Transaction, rows: sa.Select[*tuple[object, ...]]) -> list[tuple[tuple[str, ...], float]]:
    counted = t.connection.scalar(sa.select(sa.func.count()).select_from(rows.subquery()))
    return [((), float(counted or 0))]


def _tick(t: Transaction, lease: timedelta) -> Iterator[tuple[tuple[str, ...], float]]:
    """Nothing where no clock has ever led."""
    until = t.connection.scalar(sa.select(clock_lease.c.until))
    if until is not None:
        yield (), (t.now() - until + lease).total_seconds()


def places_left(t: Transaction) -> Iterator[tuple[str, Mapping[str, str], int]]:
    """Office, the service's names, and the public places to be had there now, counted up to PLACES_COUNTED."""
    now = t.now()
    free = (
        sa.select(sa.literal(1).label("one"))
        .where(places.c.office == offices.c.id, places.c.service == services.c.id,
               places.c.free_at < sa.text("'infinity'"), places.c.free_at <= now, places.c.starts > now,
               places.c.pool == "public", places.c.open_from <= now)
        .limit(PLACES_COUNTED).correlate(offices, services).subquery().lateral()
    )  # fmt: skip
    opened = sa.exists().where(slots.c.office == offices.c.id, slots.c.service == services.c.id)
    rows = t.connection.execute(
        sa.select(offices.c.name, services.c.names, sa.func.count(free.c.one))
        .select_from(offices.join(services, opened).outerjoin(free, sa.true()))
        .group_by(offices.c.id, services.c.id)
        .order_by(offices.c.name, services.c.nth)
    )
    for row in rows:
        yield row[0], row[1], row[2]


def _made(t: Transaction) -> Iterator[tuple[tuple[str, ...], float]]:
    rows = t.connection.execute(
        sa.select(bookings.c.status, sa.func.count())
        .where(bookings.c.booked_at > t.now() - timedelta(days=1))
        .group_by(bookings.c.status)
        .order_by(bookings.c.status)
    )
    for status, many in rows:
        yield (status,), many
