"""What a suspension or a bulletin can be about, by name: the lines, the offices, the services."""

from __future__ import annotations

import sqlalchemy as sa

from booking_core.desk_outcomes import Named, Scopes
from booking_core.lines import named
from booking_core.tables import line_offices, lines, offices, services
from booking_core.transaction import Transaction


def read(t: Transaction, language: str = "en") -> Scopes:
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
    spoken = {each: None for row in known for each in row.languages}
    asked = t.connection.execute(sa.select(services).order_by(services.c.nth))
    return Scopes(
        tuple(Named(row.id, row.name, zone) for row in known),
        found,
        tuple(Named(row.id, named(row.names, language), zone) for row in asked),
        tuple(spoken),
    )
