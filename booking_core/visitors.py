"""Birth dates of visitors: what binds a booking to people, so that a stock of bookings cannot be resold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core import outcomes
from booking_core.claims import confirm_within, holds_of
from booking_core.identifiers import uuid7
from booking_core.outcomes import HoldLapsed, NothingHeld, ProofNeeded, VisitorNoted, VisitorsMissing
from booking_core.tables import bookings, codes, visitors
from booking_core.transaction import Person, Transaction, person


def write(t: Transaction, command: c.SetVisitor) -> VisitorNoted | HoldLapsed:
    """Write or correct the nth birth date of a booking that this call or thread holds."""
    whose = person(t, command.who)
    held = None if whose is None else _held(t, whose, command.booking)
    if whose is None or held is None or not 1 <= command.nth <= held.party:
        return HoldLapsed()
    _write(t, held.id, command.nth, (command.month, command.day, command.year), whose.call)
    t.trail(command.who, "set_visitor", held.id, whose.at)
    return VisitorNoted(command.nth, held.party, command.month, command.day, command.year, len(_missing(t, held)))


def read(t: Transaction, query: c.ReadVisitor) -> VisitorNoted | HoldLapsed:
    """The nth birth date, only for the call that keyed it in: what another call gave is never read back."""
    whose = person(t, query.who, lock=False)
    held = None if whose is None else _held(t, whose, query.booking)
    if whose is None or held is None:
        return HoldLapsed()
    row = t.connection.execute(
        sa.select(visitors).where(
            visitors.c.booking == held.id, visitors.c.nth == query.nth, visitors.c.call == whose.call
        )
    ).first()
    if row is None:
        return HoldLapsed()
    keyed = t.keys.decrypt(row.birth_date, "visitors.birth_date", row.id)
    month, day, year = int(keyed[:2]), int(keyed[2:4]), int(keyed[4:])
    return VisitorNoted(query.nth, held.party, month, day, year, len(_missing(t, held)))


def text(t: Transaction, command: c.TextVisitor) -> outcomes.Outcome:
    """The next missing birth date of what this proven thread holds; the last one confirms."""
    whose = person(t, command.who)
    if whose is None or not whose.proven:
        return ProofNeeded()
    held = _newest_held(t, whose)
    if held is None:
        return NothingHeld()
    missing = _missing(t, held)
    if missing:
        _write(t, held.id, missing[0], (command.month, command.day, command.year), None)
        t.trail(command.who, "set_visitor", held.id, whose.at)
    if missing[1:]:
        return VisitorsMissing(held.id, tuple(missing[1:]), held.party)
    return confirm_within(t, command.who, held.id)


def _held(t: Transaction, whose: Person, booking: UUID) -> sa.Row[Any] | None:
    """The booking if it is held live by this very call or thread, or the number is proven here."""
    row = t.connection.execute(
        sa.select(bookings).where(
            bookings.c.id == booking, bookings.c.number == whose.number,
            bookings.c.status == "held", bookings.c.live_until > whose.at,
        )
    ).first()  # fmt: skip
    return row if row is not None and (row.call == whose.call or whose.proven) else None


def _newest_held(t: Transaction, whose: Person) -> sa.Row[Any] | None:
    """The newest hold of a thread; an offer only once it is accepted, or a date would accept it."""
    accepted = sa.and_(
        bookings.c.number == whose.number, bookings.c.status == "held", bookings.c.channel == "offer",
        bookings.c.allowance.is_(None), sa.exists().where(
            codes.c.number == whose.number, codes.c.booking == bookings.c.id, codes.c.used_at.is_not(None)),
    )  # fmt: skip
    return t.connection.execute(
        sa.select(bookings)
        .where(sa.or_(holds_of(whose.number), accepted), bookings.c.live_until > whose.at)
        .order_by(bookings.c.held_at.desc())
    ).first()


def _missing(t: Transaction, held: sa.Row[Any]) -> list[int]:
    given = set(t.connection.scalars(sa.select(visitors.c.nth).where(visitors.c.booking == held.id)))
    return [nth for nth in range(1, held.party + 1) if nth not in given]


def _write(t: Transaction, booking: UUID, nth: int, born: tuple[int, int, int], call: UUID | None) -> None:
    row = uuid7()
    month, day, year = born
    sealed = t.keys.encrypt(f"{month:02}{day:02}{year:04}", "visitors.birth_date", row)
    values = {"id": row, "birth_date": sealed, "call": call}
    t.connection.execute(
        insert(visitors)
        .values(booking=booking, nth=nth, **values)
        .on_conflict_do_update(index_elements=["booking", "nth"], set_=values)
    )
