"""How many new numbers of a block, a carrier or a region ask for places, and how many do ordinarily.

Two jobs of the clock write `loads`; whoever is judged reads it, so nobody waits for a count. A block's own newcomers of
today are counted when it is asked about (`sql/seek_v1.sql`): a bank fills its places within a minute. Carriers and
regions are large, and their figure is at most a minute old.

What is ordinary is learned from numbers that were known for two weeks and kept an appointment: to teach its block a
load, a bank has to send people to appointments, and even then no block counts for more than eight typical ones.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.surprise import EXPECTED, ordinary, typical
from booking_core.tables import admissions, bookings, loads, numbers, proofs
from booking_core.transaction import Transaction

DAY: Final = timedelta(days=1)
BACK: Final = timedelta(days=28)
KNOWN: Final = timedelta(days=14)
"""A number that is younger teaches nothing."""
PROVING: Final = timedelta(minutes=15)
"""Who neither proved the number nor was attested counts for so long."""
ASKS: Final = 2.0
"""Newcomers who ask, for each number that keeps an appointment: not everybody gets a place (assumed)."""
MOST: Final = 8.0
"""A block is never taken to have more than so many times the typical load, whatever it seems to have had."""
SLACK: Final = 1.3
"""Large groups vary more than dice do: weekdays, news, a carrier's failure."""
LEARNED: Final = 50
"""Kept appointments in 28 days, before which nothing is known of carriers and regions."""


def count(t: Transaction, most: int) -> int:
    """What asked in the last 24 hours, and what would be ordinary. A job of the clock, every minute."""
    now = t.now()
    _count_blocks(t, now)
    _count_groups(t, now, "carrier", _CARRIER)
    _count_groups(t, now, "region", admissions.c.region)
    return 0


_CARRIER: Final = admissions.c.carrier + "|" + admissions.c.line_type


