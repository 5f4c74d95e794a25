"""Callers as processes: each performs holds through the core as fast as it is answered, or at a pace."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.stock import NUMBERS, SLOTS, call_sid, slot
from booking_core.actors import Caller
from booking_core.commands import HoldPlace
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.outcomes import Held

SECRET = b"c667d937cbf9101834e194785ed8d8efb1c0355585fc69d8"
"""For measuring only: it seals nothing that outlives a run."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one process is asked to do."""

    url: str
    prepared: bool
    seconds: float
    nth: int
    of: int
    first: int = 0
    """Numbers before this one belong to somebody else."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all processes did together."""

    rate: float
    """Holds a second."""
    done: int
    """Holds, the ones to warm up included."""


class Callers:
    """So many processes, started once: what an import costs is not measured."""

    def __init__(self, count: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._ends: list[Connection] = []
        for _ in range(count):
            mine, theirs = spawn.Pipe()
            spawn.Process(target=_serve, args=(theirs,), daemon=True).start()
            theirs.close()
            self._ends.append(mine)
        for end in self._ends:
            _taken(end)

    def begin(self, url: str, seconds: float, *, prepared: bool = True, first: int = 0) -> None:
        """Start a run; `first` numbers are left to somebody else."""
        for nth, end in enumerate(self._ends):
            end.send(Task(url, prepared, seconds, nth, len(self._ends), first))
        for end in self._ends:
            _taken(end)
        for end in self._ends:
            end.send("go")

    def end(self, seconds: float) -> Run:
        """Wait for the run to end. Raises whatever a process raised."""
        warm = len(self._ends)
        done = sum(_taken(end) for end in self._ends)
        return Run(done / seconds, done + warm)

    def run(self, url: str, seconds: float, *, prepared: bool = True) -> Run:
        """Hold for so many seconds."""
        self.begin(url, seconds, prepared=prepared)
        return self.end(seconds)

    def stop(self) -> None:
        """Let the processes go."""
        for end in self._ends:
            end.close()


@contextmanager
def callers(count: int) -> Iterator[Callers]:
    """Processes for the time of a measurement."""
    running = Callers(count)
    try:
        yield running
    finally:
        running.stop()


def _taken(end: Connection) -> int:
    """What a process answers. Raises what it raised."""
    answer = end.recv()
    if isinstance(answer, BaseException):
        raise answer
    return int(answer)


def _serve(end: Connection) -> None:
    end.send(0)
    while True:
        try:
            task: Task = end.recv()
        except EOFError:
            return
        try:
            end.send(_hold(task, end))
        except Exception as fault:
            end.send(fault)


def _hold(task: Task, end: Connection) -> int:
    """Warm up with one hold, wait until all have, then hold until the time is over; returns how many."""
    core = Core(Database(task.url, prepared=task.prepared, size=1), Keys(SECRET))
    numbers = _numbers(task)
    _one(core, next(numbers))
    end.send(1)
    end.recv()
    until, done = time.monotonic() + task.seconds, 0
    while time.monotonic() < until:
        _one(core, next(numbers))
        done += 1
    core.database.engine.dispose()
    return done


def _numbers(task: Task) -> Iterator[int]:
    """Numbers nobody else has, scattered as in the scripts of pgbench."""
    room = NUMBERS - task.first
    nth = task.nth
    while True:
        yield 1 + task.first + nth * 7919 % room
        nth += task.of


def _one(core: Core, number: int) -> None:
    sid = call_sid(number)
    command = HoldPlace(Caller(sid), slot(random.randint(2, SLOTS + 1)), 1, "text", "en")
    outcome = core.perform(command, f"voice:{sid}:offers")
    if not isinstance(outcome, Held):
        raise TypeError(f"a hold was answered with {type(outcome).__name__}")
