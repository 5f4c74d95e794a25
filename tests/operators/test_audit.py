"""`fairline audit`: the head, the check, and the list."""

from __future__ import annotations

import clock
from audit_commands import jobs
from tests.audit.conftest import Trail
from tests.core.stage import Stage
from tests.house import settings_for
from tests.operators.conftest import Given


def seal(stage: Stage, url: str) -> None:
    """The clock's jobs, as long after one another as they are."""
    ticking = clock.Clock(stage.core, jobs(settings_for(8000, url)))
    for _ in range(2):
        assert ticking.tick()
        stage.put("UPDATE clock_jobs SET ran_at = ran_at - interval '1 minute'")


def test_the_audit_is_sealed_by_the_clock_and_verifies(stage: Stage, url: str, given: Given) -> None:
    """Nothing is wrong with it; what is done to it is found, and the exit code says so. The check notes itself."""
    assert given("audit", "head").startswith("64: nothing is sealed yet")
    stage.book(stage.proven())
    seal(stage, url)
    head = given("audit", "head").split()[0]
    told = given("audit", "verify", "--head", head).splitlines()
    assert told[0].startswith("from batch 1 sealed by the key ")
    assert told[1:] == ["3 rows in batches 1 to 1: all is there, as it was sealed"]
    Trail(stage).tamper("UPDATE audit SET actor = 'line' WHERE action = 'hold'")
    assert given("audit", "verify") == "69: "
    assert [row.why for row in stage.rows("SELECT why FROM audit WHERE action = 'audit_verify' ORDER BY id")] == [
        "batch 1: 0 findings", "batch 1: 1 findings"
    ]  # fmt: skip
    assert given("audit", "verify", "--head", "nothing").startswith("64: this is no head")


def test_the_list_says_who_did_what(stage: Stage, given: Given) -> None:
    """By action, by actor and its beginning, since an instant; ids, and no number."""
    booked = stage.book(stage.proven())
    lines = given("audit", "list").splitlines()
    assert [line.split()[3:6] for line in lines] == [
        ["caller", action, str(booked.booking)] for action in ("confirm", "set_visitor", "hold")
    ]
    assert len(given("audit", "list", "--action", "hold").splitlines()) == 1
    assert len(given("audit", "list", "--actor", "call").splitlines()) == 3
    assert given("audit", "list", "--actor", "agent:") == ""
    assert given("audit", "list", "--since", f"{stage.now.year + 1}-01-01") == ""
    assert len(given("audit", "list", "--most", "1").splitlines()) == 1
