"""The timetable of what is due before the day, pure: tables of cases, each by the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking_core.hours import Opening, Timetable
from booking_core.humane import humane
from booking_core.touching import ASKS, Days, Place, answer_by, answerable_until, days_before, plan

NEW_YORK, BERLIN, KATHMANDU, LORD_HOWE = "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"
WEEK = frozenset(Opening(day, time(9), time(16)) for day in range(1, 6))
SUNDAYS_TOO = frozenset(Opening(day, time(10), time(17)) for day in (7, 1, 2, 3, 4, 5))
THANKSGIVING = {date(2026, 11, 26): "Thanksgiving Day"}
REMINDER = timedelta(hours=3)


def wall(zone: str, *shown: int) -> datetime:
    """The instant at which a clock shows this."""
    return datetime(*shown, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def place(zone: str = NEW_YORK, timetable: Timetable | None = None, *zones: str) -> Place:
    """An office, and a number of its own zone unless others are named."""
    return Place(zone, timetable or Timetable(WEEK, THANKSGIVING), (zone, *zones))


def planned(
    booked: datetime, starts: datetime, there: Place, *, is_new: bool = False, draw: float = 0.0
) -> dict[str, str]:
    """Kind → when it is due, as the office's clock shows it."""
    found = plan(booked, starts, there, is_new=is_new, draw=draw, reminder=REMINDER)
    assert all(one.due < one.until for one in found)
    return {one.kind: f"{one.due.astimezone(ZoneInfo(there.zone)):%m-%d %H:%M}" for one in found}


@pytest.mark.parametrize(
    ("zone", "hours", "holidays", "visit", "third", "second", "last"),
    [
        (NEW_YORK, WEEK, {}, (2026, 11, 19), (2026, 11, 16), (2026, 11, 17), (2026, 11, 18)),
        (NEW_YORK, WEEK, {}, (2026, 11, 24), (2026, 11, 19), (2026, 11, 20), (2026, 11, 23)),
        (NEW_YORK, WEEK, THANKSGIVING, (2026, 11, 30), (2026, 11, 24), (2026, 11, 25), (2026, 11, 27)),
        (BERLIN, frozenset(), {}, (2026, 11, 24), (2026, 11, 19), (2026, 11, 20), (2026, 11, 23)),
        (KATHMANDU, SUNDAYS_TOO, {}, (2026, 11, 24), (2026, 11, 20), (2026, 11, 22), (2026, 11, 23)),
    ],
)
def test_working_days_are_the_offices(
    zone: str, hours: frozenset[Opening], holidays: dict[date, str], visit: tuple[int, int, int],
    third: tuple[int, int, int], second: tuple[int, int, int], last: tuple[int, int, int],
) -> None:  # fmt: skip
    """Counted back from the visit, over weekends and holidays; without known hours, Monday to Friday."""
    assert days_before(date(*visit), Timetable(hours, holidays)) == Days(date(*third), date(*second), date(*last))


def test_an_office_closed_for_a_month_has_no_days_to_ask_on() -> None:
    """Then nobody is asked, and nobody's place is let go."""
    closed = {date(2026, 10, 1) + timedelta(days=n): "move" for n in range(60)}
    assert days_before(date(2026, 11, 24), Timetable(WEEK, closed)) is None
    starts = wall(NEW_YORK, 2026, 11, 24, 9, 20)
    assert "release" not in planned(wall(NEW_YORK, 2026, 9, 1, 9), starts, place(NEW_YORK, Timetable(WEEK, closed)))


@pytest.mark.parametrize(
    ("zone", "hours"), [(NEW_YORK, WEEK), (BERLIN, WEEK), (KATHMANDU, WEEK), (LORD_HOWE, WEEK), (NEW_YORK, frozenset())]
)
def test_the_whole_timetable(zone: str, hours: frozenset[Opening]) -> None:
    """A visit on Tuesday, booked three weeks before: everything at its hour by the office's clock."""
    starts = wall(zone, 2026, 11, 24, 9, 20)
    assert planned(wall(zone, 2026, 11, 3, 9), starts, place(zone, Timetable(hours)), is_new=True, draw=0.5) == {
        "second_touch": "11-03 15:30",
        "follow_up": "11-19 11:00",
        "follow_up_again": "11-20 11:00",
        "call_list": "11-23 08:00",
        "release": "11-23 15:00",
        "check_in": "11-23 09:20",
        "reminder": "11-23 19:59",
    }


