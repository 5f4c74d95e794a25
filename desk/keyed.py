"""What is keyed in at the desk: digits however they are grouped, and the birth date of a document."""

from __future__ import annotations

import re
from calendar import monthrange

_GROUPED = re.compile(r"[\s.\-/]")
_LEAP = 2000
"""A month of an unknown year is as long as in this one."""


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
