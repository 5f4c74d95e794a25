"""Days and hours as laws.md counts them, worked out minute by minute and without a function of the product."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.timetable.record import Office

MORNING, EVENING = time(9), time(20)
SUNDAY = 7
AFTERNOON = time(15)
"""Of the last full working day: no release before."""
MINUTES = timedelta(minutes=5)
"""As fine as windows are looked at."""


def quiet(at: datetime, office: Office, zone: str) -> bool:
    """Whether nothing unasked may go out: by the clock of the office, or by that of the number (IANA `zone`)."""
    return any(_quiet_by(at.astimezone(ZoneInfo(clock)), office.holidays) for clock in (office.zone, zone))


def _quiet_by(local: datetime, holidays: Collection[date]) -> bool:
    return not MORNING <= local.time() < EVENING or local.isoweekday() == SUNDAY or local.date() in holidays


def loud(since: datetime, until: datetime, office: Office, zone: str) -> Iterator[datetime]:
    """The instants of a time, some minutes apart, at which something unasked may go out."""
    at = since
    while at < until:
        if not quiet(at, office, zone):
            yield at
        at += MINUTES


def next_loud(at: datetime, office: Office, zone: str) -> datetime:
    """The first of them from `at` on."""
    return next(loud(at, at + timedelta(days=14), office, zone))


def last_loud(before: datetime, office: Office, zone: str) -> datetime:
    """The last of them before an instant."""
    at = before - MINUTES
    while quiet(at, office, zone):
        at -= MINUTES
    return at


def works(office: Office, day: date) -> bool:
    """Is it a working day of this office?"""
    return day.isoweekday() in office.weekdays and day not in office.holidays


def working_days_before(office: Office, starts: datetime, many: int) -> date:
    """The day so many working days of the office before the day of a visit, by the office's clock."""
    day = starts.astimezone(ZoneInfo(office.zone)).date()
    while many:
        day -= timedelta(days=1)
        many -= works(office, day)
    return day


def begins(office: Office, day: date) -> datetime:
    """The first instant of a day by an office's clock."""
    return at_clock(office, day, time())


def at_clock(office: Office, day: date, clock: time) -> datetime:
    """The instant at which an office's clock shows this."""
    return datetime.combine(day, clock, ZoneInfo(office.zone)).astimezone(UTC)


def local_day(office: Office, at: datetime) -> date:
    """The day an office's calendar shows at an instant."""
    return at.astimezone(ZoneInfo(office.zone)).date()
