"""Drives people at once: processes by threads against one database, every turn of theirs in the log.

The seed decides who does what and in which order each of them asks; which of them wins is the machine's to decide. On
purpose some turns come twice at once, as a provider's impatient retry does, and some answers are not heard, as when a
web process dies after its commit: then the same key is asked again.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from booking_core.commands import Command
from booking_core.core import Core
from booking_core.outcomes import Outcome
from tests.history.log import AWAY, UNAVAILABLE, Operation
from tests.history.stage import open_core

PROCESSES = 2
TWICE_AT_ONCE = 0.08
NOT_HEARD = 0.05
SEATS = 256
"""No two threads of a run share an instant: each has its own remainder of microseconds."""


@dataclass
class Driver:
    """One thread of the run: asks the core and keeps the log."""

    core: Core
    process: str
    seat: int
    rng: random.Random
    pinned: datetime | None = None
    patience_s: float = 0
    """How long a turn that met a fault of the database is asked again."""
    log: list[Operation] = field(default_factory=list)
    _turns: Iterator[int] = field(default_factory=itertools.count)
    _asked: Iterator[int] = field(default_factory=itertools.count)

    def perform(self, number: str, command: Command[Any]) -> Outcome | None:
        """One turn, under a key of its own, with the mishaps of a real line."""
        key = f"{self.process}:{next(self._turns)}"
        mishap = 1.0 if command.repeats else self.rng.random()
        if mishap < TWICE_AT_ONCE:
            twin = threading.Thread(target=self.ask, args=(number, command, key))
            twin.start()
            answer = self.ask(number, command, key).answer
            twin.join()
            return answer
        if mishap < TWICE_AT_ONCE + NOT_HEARD:
            self.ask(number, command, key, heard=False)
        until = time.monotonic() + self.patience_s
        while (told := self.ask(number, command, key)).fault in AWAY and time.monotonic() < until:
            time.sleep(0.2)
        return told.answer

    def ask(self, number: str, command: Command[Any], key: str, *, heard: bool = True) -> Operation:
        """Ask the core once and log it, with its answer or its fault, or neither where nobody is to hear it."""
        at = self.now()
        answer, fault = None, None
        invoke = time.monotonic_ns()
        try:
            answer = (self.core if self.pinned is None else self.core.at(at)).perform(command, key)
        except Exception as trouble:
            fault = type(trouble).__name__
        returned = time.monotonic_ns()
        if heard or fault == UNAVAILABLE:
            told = Operation(self.process, number, command, key, at, invoke, returned, answer, fault)
        else:
            told = Operation(self.process, number, command, key, at, invoke, None, None)
        self.log.append(told)
        return told

    def replay(self) -> None:
        """Ask an earlier turn of this thread again: the answer must be the same, and nothing may happen."""
        turns = [each for each in self.log if each.answer is not None and not each.command.repeats]
        if turns:
            turn = self.rng.choice(turns)
            self.ask(turn.number, turn.command, turn.key)

    def now(self) -> datetime:
        """An instant of this turn alone, near the one that was pinned; else the clock's."""
        if self.pinned is None:
            return datetime.now(UTC)
        return self.pinned + timedelta(microseconds=next(self._asked) * SEATS + self.seat)


Act = Callable[[Driver, Any], None]
"""What one thread does, with what it was given. A function of a module, so that another process can find it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one process does: each thread runs `act` with one part of `parts`."""

    url: str
    name: str
    seed: int
    act: Act
    parts: tuple[Any, ...]
    first_seat: int = 0
    pinned: datetime | None = None
    patience_s: float = 0


def run(job: Job) -> list[Operation]:
    """Run a job in this process, its threads at once; returns what they logged."""
    core = open_core(job.url, size=2 * len(job.parts))
    together = threading.Barrier(len(job.parts))

    def one(nth: int) -> list[Operation]:
        name = f"{job.name}.{nth}"
        rng = random.Random(f"{job.seed}:{name}")
        driver = Driver(core, name, job.first_seat + nth, rng, job.pinned, job.patience_s)
        together.wait()
        job.act(driver, job.parts[nth])
        return driver.log

    try:
        with ThreadPoolExecutor(len(job.parts)) as threads:
            return [operation for log in threads.map(one, range(len(job.parts))) for operation in log]
    finally:
        core.database.engine.dispose()


class Crowd:
    """The processes of a run, kept from run to run."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._runs = itertools.count()

    def play(
        self, url: str, act: Act, parts: Iterable[Any], *, seed: int, pinned: datetime | None = None,
        patience_s: float = 0,
    ) -> list[Operation]:  # fmt: skip
        """Let every part have its thread, spread over the processes, all at once; returns the whole log."""
        whole, nth = tuple(parts), next(self._runs)
        shares = [whole[n::PROCESSES] for n in range(PROCESSES) if whole[n::PROCESSES]]
        jobs = [
            Job(url, f"{nth}.{n}", seed, act, share, n * len(shares[0]), pinned, patience_s)
            for n, share in enumerate(shares)
        ]
        return [operation for log in self._pool.map(run, jobs) for operation in log]


@contextmanager
def open_crowd() -> Iterator[Crowd]:
    """Processes of their own, so that callers do not queue for one interpreter."""
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.1] * PROCESSES))  # they take seconds to start, which no run should lose
        yield Crowd(pool)
