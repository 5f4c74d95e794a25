"""Was this appointment sold? Whoever was sold one learns whether it is valid, and nothing else about it, from anybody.

Needs no number and no proof, so it is bounded: by number and call, by the reference that is asked about, and over all
lines. Whatever is wrong, reference, date or booking, is answered with the same words after the same work: the same
statements, and as many birth dates opened. Which of them it was nobody learns.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.actors import Actor, Texter
from booking_core.calls import enter
from booking_core.identifiers import uuid7
from booking_core.outcomes import Checked, ChecksUsed, NothingToCheck, ReferenceNoted, Reported
from booking_core.tables import bookings, calls, slots, sold_checks, sold_reports, visitors
from booking_core.transaction import Transaction, person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COMPARED_WITHIN = timedelta(minutes=20)
"""So long after the reference the birth date may come: as long as a call's seal lives."""

MOST = 4
"""Visitors of a booking, at most: as many birth dates are opened whatever was found."""

_ROW = sold_checks.c
_DECOY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Where it is asked: a call, a thread, or a call whose number nobody has shown."""

    call: UUID | None
    number: UUID | None
    at: datetime

    def own(self) -> sa.ColumnElement[bool]:
        """The rows of this call and of this number."""
        same = [column == value for column, value in ((_ROW.call, self.call), (_ROW.number, self.number)) if value]
        return sa.or_(*same)


def note(t: Transaction, command: c.NoteReference) -> ReferenceNoted | ChecksUsed:
    """By voice the reference comes a turn before the date, and must not wait in an address until then."""
    asker = _asker(t, command.who)
    return _note(t, asker, command.digits) or ReferenceNoted()


def check(t: Transaction, command: c.CheckReference) -> Checked | ChecksUsed | NothingToCheck:
    """Compare, once for each reference that was noted."""
    asker = _asker(t, command.who)
    used = None if command.reference is None else _note(t, asker, command.reference)
    if used is not None:
        return used
    noted = t.connection.execute(
        sa.select(sold_checks)
        .where(asker.own(), _ROW.compared_at.is_(None), _ROW.at > asker.at - COMPARED_WITHIN)
        .order_by(_ROW.at.desc(), _ROW.id.desc())
        .limit(1)
    ).first()
    if noted is None:
        return NothingToCheck()
    valid = _born(t, noted.booking, asker.at, f"{command.month:02}{command.day:02}{command.year:04}")
    t.connection.execute(
        sa.update(sold_checks)
        .where(_ROW.id == noted.id)
        .values(compared_at=asker.at, booking=noted.booking if valid else None)
    )
    return Checked(valid)


def report(t: Transaction, command: c.ReportSeller) -> Reported:
    """One row for each check, and none for who reports again what is reported."""
    asker = _asker(t, command.who)
    last = (
        sa.select(_ROW.id)
        .where(asker.own(), _ROW.reported_at.is_(None), _ROW.at > asker.at - DAY)
        .order_by(_ROW.at.desc(), _ROW.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    seen = sa.update(sold_checks).where(_ROW.id == last).values(reported_at=asker.at)
    row = t.connection.execute(seen.returning(_ROW.booking, _ROW.compared_at)).first()
    if row is not None:
        booking, made = row.booking if row.compared_at else None, uuid7()
        values = {"id": made, "at": asker.at, "channel": command.who.channel, "booking": booking}
        t.connection.execute(sa.insert(sold_reports).values(values))
        t.trail(command.who, "report_seller", made, asker.at)
    return Reported()


def _asker(t: Transaction, who: Actor) -> _Asker:
    """Locked, so that two turns at once are two tries. A number that was keyed in is anybody's, and counts for none."""
    if isinstance(who, Texter):
        enter(t, who.number)
    whose = person(t, who)
    if whose is not None:
        return _Asker(whose.call, None if whose.keyed else whose.number, whose.at)
    assert not isinstance(who, Texter)
    call = t.connection.scalars(sa.select(calls.c.id).where(calls.c.sid == who.sid).with_for_update()).one()
    return _Asker(call, None, t.now())


def _note(t: Transaction, asker: _Asker, digits: str) -> ChecksUsed | None:
    """A try more, unless too many were made."""
    asked, rules = t.keys.present.reference_hash(digits), t.rules()
    in_vain = sa.or_(_ROW.compared_at.is_(None), _ROW.booking.is_(None))  # a booking that may be meant tells nothing
    bounds = (
        (asker.own(), rules.sold_checks_day, DAY),
        (sa.and_(_ROW.asked == asked, in_vain), rules.sold_checks_reference, DAY),
        (in_vain, rules.sold_checks_hour, HOUR),
    )
    until = [at + within for which, most, within in bounds
             if (at := _nth_newest(t, which, most, asker.at - within)) is not None]  # fmt: skip
    if until:
        return ChecksUsed(max(until))
    booking = sa.select(bookings.c.id).where(bookings.c.reference == digits).scalar_subquery()
    t.connection.execute(
        sa.insert(sold_checks).values(
            id=uuid7(), at=asker.at, number=asker.number, call=asker.call, asked=asked, booking=booking
        )
    )
    return None


def _nth_newest(t: Transaction, which: sa.ColumnElement[bool], nth: int, since: datetime) -> datetime | None:
    """When the nth newest of these tries was made; None: there are fewer."""
    newest = sa.select(_ROW.at).where(which, _ROW.at > since).order_by(_ROW.at.desc())
    return t.connection.scalar(newest.offset(max(0, nth - 1)).limit(1))


def _born(t: Transaction, booking: UUID | None, now: datetime, keyed: str) -> bool:
    """Is one of the visitors of this booking, which stands and is still to come, born then?"""
    rows = t.connection.execute(
        sa.select(visitors.c.id, visitors.c.birth_date)
        .join(bookings, bookings.c.id == visitors.c.booking)
        .join(slots, slots.c.id == bookings.c.slot)
        .where(bookings.c.id == sa.literal(booking, sa.Uuid), bookings.c.status == "booked", slots.c.starts > now)
        .limit(MOST)
    ).all()
    column = "visitors.birth_date"
    decoy = _DECOY, t.keys.encrypt("00000000", column, _DECOY)
    sealed = [(row.id, row.birth_date) for row in rows] + [decoy] * (MOST - len(rows))
    same = [hmac.compare_digest(t.keys.decrypt(each, column, row), keyed) for row, each in sealed]
    return any(same[: len(rows)])
