"""The call list: whom a person calls, in which order and why, and what came of it.

Who asked to be called comes first. Then come numbers that have not answered a follow-up, on the last working day before
the visit: those that were silent to the second touch too before others, then by the time of the visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import asks, bookings
from booking_core.actors import Operator
from booking_core.calls import digits_of
from booking_core.identifiers import uuid7
from booking_core.keeping import keep
from booking_core.tables import bookings as rows_of_bookings
from booking_core.tables import callbacks, numbers, offices, outbox, slots, touches
from booking_core.touching import EARLY_LIST, FOLLOW_UP, FOLLOW_UP_AGAIN, SECOND_TOUCH, Place
from booking_core.transaction import Transaction

Result = Literal["reached", "no_answer", "keeps", "gives_up"]

SILENT_TWICE, SILENT = 1, 2
"""Ranks; 0 is whoever asked."""

Id = sa.ColumnElement[UUID] | UUID
"""Of a row that was read, or of each row of a query."""


def enter(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """Put a booking on the list whose number has not answered. `row`: the touch, with its booking's number."""
    if row.kind != EARLY_LIST:  # who was called weeks ago is called about the day itself
        asks.off_the_list(t, row.booking, "over", now)
    second = _asked(t, row, (SECOND_TOUCH,))
    rank = SILENT_TWICE if second and delivered(t, row, (SECOND_TOUCH,)) else SILENT
    t.connection.execute(
        insert(callbacks)
        .values(id=uuid7(), number=row.number, booking=row.booking, reason=_reason(t, row, rank), rank=rank,
                language=row.language, asked_at=now)
        .on_conflict_do_nothing()
    )  # fmt: skip
    return {"state": "done", "asked_at": now}


def _reason(t: Transaction, row: sa.Row[Any], rank: int) -> str:
    if row.opted_out_at is not None:
        return "opted_out"
    if row.kind == EARLY_LIST:
        return "early"
    if not delivered(t, row, (FOLLOW_UP, FOLLOW_UP_AGAIN)):
        return "undelivered"
    return "silent_twice" if rank == SILENT_TWICE else "unanswered"


def _asked(t: Transaction, row: sa.Row[Any], kinds: tuple[str, ...]) -> bool:
    """Was it asked, and is that still open?"""
    return bool(t.connection.scalar(sa.select(sa.exists().where(
        touches.c.booking == row.booking, touches.c.slot == row.slot, touches.c.kind.in_(kinds),
        touches.c.asked_at.is_not(None), touches.c.answered_at.is_(None),
    ))))  # fmt: skip


def delivered(t: Transaction, row: sa.Row[Any], kinds: tuple[str, ...]) -> bool:
    """As `arrived`, of a row."""
    return bool(t.connection.scalar(sa.select(arrived(row.booking, row.slot, kinds))))


def arrived(booking: Id, slot: Id, kinds: tuple[str, ...]) -> sa.Exists:
    """Has one of these asks reached the phone? Only then is silence silence."""
    return sa.exists().where(
        touches.c.booking == booking, touches.c.slot == slot, touches.c.kind.in_(kinds),
        outbox.c.id == sa.any_(touches.c.asks), outbox.c.state == "delivered",
    )  # fmt: skip


def rings(booking: Id, slot: Id, kinds: tuple[str, ...]) -> sa.ScalarSelect[int]:
    """Automatic calls of these asks that have rung to their end, whether or not somebody took them."""
    return sa.select(sa.func.count()).where(
        touches.c.booking == booking, touches.c.slot == slot, touches.c.kind.in_(kinds),
        outbox.c.id == sa.any_(touches.c.asks), outbox.c.by == "call",
        outbox.c.state.in_(("delivered", "undelivered")),
    ).scalar_subquery()  # fmt: skip


def tried(booking: Id) -> sa.Exists:
    """Has a person called about this booking, in vain?"""
    waits = callbacks.c.booking == booking, callbacks.c.done_at.is_(None)
    return sa.exists().where(*waits, sa.func.cardinality(callbacks.c.attempts) > 0)


def staffed(t: Transaction, since: datetime) -> bool:
    """Has a person worked on the list since then, whomever they called?"""
    return bool(t.connection.scalar(sa.select(sa.exists().where(callbacks.c.called_at >= since))))


def waiting(t: Transaction) -> Iterator[dict[str, Any]]:
    """The list in calling order, with the numbers to call: for staff only. Whatever is over has left it."""
    now = t.now()
    found = t.connection.execute(
        sa.select(callbacks, slots.c.starts, slots.c.zone, offices.c.name.label("office"))
        .outerjoin(rows_of_bookings, rows_of_bookings.c.id == callbacks.c.booking)
        .outerjoin(slots, slots.c.id == rows_of_bookings.c.slot)
        .outerjoin(offices, offices.c.id == slots.c.office)
        .where(callbacks.c.done_at.is_(None),
               sa.or_(callbacks.c.booking.is_(None),
                      sa.and_(rows_of_bookings.c.status == "booked", slots.c.starts > now)))
        .order_by(callbacks.c.rank, slots.c.starts, callbacks.c.asked_at)
    )  # fmt: skip
    for row in found.all():
        yield dict(row._mapping) | {"number": digits_of(t, row.number)}


def record(t: Transaction, by: Operator, entry: str, result: Result) -> bool:
    """What came of a person's call. `entry`: the id's last characters, as the list shows them. False: none, or several.

    In vain, it stays on the list; else it is over. Whoever was reached and has not given the booking up keeps it.
    """
    waits = callbacks.c.done_at.is_(None), sa.cast(callbacks.c.id, sa.Text).like(f"%{entry}")
    found = t.connection.execute(sa.select(callbacks).where(*waits)).all()
    if len(found) != 1:
        return False
    (row,) = found
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == row.number).with_for_update(key_share=True))
    now = t.now()
    one = sa.update(callbacks).where(callbacks.c.id == row.id)
    t.connection.execute(one.values(attempts=sa.func.array_append(callbacks.c.attempts, now), called_at=now))
    t.trail(by, "called", row.booking or row.number, now, result)
    if result != "no_answer":
        if row.booking is not None:
            _answer(t, by, row, result, now)
        t.connection.execute(one.values(done_at=now, outcome=result))
    return True


def _answer(t: Transaction, by: Operator, row: sa.Row[Any], result: Result, now: datetime) -> None:
    booking = bookings.find(t, row.number, row.booking)
    assert booking is not None
    if result == "gives_up":
        bookings.give_up(t, by, now, booking)
    elif result == "keeps":
        keep(t, by, now, booking)
    else:
        asks.answered(t, booking.id, now)


def stand(t: Transaction, row: sa.Row[Any]) -> bool:
    """Is a booking still on the list?"""
    on = sa.exists().where(callbacks.c.booking == row.booking, callbacks.c.done_at.is_(None))
    return bool(t.connection.scalar(sa.select(on)))
