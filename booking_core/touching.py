"""What is due for a booking before its day, and when: the timetable of laws.md (second touch, follow-up, hours), pure.

Days are the office's, by its own clock. What would fall into an hour that is not humane on every clock that concerns
the person is moved to one that is: asks to a later one, what must come before the visit to an earlier one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking_core.clocks import local_day
from booking_core.hours import Timetable
from booking_core.humane import LAW, Hours, humane, humane_before

SECOND_TOUCH, CHECK_IN, REMINDER = "second_touch", "check_in", "reminder"
FOLLOW_UP, FOLLOW_UP_AGAIN, CALL_LIST, RELEASE = "follow_up", "follow_up_again", "call_list", "release"

EARLY, EARLY_AGAIN, EARLY_LIST = "early", "early_again", "early_list"
"""A follow-up that a supervisor starts long before the day: by text, by call, and then the call list."""

ASKS = (SECOND_TOUCH, FOLLOW_UP, FOLLOW_UP_AGAIN, EARLY, EARLY_AGAIN)
"""Kinds that wait for an answer."""
FOLLOW_UPS = (FOLLOW_UP, FOLLOW_UP_AGAIN, CALL_LIST, RELEASE)
"""Kinds that one answer ends, all of them, once one of them was asked."""
EARLY_ONES = (EARLY, EARLY_AGAIN, EARLY_LIST)
"""Kinds that any answer ends."""

SETTLED = timedelta(hours=2)
"""So long after a booking a second touch may come at the earliest,"""
SECOND_TOUCH_WITHIN = timedelta(hours=24)
"""and so long at the latest, but before half of the time to the visit is over."""

ASKED_AT, ASKED_OVER = time(10), timedelta(hours=2)
"""A follow-up is asked from this time on, spread over so long, that people's answers do not come all at once."""
ANSWER_BY = time(18)
"""What the first follow-up names: the evening before a person calls."""
LISTED_AT, RELEASED_FROM, RELEASED_UNTIL = time(8), time(15), time(20)
"""On the last working day before the visit: the call list; and from when until when a place may be let go."""

CHECK_IN_BEFORE = timedelta(hours=24)

EARLY_CALL_AFTER, EARLY_LIST_AFTER = timedelta(hours=3), timedelta(hours=24)
"""An early follow-up: so long after the text the call, and so long after that the call list, in humane hours."""
EARLY_LEAST = timedelta(hours=48)
"""Left from the call list to the visit: for people to call, and for others to get the place."""
EARLY_TAKES = EARLY_CALL_AFTER + EARLY_LIST_AFTER + EARLY_LEAST
"""From its start to the visit at least, where every hour on the way is humane."""

