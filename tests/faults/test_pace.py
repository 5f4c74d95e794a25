"""The pace at a provider that takes its time: as fast as it allows, no faster, and codes first."""

from __future__ import annotations

import time
from bisect import bisect_left
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from exchange.faults import FaultKind
from tests.faults.intents import intents
from tests.faults.line import FaultyLine, wait_until, worker

LATENCY_S = 0.2
RATE, SLOW_RATE = 20.0, 5.0
"""Texts a second."""

_BEGUN = """SELECT extract(epoch FROM begun_at)::float FROM outbox
            WHERE begun_at IS NOT NULL AND lane = ANY(%s) ORDER BY begun_at"""


def begun(line: FaultyLine, *lanes: int) -> list[float]:
    """When each message was about to leave, by the database's clock."""
    return list(line.core.database.transact(lambda c: c.exec_driver_sql(_BEGUN, (list(lanes),)).scalars().all()))


def rate(times: list[float]) -> float:
    """Messages a second."""
    return (len(times) - 1) / (times[-1] - times[0])


@pytest.mark.kill
def test_two_workers_use_up_the_rate_and_keep_it(faulty: FaultyLine) -> None:
    """Of 20 texts a second at least 95 % leave, though each takes the provider 0.2 s; and hardly more in any second."""
    faulty.fails(FaultKind.LATENCY, seconds=LATENCY_S)
    with ExitStack() as workers:
        for _ in range(2):
            workers.enter_context(worker(faulty.settings, TEXTS_PER_SECOND=str(RATE)))
        for lane in (0, 1, 2):
            intents(faulty.core, 60, lane, datetime.now(UTC))
        wait_until(lambda: len(begun(faulty, 0, 1, 2)) >= 120, 20)
    times = begun(faulty, 0, 1, 2)[10:120]
    print(f"send rate / cap: {rate(times) / RATE:.3f}")
    assert 0.95 * RATE <= rate(times) <= 1.02 * RATE
    assert max(bisect_left(times, at + 1) - nth for nth, at in enumerate(times)) <= RATE * 1.2 + 1


@pytest.mark.kill
def test_a_code_overtakes_ten_thousand_reminders(faulty: FaultyLine) -> None:
    """It leaves within two send intervals, at whatever moment it is asked for; the reminders go on at their share."""
    faulty.fails(FaultKind.LATENCY, seconds=LATENCY_S)
    intents(faulty.core, 10_000, 2, datetime.now(UTC))
    waits = []
    with worker(faulty.settings, TEXTS_PER_SECOND=str(SLOW_RATE)):
        wait_until(lambda: len(begun(faulty, 2)) >= 3, 10)
        for nth in range(1, 13):
            time.sleep(0.2 + nth * 0.017)
            intents(faulty.core, 1, 0, datetime.now(UTC))
            asked = time.time()
            wait_until(lambda many=nth: len(begun(faulty, 0)) == many, 10)  # type: ignore[misc]
            waits.append((begun(faulty, 0)[-1] - asked) * SLOW_RATE)
    print(f"code behind 10,000 reminders: median {sorted(waits)[6]:.2f} intervals, longest {max(waits):.2f}")
    assert max(waits) <= 2
    assert rate(begun(faulty, 2)) >= 0.5 * SLOW_RATE
