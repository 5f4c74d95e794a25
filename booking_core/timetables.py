"""Hours and holidays as they are kept: of each office, and of the people who answer on each line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.engine import Connection

from booking_core.hours import Opening, Timetable, next_open
from booking_core.outcomes import CallbackNoted
from booking_core.tables import (
    holidays,
    line_offices,
    lines,
    office_hours,
    offices,
    people_holidays,
    people_hours,
    places,
    slots,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose timetable it is, and where it is kept."""

    name: str
    """As staff read it: an office's name, or the line's people."""
    id: UUID
    """Of the office, or of the line."""
    zone: str
    """IANA; of people, the one of their line's first office."""
    hours: sa.Table
    holidays: sa.Table

    @property
    def column(self) -> str:
        """What both tables call `id`."""
        return "office" if self.hours is office_hours else "line"


@dataclass(frozen=True, slots=True)
class Standing:
    """Places that were opened on a day before it became a holiday."""

    day: date
    booked: int
    open: int


def of_offices(connection: Connection) -> list[Kept]:
    """The offices, by name."""
    rows = connection.execute(sa.select(offices).order_by(offices.c.name))
    return [Kept(row.name, row.id, row.zone, office_hours, holidays) for row in rows]


def of_people(connection: Connection) -> list[Kept]:
    """The people of each line, the oldest line first. A line without offices has no clock, and is left out."""
    rows = connection.execute(
        sa.select(lines.c.id, lines.c.number, offices.c.zone)
        .join(line_offices, line_offices.c.line == lines.c.id)
        .join(offices, offices.c.id == line_offices.c.office)
        .ext(distinct_on(lines.c.id))
        .order_by(lines.c.id, line_offices.c.nth)
    )
    return [Kept(f"people of {row.number}", row.id, row.zone, people_hours, people_holidays) for row in rows]


def read(connection: Connection, kept: Kept) -> Timetable:
    """What stands in the tables."""
    hours = connection.execute(sa.select(kept.hours).where(kept.hours.c[kept.column] == kept.id))
    days = connection.execute(sa.select(kept.holidays).where(kept.holidays.c[kept.column] == kept.id))
    return Timetable(
        frozenset(Opening(row.weekday, row.opens, row.closes) for row in hours), {row.day: row.name for row in days}
    )


def write(connection: Connection, kept: Kept, timetable: Timetable) -> None:
    """Put this in the place of what stands there. Places that are open stay open."""
    for table in (kept.hours, kept.holidays):
        connection.execute(sa.delete(table).where(table.c[kept.column] == kept.id))
    hours = [
        {kept.column: kept.id, "weekday": one.weekday, "opens": one.opens, "closes": one.closes}
        for one in timetable.hours
    ]
    days = [{kept.column: kept.id, "day": day, "name": name} for day, name in timetable.holidays.items()]
    for table, rows in ((kept.hours, hours), (kept.holidays, days)):
        if rows:
            connection.execute(sa.insert(table), rows)


def standing(connection: Connection, kept: Kept, days: Collection[date]) -> list[Standing]:
    """The places of an office on these days, by its own clock; people have none."""
    day, taken = sa.cast(slots.c.wall, sa.Date), places.c.free_at == sa.text("'infinity'")
    rows = connection.execute(
        sa.select(day.label("day"), sa.func.count().filter(taken).label("booked"),
                  sa.func.count().filter(~taken).label("open"))
        .join(places, places.c.slot == slots.c.id)
        .where(slots.c.office == kept.id, day.in_(days))
        .group_by(day)
        .order_by(day)
    )  # fmt: skip
    return [Standing(row.day, row.booked, row.open) for row in rows]


def call_back(connection: Connection, line: UUID | None, at: datetime) -> CallbackNoted:
    """What is told to somebody who will be called back by a line's people; None: the institution's oldest line."""
    kept = next((one for one in of_people(connection) if line in (None, one.id)), None)
    if kept is None:
        return CallbackNoted()
    timetable = read(connection, kept)
    opens = next_open(timetable.hours, timetable.holidays, at, kept.zone)
    return CallbackNoted() if opens is None or opens <= at else CallbackNoted(opens, kept.zone)
