"""Keyed dates: eight digits, month, day, year."""

from __future__ import annotations

from datetime import date


def keyed(keys: str) -> tuple[int, int, int] | None:
    """Month, day and year of eight digits, or None when there are not eight."""
    if len(keys) != 8 or not keys.isascii() or not keys.isdigit():
        return None
    return int(keys[:2]), int(keys[2:4]), int(keys[4:])


def calendar_day(keys: str) -> date | None:
    """The day that eight digits name, if there is such a day."""
    parts = keyed(keys)
    if parts is None:
        return None
    try:
        return date(parts[2], parts[0], parts[1])
    except ValueError:
        return None


def birth_date(keys: str, today: date) -> tuple[int, int, int] | None:
    """Month, day, year of a birth; an unknown day, or day and month, is 0. None for what cannot be."""
    parts = keyed(keys)
    if parts is None:
        return None
    month, day, year = parts
    if (month == 0 and day != 0) or year < today.year - 130:
        return None
    try:
        born = date(year, month or 1, day or 1)
    except ValueError:
        return None
    return (month, day, year) if born <= today else None


def next_day(keys: str, today: date) -> date | None:
    """The next day with this month and day (four digits), today included."""
    if len(keys) != 4 or not keys.isascii() or not keys.isdigit():
        return None
    for year in (today.year, today.year + 1):
        day = calendar_day(f"{keys}{year}")
        if day is not None and day >= today:
            return day
    return None
