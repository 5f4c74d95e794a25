from __future__ import annotations

import contextlib
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hours_files
from booking_core.hours import Opening, Timetable
from hours_files import FileWrong, Found, merged
from tests.command import run
from tests.house import SECRET

TODAY = date(2026, 11, 22)


def table(*rows: str) -> bytes:
    """A CSV file."""
    return "\n".join(rows).encode()


def calendar(*events: str) -> bytes:
    """An ICS file; each event's properties stand apart by spaces, and no value has one."""
    bodies = "".join(f"BEGIN:VEVENT\nSUMMARY:{event.replace(' ', chr(10))}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{bodies}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(content: bytes) -> Found:
    """What a file says today."""
    return hours_files.read(content, TODAY)


def closed(*events: str) -> list[str]:
    """The days of a calendar, by day."""
    return [f"{day} {name}" for day, name in sorted(read(calendar(*events)).timetable.holidays.items())]


# ── CSV ──


def test_hours_as_a_spreadsheet_saves_them() -> None:
    """Numbers or names of days, large or small; a mark at the beginning, spaces, and empty rows are nothing."""
    content = table(
        "\ufeffWeekday,Opens,Closes\r", "1,09:00,12:00\r", "monday, 13:00 ,17:30\r", ",,\r", "Sun,8:00,23:59\r"
    )
    assert read(content).timetable == Timetable(
        frozenset(
            {
                Opening(1, time(9), time(12)),
                Opening(1, time(13), time(17, 30)),
                Opening(7, time(8), time(23, 59)),
            }
        )
    )


def test_holidays_by_table() -> None:
    """A name may hold a comma, in quotes."""
    found = read(table("date,name", '2026-12-24,"Christmas Eve, from noon"', "2026-12-25,Christmas Day"))
    assert found.timetable.holidays == {
        date(2026, 12, 24): "Christmas Eve, from noon", date(2026, 12, 25): "Christmas Day",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (
            ["weekday,opens,closes", "0,09:00,10:00", "Mon,9,10", "Tue,10:00,10:00", "Wed,09:00", "Thu,09:00,24:00"],
            ["line 2: the weekday", "line 3: a time", "line 4: it must open", "line 5: a row", "line 6: a time"],
        ),
        (["weekday,opens,closes", "1,09:00,12:00", "1,11:00,13:00"], ["line 3: these hours overlap"]),
        (
            ["date,name", "2026-02-29,Leap Day", "12/25/2026,Christmas", "2026-12-25,", "2026-12-25,A", "2026-12-25,B"],
            ["line 2: a date", "line 3: a date", "line 4: the holiday has no name", "line 6: the file has this day"],
        ),
        (["day,from,to", "1,09:00,12:00"], ["line 1: the columns must be"]),
        ([""], ["line 1: the columns must be"]),
        (["date,name", '2026-12-25,"Christmas'], ["line 2: "]),
    ],
)
def test_every_wrong_row_is_named(rows: list[str], faults: list[str]) -> None:
    """All of them in one message, with their lines, and with nothing else."""
    with pytest.raises(FileWrong) as wrong:
        read(table(*rows))
    said = [line for line in str(wrong.value).splitlines() if line.startswith("line ")]
    assert [line.startswith(fault) for line, fault in zip(said, faults, strict=True)] == [True] * len(faults)


@settings(deadline=None)  # the first calendar pays for the library
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("weekday,opens,closes\n" + text).encode())
       | st.text(max_size=200).map(lambda text: ("BEGIN:VCALENDAR\n" + text).encode()))  # fmt: skip
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes) -> None:
    """Never a fault."""
    with contextlib.suppress(FileWrong):
        read(content)


# ── ICS ──


