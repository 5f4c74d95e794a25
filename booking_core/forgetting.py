"""Erasing what is personal: birth dates with the visit's day, and a month later what else tells who had a booking.

A booking's row stays, without its reference, case and travel date; a number's row stays without its digits and hashes,
for the bookings that point at it.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.ageing import Condition, Times, delete, kept, pointing_at
from booking_core.tables import allowances, bookings, codes, consents, number_keys, numbers, verdicts, visitors
from booking_core.transaction import Transaction

OVER = timedelta(days=1)
"""What the clock has ended is said in its row after so long at the latest, so that all that is over is called so."""

ALSO = "also looked at"
"""Rows that were worked on and kept; no name of a table."""


def birth_dates(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Of what is over. The table holds only what is still to come, and the booking is looked up by its key."""
    b = bookings
    over = sa.or_(b.c.live_until <= due.now, b.c.status == "lapsed",
                  sa.and_(b.c.status == "cancelled", b.c.undo_until <= due.now))  # fmt: skip
    is_over = sa.select(over).where(b.c.id == visitors.c.booking).scalar_subquery()
    return delete(t, visitors, visitors.c.id, most, is_over, ~kept(visitors.c.booking))


def retire(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Say in the row what the clock has ended, for numbers that nobody has called from since."""
    over = bookings.c.live_until <= due.now - OVER
    unproven = sa.and_(bookings.c.status == "held", bookings.c.allowance.is_(None), bookings.c.channel != "offer")
    proven = sa.and_(bookings.c.status.in_(("held", "booked", "checked_in")), bookings.c.allowance.is_not(None))
    found = sa.union(*(sa.select(bookings.c.number).where(over, live) for live in (unproven, proven))).limit(most)
    locked = _lock(t, found)
    t.connection.execute(sa.select(sa.func.retire_v1(sa.func.unnest(sa.literal(locked, sa.ARRAY(sa.Uuid))), due.now)))
    return Counter({ALSO: len(locked)})


def _lock(t: Transaction, found: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[UUID]:
    """The rows of these numbers, first of all, as the claim does; ones in use are passed over."""
    asked = sa.select(numbers.c.id).where(numbers.c.id.in_(found)).order_by(numbers.c.id)
    return list(t.connection.scalars(asked.with_for_update(key_share=True, skip_locked=True)))


def lapsed(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Holds that became no booking: not even statistics."""
    unused = (~sa.exists().where(column == bookings.c.id) for column in pointing_at(bookings))
    return delete(t, bookings, bookings.c.live_until, most, bookings.c.live_until <= due.calls,
                  bookings.c.status == "lapsed", *unused)  # fmt: skip


def visits(t: Transaction, due: Times, most: int) -> Counter[str]:
    """What of a booking is about a person, a month after the visit."""
    past = sa.and_(bookings.c.live_until <= due.visits, bookings.c.reference.is_not(None), ~kept(bookings.c.id))
    locked = _lock(t, sa.select(bookings.c.number).where(past).order_by(bookings.c.live_until).limit(most))
    erased = t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.number.in_(locked), bookings.c.allowance.is_not(None), past,
               bookings.c.status.not_in(("held", "booked", "checked_in")))
        .values(reference=None, case_key=None, travel_date=None, call=None)
    ).rowcount  # fmt: skip
    return Counter({"bookings": erased})


def unused_numbers(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Digits and hashes of numbers that nothing needs any more. The row stays, for the bookings that point at it.

    The hashes are locked before it is looked: whoever calls at this very moment waits for them, or we pass the number
    over. A number that is still needed is looked at again in a day.
    """
    looked = sa.select(numbers.c.id).where(numbers.c.look_at <= due.now, numbers.c.digits.is_not(None))
    asked = list(t.connection.scalars(looked.order_by(numbers.c.look_at).limit(most).with_for_update(skip_locked=True)))
    mine = sa.select(number_keys.c.number).where(number_keys.c.number.in_(asked))
    found = set(t.connection.scalars(mine.with_for_update(skip_locked=True)))
    free = found - _needed(t, list(found))
    t.connection.execute(sa.delete(number_keys).where(number_keys.c.number.in_(free)))
    t.connection.execute(
        sa.update(numbers)
        .where(numbers.c.id.in_(free))
        .values(digits=None, block=None, zones=[], lapses=[], told=[], carrier=None, new_holder_at=None)
    )
    t.connection.execute(sa.delete(verdicts).where(verdicts.c.number.in_(free)))
    waived = sa.and_(allowances.c.number.in_(free), allowances.c.waiver.is_not(None))
    t.connection.execute(sa.update(allowances).where(waived).values(waiver="erased"))
    again = sa.update(numbers).where(numbers.c.id.in_(set(asked) - free))
    still = t.connection.execute(again.values(look_at=due.now + timedelta(days=1))).rowcount
    return Counter({"numbers": len(free), ALSO: still})


_OF_NO_NEED = (allowances, bookings, consents, number_keys, verdicts)
"""They point at numbers, and need no digits; of bookings those do that are still about a person."""


def _needed(t: Transaction, asked: list[UUID]) -> set[UUID]:
    """Those of these numbers that something needs. Each table is asked for itself: said in one "or", all are read."""
    held = bookings.c.status == "held"
    whose: list[tuple[sa.Column[Any], Condition]] = [
        (numbers.c.id, numbers.c.opted_out_at.is_not(None)),  # forgetting that would be to write to it again
        (bookings.c.number, sa.and_(bookings.c.allowance.is_not(None), bookings.c.reference.is_not(None))),
        (bookings.c.number, sa.and_(held, bookings.c.allowance.is_not(None))),
        (bookings.c.number, sa.and_(held, bookings.c.allowance.is_(None), bookings.c.channel != "offer")),
        (codes.c.number, sa.true()),
        *((column, sa.true()) for column in pointing_at(numbers, but=_OF_NO_NEED)),
    ]
    return {
        number
        for column, needs in whose
        for number in t.connection.scalars(sa.select(column).where(column.in_(asked), needs).distinct())
    }
