"""What each agent did in the last 30 days, from the audit, beside colleagues of the same role.

It shows and alerts; it blocks nobody: there may be a good reason, and a person has to ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from booking_core import timetables
from booking_core.alerts import alert
from booking_core.audit_list import row_before
from booking_core.colleagues import far_above
from booking_core.desk_outcomes import AgentFigures, Anomalies, Figure
from booking_core.hours import Timetable, next_open
from booking_core.tables import agents, audit, bookings, numbers
from booking_core.transaction import Transaction

SINCE = timedelta(days=30)

MEASURES = (
    "numbers", "look_ups", "booked", "exceptions", "waivers", "lifts", "cancelled", "by_document", "off_hours",
    "one_number",
)  # fmt: skip
"""Numbers acted on; look-ups; bookings made, exceptions asked for, waivers given, step-ups lifted, bookings given up;
visitors checked in by a document; acts while nobody works; the most bookings made or given up for one number."""


def see(t: Transaction) -> Anomalies:
    """The figures of everybody who did anything, by role and login."""
    since = t.now() - SINCE
    who = {f"agent:{row.login}": row for row in t.connection.execute(sa.select(agents))}
    acts = _acts(since, row_before(t, since))
    late = _off_hours(t, t.connection.execute(_by_quarter(acts)).all())
    most = {row.actor: row.most for row in t.connection.execute(_for_one_number(acts))}
    counted = {
        row.actor: (row.days, dict(row._mapping) | {"off_hours": late[row.actor], "one_number": most.get(row.actor, 0)})
        for row in t.connection.execute(_counted(acts))
    }
    known = {actor: counts for actor, counts in counted.items() if actor in who}
    shown = sorted(known, key=lambda actor: (who[actor].role, actor))
    return Anomalies(since, tuple(_beside(actor, who, known) for actor in shown))


def warn(t: Transaction, most: int) -> int:
    """Alert somebody to each figure that lies far above colleagues'; one round is all there is to do."""
    for one in see(t).agents:
        for figure in one.figures:
            if figure.far:
                alert(t, "insider", f"{one.login}: {figure.measure}")
    return 0


def _acts(since: datetime, before: int) -> sa.CTE:
    """What agents did, and to which number; by the key, for nothing else in the audit is in an index."""
    of_booking = audit.outerjoin(bookings, bookings.c.id == audit.c.subject)
    return (
        sa.select(audit.c.actor, audit.c.action, audit.c.why, audit.c.at,
                  sa.func.coalesce(bookings.c.number, numbers.c.id).label("number"))
        .select_from(of_booking.outerjoin(numbers, numbers.c.id == audit.c.subject))
        .where(audit.c.id > before, audit.c.at > since, audit.c.actor.startswith("agent:"))
        .cte("acts")
    )  # fmt: skip


def _counted(acts: sa.CTE) -> sa.Select[Any]:
    def times(action: str, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(acts.c.action == action, *more)

    return sa.select(
        acts.c.actor,
        sa.func.count(sa.distinct(sa.cast(acts.c.at, sa.Date))).label("days"),
        sa.func.count(sa.distinct(acts.c.number)).label("numbers"),
        times("look_up").label("look_ups"),
        times("confirm").label("booked"),
        times("ask_exception").label("exceptions"),
        times("waive").label("waivers"),
        times("lift_admission").label("lifts"),
        times("cancel").label("cancelled"),
        times("check_in", acts.c.why != "match").label("by_document"),
    ).group_by(acts.c.actor)


def _for_one_number(acts: sa.CTE) -> sa.Select[Any]:
    changed = acts.c.number.is_not(None), acts.c.action.in_(("confirm", "cancel"))
    each = (
        sa.select(acts.c.actor, sa.func.count().label("times"))
        .where(*changed)
        .group_by(acts.c.actor, acts.c.number)
        .subquery()
    )
    return sa.select(each.c.actor, sa.func.max(each.c.times).label("most")).group_by(each.c.actor)


def _by_quarter(acts: sa.CTE) -> sa.Select[Any]:
    quarter = sa.literal_column("date_bin('15 minutes', acts.at, 'epoch')", sa.DateTime(timezone=True))
    each = sa.select(acts.c.actor, quarter.label("quarter"), sa.func.count().label("times"))
    return each.group_by(acts.c.actor, quarter)


def _beside(
    actor: str, who: Mapping[str, sa.Row[Any]], known: Mapping[str, tuple[int, Mapping[str, int]]]
) -> AgentFigures:
    """One agent beside the others of the same role."""
    me, (days, own) = who[actor], known[actor]
    others = [counts for name, counts in known.items() if name != actor and who[name].role == me.role]
    figures = []
    for name in MEASURES:
        rates = [theirs[name] / worked for worked, theirs in others]
        usual = median(rates) * days if rates else None
        figures.append(Figure(name, own[name], usual, far_above(own[name], days, rates)))
    return AgentFigures(me.login, me.name, me.role, days, tuple(figures))


def _off_hours(t: Transaction, quarters: Sequence[sa.Row[Any]]) -> Counter[str]:
    """Acts in quarters of an hour in which no office is open and nobody answers, by actor."""
    kept = [*timetables.of_offices(t.connection), *timetables.of_people(t.connection)]
    hours = [(timetables.read(t.connection, one), one.zone) for one in kept]
    open_at = {at: _open(hours, at) for at in {row.quarter for row in quarters}}
    late: Counter[str] = Counter()
    for row in quarters:
        late[row.actor] += 0 if open_at[row.quarter] else row.times
    return late


def _open(hours: Sequence[tuple[Timetable, str]], at: datetime) -> bool:
    """Is anything open? Of who has no hours nothing is known, and so nothing held against anybody."""
    return any(not one.hours or next_open(one.hours, one.holidays, at, zone) == at for one, zone in hours)
