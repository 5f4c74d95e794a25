"""The demo institution: what `fairline seed demo` sets up, as data."""

from __future__ import annotations

from calendar import monthcalendar
from datetime import date, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from booking_core import timetables
from booking_core.actors import Operator
from booking_core.hours import Opening, Timetable
from booking_core.institution import (
    NewService,
    add_group,
    add_line,
    add_office,
    add_service,
    first_line,
    open_days,
    set_areas,
)
from booking_core.tables import offices, services

NAME = "Demo Passport Agency"
LINE = "+18005550199"
TWIN = "+14155550100"

OFFICES = (
    ("San Francisco", "America/Los_Angeles", ("941",)),
    ("New York", "America/New_York", ("100",)),
    ("Houston", "America/Chicago", ("770",)),
)
HOURS = tuple((weekday, time(9), time(16)) for weekday in range(1, 6))
PEOPLE_HOURS = frozenset(Opening(weekday, time(8), time(20)) for weekday in range(1, 6))
DAYS = 30
EVERY = timedelta(minutes=20)

URGENT = NewService(
    names={"en": "urgent travel", "es": "viaje urgente"}, horizon_days=DAYS, travel_days=14,
    bring={"en": "your ID, a photo and your ticket", "es": "su identificación, una foto y su pasaje"},
)  # fmt: skip
RENEWAL = NewService(
    names={"en": "passport renewal", "es": "renovación de pasaporte"}, horizon_days=DAYS, party_max=4,
    bring={"en": "your old passport and a photo", "es": "su pasaporte anterior y una foto"},
)  # fmt: skip
SEATS = ((URGENT, 2), (RENEWAL, 6))

_DATES = {
    "New Year's Day": (1, 1), "Juneteenth": (6, 19), "Independence Day": (7, 4), "Veterans Day": (11, 11),
    "Christmas Day": (12, 25),
}  # fmt: skip
_MONDAY, _THURSDAY, _LAST = 0, 3, -1
_WEEKDAYS = {
    "Martin Luther King Jr. Day": (1, _MONDAY, 2), "Washington's Birthday": (2, _MONDAY, 2),
    "Memorial Day": (5, _MONDAY, _LAST), "Labor Day": (9, _MONDAY, 0), "Columbus Day": (10, _MONDAY, 1),
    "Thanksgiving Day": (11, _THURSDAY, 3),
}  # fmt: skip
"""Month, weekday, and which of them in the month, the first being 0."""


def holidays(year: int) -> dict[date, str]:
    """The federal holidays of a year as offices keep them: on Friday for a Saturday, on Monday for a Sunday.

    Their dates are those of 5 U.S.C. 6103; January 1 may so fall in the year before.
    """
    fixed = {_working_day(date(year, *day)): name for name, day in _DATES.items()}
    return fixed | {_nth(year, *rule): name for name, rule in _WEEKDAYS.items()}


def _working_day(day: date) -> date:
    return day + timedelta(days={6: -1, 7: 1}.get(day.isoweekday(), 0))


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    return date(year, month, [week[weekday] for week in monthcalendar(year, month) if week[weekday]][nth])


def seed(connection: Connection, today: date, who: Operator | None = None) -> int:
    """Set the institution up, or open the days that have come into its horizon since. Returns the new places."""
    if first_line(connection) is None:
        line = add_line(connection, NAME, LINE, TWIN, ["en", "es"])
        group = add_group(connection, "passport", allowed=1)
        for nth, (name, zone, areas) in enumerate(OFFICES):
            add_office(connection, line, nth, name, zone, HOURS)
            set_areas(connection, name, areas)
        for nth, (service, _) in enumerate(SEATS):
            add_service(connection, group, nth, service)
        for people in timetables.of_people(connection):
            timetables.write(connection, people, Timetable(PEOPLE_HOURS))
    _keep_holidays(connection, today)
    days = [today + timedelta(days=n) for n in range(DAYS + 1)]
    seats = dict(
        zip(connection.scalars(sa.select(services.c.id).order_by(services.c.nth)), (n for _, n in SEATS), strict=True)
    )
    return sum(
        open_days(connection, office, service, days, EVERY, places, who)
        for office in connection.scalars(sa.select(offices.c.id).order_by(offices.c.id))
        for service, places in seats.items()
    )


def _keep_holidays(connection: Connection, today: date) -> None:
    """Close on the holidays of this year and the next, beside those that were imported."""
    days = holidays(today.year) | holidays(today.year + 1)
    for kept in (*timetables.of_offices(connection), *timetables.of_people(connection)):
        known = timetables.read(connection, kept)
        if days.keys() - known.holidays.keys():
            timetables.write(connection, kept, Timetable(known.hours, {**days, **known.holidays}))
