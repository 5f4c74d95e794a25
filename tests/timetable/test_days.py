"""Days of the line, played in minutes: every message, release and silence of theirs judged from outside."""

from __future__ import annotations

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from postgres import EmbeddedServer
from tests.timetable.check import check, told, void
from tests.timetable.log import together
from tests.timetable.mutants import MUTANTS, caught
from tests.timetable.society import Days, live
from tests.timetable.world import found

SPRING = Days(
    begins=datetime(2027, 3, 8, 12, tzinfo=UTC), ends=datetime(2027, 3, 18, 12, tzinfo=UTC),
    closed={date(2027, 3, 10): "A holiday"},
    stood=(datetime(2027, 3, 11, 2, tzinfo=UTC), datetime(2027, 3, 12, 5, tzinfo=UTC)),
    idle=frozenset({date(2027, 3, 16)}), step=timedelta(minutes=5), idle_step=timedelta(hours=6), people=40,
    books_until=datetime(2027, 3, 10, 6, tzinfo=UTC), leads=(4, 9), seed=1,
)  # fmt: skip
"""The night to 14 March has 23 hours in New York."""

WHOLE = os.environ.get("FAIRLINE_MEASURE") == "1"
"""Two thousand bookings take two processes three minutes: a build plays the same days with a fifth of the people."""
PARTS, PEOPLE = (2, 975) if WHOLE else (1, 390)
"""Parts of the crowd, each with a process and a database of its own, and the people of each."""

AUTUMN = Days(
    begins=datetime(2027, 11, 1, 12, tzinfo=UTC), ends=datetime(2027, 11, 15, 12, tzinfo=UTC),
    closed={date(2027, 11, 11): "Veterans Day"},
    stood=(datetime(2027, 11, 12, 2, tzinfo=UTC), datetime(2027, 11, 13, 5, tzinfo=UTC)),
    idle=frozenset({date(2027, 11, 8)}), step=timedelta(minutes=30), idle_step=timedelta(hours=2), people=PEOPLE,
    books_until=datetime(2027, 11, 11, 12, tzinfo=UTC), leads=(4, 14), seed=0,
)  # fmt: skip
"""The night to 7 November has 25 hours in New York. Who gives up books again: 975 people make a thousand bookings."""
LEAST = {
    "visits": 2000, "second touch by text": 800, "second touch by call": 60, "follow-up by text": 400,
    "follow-up by call": 400, "check-in code by text": 300, "reminder by text": 300, "undelivered": 200, "answers": 500,
    "calls of people": 100, "opt-outs": 20, "moved": 40, "given up": 40, "released": 30, "given back": 3,
}  # fmt: skip
FEW = {"visits": 40, "follow-up by text": 9, "check-in code by text": 9, "answers": 9}


def test_some_days_with_a_few_people(server: EmbeddedServer, tmp_path: Path) -> None:
    """Over a holiday, an outage and a night of 23 hours, what comes and what does not is as the laws say."""
    record = live(found(server, "spring", SPRING.on_sale, SPRING.closed), var=tmp_path, days=SPRING)
    breaches = check(record) + void(record, FEW)
    assert not breaches, told(breaches)


@pytest.mark.storm
@pytest.mark.timeout(600)
def test_fourteen_days(server: EmbeddedServer, tmp_path: Path) -> None:
    """Over a holiday, an outage and a night of 25 hours; and what was recorded is rich enough to break every law."""
    parts = [replace(AUTUMN, seed=nth, share=(nth, PARTS)) for nth in range(PARTS)]
    urls = [found(server, f"autumn_{days.seed}", days.on_sale, days.closed) for days in parts]
    with ProcessPoolExecutor(PARTS, multiprocessing.get_context("spawn")) as pool:
        record = together(list(pool.map(functools.partial(live, var=tmp_path), urls, parts)))
    least = {what: many if WHOLE else max(1, many // 6) for what, many in LEAST.items()}
    breaches = check(record) + void(record, least)
    assert not breaches, told(breaches)
    assert [name for name, mutant in MUTANTS.items() if not caught(mutant, record)] == []
