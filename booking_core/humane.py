"""Humane hours: when the line may write or ring without being asked (laws.md, hours).

Nine in the morning until eight in the evening on every clock that concerns a person, the number's and the office's, and
neither on a Sunday nor on a holiday of the office. What somebody has asked for goes at once, whatever the hour.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day that are humane, by the clock: from `begin` until before `end` (0 to 24)."""

    begin: int = 9
    end: int = 20
    sundays: bool = False


LAW = Hours()
LOOKED_AHEAD_DAYS = 31
"""Whoever lives so far away from an office that the days have no hour in common is called by a person."""

_SUNDAY = 7
_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def humane(at: datetime, zones: Collection[str], holidays: Collection[date], hours: Hours = LAW) -> datetime | None:
    """The first instant from `at` on (aware) that is humane by all these IANA zones; None: none within a month.

    `holidays` are days of the office, and count by each of the clocks: better a day late than on one.
    """
    last = at + timedelta(days=LOOKED_AHEAD_DAYS)
    while at < last:
        moved = max((_by_clock(at, zone, holidays, hours) for zone in zones), default=at)
        if moved == at:
            return at
        at = moved
    return None


def humane_before(
    at: datetime, zones: Collection[str], holidays: Collection[date], hours: Hours = LAW
) -> datetime | None:
    """The last humane minute before `at`, none of it earlier than a week before: for what would come too late."""
    minute = at.replace(second=0, microsecond=0) - _MINUTE
    while minute >= at - _WEEK:
        moved = min((_back_by_clock(minute, zone, holidays, hours) for zone in zones), default=minute)
        if moved == minute:
            return minute
        minute = moved
    return None


def _by_clock(at: datetime, zone: str, holidays: Collection[date], hours: Hours) -> datetime:
    """The first instant from `at` on that is humane by one clock."""
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    if _is_humane_day(local.date(), holidays, hours) and hours.begin <= local.hour < hours.end:
        return at
    today = local.date() if local.hour < hours.begin else local.date() + timedelta(days=1)
    day = next(day for day in _days(today) if _is_humane_day(day, holidays, hours))
    return _at(day, hours.begin, there)


def _back_by_clock(at: datetime, zone: str, holidays: Collection[date], hours: Hours) -> datetime:
    """The last minute up to `at` that is humane by one clock."""
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    if _is_humane_day(local.date(), holidays, hours) and hours.begin <= local.hour < hours.end:
        return at
    today = local.date() if local.hour >= hours.end else local.date() - timedelta(days=1)
    day = next(day for day in _days(today, -1) if _is_humane_day(day, holidays, hours))
    return _at(day, hours.end, there) - _MINUTE


def _days(first: date, step: int = 1) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += timedelta(days=step)


def _at(day: date, hour: int, there: ZoneInfo) -> datetime:
    """This hour by the clock on the wall, 24 being the end of the day."""
    return (datetime.combine(day, time(), there) + timedelta(hours=hour)).astimezone(UTC)


def _is_humane_day(day: date, holidays: Collection[date], hours: Hours) -> bool:
    return (hours.sundays or day.isoweekday() != _SUNDAY) and day not in holidays
