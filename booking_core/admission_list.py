"""The list of a day: who was stepped up or refused and what became of them, so that nobody is turned away unseen."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from booking_core import refused_list
from booking_core.calls import last_two
from booking_core.clocks import day_ends, local_day
from booking_core.desk_commands import SeeAdmissions
from booking_core.desk_outcomes import AdmissionsOfDay, ControlSeen, SteppedUp
from booking_core.tables import (
    ADMISSION_CALL,
    admissions,
    bookings,
    callbacks,
    calls,
    each_fired,
    numbers,
    outbox,
    proofs,
    queue,
)
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

WITHIN = timedelta(days=1)
"""What happens later is another matter."""

OTHERS = 4
"""One row in so many may be of each other kind of no: a pumper's day would hide all others."""

_WAY = sa.func.coalesce(admissions.c.call, admissions.c.number)
"""The call, or the thread of texts: whoever asks again there is the same person in the same matter."""


def see(t: Transaction, query: SeeAdmissions) -> AdmissionsOfDay:
    """The day, with its figures and what each control did or would have done."""
    zone, now = house_zone(t), t.now()
    day = query.day or local_day(now, zone)
    begins, ends = datetime.combine(day, time(0), ZoneInfo(zone)), day_ends(day, zone)
    that_day = sa.and_(admissions.c.at >= begins, admissions.c.at < ends)
    asked = t.connection.execute(sa.select(sa.func.count(sa.distinct(_WAY))).where(that_day)).scalar_one()
    met = _met(that_day)
    others = refused_list.refused(begins, ends)
    newest = (_newest(met, query.most), *(_newest(each, query.most // OTHERS) for each in others))
    found = (row for some in newest for row in t.connection.execute(_rows(some)))
    rows = tuple(sorted((_stepped_up(t, row) for row in found), key=lambda row: row.at, reverse=True))
    decided = Counter({(row.decision, row.why): row.many for row in t.connection.execute(_decided(that_day))})
    for some in others:
        decided.update(refused_list.decided(t, some))
    controls = tuple(ControlSeen(*row) for row in t.connection.execute(_controls(that_day)))
    whole = begins > now - timedelta(days=t.rules().keep_turns_days)
    each = tuple((*met, many) for met, many in decided.items())
    return AdmissionsOfDay(day, zone, asked, each, rows, controls, whole, refused_list.turned(t, begins, ends))


def _newest(some: sa.Subquery, most: int) -> sa.Subquery:
    return sa.select(some).order_by(some.c.at.desc()).limit(most).subquery()


def _met(that_day: sa.ColumnElement[bool]) -> sa.Subquery:
    """The first time that a call or thread met each step-up; what it had shown by then was less."""
    return (
        sa.select(admissions)
        .ext(distinct_on(_WAY, admissions.c.step))
        .where(that_day, admissions.c.step > admissions.c.shown)
        .order_by(_WAY, admissions.c.step, admissions.c.at)
        .subquery()
    )


def _decided(that_day: sa.ColumnElement[bool]) -> sa.Select[Any]:
    met = _met(that_day).c
    return (
        sa.select(met.decision, met.why, sa.func.count().label("many"))
        .group_by(met.step, met.decision, met.why)
        .order_by(met.step.desc(), met.why)
    )


def _rows(newest: sa.Subquery) -> sa.Select[Any]:
    """Each with the number's digits, and what came of it."""
    return (
        sa.select(newest, numbers.c.digits, _became(newest).label("became"))
        .select_from(newest.outerjoin(numbers, numbers.c.id == newest.c.number))
        .order_by(newest.c.at.desc())
    )


def _became(of: sa.Subquery) -> sa.Case[str]:
    """The best that came of it."""
    row = of.c

    def soon(at: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
        return sa.and_(at >= row.at, at < row.at + WITHIN)

    ours = sa.exists().where(calls.c.number == row.number, soon(calls.c.started_at), outbox.c.id == calls.c.delivery,
                             outbox.c.kind == ADMISSION_CALL)  # fmt: skip
    same = sa.or_(queue.c.call == row.call, queue.c.number == row.number)
    booked = sa.exists().where(
        bookings.c.number == row.number, bookings.c.allowance.is_not(None), soon(bookings.c.booked_at)
    )
    proved = sa.exists().where(proofs.c.number == row.number, soon(proofs.c.at))
    up = sa.select(calls.c.id).where(calls.c.id == row.call, calls.c.ended_at.is_(None)).limit(1)
    waits = sa.or_(
        sa.exists().where(same, queue.c.ended_at.is_(None)),
        sa.exists().where(callbacks.c.number == row.number, soon(callbacks.c.asked_at), callbacks.c.done_at.is_(None)),
        sa.exists().where(outbox.c.number == row.number, outbox.c.kind == ADMISSION_CALL, outbox.c.state == "waiting"),
        up.scalar_subquery().is_not(None),  # no EXISTS: that may be made a hash of all calls
    )
    return sa.case(
        (booked, "booked"), (sa.exists().where(same, soon(queue.c.picked_at)), "agent"), (ours, "called_back"),
        (proved, "proved"), (waits, "waits"), else_="gave_up",
    )  # fmt: skip


def _stepped_up(t: Transaction, row: sa.Row[Any]) -> SteppedUp:
    ending = "" if row.digits is None else last_two(t, row.number, row.digits)
    return SteppedUp(row.at, row.channel, row.decision, row.why, row.control, ending, row.became, row.lifted_by)


def _controls(that_day: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Every control that fired."""
    fired, (name, mode, then) = each_fired()
    decided = sa.func.count().filter(admissions.c.control == name)
    times, whose = sa.func.count(), sa.func.count(sa.distinct(admissions.c.number))
    return (
        sa.select(name, mode, then, times, whose, decided)
        .select_from(admissions.join(fired, sa.true()))
        .where(that_day)
        .group_by(name, mode, then)
        .order_by(name, mode, then)
    )