@pytest.mark.parametrize(
    ("event", "days"),
    [
        ("A DTSTART;VALUE=DATE:20261225", ["2026-12-25 A"]),
        ("A DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261227", [f"2026-12-{day} A" for day in (24, 25, 26)]),
        ("A DTSTART;VALUE=DATE:20261231 DURATION:P2D", ["2026-12-31 A", "2027-01-01 A"]),
        ("A DTSTART;VALUE=DATE:20261120 DTEND;VALUE=DATE:20261124", ["2026-11-22 A", "2026-11-23 A"]),  # from today on
        ("A DTSTART;VALUE=DATE:20251225", []),  # over
        ("A DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY", ["2026-12-25 A", "2027-12-25 A"]),
        ("A DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;UNTIL=20270101T000000Z", ["2026-12-25 A"]),
        ("A DTSTART;VALUE=DATE:20211125 RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26 A", "2027-11-25 A"]),
        ("A DTSTART;VALUE=DATE:20261225 RRULE:FREQ=YEARLY EXDATE;VALUE=DATE:20261225", ["2027-12-25 A"]),
        ("A DTSTART;VALUE=DATE:20261225 RDATE;VALUE=DATE:20270104", ["2026-12-25 A", "2027-01-04 A"]),
        ("A DTSTART;VALUE=DATE:20201121 DTEND;VALUE=DATE:20201123 RRULE:FREQ=YEARLY;COUNT=7", ["2026-11-22 A"]),
    ],
)
def test_whole_days_of_a_calendar_are_closed(event: str, days: list[str]) -> None:
    """From today on for two years: single days, several in a row, and what comes again."""
    assert closed(event) == days


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("A DTSTART:20261225T090000Z", "has a time of day"),
        ("A UID:1", "has no readable dates"),
        ("A DTSTART;VALUE=DATE:2026122", "has no readable dates"),
        ("A DTSTART;VALUE=DATE:20261225 STATUS:CANCELLED", "is cancelled"),
        ("A DTSTART;VALUE=DATE:20261225 RECURRENCE-ID;VALUE=DATE:20261224", "changes one of a series"),
        ("A DTSTART;VALUE=DATE:20261225 RRULE:FREQ=SECONDLY", "does not repeat by days"),
        ("A DTSTART;VALUE=DATE:20261225 RRULE:FREQ=YEARLY;BYDAY=9XX", "cannot be read"),
    ],
)
def test_what_is_not_read_of_a_calendar_is_said(event: str, why: str) -> None:
    """Which event, and why; the others are read all the same."""
    found = read(calendar("Good DTSTART;VALUE=DATE:20261126", event))
    assert list(found.timetable.holidays) == [date(2026, 11, 26)]
    (said,) = found.left_out
    assert said.startswith("event 2, A: ")
    assert why in said


def test_a_long_event_and_a_wild_rule_are_bounded() -> None:
    """Eight thousand years closed are two years closed; and a calendar that is none is refused."""
    assert len(closed("A DTSTART;VALUE=DATE:19000101 DTEND;VALUE=DATE:99991231")) == hours_files.CALENDAR_DAYS
    assert len(closed("A DTSTART;VALUE=DATE:19000101 DTEND;VALUE=DATE:99991231 RRULE:FREQ=MONTHLY")) == 732
    with pytest.raises(FileWrong, match="this is no calendar"):
        read(b"BEGIN:VCALENDAR\r\nrubbish\r\n")


# ── Old and new ──

MONDAY, TUESDAY = Opening(1, time(9), time(16)), Opening(2, time(9), time(16))
DAY = TODAY + timedelta(days=33)


def test_beside_or_instead() -> None:
    """Only the kind that the file has is replaced; a holiday's name is the new one."""
    old = Timetable(frozenset({MONDAY}), {DAY: "Christmas"})
    hours, day = Timetable(frozenset({TUESDAY})), Timetable(frozenset(), {DAY: "Christmas Day"})
    assert merged(old, hours, replace=False) == Timetable(frozenset({MONDAY, TUESDAY}), {DAY: "Christmas"})
    assert merged(old, hours, replace=True) == Timetable(frozenset({TUESDAY}), {DAY: "Christmas"})
    assert merged(old, day, replace=True) == Timetable(frozenset({MONDAY}), {DAY: "Christmas Day"})


# ── The command ──


def test_the_command_from_file_to_table(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is imported is shown; a wrong file, office or area is exit 64, and changes nothing."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", url)
    file = tmp_path / "hours.csv"
    file.write_text("weekday,opens,closes\nSat,10:00,14:00\n")
    assert run(monkeypatch, "hours", "import", str(file), "--office", "Houston") == 0
    assert run(monkeypatch, "hours", "import", str(file), "--people") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Houston: + Sat 10:00-14:00", "people of +18005550199: + Sat 10:00-14:00",
    ]  # fmt: skip
    assert run(monkeypatch, "hours", "show") == 0
    shown = before = capsys.readouterr().out
    assert shown.count("  Sat 10:00-14:00\n") == 2
    assert "Houston (America/Chicago)\n  Mon 09:00-16:00\n" in shown
    file.write_text("weekday,opens,closes\nSun,10:00,14:00\nSon,10:00,14:00\n")
    assert run(monkeypatch, "hours", "import", str(file), "--office", "Houston") == 64
    assert "line 3: the weekday" in capsys.readouterr().err
    assert run(monkeypatch, "hours", "import", str(file), "--office", "Boston") == 64
    assert run(monkeypatch, "hours", "import", str(file)) == 64
    assert run(monkeypatch, "offices", "areas", "Houston", "77x") == 64
    assert run(monkeypatch, "offices", "areas", "Boston", "021") == 64
    capsys.readouterr()
    assert run(monkeypatch, "hours", "show") == 0
    assert capsys.readouterr().out == before
    assert run(monkeypatch, "offices", "areas", "Houston", "773", "770") == 0
    assert capsys.readouterr().out == "Houston: 770 773\n"
    assert run(monkeypatch, "offices", "areas", "Houston", "--none") == 0
    assert capsys.readouterr().out == "Houston: no areas\n"
