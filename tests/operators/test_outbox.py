"""`fairline outbox`, as an operator gives it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from booking_core.alerts import alert
from tests.core.stage import ANN, Stage
from tests.core.test_outbox_report import put
from tests.operators.conftest import Given

SENDER = "+18005550199"


@pytest.fixture
def night(stage: Stage) -> Stage:
    """Texts that wait, that arrived, and that carriers filtered."""
    stage.call()
    put(stage, not_before=stage.now - timedelta(minutes=5))
    put(stage, "unknown", lane=2)
    for state in ("delivered", "delivered", "delivered"):
        put(stage, state, sender=SENDER, done_at=stage.now - timedelta(hours=1))
    put(stage, "undelivered", error="30007", sender=SENDER, done_at=stage.now - timedelta(hours=1))
    for _ in range(2):
        stage.core.transact(lambda t: alert(t, "filtered", "30007"))
    return stage


def test_the_night_at_a_glance(night: Stage, given: Given) -> None:
    """What waits and for how long, what is stuck, what failed, why and what mends it; never a number of a person."""
    told = given("outbox")
    assert told.splitlines()[0].split()[:5] == ["lane", "by", "due", "later", "unknown"]
    assert told.splitlines()[1].split() == ["answers", "text", "1", "0", "0", "0", "3", "1", "0", "0"]
    assert "1 due, the oldest for 5 minutes" in told
    assert "stuck: 1 due for more than a minute, and none leaves. Does the worker run?" in told
    assert "stuck: 1 may have gone out. The worker asks the provider before it sends them again." in told
    assert "failed in 24 hours, 30007: 1 text, 1 can go again. Carriers filter" in told
    assert f"arrived from {SENDER}, answers: 75.0% of 4 in 24 hours, 75.0% of 4 in 30 days" in told
    assert "ALERT filtered 30007: 2 times, last" in told
    assert ANN not in told


def test_an_empty_outbox_says_so(given: Given) -> None:
    """Nothing to do is one line."""
    assert given("outbox") == "nothing waits\n"


def test_the_same_for_a_machine(night: Stage, given: Given) -> None:
    """One object with all of it."""
    whole = json.loads(given("outbox", "--json"))
    assert whole["failed"][0]["mend"]
    assert [(each["lane"], each["due"], each["untaken"], each["lost"]) for each in whole["under_way"]] == [
        ("answers", 1, 1, 0), ("unasked", 0, 0, 1),
    ]  # fmt: skip
    assert ANN not in json.dumps(whole)


def test_what_is_mended_goes_again_and_is_cleared(night: Stage, given: Given) -> None:
    """By code, by id or all; the number of messages is told, and a slip is exit 64."""
    assert given("outbox", "retry", "--code", "30003") == "0 go again\n"
    assert given("outbox", "retry", "--code", "30007") == "1 go again\n"
    assert given("outbox", "retry", "--all-failed") == "0 go again\n"
    assert given("outbox", "retry").startswith("64: ")
    assert given("outbox", "clear", "filtered", "30007") == "1 cleared\n"
    assert given("outbox", "clear", "filtered") == "64: there is no alert filtered\n"
    assert "ALERT" not in given("outbox")
