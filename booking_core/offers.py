"""Offering the places of the waiting list: each is held for one person at a time, drawn by lot among equals of a class.

Run by the clock. A place lies in pool `offer` from the moment it is given up, where nobody else can find it, and leaves
it only by being booked or, once nobody is left whom it would suit in time, for open sale.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from booking_core import waiting as waits
from booking_core.bookings import cooling, to_pool
from booking_core.humane import humane
from booking_core.identifiers import security_code, uuid7
from booking_core.offer_ends import settle
from booking_core.offered import GRACE
from booking_core.outcomes import Offer
from booking_core.questions import make
from booking_core.spending import may_spend
from booking_core.staging import UNASKED, stage
from booking_core.tables import (
    bookings,
    codes,
    holidays,
    numbers,
    offers,
    places,
    services,
    slots,
    waiting,
)
from booking_core.transaction import Transaction
from booking_core.zones import together

NEAR, FAR = timedelta(days=1), timedelta(days=2)
"""Where the length of the hold changes: a visit within a day, one within two (laws.md, waiting offer)."""

SLOTS = 20
"""Of one transaction: whoever is drawn may be calling, and waits for no more than that."""

ONE_A_DAY = timedelta(days=1)

LOOK_AGAIN = timedelta(minutes=15)
"""A place whose people may not be told yet is looked at again so soon, for whoever has joined since."""

PRESENT, INFINITY = sa.text("'-infinity'"), sa.text("'infinity'")


def run(t: Transaction, most: int) -> int:
    """Note what became of offers whose time is over, and pass on what is free; returns how much was done, `most` where
    there is more to do.
    """
    now = t.now()
    over = settle(t, now - GRACE, most)
    free = t.connection.scalars(
        sa.select(places.c.slot)
        .where(places.c.pool == "offer", places.c.free_at < INFINITY, places.c.free_at <= now,
               places.c.open_from <= now)
        .group_by(places.c.slot, places.c.starts)
        .order_by(places.c.starts)
        .limit(SLOTS)
    ).all()  # fmt: skip
    for slot in free:
        _pass_on(t, slot, now)
    return most if len(free) == SLOTS else max(over, len(free))


def tidy(t: Transaction, most: int) -> int:
    """Take off the list who has what was waited for, or cannot have it any more; rows at once, however many."""
    waits.tidy(t, t.now())
    return 0


def _pass_on(t: Transaction, slot: UUID, now: datetime) -> None:
    """Offer the free places of one slot, as far as there are people and money; what is left waits, or goes on sale."""
    free = list(t.connection.scalars(
        sa.select(places.c.id)
        .where(places.c.slot == slot, places.c.pool == "offer", places.c.free_at < INFINITY, places.c.free_at <= now,
               places.c.open_from <= now)
        .order_by(places.c.id)
        .with_for_update(skip_locked=True)
    ))  # fmt: skip
    row = t.connection.execute(sa.select(slots).where(slots.c.id == slot)).one()
    place = Offer(row.id, row.office, row.service, row.wall, row.zone, row.starts)
    closed = set(t.connection.scalars(sa.select(holidays.c.day).where(holidays.c.office == place.office)))
    suspended = t.function("suspended_v1", place.service, place.office, "offer", now) is not None
    again: datetime | None = now + LOOK_AGAIN if suspended else None
    while free and not suspended and may_spend(t):
        found = [(each, _may_be_told(each, place, now, closed)) for each in _suiting(t, place, len(free), now)]
        soonest = min((at for _, at in found if at is not None), default=None)
        winner = _draw(t, place, len(free), now, closed, [each for each, at in found if at == now])
        if winner is None:
            again = None if soonest is None else min(max(soonest, now + timedelta(seconds=1)), now + LOOK_AGAIN)
            break
        _offer(t, winner, place, free[: winner.party], now)
        free = free[winner.party :]
    if free:
        _put_off(t, free, place, now, again)


def _put_off(t: Transaction, free: Sequence[int], place: Offer, now: datetime, again: datetime | None) -> None:
    """Nobody can be told now: to be looked at `again` or, if nobody ever can in time, on sale after a random while."""
    if again is None:
        to_pool(t, free, "public")
        values: dict[str, Any] = {"free_at": now + cooling(t, place.starts - now), "open_from": PRESENT}
    else:
        values = {"open_from": again}
    t.connection.execute(sa.update(places).where(places.c.id.in_(free)).values(values))


def _suiting(t: Transaction, place: Offer, free: int, now: datetime, row: UUID | None = None) -> Sequence[sa.Row[Any]]:
    """Whom the place suits, with when each number was last offered anything."""
    last = sa.select(sa.func.max(offers.c.made_at)).where(offers.c.number == waiting.c.number).scalar_subquery()
    found = waits.suiting(place, free, now, t.rules()).add_columns(last.label("last"))
    return t.connection.execute(found if row is None else found.where(waiting.c.id == row)).all()


def _may_be_told(row: sa.Row[Any], place: Offer, now: datetime, closed: Collection[date]) -> datetime | None:
    """When this person may be told: once a day, in humane hours, while nothing else is held next to the booking; None:
    not in time for the visit.
    """
    free = max(filter(None, (now, row.last and row.last + ONE_A_DAY, row.next_until)))
    zones = together(row.zones, place.zone)
    at = humane(free, zones, closed)
    if at is None or at >= place.starts or (place.starts - at < NEAR and not row.short_notice):
        return None
    return at


def _draw(
    t: Transaction, place: Offer, free: int, now: datetime, closed: Collection[date], equals: list[sa.Row[Any]]
) -> sa.Row[Any] | None:
    """One of them by lot, the highest class first. Whose number is busy just now, in a turn of its own, is passed over;
    what has changed before its row was locked is seen.
    """
    while equals:
        one = lot(equals)
        equals.remove(one)
        locked = sa.select(numbers.c.id).where(numbers.c.id == one.number)
        if t.connection.execute(locked.with_for_update(skip_locked=True, key_share=True)).first() is None:
            continue
        still = _suiting(t, place, free, now, one.id)
        if still and _may_be_told(still[0], place, now, closed) == now:
            return still[0]
    return None


def lot(among: Sequence[sa.Row[Any]]) -> sa.Row[Any]:
    """One of the highest class, each with the same chance: neither age nor haste counts."""
    highest = max(row._mapping["class"] for row in among)
    return secrets.choice([row for row in among if row._mapping["class"] == highest])


def _offer(t: Transaction, row: sa.Row[Any], place: Offer, taken: list[int], now: datetime) -> None:
    """Hold the places for this person alone, and let them be told."""
    until = now + length(t.rules(), place.starts - now)
    if row.booking is None:
        booking = _hold(t, row, place, taken, now, until)
        code = _code(t, row.number, booking, now, until)
    else:
        booking = row.booking
        t.connection.execute(
            sa.update(bookings)
            .where(bookings.c.id == booking)
            .values(next_slot=place.slot, next_places=taken, next_until=until)
        )
        code, _ = make(t, row.number, now, booking, "offer", place.slot, until)
    t.connection.execute(sa.update(places).where(places.c.id.in_(taken)).values(booking=booking, free_at=until + GRACE))
    make(t, row.number, now, booking, "pass", place.slot, until)
    t.connection.execute(
        sa.insert(offers).values(id=uuid7(), waiting=row.id, number=row.number, booking=booking, slot=place.slot,
                                 code=code, made_at=now, until=until)
    )  # fmt: skip
    by = "call" if row.texts == "none" else "text"
    stage(t, kind="offer", number=row.number, language=row.language, lane=UNASKED, not_before=now, not_after=until,
          booking=booking, code=code, by=by)  # fmt: skip
    t.trail(None, "offer", booking, now)


def length(rules: sa.Row[Any], left: timedelta) -> timedelta:
    """How long a place is held for one person, by the time left to the visit."""
    seconds = rules.offer_far_s if left > FAR else rules.offer_near_s if left >= NEAR else rules.offer_soon_s
    return min(timedelta(seconds=seconds), left)


def _hold(t: Transaction, row: sa.Row[Any], place: Offer, taken: list[int], now: datetime, until: datetime) -> UUID:
    """A hold of its own, without an allowance: it becomes a booking as every hold does."""
    booking = uuid7()
    travels = t.connection.scalar(sa.select(services.c.travel_days).where(services.c.id == place.service)) is not None
    t.connection.execute(
        sa.insert(bookings).values(
            id=booking, number=row.number, slot=place.slot, office=place.office, service=place.service,
            limit_group=row.limit_group, status="held", party=row.party, places=taken, live_until=until,
            cool_s=GRACE.seconds,
            extended=False, channel="offer", language=row.language, texts=row.texts,
            travel_date=row.before if travels else None, held_at=now,
        )
    )  # fmt: skip
    return booking


def _code(t: Transaction, number: UUID, booking: UUID, now: datetime, until: datetime) -> UUID:
    """The code that confirms it. Six digits, as for every new booking: it proves the thread it is texted back in."""
    code, digits = uuid7(), security_code()
    t.connection.execute(
        sa.insert(codes).values(
            number=number, id=code, purpose="confirm", booking=booking,
            mac=t.keys.code_mac("confirm", digits, code), sealed=t.keys.encrypt(digits, "codes.sealed", code),
            made_at=now, expires_at=until, sent_at=array([sa.literal(now)]),
        )
    )  # fmt: skip
    return code
