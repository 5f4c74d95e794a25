"""Days, clock times, birth dates and durations, for the ear and for a text.

Names of days, months and units are CLDR's, through Babel; whatever else a language needs stands in its `Form`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from math import ceil
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from babel.units import format_unit

from wording.segments import spaces

_BIRTH_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LONE_D: Final = re.compile(r"\bd\b")
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Clock:
    """How a language tells the time. Patterns are CLDR's (`h:mm`), of the hours and minutes alone."""

    full_hours: str
    minutes: str
    parts: tuple[tuple[time, str], ...] = ((time(0), "{clock}"),)
    """From when on which part of the day is said: `(time(18), "{clock} in the evening")`; rising, from midnight."""
    named: Mapping[time, str] = field(default_factory=dict)
    """Times that have a name instead: noon."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one language gives dates and times, either to the ear or in a text."""

    locale: str
    """CLDR's name: `en_US`."""
    day: str
    """CLDR pattern of a day of this year: `EEEE, MMMM d`."""
    date: str
    """CLDR pattern of a birth date: `MMMM d, y`."""
    day_unknown: str
    """The same without a day, text in quotes: `MMMM y', day unknown'`."""
    month_unknown: str
    """The same with the year alone."""
    moment: str
    """Of `{day}` and `{clock}`."""
    clock: Clock
    about: str
    """Of `{duration}`, for a guess."""
    units: Literal["long", "short"]
    """Whether durations say "minutes" or "min", and zones "Eastern Daylight Time" or "EDT"."""
    plus: str
    """What stands before a country code: "plus"."""
    first: str = "d"
    """CLDR pattern of the first of a month, in place of `d`: `'primero'`."""
    told_apart: str = "{clock}, {zone}"
    """Of `{clock}` and `{zone}`, the zone's name, for the hour that the clocks show twice in a night of autumn."""


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return the instant by the clocks of an IANA zone; raises ValueError for a naive one.

    `astimezone` would read a naive instant as the machine's own time, and be wrong by hours without a word.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(ZoneInfo(zone))


def day(form: Form, value: date) -> str:
    """Return "Tuesday, November 24" or "Tue Nov 24"."""
    on = date(value.year, value.month, value.day)
    return _kept_date(on, _for_day(form, form.day, on), form.locale)


def clock(form: Form, value: datetime) -> str:
    """Return the time on the value's own clock, whole minutes begun: "9:20 in the morning", "noon" or "9:20am".

    Where that clock shows the time twice in one night, the two are told apart: "…, Eastern Daylight Time". A naive
    value has no zone to say so by.
    """
    told = _told(form, value)
    if not _shown_twice(value):
        return told
    zone = get_timezone_name(value, width=form.units, locale=form.locale)
    return spaces(form.told_apart.format(clock=told, zone=zone))


def _told(form: Form, value: datetime) -> str:
    minute = value.time().replace(second=0, microsecond=0, tzinfo=None)
    named = form.clock.named.get(minute)
    if named is not None:
        return named
    pattern = form.clock.minutes if minute.minute else form.clock.full_hours
    part = [text for start, text in form.clock.parts if start <= minute][-1]
    return spaces(part.format(clock=_kept_time(minute, pattern, locale=form.locale)))


def _shown_twice(value: datetime) -> bool:
    """Whether the clock is put back over this time: it is further ahead of UTC the first time than the second."""
    first, second = (value.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def moment(form: Form, value: datetime) -> str:
    """Return "Tuesday, November 24, at 9:20 in the morning" or "Tue Nov 24, 9:20am", on the value's own clock."""
    return form.moment.format(day=day(form, value), clock=clock(form, value))


def birth_date(form: Form, value: str) -> str:
    """Return `1985-03-04` as "March 4, 1985"; a day, or month and day, of 00 are said to be unknown.

    Raises ValueError for what is no such date; `typed.possible` tells beforehand.
    """
    parts = _BIRTH_DATE.fullmatch(value)
    if parts is None:
        raise ValueError("a birth date is written YYYY-MM-DD")
    year, month, day_of_month = map(int, parts.groups())
    if month == 0 and day_of_month == 0:
        return _date(form, form.month_unknown, date(year, 1, 1))
    if day_of_month == 0:
        return _date(form, form.day_unknown, date(year, month, 1))
    return _date(form, form.date, date(year, month, day_of_month))


def duration(form: Form, seconds: int) -> str:
    """Return the time in full: "1 hour 30 minutes"."""
    said = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            said.append(format_unit(count, f"duration-{unit}", form.units, locale=form.locale))
    nothing = format_unit(0, "duration-second", form.units, locale=form.locale)
    return spaces(" ".join(said) or nothing)


def about(form: Form, seconds: int) -> str:
    """Return a time nobody can promise: "about 10 minutes"; rounded up, for a wait is better shorter than said."""
    minutes = max(1, ceil(seconds / 60))
    step = 1 if minutes < 10 else 5 if minutes <= 60 else 30 if minutes <= 1_440 else 1_440
    return form.about.format(duration=duration(form, ceil(minutes / step) * step * 60))


def _date(form: Form, pattern: str, value: date) -> str:
    """Not kept: birth dates come here."""
    return _cldr_date(value, _for_day(form, pattern, value), form.locale)


def _for_day(form: Form, pattern: str, value: date) -> str:
    return _LONE_D.sub(form.first, pattern) if value.day == 1 else pattern


def _cldr_date(value: date, pattern: str, locale: str) -> str:
    return spaces(format_date(value, pattern, locale=locale))


# The days and times on offer come again and again, and Babel reads its patterns anew each time.
_kept_date: Final = lru_cache(maxsize=1024)(_cldr_date)
_kept_time: Final = lru_cache(maxsize=4096)(format_time)
