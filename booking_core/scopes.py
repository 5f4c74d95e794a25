"""What a suspension or a bulletin can be about, by name: the lines, the offices, the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core.institution import instant
from booking_core.tables import line_offices, lines, offices, services
from booking_core.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Named:
    """One of them."""

    id: UUID
    name: str
    zone: str
    """IANA zone by whose clock its times are told."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """All there are, in the order of the menus, and the languages of the lines."""

    lines: tuple[Named, ...]
    offices: tuple[Named, ...]
    services: tuple[Named, ...]
    languages: tuple[str, ...]

    @property
    def zone(self) -> str:
        """The zone of the first office: whose clock is meant where no office is named."""
        return self.offices[0].zone if self.offices else "UTC"

    def at(self, wall: datetime, office: UUID | None) -> datetime | None:
        """The instant of a wall time at an office, or at the first; None in the hour that a spring night skips."""
        zones = {each.id: each.zone for each in self.offices}
        return instant(wall, self.zone if office is None else zones[office])


def read(t: Transaction) -> Scopes:
    """What there is now."""
    placed = (
        sa.select(offices.c.id, offices.c.name, offices.c.zone)
        .join(line_offices, line_offices.c.office == offices.c.id)
        .group_by(offices.c.id)
        .order_by(sa.func.min(line_offices.c.nth), offices.c.name)
    )
    found = tuple(Named(row.id, row.name, row.zone) for row in t.connection.execute(placed))
    zone = found[0].zone if found else "UTC"
    known = t.connection.execute(sa.select(lines).order_by(lines.c.id)).all()
    spoken = {language: None for row in known for language in row.languages}
    asked = t.connection.execute(sa.select(services).order_by(services.c.nth))
    return Scopes(
        tuple(Named(row.id, row.name, zone) for row in known),
        found,
        tuple(Named(row.id, next(iter(row.names.values())), zone) for row in asked),
        tuple(spoken),
    )
