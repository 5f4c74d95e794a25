"""`fairline db restored`: the step between a restore and the start of the worker."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.stage import Stage
from tests.operators.conftest import Given


def test_it_marks_and_says_where_to_go_on(stage: Stage, given: Given) -> None:
    """How many messages are looked for, when the copy ends, and the command that lists who came since."""
    stage.now = datetime(2026, 11, 22, 3, 12, 5, tzinfo=UTC)
    stage.call()
    stage.put("INSERT INTO outbox (id, kind, number, language, lane, not_before, not_after) "
              "SELECT uuidv7(), 'booked', id, 'en', 1, now(), now() + interval '1 day' FROM numbers")  # fmt: skip
    assert given("db", "restored").splitlines() == [
        "1 messages are looked for at the provider before they are sent",
        "the copy ends at 2026-11-22 03:12:05 UTC; once the line is up:",
        "./run catch-up --restored --since 2026-11-22T02:42",
    ]
    assert stage.rows("SELECT state FROM outbox") == [("unknown",)]
    assert given("db", "restored").startswith("0 messages")


def test_an_empty_copy_knows_no_end(given: Given) -> None:
    """Nothing had happened: nothing to look for."""
    assert given("db", "restored") == "0 messages are looked for at the provider before they are sent\n"
