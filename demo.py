"""The demo institution: what `fairline seed demo` sets up, as data."""

from __future__ import annotations

from datetime import date, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from booking_core.institution import (
    NewService,
    add_group,
    add_line,
    add_office,
    add_service,
    first_line,
    open_days,
)
from booking_core.tables import offices, services

NAME = "Demo Passport Agency"
LINE = "+18005550199"
TWIN = "+14155550100"

OFFICES = (
    ("San Francisco", "America/Los_Angeles"),
    ("New York", "America/New_York"),
    ("Houston", "America/Chicago"),
)
HOURS = tuple((weekday, time(9), time(16)) for weekday in range(1, 6))
DAYS = 30
EVERY = timedelta(minutes=20)

URGENT = NewService(names={"en": "urgent travel", "es": "viaje urgente"}, horizon_days=DAYS, travel_days=14)
RENEWAL = NewService(names={"en": "passport renewal", "es": "renovación de pasaporte"}, horizon_days=DAYS, party_max=4)
SEATS = ((URGENT, 2), (RENEWAL, 6))


def seed(connection: Connection, today: date) -> int:
    """Set the institution up, or open the days that have come into its horizon since. Returns the new places."""
    if first_line(connection) is None:
        line = add_line(connection, NAME, LINE, TWIN, ["en", "es"])
        group = add_group(connection, "passport", allowed=1)
        for nth, (name, zone) in enumerate(OFFICES):
            add_office(connection, line, nth, name, zone, HOURS)
        for nth, (service, _) in enumerate(SEATS):
            add_service(connection, group, nth, service)
    days = [today + timedelta(days=n) for n in range(DAYS + 1)]
    seats = dict(
        zip(connection.scalars(sa.select(services.c.id).order_by(services.c.nth)), (n for _, n in SEATS), strict=True)
    )
    return sum(
        open_days(connection, office, service, days, EVERY, places)
        for office in connection.scalars(sa.select(offices.c.id).order_by(offices.c.id))
        for service, places in seats.items()
    )
