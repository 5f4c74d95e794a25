"""Days of the line, played in minutes: every message, release and silence of theirs judged from outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from postgres import EmbeddedServer
from tests.timetable.check import check, counted, told
from tests.timetable.society import Days, Society
from tests.timetable.world import found

SPRING = Days(
    begins=datetime(2027, 3, 8, 12, tzinfo=UTC), ends=datetime(2027, 3, 19, 12, tzinfo=UTC),
    closed={date(2027, 3, 10): "A holiday"},
    stood=(datetime(2027, 3, 11, 2, tzinfo=UTC), datetime(2027, 3, 12, 5, tzinfo=UTC)),
    idle=frozenset({date(2027, 3, 17)}), step=timedelta(minutes=5), people=60,
    books_until=datetime(2027, 3, 10, 6, tzinfo=UTC), seed=1,
)  # fmt: skip
"""The night to 14 March has 23 hours in New York."""


def played(server: EmbeddedServer, name: str, var: Path, days: Days) -> Society:
    """A society that is about to live through these days."""
    return Society(found(server, name, days.on_sale, days.closed), var, days)


def test_some_days_with_a_few_people(server: EmbeddedServer, tmp_path: Path) -> None:
    """Over a holiday, an outage and a night of 23 hours, what comes and what does not is as the laws say."""
    record = played(server, "spring", tmp_path, SPRING).live()
    breaches = check(record)
    print(counted(record))
    assert not breaches, told(breaches)
