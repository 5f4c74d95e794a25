"""What a text thread is told of what is booked: unproven, a few times a day, and nothing of another holder's."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.bookings import ahead, booked, booked_ahead
from booking_core.outcomes import AskedTooOften, Booked, Bookings
from booking_core.tables import bookings, numbers, slots
from booking_core.transaction import Person, Transaction, person
from booking_core.verdicts import another_holder

_ANOTHERS = another_holder(bookings.c.number, bookings.c.booked_at)


def tell(t: Transaction, command: c.TellBookings) -> Bookings | AskedTooOften:
    """What is booked, for a text thread: unproven, so the answer goes to the number itself, a few times a day."""
    whose = person(t, command.who)
    if whose is None:
        return Bookings(())
    return Bookings(told(t, whose.number, whose.at)) if may_tell(t, whose) else AskedTooOften()


_MAY_TELL = sa.text("SELECT may_tell_v1(:number, :now, r) FROM rules r")


def may_tell(t: Transaction, whose: Person, within: timedelta | None = None) -> bool:
    """Whether an unproven thread may be told what is booked, and if so, one telling charged.

    Not where all of that is another holder's: that nothing is booked is said to nobody who has booked.
    `within`: what was told so short a time ago is still being talked about, and not charged again.
    """
    has = booked_ahead(whose.number, whose.at)
    gone = sa.and_(has.where(_ANOTHERS).exists(), ~has.where(~_ANOTHERS).exists())
    mine = sa.select(numbers.c.told, gone.label("gone")).where(numbers.c.id == whose.number)
    before, nothing_else = t.connection.execute(mine).one()
    if within is not None and before and before[-1] > whose.at - within:
        return not nothing_else
    if nothing_else or not t.connection.scalar(_MAY_TELL, {"number": whose.number, "now": whose.at}):
        return False
    today = [at for at in before if at > whose.at - timedelta(days=1)]
    t.connection.execute(sa.update(numbers).where(numbers.c.id == whose.number).values(told=[*today, whose.at]))
    return True


def told(t: Transaction, number: UUID, now: datetime) -> tuple[Booked, ...]:
    """What is booked that may be texted to whoever has the number now."""
    rows = t.connection.execute(booked_ahead(number, now).where(~_ANOTHERS).order_by(slots.c.starts))
    return tuple(booked(row) for row in rows)


def known_to(t: Transaction, whose: Person) -> tuple[Booked, ...]:
    """What this person may be told is booked: all of it, once the number is proven."""
    return (ahead if whose.proven else told)(t, whose.number, whose.at)
