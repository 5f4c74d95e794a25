"""The waiting list: who is on it, and whom a place would suit. A place given up goes there before anywhere else.

Somebody waits for a time before their booking's own, or for any time; one wish a number and limit group. Who has what
was waited for, or cannot have it any more, is taken off by the clock (see `offers`): no other command needs to know.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.actors import Actor
from booking_core.outcomes import CodeExpired, Offer, OnList
from booking_core.tables import bookings, numbers, offers, services, slots, waiting
from booking_core.transaction import Person, Transaction

DAY = timedelta(days=1)
"""A time that begins sooner is offered only to who asked for that (laws.md, waiting offer)."""

ON_LIST = sa.and_(waiting.c.joined_at.is_not(None), waiting.c.ended_at.is_(None))

_OFFERED = sa.select(sa.func.count()).where(offers.c.waiting == waiting.c.id).correlate(waiting)
OFFERS_MET = _OFFERED.where(sa.or_(offers.c.how.is_(None), offers.c.how.in_(("taken", "passed", "silent"))))
"""Offers that count among the three: what never arrived, or was gone before it could be answered, does not."""

BOOKED_SINCE = sa.exists().where(
    bookings.c.number == waiting.c.number, bookings.c.limit_group == waiting.c.limit_group,
    bookings.c.allowance.is_not(None), bookings.c.booked_at >= waiting.c.joined_at,
).correlate(waiting)  # fmt: skip


def suiting(place: Offer, free: int, at: datetime, rules: sa.Row[Any]) -> sa.Select[Any]:
    """Who waits for a time like this one, of which `free` places are to be had from `at` on; whatever the hour."""
    wished = sa.and_(
        waiting.c.service == place.service, waiting.c.party <= free,
        sa.or_(waiting.c.office.is_(None), waiting.c.office == place.office),
        sa.or_(waiting.c.before.is_(None), waiting.c.before > place.wall.date()),
        sa.or_(waiting.c.short_notice, sa.literal(place.starts >= at + DAY)),
    )  # fmt: skip
    booking, slot = bookings.alias("beaten"), slots.alias("beaten_slot")
    earlier = sa.and_(
        booking.c.status == "booked", booking.c.live_until > at, booking.c.moves < rules.moves_max,
        slot.c.starts > place.starts,
    )  # fmt: skip
    wants = sa.or_(sa.and_(waiting.c.booking.is_(None), ~BOOKED_SINCE), earlier)
    once = ~sa.exists().where(offers.c.waiting == waiting.c.id, offers.c.slot == place.slot)
    in_time = sa.exists().where(
        services.c.id == place.service, services.c.lead_minutes * sa.text("interval '1 minute'") < place.starts - at
    )
    return (
        sa.select(waiting, numbers.c.zones, booking.c.next_until)
        .join(numbers, numbers.c.id == waiting.c.number)
        .outerjoin(booking, booking.c.id == waiting.c.booking)
        .outerjoin(slot, slot.c.id == booking.c.slot)
        .where(ON_LIST, wished, once, in_time, wants, numbers.c.opted_out_at.is_(None), numbers.c.refused.is_(None),
               OFFERS_MET.scalar_subquery() < rules.offers_max)
    )  # fmt: skip


def anybody(t: Transaction, place: Offer, free: int, at: datetime) -> bool:
    """Does somebody wait whom places of this time would suit from `at` on?"""
    return bool(t.connection.scalar(sa.select(suiting(place, free, at, t.rules()).exists())))


def begin(t: Transaction, who: Actor, whose: Person, row: UUID, *, short_notice: bool) -> OnList | CodeExpired:
    """Put a wish on the list, for the person who asked for it; a wish in the same limit group gives way to it."""
    wish = t.connection.execute(sa.select(waiting).where(waiting.c.id == row, waiting.c.number == whose.number)).first()
    if wish is None or wish.ended_at is not None:
        return CodeExpired()
    _replace(t, wish, whose.at)
    t.connection.execute(
        sa.update(waiting)
        .where(waiting.c.id == row)
        .values(joined_at=sa.func.coalesce(waiting.c.joined_at, whose.at), short_notice=short_notice)
    )
    t.trail(who, "wait", whose.number, whose.at)
    return OnList(wish.booking is not None, short_notice)


def _replace(t: Transaction, wish: sa.Row[Any], now: datetime) -> None:
    """What it was offered under a former wish counts under this one: asking anew is no fresh start."""
    former = t.connection.scalar(
        sa.update(waiting)
        .where(ON_LIST, waiting.c.number == wish.number, waiting.c.limit_group == wish.limit_group,
               waiting.c.id != wish.id)
        .values(ended_at=now, ended_why="replaced")
        .returning(waiting.c.id)
    )  # fmt: skip
    if former is not None:
        t.connection.execute(sa.update(offers).where(offers.c.waiting == former).values(waiting=wish.id))


def leave(t: Transaction, number: UUID, now: datetime) -> bool:
    """Take a number off the list, whatever it waits for; returns whether it was on it."""
    return _end(t, sa.and_(ON_LIST, waiting.c.number == number), now, "left") > 0


def beaten(t: Transaction, booking: UUID, now: datetime) -> None:
    """A booking has a new time: who waited for a better one than the old has chosen."""
    _end(t, sa.and_(ON_LIST, waiting.c.booking == booking), now, "moved")


def _end(t: Transaction, which: sa.ColumnElement[bool], now: datetime, why: str) -> int:
    return t.connection.execute(sa.update(waiting).where(which).values(ended_at=now, ended_why=why)).rowcount


def tidy(t: Transaction, now: datetime) -> int:
    """Take off whose wish is met or cannot be any more; forget who was asked by text and never answered."""
    rules = t.rules()
    kept = sa.exists().where(
        bookings.c.id == waiting.c.booking, bookings.c.status == "booked", bookings.c.live_until > now
    )
    ends = (  # each for itself: said in one "or", the whole table of bookings is read
        ("booked", sa.and_(waiting.c.booking.is_(None), BOOKED_SINCE)),
        ("over", sa.and_(waiting.c.booking.is_not(None), ~kept)),
        ("over", waiting.c.before <= sa.cast(now, sa.Date)),
        ("offered", sa.and_(OFFERS_MET.scalar_subquery() >= rules.offers_max, ~_open())),
    )
    done = sum(_end(t, sa.and_(ON_LIST, which), now, why) for why, which in ends)
    never = sa.delete(waiting).where(waiting.c.joined_at.is_(None), waiting.c.asked_at < now - DAY)
    return done + t.connection.execute(never).rowcount


def _open() -> sa.Exists:
    return sa.exists().where(offers.c.waiting == waiting.c.id, offers.c.ended_at.is_(None))
