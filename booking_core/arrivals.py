"""What happens to a visit at the counter: its people's dates are compared, they are in, served, or did not come.

Each step locks the number's row first, as every change of a booking does: of two clerks the second finds it done, and
the clock passes over what is being changed. Only on the day of the visit, by its office's clock; that is also how long
a slip can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import bookings, codes, outcomes
from booking_core.birth_dates import Born, Likeness
from booking_core.birth_dates import compare as likeness
from booking_core.clocks import local_day
from booking_core.desk_commands import CheckIn, CompareBirthDate, EndVisit, UndoVisit
from booking_core.desk_outcomes import (
    BookedSince,
    Compared,
    DocumentNeeded,
    NoSuchVisit,
    NothingToCompare,
    VisitNotYet,
    VisitNow,
)
from booking_core.tables import bookings as rows_of_bookings
from booking_core.tables import numbers, visitors
from booking_core.transaction import Transaction

_BEFORE = {"checked_in": "booked", "fulfilled": "checked_in", "no_show": "booked"}
"""State → the one before it, to which a slip is taken back."""

Visiting = CompareBirthDate | CheckIn | EndVisit | UndoVisit


def compare(t: Transaction, command: CompareBirthDate) -> outcomes.Outcome:
    """With whichever date comes nearest of those that match nobody yet: a clerk knows not who was keyed in first."""
    row, now = _visit(t, command)
    if row is None:
        return NoSuchVisit()
    if row.status != "booked":
        return VisitNow(row.status, changed=False)
    dates, most = _dates(t, row.id), t.rules().date_tries
    open_ = [one for one in dates if one.found != Likeness.MATCH and one.tries < most]
    if not open_:
        return NothingToCompare()
    shown = Born(command.month, command.day, command.year)
    found, nearest = _nearest(t, open_, shown)
    tries = nearest.tries + (found is not Likeness.MATCH)
    t.connection.execute(sa.update(visitors).where(visitors.c.id == nearest.id).values(found=found, tries=tries))
    t.trail(command.who, "compare", row.id, now, f"{nearest.nth}: {found}")
    arrived = found is Likeness.MATCH and all(one.found == Likeness.MATCH for one in dates if one.id != nearest.id)
    if arrived:
        _arrive(t, command, row, now, "match")
    return Compared(found, nearest.nth, most - tries, arrived)


def check_in(t: Transaction, command: CheckIn) -> outcomes.Outcome:
    """In, by the dates, or by what the clerk has seen on a document. Without either nobody is checked in."""
    row, now = _visit(t, command)
    if row is None:
        return NoSuchVisit()
    if row.status != "booked":
        return VisitNow(row.status, changed=False)
    dates = _dates(t, row.id)
    match = bool(dates) and all(one.found == Likeness.MATCH for one in dates)
    if not match and command.why is None:
        return DocumentNeeded()
    _arrive(t, command, row, now, "match" if match or command.why is None else command.why)
    return VisitNow("checked_in", changed=True)


def end(t: Transaction, command: EndVisit) -> outcomes.Outcome:
    """Done, for who was checked in; not come, for who was not, and not before its time."""
    row, now = _visit(t, command)
    if row is None:
        return NoSuchVisit()
    if row.status != _BEFORE[command.how]:
        return VisitNow(row.status, changed=False)
    if command.how == "no_show" and now < row.starts:
        return VisitNotYet(row.starts)
    why = "visited" if command.how == "fulfilled" else "not_come"
    _let_next_go(t, row, now)
    _write(t, row.id, status=command.how, ended_at=now, ended_by=command.who.name, ended_why=why)
    t.trail(command.who, command.how, row.id, now)
    return VisitNow(command.how, changed=True)


def undo(t: Transaction, command: UndoVisit) -> outcomes.Outcome:
    """One step back. What had ended needs its allowance again, which may have been used since."""
    row, now = _visit(t, command)
    if row is None:
        return NoSuchVisit()
    if row.status not in _BEFORE:
        return VisitNow(row.status, changed=False)
    before, back = _BEFORE[row.status], {}
    if row.status != "checked_in":
        t.function("retire_v1", row.number, now)  # what has lapsed meanwhile takes no allowance
        allowance = t.function("allowance_v1", row.number, row.limit_group, now)
        if allowance is None or bookings.case_taken(t, row):
            return BookedSince()
        back = {"allowance": allowance, "ended_at": None, "ended_by": None, "ended_why": None}
    if before == "booked":
        back["arrived_at"] = None
        t.connection.execute(sa.update(visitors).where(visitors.c.booking == row.id).values(found=None))
    _write(t, row.id, status=before, **back)
    t.trail(command.who, "undo_visit", row.id, now, row.status)
    return VisitNow(before, changed=True)


def _visit(t: Transaction, command: Visiting) -> tuple[sa.Row[Any] | None, datetime]:
    """The visit, if it is one of today at the command's office, its number's row locked; and this instant."""
    b = rows_of_bookings
    asked = b.c.id == command.booking, b.c.office == command.office
    number = t.connection.scalar(sa.select(b.c.number).where(*asked))
    if number is None:
        return None, t.now()
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == number).with_for_update(key_share=True))
    row, now = bookings.find(t, number, command.booking), t.now()
    known = row is not None and row.reference is not None and row.wall.date() == local_day(now, row.zone)
    return (row if known else None), now


def _dates(t: Transaction, booking: UUID) -> Sequence[sa.Row[Any]]:
    return t.connection.execute(
        sa.select(visitors).where(visitors.c.booking == booking).order_by(visitors.c.nth)
    ).all()  # fmt: skip


def _nearest(t: Transaction, dates: Sequence[sa.Row[Any]], shown: Born) -> tuple[Likeness, sa.Row[Any]]:
    ranks = list(Likeness)
    alike = [(likeness(Born.read(t.keys.decrypt(one.birth_date, "visitors.birth_date", one.id)), shown), one)
             for one in dates]  # fmt: skip
    return min(alike, key=lambda pair: ranks.index(pair[0]))


def _arrive(t: Transaction, command: Visiting, row: sa.Row[Any], now: datetime, why: str) -> None:
    _let_next_go(t, row, now)
    codes.end_questions(t, row.number, row.id, now)
    _write(t, row.id, status="checked_in", arrived_at=now)
    t.trail(command.who, "check_in", row.id, now, why)


def _let_next_go(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """Another time that was held for it meanwhile is of no use to somebody who is here."""
    bookings.cool_next(t, row, now)
    if row.next_places is not None:
        _write(t, row.id, next_slot=None, next_places=None, next_until=None)


def _write(t: Transaction, booking: UUID, **values: object) -> None:
    t.connection.execute(sa.update(rows_of_bookings).where(rows_of_bookings.c.id == booking).values(**values))
