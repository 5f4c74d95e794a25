"""Wall clocks, and the instants they show."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: str) -> datetime | None:
    """The instant of a wall time, or None in the hour that a spring night skips; the first of a doubled hour."""
    at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    return at if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall else None