@pytest.mark.parametrize(
    ("zone", "visit", "expected"),
    [
        # The night that skips an hour, and the one that has one twice, lie between the asks and the visit.
        (NEW_YORK, (2027, 3, 16, 9, 20), ("03-11 10:00", "03-12 10:00", "03-15 08:00", "03-15 15:00", "03-15 09:20")),
        (NEW_YORK, (2026, 11, 3, 9, 20), ("10-29 10:00", "10-30 10:00", "11-02 08:00", "11-02 15:00", "11-02 09:20")),
        (BERLIN, (2027, 3, 30, 14, 0), ("03-25 10:00", "03-26 10:00", "03-29 08:00", "03-29 15:00", "03-29 14:00")),
        (LORD_HOWE, (2027, 4, 6, 9, 0), ("04-01 10:00", "04-02 10:00", "04-05 08:00", "04-05 15:00", "04-05 09:00")),
        # A Sunday before the visit: the check-in code comes on Saturday evening.
        (NEW_YORK, (2026, 11, 16, 9, 20), ("11-11 10:00", "11-12 10:00", "11-13 08:00", "11-13 15:00", "11-14 19:59")),
    ],
)
def test_nights_and_weekends(zone: str, visit: tuple[int, ...], expected: tuple[str, ...]) -> None:
    """Clock times stay what they are on the wall, whatever the clocks do in between."""
    starts = wall(zone, *visit)
    found = planned(starts - timedelta(days=21), starts, place(zone, Timetable(WEEK)))
    kinds = ("follow_up", "follow_up_again", "call_list", "release", "check_in")
    assert tuple(found[kind] for kind in kinds) == expected


@pytest.mark.parametrize(
    ("booked", "kinds"),
    [
        ((2026, 11, 18, 23, 59), {"follow_up", "follow_up_again", "call_list", "release", "check_in", "reminder"}),
        ((2026, 11, 19, 0, 0), {"check_in", "reminder"}),
        ((2026, 11, 23, 9, 19), {"check_in", "reminder"}),
        ((2026, 11, 23, 9, 20), {"reminder"}),
        ((2026, 11, 23, 19, 59), set()),
        ((2026, 11, 24, 8, 0), set()),
    ],
)
def test_who_books_late_is_not_asked(booked: tuple[int, ...], kinds: set[str]) -> None:
    """From the third working day on there is no follow-up, and no code or reminder whose time had come."""
    starts = wall(NEW_YORK, 2026, 11, 24, 9, 20)
    assert set(planned(wall(NEW_YORK, *booked), starts, place())) == kinds


@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN, KATHMANDU, LORD_HOWE])
@pytest.mark.parametrize("number", [NEW_YORK, BERLIN, KATHMANDU, LORD_HOWE])
@pytest.mark.parametrize("draw", [0.0, 0.3, 0.999])
def test_asks_are_humane_by_every_clock(zone: str, number: str, draw: float) -> None:
    """Whatever the number's and the office's zones are, an ask is humane in both, or is not planned."""
    there = place(zone, Timetable(WEEK, THANKSGIVING), number)
    for days in (1, 2, 5, 30):
        for hour in range(0, 24, 5):
            starts = wall(zone, 2026, 12, 1, 9, 20)
            booked = starts - timedelta(days=days, hours=hour)
            for one in plan(booked, starts, there, is_new=True, draw=draw, reminder=REMINDER):
                if one.kind in (*ASKS, "check_in", "reminder"):
                    assert humane(one.due, there.zones, THANKSGIVING) == one.due
                assert booked < one.due < one.until <= starts


def test_a_second_touch_is_between_two_hours_and_a_day() -> None:
    """At a random waking hour, before half of the time to the visit; and only of a number that is new."""
    booked, there = wall(NEW_YORK, 2026, 11, 3, 9), place()
    starts = wall(NEW_YORK, 2026, 11, 24, 9, 20)
    assert "second_touch" not in planned(booked, starts, there)
    found = {planned(booked, starts, there, is_new=True, draw=n / 100)["second_touch"] for n in range(100)}
    assert (min(found), max(found), len(found)) == ("11-03 11:00", "11-03 19:45", 36)
    soon = booked + timedelta(hours=8)
    assert {planned(booked, soon, there, is_new=True, draw=n / 10)["second_touch"] for n in range(10)} == {
        "11-03 11:00", "11-03 11:15", "11-03 11:30", "11-03 11:45", "11-03 12:00", "11-03 12:15", "11-03 12:30",
        "11-03 12:45",
    }  # fmt: skip
    assert "second_touch" not in planned(booked, booked + timedelta(hours=4), there, is_new=True)


def test_nobody_without_a_common_hour_is_asked_by_a_machine() -> None:
    """New York and Shanghai share none: the call list is all there is."""
    there = place(NEW_YORK, Timetable(WEEK), "Asia/Shanghai")
    starts = wall(NEW_YORK, 2026, 11, 24, 9, 20)
    assert set(planned(starts - timedelta(days=21), starts, there, is_new=True)) == {"call_list", "release"}


def test_what_a_text_names_and_what_it_means() -> None:
    """The first ask names the evening before a person calls, the second the release; both can be answered longer."""
    starts, there = wall(NEW_YORK, 2026, 11, 24, 9, 20), place()
    assert answer_by("follow_up", starts, there) == wall(NEW_YORK, 2026, 11, 20, 18)
    assert answer_by("follow_up_again", starts, there) == wall(NEW_YORK, 2026, 11, 23, 15)
    assert answer_by("second_touch", starts, there) == starts
    assert answerable_until(starts - timedelta(days=21), starts, there) == wall(NEW_YORK, 2026, 11, 23, 20)
    assert answerable_until(starts - timedelta(hours=5), starts, there) == starts
