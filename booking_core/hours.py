"""When an office is open or people answer, by its own clock: opening hours a week, and whole days that stay closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from booking_core.clocks import local_day

LOOKED_AHEAD = timedelta(days=366)
"""A next opening is looked for within so many days; who is closed for longer has none to name."""

_MINUTE = timedelta(minutes=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, order=True, slots=True)
class Opening:
    """Open on a weekday from `opens` until `closes`, wall times to the minute; the day's end is the latest close."""

    weekday: int
    """ISO 8601: Monday is 1."""
    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{_DAYS[self.weekday - 1]} {self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """What is known of one office, or of the people behind one line. Without hours nothing is known of them."""

    hours: frozenset[Opening] = frozenset()
    holidays: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    """Day → its name."""


def next_open(hours: Iterable[Opening], holidays: Collection[date], at: datetime, zone: str) -> datetime | None:
    """The first instant from `at` on (aware) at which it is open: `at` itself while it is; None: not within a year.

    The clock of the IANA zone decides: a time that a spring night skips has come as soon as the clock shows a later
    one, and of an hour that an autumn night shows twice the first counts.
    """
    today = local_day(at, zone)
    days = (today + timedelta(days=n) for n in range(LOOKED_AHEAD.days + 1))
    week = sorted(hours)
    for day in days:
        if day in holidays:
            continue
        for opens, closes in _open_on(day, week, zone):
            if opens < closes and at < closes:
                return max(at, opens)
    return None


def _open_on(day: date, week: Iterable[Opening], zone: str) -> Iterator[tuple[datetime, datetime]]:
    for one in week:
        if one.weekday == day.isoweekday():
            yield _shown(datetime.combine(day, one.opens), zone), _shown(datetime.combine(day, one.closes), zone)


def _shown(wall: datetime, zone: str) -> datetime:
    """The first instant at which the clock of a zone shows `wall` or, where that is skipped, later."""
    there = ZoneInfo(zone)
    first = min(wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    after = (first + n * _MINUTE for n in count())
    return next(at for at in after if at.astimezone(there).replace(tzinfo=None) >= wall)


def overlapping(hours: Iterable[Opening]) -> list[tuple[Opening, Opening]]:
    """The neighbours of one day that are open at the same time."""
    return [(one, two) for one, two in pairwise(sorted(hours)) if one.weekday == two.weekday and two.opens < one.closes]


def changes(old: Timetable, new: Timetable) -> list[str]:
    """What becomes different, a line each: `+ Mon 09:00-16:00`, `- 2026-12-25 Christmas Day`."""
    before, after = _lines(old), _lines(new)
    gone = [f"- {line}" for line in before if line not in after]
    return gone + [f"+ {line}" for line in after if line not in before]


def _lines(timetable: Timetable) -> list[str]:
    return [str(one) for one in sorted(timetable.hours)] + [
        f"{day} {name}" for day, name in sorted(timetable.holidays.items())
    ]
