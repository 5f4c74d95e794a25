from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import moments
from wording.english import EAR, PRINT
from wording.moments import Clock
from wording.segments import encoding

GERMAN = replace(
    EAR,
    locale="de_DE",
    day="EEEE, d. MMMM",
    moment="{day}, um {clock}",
    clock=Clock(full_hours="H 'Uhr'", minutes="H 'Uhr' m"),
    about="etwa {duration}",
)


@pytest.mark.parametrize(
    ("hour", "minute", "spoken", "written"),
    [
        (0, 0, "midnight", "midnight"),
        (0, 5, "12:05 in the morning", "12:05am"),
        (9, 0, "9 o'clock in the morning", "9am"),
        (9, 5, "9:05 in the morning", "9:05am"),
        (9, 20, "9:20 in the morning", "9:20am"),
        (11, 59, "11:59 in the morning", "11:59am"),
        (12, 0, "noon", "noon"),
        (12, 1, "12:01 in the afternoon", "12:01pm"),
        (13, 0, "1 o'clock in the afternoon", "1pm"),
        (17, 59, "5:59 in the afternoon", "5:59pm"),
        (18, 0, "6 o'clock in the evening", "6pm"),
        (23, 59, "11:59 in the evening", "11:59pm"),
    ],
)
def test_clock(hour: int, minute: int, spoken: str, written: str) -> None:
    """Times are said with their part of the day, full hours as such, and noon never as 12 am or pm."""
    when = datetime(2026, 11, 24, hour, minute, 59)
    assert moments.clock(EAR, when) == spoken
    assert moments.clock(PRINT, when) == written


def test_moment() -> None:
    """A moment is its day and its time."""
    when = datetime(2026, 11, 24, 9, 20)
    assert moments.moment(EAR, when) == "Tuesday, November 24, at 9:20 in the morning"
    assert moments.moment(PRINT, when) == "Tue Nov 24, 9:20am"
    assert moments.day(EAR, when) == "Tuesday, November 24"
    assert moments.day(PRINT, date(2026, 3, 1)) == "Sun Mar 1"


@pytest.mark.parametrize(
    ("born", "spoken", "written"),
    [
        ("1985-03-04", "March 4, 1985", "Mar 4, 1985"),
        ("1985-03-00", "March 1985, day unknown", "Mar 1985, day unknown"),
        ("1985-00-00", "day and month unknown, 1985", "day and month unknown, 1985"),
    ],
)
def test_birth_dates(born: str, spoken: str, written: str) -> None:
    """Birth dates are read back with the month's name, and what is unknown is said to be."""
    assert moments.birth_date(EAR, born) == spoken
    assert moments.birth_date(PRINT, born) == written


@pytest.mark.parametrize("born", ["", "03041985", "1985-02-30", "1985-00-04", "0000-03-04"])
def test_impossible_birth_dates_are_faults(born: str) -> None:
    """What no calendar has is never read back as if it were a date."""
    with pytest.raises(ValueError):
        moments.birth_date(EAR, born)


@pytest.mark.parametrize(
    ("seconds", "exactly", "about"),
    [
        (0, "0 seconds", "about 1 minute"),
        (45, "45 seconds", "about 1 minute"),
        (60, "1 minute", "about 1 minute"),
        (61, "1 minute 1 second", "about 2 minutes"),
        (600, "10 minutes", "about 10 minutes"),
        (660, "11 minutes", "about 15 minutes"),
        (3_600, "1 hour", "about 1 hour"),
        (5_400, "1 hour 30 minutes", "about 1 hour 30 minutes"),
        (5_460, "1 hour 31 minutes", "about 2 hours"),
        (90_000, "1 day 1 hour", "about 2 days"),
    ],
)
def test_durations(seconds: int, exactly: str, about: str) -> None:
    """Durations are said in full; guesses are rounded up, for no wait may be longer than was said."""
    assert moments.duration(EAR, seconds) == exactly
    assert moments.about(EAR, seconds) == about


def test_durations_in_a_text_are_short() -> None:
    """A text has no room for whole words."""
    assert moments.duration(PRINT, 5_400) == "1 hr 30 min"


@pytest.mark.parametrize(
    ("zone", "spoken"),
    [
        ("America/New_York", "Sunday, November 1, at 1:30 in the morning, Eastern Daylight Time"),  # it comes twice
        ("Europe/Berlin", "Sunday, November 1, at 6:30 in the morning"),
        ("Asia/Kathmandu", "Sunday, November 1, at 11:15 in the morning"),  # 5:45 ahead
        ("Australia/Lord_Howe", "Sunday, November 1, at 4:30 in the afternoon"),  # summer time of half an hour
    ],
)
def test_instants_by_the_clocks_of_a_zone(zone: str, spoken: str) -> None:
    """An instant is told by the clocks of its office, whatever they do that night."""
    instant = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert moments.moment(EAR, moments.in_zone(instant, zone)) == spoken


def test_a_naive_instant_is_a_fault() -> None:
    """No instant is read as the machine's own time."""
    with pytest.raises(ValueError):
        moments.in_zone(datetime(2026, 11, 1, 5, 30), "Europe/Berlin")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_moments_fit_in_a_text(when: datetime) -> None:
    """No moment of an English text needs more than GSM-7, or more than 19 characters."""
    written = moments.moment(PRINT, when)
    assert encoding(written) == "GSM-7"
    assert len(written) <= len("Wed Nov 24, midnight")


def test_a_language_is_data() -> None:
    """Another language needs no code: here one of 24 hours, without names for parts of the day."""
    assert moments.moment(GERMAN, datetime(2026, 11, 24, 9, 20)) == "Dienstag, 24. November, um 9 Uhr 20"
    assert moments.clock(GERMAN, datetime(2026, 11, 24, 18)) == "18 Uhr"
    assert moments.about(GERMAN, int(timedelta(minutes=8).total_seconds())) == "etwa 8 Minuten"


@pytest.mark.parametrize("form", [EAR, PRINT, GERMAN])
def test_parts_of_the_day_rise_from_midnight(form: moments.Form) -> None:
    """Every time of the day has its words."""
    starts = [start for start, _ in form.clock.parts]
    assert starts == sorted(starts)
    assert starts[0] == time(0)
