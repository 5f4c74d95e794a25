"""Humane hours: when the line may write or ring without being asked (laws.md, hours).

Nine in the morning until eight in the evening on every clock that concerns a person, the number's and the office's, and
neither on a Sunday nor on a holiday of the office. What somebody has asked for goes at once, whatever the hour.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGIN = time(9)
END = time(20)
LOOKED_AHEAD_DAYS = 31
"""Whoever lives so far away from an office that the days have no hour in common is called by a person."""

_SUNDAY = 7
_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def humane(at: datetime, zones: Collection[str], holidays: Collection[date]) -> datetime | None:
    """The first instant from `at` on (aware) that is humane by all these IANA zones; None: none within a month.

    `holidays` are days of the office, and count by each of the clocks: better a day late than on one.
    """
    last = at + timedelta(days=LOOKED_AHEAD_DAYS)
    while at < last:
        moved = max((_by_clock(at, zone, holidays) for zone in zones), default=at)
        if moved == at:
            return at
        at = moved
    return None


def humane_before(at: datetime, zones: Collection[str], holidays: Collection[date]) -> datetime | None:
    """The last humane minute before `at`, none of it earlier than a week before: for what would come too late."""
    minute = at.replace(second=0, microsecond=0) - _MINUTE
    while minute >= at - _WEEK:
        moved = min((_back_by_clock(minute, zone, holidays) for zone in zones), default=minute)
        if moved == minute:
            return minute
        minute = moved
    return None


def _by_clock(at: datetime, zone: str, holidays: Collection[date]) -> datetime:
    """The first instant from `at` on that is humane by one clock."""
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    if _is_humane_day(local.date(), holidays) and BEGIN <= local.time() < END:
        return at
    today = local.date() if local.time() < BEGIN else local.date() + timedelta(days=1)
    day = next(day for day in _days(today) if _is_humane_day(day, holidays))
    return datetime.combine(day, BEGIN, there).astimezone(UTC)


def _back_by_clock(at: datetime, zone: str, holidays: Collection[date]) -> datetime:
    """The last minute up to `at` that is humane by one clock."""
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    if _is_humane_day(local.date(), holidays) and BEGIN <= local.time() < END:
        return at
    today = local.date() if local.time() >= END else local.date() - timedelta(days=1)
    day = next(day for day in _days(today, -1) if _is_humane_day(day, holidays))
    return datetime.combine(day, END, there).astimezone(UTC) - _MINUTE


def _days(first: date, step: int = 1) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += timedelta(days=step)


def _is_humane_day(day: date, holidays: Collection[date]) -> bool:
    return day.isoweekday() != _SUNDAY and day not in holidays
