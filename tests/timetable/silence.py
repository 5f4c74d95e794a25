"""What comes of silence: the call list, and a release only as the law says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.timetable.breaches import Breach, Law
from tests.timetable.days import AFTERNOON, at_clock, begins, local_day, working_days_before
from tests.timetable.promised import round_opens, round_window
from tests.timetable.record import End, Kind, Listed, Message, Record, Visit

ATTEMPTS = 2
"""So many automatic calls stand for one of a person."""
LATE = timedelta(hours=3)
"""After 15:00: what could be released by then is."""


def last_day(visit: Visit) -> date:
    """The last full working day before the visit."""
    stage = visit.stages[-1]
    return working_days_before(stage.office, stage.starts, 1)


def releasable(visit: Visit) -> datetime:
    """15:00 of that day."""
    return at_clock(visit.stages[-1].office, last_day(visit), AFTERNOON)


def _asked(record: Record, visit: Visit, until: datetime) -> list[Message]:
    """The questions about its last time until an instant."""
    since = visit.stages[-1].since
    return [each for each in record.about[visit.id] if each.kind is Kind.FOLLOW_UP and since <= each.at < until]


def _dialled(record: Record, visit: Visit, until: datetime) -> bool:
    """Did a person ring, once the question was open?"""
    return any(round_opens(visit, -1) <= each.at < until for each in record.rung.get(visit.number, ()))


def _tried(record: Record, visit: Visit, until: datetime) -> bool:
    calls = [each for each in _asked(record, visit, until) if each.by == "call"]
    return _dialled(record, visit, until) or len(calls) >= ATTEMPTS


def _arrived(record: Record, visit: Visit, until: datetime) -> bool:
    return _dialled(record, visit, until) or any(each.arrived for each in _asked(record, visit, until))


def _staffed(record: Record, visit: Visit, at: datetime) -> bool:
    return bool({last_day(visit), local_day(visit.stages[-1].office, at)} & record.worked)


def released(record: Record) -> Iterator[Breach]:
    """A release is lawful in its hour, after what was tried, by a list that somebody works on, and of silence only."""
    for visit in record.visits:
        at = visit.ended_at
        if visit.end is not End.RELEASED or at is None:
            continue
        lawful = {
            Law.TOO_EARLY: at >= releasable(visit),
            Law.UNTRIED: bool(_asked(record, visit, at)) and _tried(record, visit, at),
            Law.UNDELIVERED: _arrived(record, visit, at),
            Law.UNSTAFFED: _staffed(record, visit, at),
            Law.ANSWERED: not record.kept(visit.id, visit.stages[-1].since, at),
        }
        for law, holds in lawful.items():
            if not holds:
                yield Breach(law, f"visit {visit.id} at {visit.stages[-1].starts} was released at {at}")


def _silent(record: Record, visit: Visit, until: datetime) -> bool:
    """Was it to be asked, whoever may ask, and neither answered nor over by then?"""
    stage = visit.stages[-1]
    in_time = max(record.begins, stage.since) < round_opens(visit, -1)
    ends = visit.over(len(visit.stages) - 1)
    return in_time and until < min(ends, record.ends) and not record.kept(visit.id, stage.since, until)


def listed(record: Record) -> Iterator[Breach]:
    """Silence is on the call list on the last full working day, and stays there until a person has rung."""
    for visit in record.visits:
        office, day = visit.stages[-1].office, last_day(visit)
        opens, closes = begins(office, day), begins(office, day + timedelta(days=1))
        if not _silent(record, visit, at_clock(office, day, AFTERNOON)) or not record.working(opens, closes):
            continue
        waits = [
            each for each in record.waited.get(visit.number, ())
            if each.since < closes and (each.until is None or each.until > opens)
        ]  # fmt: skip
        if not waits:
            yield Breach(Law.LISTED, f"visit {visit.id} at {visit.stages[-1].starts} was silent and nobody was to call")
        elif _left(record, visit, waits):
            yield Breach(Law.STAYS, f"visit {visit.id} at {visit.stages[-1].starts} left the call list")


def _left(record: Record, visit: Visit, waits: list[Listed]) -> bool:
    """Was nobody to call any more, though nobody had, and the visit silent to its very start?"""
    starts = visit.stages[-1].starts
    off = all(each.until is not None and each.until < starts for each in waits)
    return off and _silent(record, visit, starts - timedelta(seconds=1)) and not _dialled(record, visit, starts)


def unreleased(record: Record) -> Iterator[Breach]:
    """What could be released on the last full working day is not still booked when that day is late."""
    for visit in record.visits:
        at = releasable(visit)
        late = at + LATE
        if not _silent(record, visit, late) or not record.working(at - LATE, late):
            continue
        asked = round_window(record, visit, len(visit.stages) - 1, 3).owed and _asked(record, visit, at)
        if asked and _tried(record, visit, at) and _arrived(record, visit, at) and last_day(visit) in record.worked:
            yield Breach(Law.RELEASED, f"visit {visit.id} at {visit.stages[-1].starts} is still booked at {late}")


def given_back(record: Record) -> Iterator[Breach]:
    """Whoever calls about a released visit gets it back, unless somebody else has it by then."""
    for recall in record.recalls:
        if recall.back is recall.relet:
            yield Breach(Law.GIVEN_BACK, f"visit {recall.visit} at {recall.at}: {recall}")
