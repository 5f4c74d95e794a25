"""Records in which messages come when or where they must not, or do not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from tests.timetable.days import AFTERNOON, at_clock, loud, next_loud
from tests.timetable.edits import DAY, HOUR, alone, but, of, with_visit
from tests.timetable.promised import touch_window
from tests.timetable.record import Answer, End, Kind, Message, Record, Seen, Silenced, Visit


def at_night(record: Record) -> Iterator[Record]:
    """A question comes four hours before the morning of its day."""
    for visit, message in of(record, Kind.FOLLOW_UP, by="text"):
        office = visit.stages[-1].office
        night = at_clock(office, message.at.date(), AFTERNOON) - 10 * HOUR
        yield but(alone(record, visit), message, replace(message, at=night))


def on_a_holiday(record: Record) -> Iterator[Record]:
    """The day on which something came was a holiday of the office."""
    for visit, message in of(record, Kind.SECOND_TOUCH):
        stage = visit.stages[0]
        closed = replace(stage.office, holidays=stage.office.holidays | {message.at.date()})
        yield with_visit(alone(record, visit), visit, replace(visit, stages=(replace(stage, office=closed),)))


def elsewhere(record: Record) -> Iterator[Record]:
    """The telephone is at home where it is still night."""
    for visit, message in of(record, Kind.SECOND_TOUCH, Kind.FOLLOW_UP):
        if message.at.hour < 19:
            yield with_visit(alone(record, visit), visit, replace(visit, zone="Pacific/Honolulu"))


def late_answer(record: Record) -> Iterator[Record]:
    """An answer comes ten minutes after its question."""
    for visit, message in of(record, Kind.ASKED):
        if message.asked_at is not None:
            yield but(alone(record, visit), message, replace(message, at=message.at + HOUR / 6))


def not_told(record: Record) -> Iterator[Record]:
    """What was booked is not texted."""
    for visit, _ in of(record, Kind.ASKED, by="text"):
        one = alone(record, visit)
        yield replace(one, messages=[each for each in one.messages if each.kind is not Kind.ASKED])


def after_the_start(record: Record) -> Iterator[Record]:
    """A check-in code comes when the visit has begun."""
    for visit, message in of(record, Kind.CHECK_IN):
        yield but(alone(record, visit), message, replace(message, at=visit.stages[-1].starts + HOUR))


def after_the_end(record: Record) -> Iterator[Record]:
    """A question comes when the visit was given up."""
    for visit, message in of(record, Kind.FOLLOW_UP):
        over = visit.ended(message.at - HOUR, End.GIVEN_UP)
        yield with_visit(alone(record, visit), visit, over)


def to_the_silenced(record: Record) -> Iterator[Record]:
    """A number is opted out when a message of ours comes."""
    for visit, message in of(record, Kind.FOLLOW_UP, Kind.CHECK_IN):
        yield replace(alone(record, visit), silenced=[Silenced(visit.number, message.at - HOUR, None)])


def doubled(record: Record) -> Iterator[Record]:
    """The same text comes twice."""
    for visit, message in of(record, Kind.FOLLOW_UP, Kind.CHECK_IN, Kind.SECOND_TOUCH, by="text"):
        yield but(alone(record, visit), message, message, replace(message, at=message.at + HOUR / 60))


def texting(texts: str) -> Callable[[Record], Iterator[Record]]:
    """What was texted was about a visit that may be texted about only so."""

    def edits(record: Record) -> Iterator[Record]:
        for visit, _ in of(record, Kind.FOLLOW_UP, by="text"):
            yield with_visit(alone(record, visit), visit, replace(visit, texts=texts))

    return edits


def saying(old: str, new: str) -> Callable[[Record], Iterator[Record]]:
    """A text says something else."""

    def edits(record: Record) -> Iterator[Record]:
        for visit, message in of(record, Kind.FOLLOW_UP, Kind.CHECK_IN, by="text"):
            if visit.texts == "plain" and old in message.body:
                yield but(alone(record, visit), message, replace(message, body=message.body.replace(old, new)))

    return edits


def touched_though_known(record: Record) -> Iterator[Record]:
    """The number had come before."""
    for visit, _ in of(record, Kind.SECOND_TOUCH):
        yield with_visit(alone(record, visit), visit, replace(visit, seen=Seen.BEEN))


def untouched(record: Record) -> Iterator[Record]:
    """A second touch is forgotten."""
    for visit, message in of(record, Kind.SECOND_TOUCH):
        yield but(alone(record, visit), message)


def touched_late(record: Record) -> Iterator[Record]:
    """A second touch comes two days late, at a good hour."""
    for visit, message in of(record, Kind.SECOND_TOUCH):
        late = next_loud(message.at + 2 * DAY, visit.stages[0].office, visit.zone)
        yield but(alone(record, visit), message, replace(message, at=late))


def touched_by_the_clock(record: Record) -> Iterator[Record]:
    """Every second touch comes as soon as it may."""
    messages = []
    for each in record.messages:
        visit = record.visit.get(each.visit) if each.visit else None
        if visit is not None and each.kind is Kind.SECOND_TOUCH:
            window = touch_window(record, visit)
            first = next(loud(window.opens, window.closes, visit.stages[0].office, visit.zone), each.at)
            messages.append(replace(each, at=first))
        else:
            messages.append(each)
    yield replace(record, messages=messages)


def moved_in_time(kind: Kind, by: timedelta) -> Callable[[Record], Iterator[Record]]:
    """Messages of a kind come earlier or later, at a good hour."""

    def edits(record: Record) -> Iterator[Record]:
        for visit, message in of(record, kind):
            then = next_loud(message.at + by, visit.stages[-1].office, visit.zone)
            if then < visit.stages[-1].starts:
                yield but(alone(record, visit), message, replace(message, at=then))

    return edits


def without(kind: Kind, nth: int) -> Callable[[Record], Iterator[Record]]:
    """The nth message of a kind about a visit is forgotten."""

    def edits(record: Record) -> Iterator[Record]:
        for visit in record.visits:
            sent = [each for each in record.about[visit.id] if each.kind is kind]
            if len(sent) > nth:
                yield but(alone(record, visit), sent[nth])

    return edits


def _asked_twice(record: Record) -> Iterator[tuple[Visit, list[Message]]]:
    """Visits that nobody answered for, and what they were asked on more than one day."""
    for visit in record.visits:
        sent = [each for each in record.about[visit.id] if each.kind is Kind.FOLLOW_UP]
        if visit.id not in record.answered and len({each.at.date() for each in sent}) > 1:
            yield visit, sent


def asked_once(record: Record) -> Iterator[Record]:
    """The question is not asked again."""
    for visit, sent in _asked_twice(record):
        one = alone(record, visit)
        again = [each for each in sent if each.at.date() > sent[0].at.date()]
        yield replace(one, messages=[each for each in one.messages if each not in again])


def by_the_same(record: Record) -> Iterator[Record]:
    """Both rounds are texts."""
    for visit, _ in _asked_twice(record):
        one = alone(record, visit)
        if visit.texts == "plain":
            yield replace(one, messages=[replace(each, by="text") for each in one.messages])


def asked_though_answered(record: Record) -> Iterator[Record]:
    """The person had answered before the question came again."""
    for visit, message in of(record, Kind.FOLLOW_UP):
        yield replace(alone(record, visit), answers=[Answer(message.at - HOUR / 60, visit.id)])


def reminded_at_once(record: Record) -> Iterator[Record]:
    """The visit was booked when it was time to remind of it, and the reminder came half an hour later."""
    for visit, message in of(record, Kind.REMINDER):
        one = but(alone(record, visit), message, replace(message, at=message.at + HOUR))
        stage = replace(visit.stages[-1], since=message.at + HOUR / 2)
        yield with_visit(one, visit, replace(visit, stages=(stage,)))
