"""The clock: what has to happen at a time, whether or not anybody calls. Jobs, run by one leader.

The leader holds a lease in the database, renewed at every tick; when it dies, another process leads within LEASE. Two
leaders, which a stopped process can make, do no harm: every job finds what is due by looking at rows, and takes them
`FOR UPDATE SKIP LOCKED`. After a pause of any length a job finds all that fell due in it.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import anomalies, budgets, figures, loads, matching, offers, retention, retirement, touches, tripwires
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.identifiers import uuid7
from booking_core.tables import clock_jobs, clock_lease
from booking_core.transaction import Transaction

LEASE = timedelta(seconds=15)
TICK_S = 5.0
BATCH = 200
"""Rows a job may touch in one transaction: callers wait for none of its locks for long."""

_LOG = logging.getLogger("fairline.clock")


@dataclass(frozen=True, slots=True)
class Job:
    """`work` does at most so many pieces (its second argument) of what is due and returns how many it did."""

    name: str
    every: timedelta
    work: Callable[[Transaction, int], int]
    batch: int = BATCH


JOBS: tuple[Job, ...] = (
    Job("retire", timedelta(minutes=1), retirement.retire),
    # What they touch stays locked meanwhile, and each row costs several statements.
    Job("plan touches", timedelta(seconds=10), touches.plan_due, batch=50),
    Job("do touches", timedelta(0), touches.do_due, batch=20),
    Job("retention", timedelta(hours=1), retention.work),
    Job("offers", timedelta(seconds=5), offers.run),
    Job("tripwires", timedelta(minutes=1), tripwires.watch),
    Job("queue", timedelta(0), matching.tick),
    Job("budgets", timedelta(seconds=10), budgets.settle),
    Job("waiting list", timedelta(minutes=10), offers.tidy),
    Job("insiders", timedelta(days=1), anomalies.warn),
    Job("figures", timedelta(minutes=1), figures.count, batch=12),
    Job("loads", timedelta(minutes=1), loads.count),
    Job("learned loads", timedelta(hours=1), loads.learn),
)


class Clock:
    """One process's clock; it ticks only while it leads."""

    def __init__(self, core: Core, jobs: tuple[Job, ...] = JOBS) -> None:
        """Lead with a name of this process's own."""
        self._core = core
        self._jobs = jobs
        self._name = uuid7()

    def tick(self) -> bool:
        """Run every job that is due, if this process leads; returns whether it does.

        Raises ExceptionGroup once every job had its turn, if one of them failed: it is tried again at the next tick.
        """
        if not self._core.transact(lambda t: _lead(t, self._name)):
            return False
        faults = []
        for job in self._jobs:
            try:
                while self._core.transact(partial(_run, job=job)) >= job.batch:
                    if not self._core.transact(lambda t: _lead(t, self._name)):
                        return False
            except Exception as fault:  # whatever it is, the other jobs have their promises to keep
                faults.append(fault)
        if faults:
            raise ExceptionGroup("jobs of the clock", faults)
        return True

    def resign(self) -> None:
        """Let another lead at once."""
        self._core.transact(
            lambda t: t.connection.execute(sa.delete(clock_lease).where(clock_lease.c.holder == self._name)).rowcount
        )


def _lead(t: Transaction, name: UUID) -> bool:
    """Take or renew the lease; False while another holds it."""
    now = t.now()
    ours = insert(clock_lease).values(holder=name, until=now + LEASE)
    taken = t.connection.execute(
        ours.on_conflict_do_update(
            index_elements=["one"],
            set_={"holder": name, "until": now + LEASE},
            where=sa.or_(clock_lease.c.holder == name, clock_lease.c.until <= now),
        ).returning(clock_lease.c.holder)
    )
    return taken.first() is not None


def _run(t: Transaction, job: Job) -> int:
    """One batch of a job that is due; with the last batch its time begins anew."""
    now = t.now()
    ran = t.connection.scalar(sa.select(clock_jobs.c.ran_at).where(clock_jobs.c.name == job.name))
    if ran is not None and ran + job.every > now:
        return 0
    done = job.work(t, job.batch)
    if done < job.batch:
        t.connection.execute(
            insert(clock_jobs)
            .values(name=job.name, ran_at=now)
            .on_conflict_do_update(index_elements=["name"], set_={"ran_at": now})
        )
    return done


def run(clock: Clock, stopped: threading.Event, tick_s: float = TICK_S) -> None:
    """Tick until stopped; a database that is away is waited for."""
    while not stopped.wait(tick_s):
        try:
            clock.tick()
        except (Unavailable, Unknown) as fault:
            _LOG.warning("database: %s", type(fault).__name__)
        except ExceptionGroup as faults:
            for each in faults.exceptions:
                _LOG.error("a job failed: %s", type(each).__name__)
    with contextlib.suppress(Unavailable, Unknown):
        clock.resign()
