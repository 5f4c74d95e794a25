"""What comes in with a form: digits however they are grouped, days and times, the birth date of a document.

A browser sends days and counts as it should; whoever sends forms without one is answered in a sentence all the same.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from uuid import UUID

_GROUPED = re.compile(r"[\s.\-/]")
_LEAP = 2000
"""A month of an unknown year is as long as in this one."""
_YEARS = range(2000, 2200)
"""Of whatever is planned or looked up. At the ends of the calendar no day has another before or after it."""


def digits(text: str) -> str:
    """The digits of an entry, without spaces, points, dashes and slashes between them."""
    return _GROUPED.sub("", text)


def birth_date(text: str) -> tuple[int, int, int] | None:
    """Month, day and year of eight digits, MMDDYYYY; unknown parts are zeros. None: not a date."""
    entry = digits(text)
    if not re.fullmatch(r"\d{8}", entry, re.ASCII):
        return None
    month, day, year = int(entry[:2]), int(entry[2:4]), int(entry[4:])
    if month > 12 or (year and year < 1880):
        return None
    longest = monthrange(year or _LEAP, month)[1] if month else 31
    return (month, day, year) if day <= longest else None


def day(text: str) -> date | None:
    """The day of a field, as 2026-11-24; None: it is none, or none of our time."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def wall(text: str) -> datetime | None:
    """The day and time of a field; None: it is none, or none of our time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def row(text: str) -> UUID | None:
    """The id of a row, which a form carries; None: it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def count(text: str, least: int, most: int) -> int | None:
    """The whole number of a field; None: it is none, or not within these."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))):
        return None
    return int(typed) if least <= int(typed) <= most else None
