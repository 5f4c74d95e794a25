"""Records in which silence is not dealt with as the law says, and offers come too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.timetable.edits import DAY, HOUR, alone, released, with_visit
from tests.timetable.record import Answer, End, Kind, Record
from tests.timetable.silence import releasable


def released_early(record: Record) -> Iterator[Record]:
    """A release at half past two."""
    for visit in released(record):
        early = visit.ended(releasable(visit.stages[-1]) - HOUR / 2, End.RELEASED)
        yield with_visit(alone(record, visit), visit, early)


def released_untried(record: Record) -> Iterator[Record]:
    """Nobody rang, and no call of ours did."""
    for visit in released(record):
        one = alone(record, visit)
        yield replace(one, dialled=(), messages=[each for each in one.messages if each.by != "call"])


def released_unheard(record: Record) -> Iterator[Record]:
    """Nothing arrived, and no person rang."""
    for visit in released(record):
        one = alone(record, visit)
        yield replace(one, dialled=(), messages=[replace(each, arrived=False) for each in one.messages])


def released_unstaffed(record: Record) -> Iterator[Record]:
    """Nobody worked on the list."""
    for visit in released(record):
        yield replace(alone(record, visit), worked=frozenset())


def released_though_answered(record: Record) -> Iterator[Record]:
    """The person had answered an hour before the release."""
    for visit in released(record):
        answer = Answer(visit.stages[-1].over - HOUR, visit.id)
        yield replace(alone(record, visit), answers=[answer])


def unlisted(record: Record) -> Iterator[Record]:
    """Nobody is on the call list."""
    for visit in record.visits:
        if visit.number in record.waited:
            yield replace(alone(record, visit), listed=())


def struck_off(record: Record) -> Iterator[Record]:
    """What waits leaves the list after an hour, and nobody has rung."""
    for visit in record.visits:
        if visit.stages[-1].end is None and visit.id not in record.answered and visit.number in record.waited:
            listed = [replace(each, until=each.since + HOUR) for each in record.waited.get(visit.number, ())]
            yield replace(alone(record, visit), dialled=(), listed=listed)


def kept_on(record: Record) -> Iterator[Record]:
    """What was released is still booked."""
    for visit in released(record):
        yield with_visit(alone(record, visit), visit, visit.ended(None, None))


def refused_back(record: Record) -> Iterator[Record]:
    """Whoever calls in time does not get it back."""
    for recall in record.recalls:
        if recall.back:
            yield replace(alone(record, record.visit[recall.visit]), recalls=[replace(recall, back=False)])


def offered_daily(many: int) -> Callable[[Record], Iterator[Record]]:
    """So many offers for one number, a day apart or (2) on one day."""

    def edits(record: Record) -> Iterator[Record]:
        for message in record.messages:
            if message.kind is Kind.OFFER and message.arrived:
                apart = HOUR / 60 if many == 2 else DAY
                offers = [replace(message, at=message.at + n * apart) for n in range(many)]
                yield replace(record, visits=(), messages=offers)

    return edits
