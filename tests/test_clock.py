"""The clock: one leader, jobs that find what is due, and no harm from two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from booking_core.core import Core
from booking_core.transaction import Transaction
from clock import LEASE, Clock, Job

START = datetime(2027, 3, 1, 15, tzinfo=UTC)


def _counting(every: timedelta) -> tuple[Job, list[datetime]]:
    ran: list[datetime] = []

    def work(t: Transaction, most: int) -> int:
        ran.append(t.now())
        return 0

    return Job("counting", every, work), ran


def _at(core: Core, seconds: float) -> Core:
    return core.at(START + timedelta(seconds=seconds))


def test_one_leads(core: Core) -> None:
    """While one process ticks, no other runs a job; when it has not ticked for a lease, another does."""
    job, ran = _counting(timedelta(0))
    first, second = Clock(_at(core, 0), (job,)), Clock(_at(core, 14), (job,))
    assert first.tick()
    assert not second.tick()
    assert len(ran) == 1
    third = Clock(_at(core, LEASE.total_seconds()), (job,))
    assert third.tick()
    assert not second.tick()
    assert len(ran) == 2


def test_who_stops_lets_another_lead(core: Core) -> None:
    """A process that ends in order does not keep the lease."""
    job, ran = _counting(timedelta(0))
    first, second = Clock(_at(core, 0), (job,)), Clock(_at(core, 1), (job,))
    assert first.tick()
    first.resign()
    assert second.tick()
    assert len(ran) == 2


def test_a_job_waits_for_its_time(core: Core) -> None:
    """A daily job runs once a day, whoever leads, and once after a pause of three."""
    job, ran = _counting(timedelta(days=1))
    for hours in (0, 1, 23, 24, 25, 24 * 4, 24 * 4 + 1):
        assert Clock(_at(core, hours * 3600), (job,)).tick()
    assert [at - START for at in ran] == [timedelta(hours=hours) for hours in (0, 24, 96)]


def test_a_job_that_fails_stops_no_other(core: Core) -> None:
    """The others run, the fault is told, and the job is tried again at the next tick."""
    job, ran = _counting(timedelta(0))
    tries: list[int] = []

    def work(t: Transaction, most: int) -> int:
        tries.append(1)
        raise LookupError

    broken = Job("broken", timedelta(days=1), work)
    clock = Clock(_at(core, 0), (broken, job))
    for _ in range(2):
        with pytest.raises(ExceptionGroup):
            clock.tick()
    assert (len(ran), len(tries)) == (2, 2)
