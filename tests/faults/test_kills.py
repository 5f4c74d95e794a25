"""kill -9 of workers with messages in their hands: none is lost, none is seen twice. `pytest -m kill`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.intents import copies, intents
from tests.faults.line import FaultyLine, Warm

KILLS = 50
AT_ONCE = 3
"""Messages that are due when a worker starts: the one it dies with, and some that are in flight beside it."""


@pytest.fixture
def warm(faulty: FaultyLine) -> Iterator[Warm]:
    """Workers that die."""
    warm = Warm(faulty.settings)
    yield warm
    warm.close()


@pytest.mark.kill
@pytest.mark.parametrize("failpoint", ["before-post", "after-post"])
def test_no_kill_loses_or_doubles_a_message(faulty: FaultyLine, warm: Warm, failpoint: str) -> None:
    """Fifty workers die one after the other; when their leases are over, one worker puts everything right."""
    now = datetime.now(UTC)
    laid = []
    for nth in range(KILLS):
        laid += intents(faulty.core, AT_ONCE, nth % 2, now)
        assert warm.kill(failpoint, now) == signal.SIGKILL
    sent = sum(copies(faulty.settings.exchange_url).values())
    assert sent == 0 if failpoint == "before-post" else KILLS <= sent < len(laid)
    faulty.settle()
    for later in (31, 62):
        faulty.deliver(now + timedelta(seconds=later))
    seen = copies(faulty.settings.exchange_url)
    assert {each.to: seen[each.to] for each in laid if seen[each.to] != 1} == {}


def test_killed_twice_with_one_message(faulty: FaultyLine, warm: Warm) -> None:
    """Its fate was unknown twice, so it is not sent a third time: the line calls instead."""
    now = datetime.now(UTC)
    (laid,) = intents(faulty.core, 1, 0, now)
    for at in (now, now + timedelta(seconds=31)):
        assert warm.kill("before-post", at) == signal.SIGKILL
    faulty.deliver(now + timedelta(seconds=62))
    rows = faulty.core.database.transact(
        lambda c: c.exec_driver_sql("SELECT kind, state, error FROM outbox ORDER BY id").all()
    )
    assert [tuple(row) for row in rows] == [("presence", "refused", "unknown"), ("proof_call", "waiting", None)]
    assert copies(faulty.settings.exchange_url)[laid.to] == 0
