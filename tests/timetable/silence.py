"""What comes of silence: the call list, and a release only as the law says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.timetable.breaches import Breach, Law
from tests.timetable.days import AFTERNOON, at_clock, begins, local_day, working_days_before
from tests.timetable.promised import round_opens, round_window
from tests.timetable.record import End, Kind, Listed, Message, Record, Stage, Visit

ATTEMPTS = 2
"""So many automatic calls stand for one of a person."""
LATE = timedelta(hours=3)
"""After 15:00: what could be released by then is."""


def last_day(stage: Stage) -> date:
    """The last full working day before the visit."""
    return working_days_before(stage.office, stage.starts, 1)


def releasable(stage: Stage) -> datetime:
    """15:00 of that day."""
    return at_clock(stage.office, last_day(stage), AFTERNOON)


def _asked(record: Record, visit: Visit, stage: Stage, until: datetime) -> list[Message]:
    """The questions about this time until an instant."""
    asked = (each for each in record.about[visit.id] if each.kind is Kind.FOLLOW_UP)
    return [each for each in asked if stage.since <= each.at < until]


def _dialled(record: Record, visit: Visit, stage: Stage, until: datetime) -> bool:
    """Did a person ring, once the question was open?"""
    return any(round_opens(stage) <= each.at < until for each in record.rung.get(visit.number, ()))


def _tried(record: Record, visit: Visit, stage: Stage, until: datetime) -> bool:
    calls = [each for each in _asked(record, visit, stage, until) if each.by == "call"]
    return _dialled(record, visit, stage, until) or len(calls) >= ATTEMPTS


def _arrived(record: Record, visit: Visit, stage: Stage, until: datetime) -> bool:
    arrived = any(each.arrived for each in _asked(record, visit, stage, until))
    return arrived or _dialled(record, visit, stage, until)


def released(record: Record) -> Iterator[Breach]:
    """A release is lawful in its hour, after what was tried, by a list that somebody works on, and of silence only."""
    for visit, stage in record.stages:
        at = stage.until
        if stage.end is not End.RELEASED or at is None:
            continue
        lawful = {
            Law.TOO_EARLY: at >= releasable(stage),
            Law.UNTRIED: _tried(record, visit, stage, at),
            Law.UNDELIVERED: _arrived(record, visit, stage, at),
            Law.UNSTAFFED: bool({last_day(stage), local_day(stage.office, at)} & record.worked),
            Law.ANSWERED: not record.kept(visit.id, stage.since, at),
        }
        for law, holds in lawful.items():
            if not holds:
                yield Breach(law, f"visit {visit.id} at {stage.starts} was released at {at}")


def _silent(record: Record, visit: Visit, stage: Stage, until: datetime) -> bool:
    """Was it to be asked, whoever may ask, and neither answered nor over by then?"""
    in_time = max(record.begins, stage.since) < round_opens(stage)
    return in_time and until < min(stage.over, record.ends) and not record.kept(visit.id, stage.since, until)


def listed(record: Record) -> Iterator[Breach]:
    """Silence is on the call list on the last full working day, and stays there until a person has rung."""
    for visit, stage in record.stages:
        day = last_day(stage)
        opens, closes = begins(stage.office, day), begins(stage.office, day + timedelta(days=1))
        if not _silent(record, visit, stage, releasable(stage)) or not record.working(opens, closes):
            continue
        waits = [
            each for each in record.waited.get(visit.number, ())
            if each.since < closes and (each.until is None or each.until > opens)
        ]  # fmt: skip
        if not waits:
            yield Breach(Law.LISTED, f"visit {visit.id} at {stage.starts} was silent and nobody was to call")
        elif _left(record, visit, stage, waits):
            yield Breach(Law.STAYS, f"visit {visit.id} at {stage.starts} left the call list")


def _left(record: Record, visit: Visit, stage: Stage, waits: list[Listed]) -> bool:
    """Was nobody to call any more, though nobody had, and the visit silent to its very start?"""
    off = all(each.until is not None and each.until < stage.starts for each in waits)
    to_the_start = _silent(record, visit, stage, stage.starts - timedelta(seconds=1))
    return off and to_the_start and not _dialled(record, visit, stage, stage.starts)


def unreleased(record: Record) -> Iterator[Breach]:
    """What could be released on the last full working day is not still booked when that day is late."""
    for visit, stage in record.stages:
        at = releasable(stage)
        if not _silent(record, visit, stage, at + LATE) or not record.working(at - LATE, at + LATE):
            continue
        asked = round_window(record, visit, stage, 3).owed and _asked(record, visit, stage, at)
        tried = _tried(record, visit, stage, at) and _arrived(record, visit, stage, at)
        if asked and tried and last_day(stage) in record.worked:
            yield Breach(Law.RELEASED, f"visit {visit.id} at {stage.starts} is still booked at {at + LATE}")


def given_back(record: Record) -> Iterator[Breach]:
    """Whoever calls about a released visit gets it back, unless somebody else has it by then."""
    for recall in record.recalls:
        if recall.back is recall.relet:
            yield Breach(Law.GIVEN_BACK, f"visit {recall.visit} at {recall.at}: {recall}")