_QUARTER = timedelta(minutes=15)
_LOOKED_BACK_DAYS = 31
_WEEKDAYS = frozenset(range(1, 6))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit is, and by which clocks its person lives."""

    zone: str
    """IANA zone of the office."""
    timetable: Timetable
    zones: Collection[str]
    """IANA zones of number and office."""
    hours: Hours = LAW


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that is due."""

    kind: str
    due: datetime
    until: datetime
    """From then on it is of no use, however late the line comes back."""


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of the office before a visit."""

    third: date
    second: date
    last: date


def days_before(visit: date, timetable: Timetable) -> Days | None:
    """The last three working days that are wholly before `visit`; None: the office was closed for a month.

    Without known hours they are Monday to Friday.
    """
    found = list(_working_days(visit, timetable))[:3]
    return Days(found[2], found[1], found[0]) if len(found) == 3 else None


def _working_days(visit: date, timetable: Timetable) -> Iterator[date]:
    weekdays = {one.weekday for one in timetable.hours} or _WEEKDAYS
    for n in range(1, _LOOKED_BACK_DAYS + 1):
        day = visit - timedelta(days=n)
        if day.isoweekday() in weekdays and day not in timetable.holidays:
            yield day


def at(day: date, wall: time, zone: str) -> datetime:
    """The instant of a wall time on a day."""
    return datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)


def plan(
    booked: datetime, starts: datetime, place: Place, *, is_new: bool, draw: float, reminder: timedelta
) -> tuple[Planned, ...]:
    """What is due for a visit at `starts`, booked (or moved to) at `booked`, in the order of the timetable.

    `is_new`: the number has never been here. `draw`: a random number from 0 up to 1. `reminder`: how long before.
    Whatever the booking came too late for is left out.
    """
    visit = local_day(starts, place.zone)
    days = days_before(visit, place.timetable)
    found = [
        _second_touch(booked, starts, place, draw) if is_new else None,
        *(_follow_up(booked, days, place, draw, starts) if days is not None else ()),
        _before(CHECK_IN, booked, starts, CHECK_IN_BEFORE, place),
        _before(REMINDER, booked, starts, reminder, place),
    ]
    return tuple(one for one in found if one is not None)


def plan_early(now: datetime, starts: datetime, place: Place) -> tuple[Planned, ...]:
    """An early follow-up that is started now; none where it would come too near to the visit."""
    asked = _humane(now, place)
    again = None if asked is None else _humane(asked + EARLY_CALL_AFTER, place)
    listed = None if again is None else _humane(again + EARLY_LIST_AFTER, place)
    if asked is None or again is None or listed is None or listed > starts - EARLY_LEAST:
        return ()
    return Planned(EARLY, asked, listed), Planned(EARLY_AGAIN, again, listed), Planned(EARLY_LIST, listed, starts)


def _humane(at: datetime, place: Place) -> datetime | None:
    return humane(at, place.zones, place.timetable.holidays, place.hours)


def _second_touch(booked: datetime, starts: datetime, place: Place, draw: float) -> Planned | None:
    """A random waking quarter of an hour."""
    until = min(booked + SECOND_TOUCH_WITHIN, booked + (starts - booked) / 2)
    first = booked + SETTLED
    quarters = [first + n * _QUARTER for n in range(max(0, -(-(until - first) // _QUARTER)))]
    waking = [each for each in quarters if humane(each, place.zones, place.timetable.holidays, place.hours) == each]
    return Planned(SECOND_TOUCH, waking[int(draw * len(waking))], until) if waking else None


def _follow_up(booked: datetime, days: Days, place: Place, draw: float, starts: datetime) -> Iterator[Planned]:
    """The asks, the call list and the release, or nothing: who booked on the third day or later has just been heard."""
    if booked >= at(days.third, time(0), place.zone):
        return
    spread = draw * ASKED_OVER
    released = at(days.last, RELEASED_FROM, place.zone)
    for kind, day, until in (
        (FOLLOW_UP, days.third, at(days.second, time(0), place.zone)),
        (FOLLOW_UP_AGAIN, days.second, released),
    ):
        due = humane(at(day, ASKED_AT, place.zone) + spread, place.zones, place.timetable.holidays, place.hours)
        if due is not None and due < until:
            yield Planned(kind, due, until)
    yield Planned(CALL_LIST, at(days.last, LISTED_AT, place.zone), starts)
    yield Planned(RELEASE, released, at(days.last, RELEASED_UNTIL, place.zone))


def _before(kind: str, booked: datetime, starts: datetime, ahead: timedelta, place: Place) -> Planned | None:
    """So long before the visit, or at the last humane minute before that."""
    due = starts - ahead
    if humane(due, place.zones, place.timetable.holidays, place.hours) != due:
        earlier = humane_before(due, place.zones, place.timetable.holidays, place.hours)
        if earlier is None:
            return None
        due = earlier
    return Planned(kind, due, starts) if booked < due else None


def answer_by(kind: str, starts: datetime, place: Place) -> datetime:
    """Until when a follow-up says that it wants its answer: the evening before a person calls, then the release."""
    days = days_before(local_day(starts, place.zone), place.timetable)
    if kind == SECOND_TOUCH or days is None:
        return starts
    if kind == FOLLOW_UP:
        return at(days.second, ANSWER_BY, place.zone)
    return at(days.last, RELEASED_FROM, place.zone)


def answerable_until(booked: datetime, starts: datetime, place: Place) -> datetime:
    """The last instant at which a place can be let go, to which a follow-up's code lives; else the visit."""
    days = days_before(local_day(starts, place.zone), place.timetable)
    ends = starts if days is None else at(days.last, RELEASED_UNTIL, place.zone)
    return ends if booked < ends else starts
