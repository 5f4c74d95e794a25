"""Redis killed, standing still or emptied in mid-flood: no turn waits for it twice, and the counting goes on."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import counters
from booking_core.core import Core
from booking_core.doorstep import Doorstep, Limit
from tests.doorstep.bell import Bell, bell
from tests.faults.test_redis import Valkey

SLOW_S = 0.19
"""No turn takes so long that does not wait for Redis."""
MOST = 6
RULES = Doorstep(calls=(Limit(MOST, timedelta(days=1)),), calls_now=100)


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A running server."""
    with TemporaryDirectory(prefix="fairline-") as folder:
        valkey = Valkey(Path(folder))
        yield valkey
        valkey.stop()


@pytest.fixture
def door(core: Core, url: str, valkey: Valkey) -> Bell:
    """The door of a line that counts there."""
    return bell(core, url, RULES, REDIS_URL=valkey.url)


def rings(door: Bell, number: str, many: int) -> tuple[list[bool], list[float]]:
    """Whether each of so many calls was let in, and how long its first turn took."""
    let_in, took = [], []
    for _ in range(many):
        began = time.monotonic()
        let_in.append("very often" not in door.ring(number))
        took.append(time.monotonic() - began)
    return let_in, took


FAULTS: dict[str, Callable[[Valkey], object]] = {
    "emptied": lambda valkey: valkey.client.flushall(),
    "killed": lambda valkey: valkey.stop(),
    "stopped": lambda valkey: valkey.send(signal.SIGSTOP),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_redis_gives_a_flood_a_fresh_start_or_a_turn_a_long_wait(
    door: Bell, valkey: Valkey, fault: str
) -> None:
    """What was counted before the fault counts after it, in the memory of the process; one turn at most waits."""
    assert all(rings(door, "+12025550111", 3)[0])
    FAULTS[fault](valkey)
    let_in, took = rings(door, "+12025550111", 5)
    assert let_in == [True] * (MOST - 3) + [False] * 2
    assert max(took) < 0.5
    assert sum(each > SLOW_S for each in took) <= 1, took
    assert rings(door, "+12025550112", 1)[0] == [True]
    if fault == "stopped":
        valkey.send(signal.SIGCONT)


def test_a_redis_that_is_back_is_asked_again(
    core: Core, url: str, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its rest one turn finds out, and from then on what other processes count is seen."""
    monkeypatch.setattr(counters, "REST_S", 0.3)
    here, there = (bell(core, url, RULES, REDIS_URL=valkey.url) for _ in range(2))
    valkey.stop()
    for door in (here, there):
        door.ring("+12025550111")
    valkey.start()
    time.sleep(0.4)
    sids = iter(f"CA{nth:032x}" for nth in range(1000, 1010))
    let_in = ["very often" not in door.ring("+12025550113", next(sids)) for door in (here, there) * 4]
    assert let_in == [True] * MOST + [False] * 2


def test_without_its_time_limit_a_turn_would_wait(
    core: Core, url: str, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would show nothing of a server that stands still."""
    monkeypatch.setattr(counters, "WAIT_S", 0.8)
    door = bell(core, url, RULES, REDIS_URL=valkey.url)
    valkey.send(signal.SIGSTOP)
    assert max(rings(door, "+12025550111", 1)[1]) > 0.5
    valkey.send(signal.SIGCONT)
