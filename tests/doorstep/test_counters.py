"""Counters: the same from Redis and from memory, the same for a retry, and bounded; no number is in any key."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import counters
from booking_core.doorstep import Limit, Window
from counters import Counters
from tests.faults.test_redis import Valkey

AT = datetime(2027, 3, 1, 9, 4, tzinfo=UTC)
KEY = b"k" * 32
CALLS = Window("calls", "+12025550101", Limit(3, timedelta(minutes=10)))
HANG_UPS = Window("hang_ups", "+12025550101", Limit(2, timedelta(minutes=10)))
NOW = Window("now", "+18005550199", Limit(2, timedelta(minutes=5)))

Make = Callable[[], Counters]


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    """A server for the tests of this file."""
    with TemporaryDirectory(prefix="fairline-") as folder:
        valkey = Valkey(Path(folder))
        yield valkey
        valkey.stop()


@pytest.fixture(params=["memory", "redis"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Counters of a web process; in Redis, of one process after another."""
    ticks = itertools.count(1.0)
    if request.param == "memory":
        kept = Counters(KEY, clock=lambda: next(ticks))
        yield lambda: kept
        return
    valkey = request.getfixturevalue("valkey")
    valkey.client.flushall()
    yield lambda: Counters(KEY, valkey.url, clock=lambda: next(ticks))


def test_each_call_counts_once_however_often_it_comes(make: Make) -> None:
    """A retry is told what the first try was told, even when it went to another process."""
    first = [make().count(f"CA{nth}", [CALLS], AT) for nth in range(4)]
    again = [make().count(f"CA{nth}", [CALLS], AT) for nth in range(4)]
    assert first == again == [(1,), (2,), (3,), (4,)]


def test_a_window_ends(make: Make) -> None:
    """What is told of the next window begins anew."""
    assert [make().count(f"CA{nth}", [CALLS], AT) for nth in range(2)] == [(1,), (2,)]
    assert make().count("CA2", [CALLS], CALLS.ends(AT)) == (1,)


def test_looking_counts_nothing(make: Make) -> None:
    """How many calls were hung up on is asked by calls that were not."""
    look = Window("hang_ups", HANG_UPS.whose, HANG_UPS.limit, adds=False)
    for nth in range(2):
        make().end(f"CA{nth}", NOW, [HANG_UPS], AT)
    assert [make().count(f"CB{nth}", [look], AT) for nth in range(2)] == [(2,), (2,)]


def test_a_call_that_is_over_makes_room(make: Make) -> None:
    """And a call that found none takes none from the next."""
    assert [make().count(f"CA{nth}", [NOW], AT) for nth in range(4)] == [(1,), (2,), (3,), (3,)]
    make().end("CA0", NOW, [], AT)
    assert make().count("CA4", [NOW], AT) == (2,)
    assert make().count("CA5", [NOW], AT) == (3,)


def test_a_call_whose_end_is_never_reported_makes_room_in_time(make: Make) -> None:
    """By the counters' own clock."""
    del make
    clock = iter([1.0, 2.0, 200.0, 302.5, 303.0])
    kept = Counters(KEY, clock=lambda: next(clock))
    assert [kept.count(f"CA{nth}", [NOW], AT) for nth in range(5)] == [(1,), (2,), (3,), (1,), (2,)]


def test_a_flood_fills_no_memory(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window keeps no more than its limit needs, and a process no more windows than it may."""
    monkeypatch.setattr(counters, "MOST_KEPT", 10)
    kept = make()
    told = [kept.count(f"CA{nth}", [CALLS], AT)[0] for nth in range(50)]
    assert told[:4] == [1, 2, 3, 4]
    assert set(told[4:]) <= {5, 6}
    for nth in range(50):
        kept.count("CA0", [Window("calls", f"+1202555{nth:04}", CALLS.limit)], AT)
    assert len(kept._memory._windows) == 10


def test_redis_holds_no_number_and_nothing_for_longer_than_its_window(valkey: Valkey) -> None:
    """Whoever reads it learns no telephone number, not even by trying them all: the hash has a key of its own."""
    valkey.client.flushall()
    Counters(KEY, valkey.url).count("CA" + "1" * 32, [NOW, CALLS], AT)
    keys = sorted(key.decode() if isinstance(key, bytes) else key for key in valkey.client.scan_iter())
    assert ["calls" in key for key in keys] == [True, False]
    assert not any(digits in key for key in keys for digits in ("2025550101", "8005550199"))
    assert [0 < valkey.client.ttl(key) <= most for key, most in zip(keys, (600, 300), strict=True)] == [True, True]
    assert [len(member) for member in valkey.client.zrange(keys[0], 0, -1)] == [24]
    other = Counters(b"x" * 32, valkey.url)
    assert other.count("CA2", [CALLS], AT) == (1,)


def test_what_redis_has_lost_the_process_remembers(valkey: Valkey) -> None:
    """Emptied in mid-flood it gives nobody a fresh start."""
    kept = Counters(KEY, valkey.url)
    for nth in range(3):
        kept.count(f"CA{nth}", [CALLS], AT)
    valkey.client.flushall()
    assert kept.count("CA3", [CALLS], AT)[0] >= 4
    assert Counters(KEY, valkey.url).count("CA4", [CALLS], AT) == (2,), "else this shows nothing"


def _in_pieces(valkey: Valkey, address: Path) -> socket.socket:
    """Another address of the server, on the far side of a network that takes what is sent apart."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(address))
    listener.listen()

    def serve() -> None:
        near, _ = listener.accept()
        with near, socket.socket(socket.AF_UNIX) as far, contextlib.suppress(OSError):
            far.connect(valkey.url.removeprefix("unix://"))
            threading.Thread(target=answers, args=(far, near), daemon=True).start()
            while sent := near.recv(64):
                far.sendall(sent)
                time.sleep(0.002)

    def answers(far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while told := far.recv(4096):
                near.sendall(told)

    threading.Thread(target=serve, daemon=True).start()
    return listener


def test_of_what_others_count_at_the_same_time_nothing_comes_between(valkey: Valkey, tmp_path: Path) -> None:
    """A call too many is told so, and no fault, while another process makes the window forget it again."""
    valkey.client.flushall()
    window, stop = Window("calls", "+12025550101", Limit(0, timedelta(minutes=10))), threading.Event()

    def others() -> None:
        kept, nth = Counters(KEY, valkey.url), itertools.count()
        while not stop.is_set():
            kept.count(f"CA{next(nth)}", [window], AT)

    busy = threading.Thread(target=others)
    with _in_pieces(valkey, tmp_path / "far"):
        far = Counters(KEY, f"unix://{tmp_path / 'far'}")
        busy.start()
        time.sleep(0.05)
        try:
            told = [far.count(f"CB{nth}", [window], AT)[0] for nth in range(10)]
        finally:
            stop.set()
            busy.join()
    assert all(many > window.limit.most for many in told)
