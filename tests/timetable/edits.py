"""Taking a record apart: the parts that a mutant alters, and the record with them altered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tests.timetable.record import End, Kind, Message, Record, Visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def of(record: Record, *kinds: Kind, by: str | None = None) -> Iterator[tuple[Visit, Message]]:
    """The messages of these kinds that are about a visit."""
    for message in record.messages:
        if message.kind in kinds and message.visit is not None and by in (None, message.by):
            yield record.visit[message.visit], message


def but(record: Record, old: Message, *new: Message) -> Record:
    """The record with other messages in the place of one."""
    return replace(record, messages=[*(each for each in record.messages if each is not old), *new])


def with_visit(record: Record, old: Visit, new: Visit) -> Record:
    """The record with another visit in the place of one."""
    return replace(record, visits=[new if each is old else each for each in record.visits])


def released(record: Record) -> Iterator[Visit]:
    """The visits that were released for good."""
    return (visit for visit in record.visits if visit.stages[-1].end is End.RELEASED)


def alone(record: Record, visit: Visit) -> Record:
    """The record with only this visit in it: what is judged about it needs no other, and it is faster."""
    return replace(
        record,
        visits=[visit],
        messages=[each for each in record.messages if each.visit == visit.id],
        answers=[each for each in record.answers if each.visit == visit.id],
        dialled=record.rung.get(visit.number, ()),
        listed=record.waited.get(visit.number, ()),
        silenced=record.silences.get(visit.number, ()),
    )