def _asked(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Newcomers of the last 24 hours, but for callers whose number may be anybody's."""
    a = admissions.c
    proven = sa.exists().where(proofs.c.number == a.number, proofs.c.until > a.at)
    return a.newcomer, a.at > now - DAY, sa.or_(a.attested, a.at > now - PROVING, proven)


def _count_blocks(t: Transaction, now: datetime) -> None:
    """The typical block, and those that taught us a load of their own."""
    many = sa.func.count(sa.distinct(admissions.c.number)).label("many")
    each = sa.select(many).where(*_asked(now), admissions.c.block.is_not(None)).group_by(admissions.c.block).subquery()
    found = t.connection.execute(sa.select(each.c.many, sa.func.count()).group_by(each.c.many))
    blocks: dict[int, int] = {row.many: row[1] for row in found}
    _, seen, seen_mean = _moved(t, "seen", float(sum(blocks.values())), now)
    days, today, mean = _moved(t, "", typical(blocks), now)
    busy = max(1.0, seen / seen_mean) if seen_mean else 1.0
    load = ordinary(today, mean, busy, days)
    t.connection.execute(
        sa.update(loads)
        .where(loads.c.kind == "block", sa.or_(loads.c.key == "", loads.c.learned.is_not(None)))
        .values(expected=sa.func.least(sa.func.coalesce(loads.c.learned * ASKS, load), MOST * load))
    )


def _moved(t: Transaction, key: str, today: float, now: datetime) -> tuple[float, float, float]:
    """A figure and its mean, moved on to now; returns the days it is known for, the figure and the mean."""
    old = t.connection.execute(sa.select(loads).where(loads.c.kind == "block", loads.c.key == key)).first()
    mean, since = (EXPECTED if key == "" else today, now) if old is None else (_mean(old, today, now), old.since)
    _put(t, {"kind": "block", "key": key, "today": today, "mean": mean, "since": since, "counted_at": now})
    return (now - since) / DAY, today, mean


def _mean(old: sa.Row[Any], today: float, now: datetime) -> float:
    """The average moved on: of all the days at first, later of some 28."""
    known = max(DAY, min(BACK, now - old.since))
    part = min(1.0, max(0.0, (now - old.counted_at) / known))
    return float(old.mean + (today - old.mean) * part)


def _count_groups(t: Transaction, now: datetime, kind: str, key: sa.ColumnElement[Any]) -> None:
    """What is ordinary for each is its own load, or that of the average group, times how busy the others are today.

    A release day is one for every carrier, and no farm makes its own carrier's day busy. Who was found by the block is
    not counted here again: else a farm in two blocks would have all of its carrier's people asked for more.
    """
    asked = (
        sa.select(key, sa.func.count(sa.distinct(admissions.c.number)))
        .where(*_asked(now), key.is_not(None), ~_found_by_block(t, now))
        .group_by(key)
    )
    today: dict[str, int] = {row[0]: row[1] for row in t.connection.execute(asked)}
    rows = t.connection.execute(sa.select(loads).where(loads.c.kind == kind))
    usual = {row.key: (row.learned or 0.0) * ASKS for row in rows}
    whole, learned = sum(usual.values()), [load for load in usual.values() if load]
    for group in sorted({*today, *usual}):
        expected = None
        if whole * BACK.days >= LEARNED * ASKS:
            own, others = usual.get(group, 0.0), sum(today.values()) - today.get(group, 0)
            busy = max(1.0, others / (whole - own)) if whole > own else 1.0
            expected = max(own, whole / len(learned)) * busy * SLACK
        _put(t, {"kind": kind, "key": group, "today": today.get(group, 0), "expected": expected, "since": now,
                 "counted_at": now})  # fmt: skip


def _found_by_block(t: Transaction, now: datetime) -> sa.ColumnElement[bool]:
    names = [control.name for control in t.policy.controls if any(each.signal == "block_tail" for each in control.when)]
    stands = admissions.alias()
    asked_more = stands.c.step > 0, stands.c.until > now, stands.c.control.in_(names)
    return sa.exists().where(stands.c.number == admissions.c.number, *asked_more)


def _put(t: Transaction, row: dict[str, Any]) -> None:
    same = {name: value for name, value in row.items() if name not in ("kind", "key", "since")}
    t.connection.execute(insert(loads).values(row).on_conflict_do_update(index_elements=["kind", "key"], set_=same))


def learn(t: Transaction, most: int) -> int:
    """What was ordinary over 28 days, a group at a time. A job of the clock, every hour."""
    now = t.now()
    kept = (
        sa.select(bookings.c.number)
        .where(bookings.c.reference.is_not(None), bookings.c.live_until > now - BACK, bookings.c.live_until <= now,
               bookings.c.ended_why.in_(("visited", "unrecorded")))
        .distinct().subquery()
    )  # fmt: skip
    groups = {
        "block": sa.func.encode(numbers.c.block, "hex"),
        "carrier": numbers.c.carrier + "|" + numbers.c.line_type,
        "region": numbers.c.region,
    }
    t.connection.execute(sa.update(loads).values(learned=None))
    for kind, key in groups.items():
        many = sa.func.count() / sa.literal(float(BACK.days))
        found = (
            sa.select(sa.literal(kind), key, many, sa.literal(now), sa.literal(now))
            .join_from(kept, numbers, numbers.c.id == kept.c.number)
            .where(key.is_not(None), numbers.c.kind == "telephone", numbers.c.made_at <= now - KNOWN)
            .group_by(key)
        )
        new = insert(loads).from_select(["kind", "key", "learned", "since", "counted_at"], found)
        t.connection.execute(
            new.on_conflict_do_update(index_elements=["kind", "key"], set_={"learned": new.excluded.learned})
        )
    gone = loads.c.learned.is_(None), loads.c.today == 0, loads.c.key.not_in(("", "seen"))
    t.connection.execute(sa.delete(loads).where(*gone))
    return 0
