"""Wall clocks, and the instants they show."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: str) -> datetime | None:
    """The instant of a wall time, or None in the hour that a spring night skips; the first of a doubled hour."""
    at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    return at if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall else None


def local_day(at: datetime, zone: str) -> date:
    """The day it is somewhere."""
    return at.astimezone(ZoneInfo(zone)).date()


def day_ends(day: date, zone: str) -> datetime:
    """The instant at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(UTC)
