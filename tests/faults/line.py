"""The line in parts: exchange and web as processes; workers as processes, or beside the test with a clock of theirs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import processes
from app import build_provider
from booking_core.core import Core
from exchange.faults import FaultKind
from exchange.link import Link
from relay import Relay
from settings import Settings
from supervisor import CHECKOUT
from telephony.provider import Provider
from tests.history.service import Running

HANDS = 6


@dataclass
class FaultyLine:
    """A line whose provider fails as it is told."""

    settings: Settings
    core: Core

    def fails(self, kind: FaultKind, count: int = 1, seconds: float = 0, code: int = 30008) -> None:
        """Let the provider fail."""
        body = {"kind": kind, "count": count, "seconds": seconds, "code": code}
        Link(self.settings.exchange_url).post("faults", body=body)

    def heals(self) -> None:
        """Forget texts and faults."""
        Link(self.settings.exchange_url).post("reset", body={})

    def settle(self) -> None:
        """Wait until every report has been made."""
        assert Link(self.settings.exchange_url).post("settle", body={"timeout": 30})["settled"]

    def deliver(self, at: datetime, provider: Provider | None = None) -> None:
        """Carry everything that is due at an instant, several messages at once."""
        relay = Relay(self.core.at(at), provider or build_provider(self.settings), self.settings)

        def carry(_: int) -> None:
            while relay.round():
                pass

        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(carry, range(HANDS)))

    def states(self) -> dict[str, int]:
        """How many messages stand where."""
        counted = self.core.database.transact(
            lambda c: c.exec_driver_sql("SELECT state, count(*) AS many FROM outbox GROUP BY state").all()
        )
        return {str(row.state): int(row.many) for row in counted}

    def forget(self) -> None:
        """No message is in the outbox."""
        self.core.database.transact(lambda c: c.exec_driver_sql("DELETE FROM outbox"))


@contextmanager
def parts(settings: Settings, log: Path, *names: str) -> Iterator[Running]:
    """Run the parts of the service with these names."""
    chosen = [part for part in processes.services(settings) if part.name in names]
    running = Running(chosen, log)
    try:
        for part in chosen:
            running.start(part.name)
        running.await_ready()
        yield running
    finally:
        running.stop()


@contextmanager
def worker(settings: Settings, **more: str) -> Iterator[None]:
    """A worker process, with more settings of its own, until it is asked to stop."""
    (part,) = (part for part in processes.services(settings) if part.name == "worker")
    child = subprocess.Popen(part.argv, env={**part.env, **more}, cwd=CHECKOUT, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        assert child.wait(20) == 0


class Warm:
    """A process with everything imported, which forks a worker that will kill itself."""

    def __init__(self, settings: Settings) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"], env=settings.as_environment() | {"PYTHONPATH": str(CHECKOUT)},
            cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def kill(self, failpoint: str, at: datetime) -> int:
        """Let a worker live until the failpoint; returns the signal that ended it, 0 for none."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(failpoint, at.isoformat(), file=self._child.stdin, flush=True)
        return int(self._child.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._child.communicate()


def wait_until(holds: Callable[[], bool], within_s: float) -> None:
    """Wait until a condition, asked again and again, holds."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)
