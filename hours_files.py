"""Hours and holidays from files: CSV as a spreadsheet saves it, and ICS as a calendar exports it (RFC 5545)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from booking_core.hours import Opening, Timetable, overlapping

if TYPE_CHECKING:
    from icalendar import Event
    from icalendar.prop import vRecur

HOURS = ("weekday", "opens", "closes")
HOLIDAYS = ("date", "name")
CALENDAR_DAYS = 2 * 366
"""A calendar is read from today on, so far ahead: a yearly event has no end."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {name[:length]: n for n, name in enumerate(_DAYS, 1) for length in (3, len(name))} | {
    str(n): n for n in range(1, 8)
}
_DAY = timedelta(days=1)


class FileWrong(Exception):
    """The file cannot be imported; the text has a line for each row that is wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says. `left_out`: events of a calendar that were not read, and why, a line each."""

    timetable: Timetable
    left_out: list[str] = field(default_factory=list)


def read(content: bytes, today: date) -> Found:
    """What a file of either kind says, told apart by how it begins. Raises FileWrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileWrong("the file is not UTF-8") from None
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        return _calendar(text, today)
    return Found(_table(text))


def merged(old: Timetable, new: Timetable, *, replace: bool) -> Timetable:
    """The old with the new: beside it, or, of the kinds the new one has, in its place. Raises FileWrong."""
    hours = new.hours if replace and new.hours else old.hours | new.hours
    days = new.holidays if replace and new.holidays else {**old.holidays, **new.holidays}
    clashes = [f"{one} and {two} overlap" for one, two in overlapping(hours)]
    if clashes:
        raise FileWrong("\n".join([*clashes, "nothing was imported; --replace takes the old hours away first"]))
    return Timetable(hours, days)


# ── CSV ──


def _table(text: str) -> Timetable:
    rows = csv.reader(io.StringIO(text), strict=True)
    wrong: list[str] = []
    hours: set[Opening] = set()
    holidays: dict[date, str] = {}
    try:
        columns = tuple(name.strip().lower() for name in next(rows, []))
        if columns not in (HOURS, HOLIDAYS):
            raise FileWrong(f"line 1: the columns must be {','.join(HOURS)} or {','.join(HOLIDAYS)}")
        for row in rows:
            cells = [cell.strip() for cell in row]
            try:
                if columns == HOURS and any(cells):
                    _add_opening(cells, hours)
                elif any(cells):
                    _add_holiday(cells, holidays)
            except ValueError as fault:
                wrong.append(f"line {rows.line_num}: {fault}")
    except csv.Error as fault:
        wrong.append(f"line {rows.line_num}: {fault}")
    if wrong:
        raise FileWrong("\n".join([*wrong, "nothing was imported"]))
    return Timetable(frozenset(hours), holidays)


def _add_opening(cells: list[str], hours: set[Opening]) -> None:
    if len(cells) != len(HOURS):
        raise ValueError("a row of hours has three cells")
    weekday = _WEEKDAYS.get(cells[0].lower())
    if weekday is None:
        raise ValueError("the weekday is 1 to 7 from Monday on, or its English name")
    new = Opening(weekday, _time(cells[1]), _time(cells[2]))
    if new.opens >= new.closes:
        raise ValueError("it must open before it closes, on the same day")
    if overlapping({*hours, new}):
        raise ValueError("these hours overlap with others in the file")
    hours.add(new)


def _time(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ValueError("a time is written as 09:00 or 17:30, at the latest 23:59") from None


def _add_holiday(cells: list[str], holidays: dict[date, str]) -> None:
    if len(cells) != len(HOLIDAYS):
        raise ValueError("a row of holidays has two cells")
    try:
        day = datetime.strptime(cells[0], "%Y-%m-%d").date()
    except ValueError:
        raise ValueError("a date is written as 2026-12-25") from None
    if not cells[1]:
        raise ValueError("the holiday has no name")
    if day in holidays:
        raise ValueError("the file has this day already")
    holidays[day] = cells[1]


# ── ICS ──


def _calendar(text: str, today: date) -> Found:
    from icalendar import Calendar  # half a second that no other command need pay

    try:
        events = [event for calendar in Calendar.from_ical(text, multiple=True) for event in calendar.events]
    except ValueError as fault:
        raise FileWrong(f"this is no calendar: {str(fault).splitlines()[0]}") from None
    until = today + timedelta(days=CALENDAR_DAYS)
    holidays: dict[date, str] = {}
    left_out: list[str] = []
    for nth, event in enumerate(events, 1):
        name = " ".join(str(event.get("SUMMARY", "")).split()) or "holiday"
        try:
            days = [day for day in _days(event, today, until) if today <= day < until]
        except ValueError as fault:
            left_out.append(f"event {nth}, {name}: {fault}")
        else:
            holidays |= {day: name for day in days if day not in holidays}
    return Found(Timetable(frozenset(), holidays), left_out)


def _days(event: Event, today: date, until: date) -> Iterator[date]:
    """The days an event closes before `until`, perhaps some before today. Raises ValueError for one not read."""
    first, length = _span(event)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise ValueError("is cancelled")
    if "RECURRENCE-ID" in event:
        raise ValueError("changes one of a series, which is not read")
    dates = {first, *_listed(event, "RDATE")}
    for rule in event.rrules:
        dates |= _repeated(rule, first, today - min(length, until - today), until)
    for start in sorted(dates - set(_listed(event, "EXDATE"))):
        yield from _each(start, start + min(length, until - start))


def _span(event: Event) -> tuple[date, timedelta]:
    """First day and number of days of a whole-day event."""
    try:
        first, end = event.start, event.end
    except ValueError:
        raise ValueError("has no readable dates") from None
    if isinstance(first, datetime) or isinstance(end, datetime):
        raise ValueError("has a time of day, which is not read")
    return first, max(end - first, _DAY)


def _listed(event: Event, name: str) -> list[date]:
    days = event.exdates if name == "EXDATE" else event.rdates
    found = [day[0] if isinstance(day, tuple) else day for day in days]
    return [day.date() if isinstance(day, datetime) else day for day in found]


def _repeated(rule: vRecur, first: date, since: date, until: date) -> set[date]:
    from dateutil.rrule import rrulestr

    written = rule.to_ical().decode()  # type: ignore[no-untyped-call]  # the library's own gap
    if not re.search(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b", written):
        raise ValueError("does not repeat by days, weeks, months or years, and is not read")
    try:
        found = rrulestr(written, dtstart=datetime.combine(first, time()), ignoretz=True)
        return {at.date() for at in found.between(_midnight(since), _midnight(until), inc=True)}
    except (ValueError, TypeError):
        raise ValueError("has a rule of repetition that cannot be read") from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _each(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += _DAY
