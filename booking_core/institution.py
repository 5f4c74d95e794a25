"""Setting up what an institution offers, and reading a line for the dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from booking_core.actors import Operator
from booking_core.desk_commands import Plan
from booking_core.identifiers import uuid7
from booking_core.lines import Line, Office, Service
from booking_core.releases import new_slots, release
from booking_core.tables import (
    limit_groups,
    line_offices,
    lines,
    office_hours,
    office_loads,
    offices,
    services,
)

ANY = ""
"""No dialled number: the institution's first line."""


def read_line(connection: Connection, dialled: str) -> Line | None:
    """The line behind a dialled number (E.164), with its offices and services in menu order."""
    if dialled == ANY:
        return first_line(connection)
    row = connection.execute(sa.select(lines).where(sa.or_(lines.c.number == dialled, lines.c.twin == dialled))).first()
    return None if row is None else _line(connection, row)


def first_line(connection: Connection) -> Line | None:
    """The institution's oldest line: whose name and number its texts carry."""
    row = connection.execute(sa.select(lines).order_by(lines.c.id)).first()
    return None if row is None else _line(connection, row)


def line_of(connection: Connection, line: UUID) -> Line:
    """The line with this id."""
    return _line(connection, connection.execute(sa.select(lines).where(lines.c.id == line)).one())


def _line(connection: Connection, row: sa.Row[tuple[object, ...]]) -> Line:
    open_at = connection.execute(
        sa.select(offices).join(line_offices).where(line_offices.c.line == row.id).order_by(line_offices.c.nth)
    )
    offered = connection.execute(sa.select(services).order_by(services.c.nth))
    return Line(
        row.name, row.number, row.twin, tuple(row.languages),
        tuple(Office(o.id, o.name, o.zone, tuple(o.areas)) for o in open_at),
        tuple(Service(s.id, s.names, s.party_max, s.travel_days, s.horizon_days, s.bring) for s in offered),
    )  # fmt: skip


def add_line(connection: Connection, name: str, number: str, twin: str | None, languages: list[str]) -> UUID:
    """A dialled number of the institution, without offices yet."""
    line = uuid7()
    connection.execute(sa.insert(lines).values(id=line, name=name, number=number, twin=twin, languages=languages))
    return line


def add_office(
    connection: Connection, line: UUID, nth: int, name: str, zone: str, hours: Iterable[tuple[int, time, time]]
) -> UUID:
    """An office of a line; `hours` are (ISO weekday, opens, closes) by its own clock."""
    office = uuid7()
    connection.execute(sa.insert(offices).values(id=office, name=name, zone=zone))
    connection.execute(
        sa.insert(office_loads).values(office=office, counted_at=sa.text("'-infinity'"), open_places=0, unproven=0)
    )
    connection.execute(sa.insert(line_offices).values(line=line, office=office, nth=nth))
    connection.execute(
        sa.insert(office_hours),
        [{"office": office, "weekday": day, "opens": opens, "closes": closes} for day, opens, closes in hours],
    )
    return office


def set_areas(connection: Connection, office: str, areas: Iterable[str]) -> None:
    """Say by the first digits of postal codes what an office, by its name, is near to."""
    connection.execute(sa.update(offices).where(offices.c.name == office).values(areas=sorted(set(areas))))


def areas_of(connection: Connection, office: str) -> tuple[str, ...] | None:
    """The first digits of postal codes that an office, by its name, is near to. None: there is no such office."""
    found = connection.scalar(sa.select(offices.c.areas).where(offices.c.name == office))
    return None if found is None else tuple(found)


def add_group(connection: Connection, name: str, allowed: int) -> UUID:
    """A limit group: so many live bookings a number over all its services."""
    group = uuid7()
    connection.execute(sa.insert(limit_groups).values(id=group, name=name, allowed=allowed))
    return group


@dataclass(frozen=True, slots=True)
class NewService:
    """What a new service is."""

    names: Mapping[str, str]
    party_max: int = 1
    horizon_days: int = 30
    lead_minutes: int = 60
    travel_days: int | None = None
    bring: Mapping[str, str] = field(default_factory=dict)
    """Language → what to bring, in one clause: "your old passport"."""


def add_service(connection: Connection, group: UUID, nth: int, new: NewService) -> UUID:
    """A service of a limit group."""
    service = uuid7()
    connection.execute(
        sa.insert(services).values(
            id=service, nth=nth, limit_group=group, names=dict(new.names), party_max=new.party_max,
            horizon_days=new.horizon_days, lead_minutes=new.lead_minutes, travel_days=new.travel_days,
            bring=dict(new.bring),
        )
    )  # fmt: skip
    return service


def open_days(
    connection: Connection,
    office: UUID,
    service: UUID,
    days: Iterable[date],
    every: timedelta,
    seats: int,
    who: Operator | None = None,
) -> int:
    """Open places of a service on `days`, `seats` a slot, one slot `every` so often within the office's hours.

    Holidays stay closed; slots that stand already stay as they are. Returns the number of new places.
    """
    plan = Plan(office, service, tuple(days), every, seats)
    return release(connection, who, plan, new_slots(connection, plan))
