"""Redis gone, emptied or standing still: wake-ups are hints, and every message arrives without them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from redis import Redis, RedisError

import processes
from tests.faults.intents import intents
from tests.faults.line import FaultyLine, wait_until, worker
from wakeups import QUEUE, Wakeups

LANE = 1
QUICK_S = 0.2
"""A worker that only looks twice a second finds five of six within this time once in 25 runs."""


class Valkey:
    """The embedded server, for a test to mistreat."""

    def __init__(self, folder: Path) -> None:
        self._part, self.url = processes.valkey(folder)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._child = subprocess.Popen(self._part.argv, env=self._part.env)
        wait_until(self._answers, 5)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False

    def await_listener(self) -> None:
        """Wait until a worker listens."""
        wait_until(lambda: any(each["cmd"] == "blmove" for each in self.client.client_list()), 10)

    @property
    def client(self) -> Redis:
        """A connection of one's own."""
        return Redis.from_url(self.url, socket_timeout=1)

    def send(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self._child.pid, sign)

    def stop(self) -> None:
        """It is gone."""
        self._child.kill()
        self._child.wait()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A running server."""
    with TemporaryDirectory(prefix="fairline-") as folder:
        valkey = Valkey(Path(folder))
        yield valkey
        valkey.stop()


def waits(line: FaultyLine, wake: Wakeups, many: int) -> list[float]:
    """Texts at odd moments: the seconds from each commit until it is about to leave."""
    found = []
    for nth in range(many):
        time.sleep(0.05 + nth * 0.087)
        (laid,) = intents(line.core, 1, LANE, datetime.now(UTC))
        asked = time.time()
        wake([laid.id])
        assert time.time() - asked < 0.05, "a turn waited for Redis"
        wait_until(lambda: "waiting" not in line.states(), 10)
        begun = line.core.database.transact(
            lambda c, laid=laid: c.exec_driver_sql(  # type: ignore[misc]
                "SELECT extract(epoch FROM begun_at)::float FROM outbox WHERE id = %s", (laid.id,)
            ).scalar_one()
        )
        found.append(begun - asked)
    return found


@pytest.mark.kill
def test_no_fault_of_redis_holds_a_message_back(faulty: FaultyLine, valkey: Valkey) -> None:
    """With it a message leaves at once; without it, at the next look; and with it again, at once again."""
    wake = Wakeups(valkey.url)
    faults: list[Callable[[], object]] = [
        lambda: valkey.client.flushall(), lambda: valkey.send(signal.SIGSTOP), valkey.stop,
    ]  # fmt: skip
    with worker(faulty.settings, REDIS_URL=valkey.url):
        valkey.await_listener()
        quick = waits(faulty, wake, 6)
        for fault in faults:
            fault()
            assert max(waits(faulty, wake, 3)) < 2, fault
        valkey.start()
        valkey.await_listener()
        again = waits(faulty, wake, 6)
    assert sorted(quick)[-2] < QUICK_S, quick
    assert sorted(again)[-2] < QUICK_S, again
    assert faulty.states().keys() <= {"sent", "delivered"}


def test_a_wake_up_says_nothing_but_ids(faulty: FaultyLine, valkey: Valkey) -> None:
    """In Redis there lie ids as JSON, for a minute, and nothing of whom or what they are about."""
    laid = intents(faulty.core, 2, LANE, datetime.now(UTC))
    Wakeups(valkey.url)([each.id for each in laid])
    wait_until(lambda: valkey.client.llen(f"rq:queue:{QUEUE}") == 1, 5)
    client = valkey.client
    (job,) = (key for key in client.scan_iter("rq:job:*") if client.type(key) == b"hash")
    fields = cast("dict[bytes, bytes]", client.hgetall(job))
    work = json.loads(zlib.decompress(fields.pop(b"data")))
    assert work == ["wakeups.deliver", None, [str(each.id) for each in laid], {}]
    assert fields[b"description"] == b"outbox"
    assert not any(each.to.removeprefix("+").encode() in b" ".join(fields.values()) for each in laid)
    assert 0 < client.ttl(job) <= 60
