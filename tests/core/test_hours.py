from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking_core.hours import Opening, Timetable, changes, next_open, overlapping

WEEK = [Opening(weekday, time(8), time(20)) for weekday in range(1, 6)]
NEW_YORK = "America/New_York"


def shown(at: str, zone: str = NEW_YORK, week: list[Opening] = WEEK, closed: tuple[str, ...] = ()) -> str | None:
    """The next opening after a wall time, as the clock of the zone shows it, with its offset."""
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    found = next_open(week, {date.fromisoformat(day) for day in closed}, moment, zone)
    return None if found is None else found.astimezone(ZoneInfo(zone)).isoformat()


@pytest.mark.parametrize(
    ("at", "closed", "opens"),
    [
        ("2026-11-23T07:59", (), "2026-11-23T08:00:00-05:00"),  # later today
        ("2026-11-23T08:00", (), "2026-11-23T08:00:00-05:00"),  # just now
        ("2026-11-23T19:59", (), "2026-11-23T19:59:00-05:00"),  # still
        ("2026-11-23T20:00", (), "2026-11-24T08:00:00-05:00"),  # just closed
        ("2026-11-20T20:30", (), "2026-11-23T08:00:00-05:00"),  # the weekend
        ("2026-11-25T21:00", ("2026-11-26", "2026-11-27"), "2026-11-30T08:00:00-05:00"),  # holidays in a row
        ("2026-11-26T10:00", ("2026-11-26",), "2026-11-27T08:00:00-05:00"),  # on the holiday itself
        ("2026-12-21T07:00", tuple(f"2026-12-{day}" for day in range(21, 28)), "2026-12-28T08:00:00-05:00"),  # a week
    ],
)
def test_the_next_opening(at: str, closed: tuple[str, ...], opens: str) -> None:
    """Open is open now; else the first opening that is no holiday."""
    assert shown(at, closed=closed) == opens


def test_a_day_in_two_parts() -> None:
    """Over noon it opens later today, whatever the order in which the hours were written."""
    week = [Opening(1, time(13), time(17)), Opening(1, time(9), time(12))]
    assert shown("2026-11-23T12:00", week=week) == "2026-11-23T13:00:00-05:00"
    assert shown("2026-11-23T17:00", week=week) == "2026-11-30T09:00:00-05:00"


def test_never_open() -> None:
    """No hours at all, or none but on holidays for a year: there is no next opening to name."""
    days = [date(2026, 11, 23) + timedelta(days=n) for n in range(400)]
    assert shown("2026-11-23T09:00", week=[]) is None
    assert next_open(WEEK, days, datetime(2026, 11, 23, 9, tzinfo=UTC), NEW_YORK) is None


@pytest.mark.parametrize(
    ("zone", "at", "opens_at", "opens"),
    [
        # In spring the clock is set on: a time that is skipped has come when the clock goes on.
        (NEW_YORK, "2026-03-08T01:00", time(2, 30), "2026-03-08T03:00:00-04:00"),
        ("Europe/Berlin", "2026-03-29T01:00", time(2, 30), "2026-03-29T03:00:00+02:00"),
        ("Australia/Lord_Howe", "2026-10-04T01:00", time(2, 10), "2026-10-04T02:30:00+11:00"),
        (NEW_YORK, "2026-03-07T21:00", time(8), "2026-03-08T08:00:00-04:00"),
        # In autumn it is set back: of the hour that is shown twice the first counts.
        (NEW_YORK, "2026-11-01T00:30", time(1, 30), "2026-11-01T01:30:00-04:00"),
        ("Europe/Berlin", "2026-10-25T00:30", time(2, 30), "2026-10-25T02:30:00+02:00"),
        ("Australia/Lord_Howe", "2026-04-05T00:30", time(1, 40), "2026-04-05T01:40:00+11:00"),
        (NEW_YORK, "2026-10-31T21:00", time(8), "2026-11-01T08:00:00-05:00"),
        # Kathmandu never changes its clock, and is 45 minutes off the hour.
        ("Asia/Kathmandu", "2026-03-08T01:00", time(9, 15), "2026-03-08T09:15:00+05:45"),
    ],
)
def test_the_nights_when_the_clock_changes(zone: str, at: str, opens_at: time, opens: str) -> None:
    """The wall time is what was promised, through both nights."""
    assert shown(at, zone, [Opening(7, opens_at, time(20))]) == opens


def test_hours_that_a_night_skips_are_none() -> None:
    """Open only within the skipped hour is not open that day; the second pass of a doubled hour is over."""
    assert shown("2026-03-08T01:00", week=[Opening(7, time(2, 10), time(2, 50))]) == "2026-03-15T02:10:00-04:00"
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # the clock shows half past one for the second time
    opens = next_open([Opening(7, time(1), time(1, 30))], (), second, NEW_YORK)
    assert opens == datetime(2026, 11, 8, 6, tzinfo=UTC)


def test_the_day_is_the_one_of_the_office() -> None:
    """Sunday evening in the office's zone is Monday in Greenwich, and still closed."""
    late = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert next_open(WEEK, (), late, "America/Los_Angeles") == datetime(2026, 11, 23, 16, tzinfo=UTC)


def test_what_has_changed() -> None:
    """Only what is different is told, what goes before what comes."""
    old = Timetable(frozenset(WEEK[:2]), {date(2026, 12, 25): "Christmas"})
    new = Timetable(frozenset(WEEK[1:3]), {date(2026, 12, 25): "Christmas Day"})
    assert changes(old, new) == [
        "- Mon 08:00-20:00", "- 2026-12-25 Christmas", "+ Wed 08:00-20:00", "+ 2026-12-25 Christmas Day",
    ]  # fmt: skip
    assert changes(new, new) == []


def test_hours_that_overlap_are_found() -> None:
    """On one day only; where one ends as the other begins nothing overlaps."""
    early, late = Opening(1, time(9), time(12)), Opening(1, time(12), time(16))
    wrong = Opening(1, time(11), time(13))
    assert overlapping([late, early, Opening(2, time(9), time(12))]) == []
    assert overlapping([late, wrong, early]) == [(early, wrong), (wrong, late)]
