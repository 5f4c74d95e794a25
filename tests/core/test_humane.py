"""When the line may write or ring without being asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking_core.humane import humane, humane_before

NEW_YORK, BERLIN, KATHMANDU, LORD_HOWE = "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"


def _at(zone: str, *wall: int) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("zone", "wall", "then"),
    [
        (NEW_YORK, (2026, 11, 24, 9, 0), (2026, 11, 24, 9, 0)),
        (NEW_YORK, (2026, 11, 24, 8, 59, 59), (2026, 11, 24, 9, 0)),
        (NEW_YORK, (2026, 11, 24, 19, 59, 59), (2026, 11, 24, 19, 59, 59)),
        (NEW_YORK, (2026, 11, 24, 20, 0), (2026, 11, 25, 9, 0)),
        (NEW_YORK, (2026, 11, 24, 23, 10), (2026, 11, 25, 9, 0)),
        (NEW_YORK, (2026, 11, 28, 20, 0), (2026, 11, 30, 9, 0)),  # Saturday evening, so not before Monday
        (NEW_YORK, (2026, 11, 25, 20, 0), (2026, 11, 27, 9, 0)),  # the 26th is a holiday
        (NEW_YORK, (2027, 3, 13, 21, 0), (2027, 3, 15, 9, 0)),  # over the night that skips an hour
        (NEW_YORK, (2026, 10, 31, 21, 0), (2026, 11, 2, 9, 0)),  # over the night that has one twice
        (BERLIN, (2027, 3, 26, 21, 0), (2027, 3, 27, 9, 0)),
        (KATHMANDU, (2026, 11, 24, 3, 0), (2026, 11, 24, 9, 0)),
        (LORD_HOWE, (2027, 4, 3, 20, 30), (2027, 4, 5, 9, 0)),
    ],
)
def test_one_clock(zone: str, wall: tuple[int, ...], then: tuple[int, ...]) -> None:
    """Nine to eight, no Sundays, no holidays, by the clock on the wall."""
    assert humane(_at(zone, *wall), [zone], {date(2026, 11, 26)}) == _at(zone, *then)


def test_two_clocks() -> None:
    """Both the number's and the office's: New York in the evening is San Francisco in the afternoon."""
    zones = (NEW_YORK, "America/Los_Angeles")
    assert humane(_at(NEW_YORK, 2026, 11, 24, 9, 0), zones, ()) == _at(NEW_YORK, 2026, 11, 24, 12, 0)
    assert humane(_at(NEW_YORK, 2026, 11, 24, 20, 0), zones, ()) == _at(NEW_YORK, 2026, 11, 25, 12, 0)


def test_no_common_hour() -> None:
    """New York and Shanghai share no humane hour in winter: only a person can reach them."""
    assert humane(_at(NEW_YORK, 2026, 11, 24, 9, 0), (NEW_YORK, "Asia/Shanghai"), ()) is None


def test_before() -> None:
    """What would be too late next morning comes the evening before, and never on a Sunday."""
    assert humane_before(_at(NEW_YORK, 2026, 11, 24, 9, 0), [NEW_YORK], ()) == _at(NEW_YORK, 2026, 11, 23, 19, 59)
    assert humane_before(_at(NEW_YORK, 2026, 11, 30, 9, 0), [NEW_YORK], ()) == _at(NEW_YORK, 2026, 11, 28, 19, 59)
