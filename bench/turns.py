"""How long a caller waits for a turn: beside a Flask application that does nothing, in a storm, without a database."""

from __future__ import annotations

import itertools
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

from app import LINES_KEPT_S
from bench.arena import arena
from bench.callers import Callers, callers
from bench.company import undisturbed
from bench.figures import Failed, Figure, percentile, progress, ratios
from bench.open_loop import Reply, capacity, drive
from bench.stock import connect, reset, stock_line
from bench.web import Turns, noop, part, running, settings_for
from postgres import EmbeddedServer
from settings import Settings

ROUNDS = 5
SECONDS, WARM_S = 6, 1.5
STORM = 4
"""Processes that book as fast as they are answered, beside the turns: more than this machine has cores for."""
STORM_FROM = 100_000
"""Numbers from here on belong to the storm."""
STOPPED_S = 10
NOOP, MENU, HELD = b"<Response/>", b"How many", b"is held for you"

Make = Callable[[int], bytes]


def measure() -> list[Figure]:
    """All figures of the turns. Takes some seven minutes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        arena() as server,
        callers(STORM) as processes,
    ):
        line = stock_line(server)
        settings = settings_for(line, Path(folder))
        beside, beside_port = noop(settings)
        with running(part(settings, "web"), beside):
            bench = _Bench(line, settings, beside_port, processes)
            halves = bench.half_loads()
            found = bench.compare(halves, storm=False) + bench.compare(halves, storm=True)
        reset(line)
        with running(part(settings, "web")):
            found.append(_stopped(server, line, settings, halves["hold"]))
    return found


class _Bench:
    def __init__(self, line: str, settings: Settings, beside: int, processes: Callers) -> None:
        self._line, self._port, self._beside, self._storm = line, settings.port, beside, processes
        self._turns = Turns(settings)
        self._numbers = itertools.cycle(range(1, STORM_FROM))

    def half_loads(self) -> dict[str, float]:
        """Half of the turns a second that the web process answers at most, by kind of turn."""
        found = {}
        for name, make, expected in (("menu", self._turns.menu, MENU), ("hold", self._turns.hold, HELD)):
            reset(self._line)
            capacity(self._port, map(make, self._numbers), 1)
            rate, replies = capacity(self._port, map(make, self._numbers), 3)
            _check(replies, expected)
            found[name] = rate / 2
        progress(", ".join(f"half load of {name} turns: {rate:.0f}/s" for name, rate in found.items()))
        return found

    def compare(self, halves: Mapping[str, float], *, storm: bool) -> list[Figure]:
        """Turns and the no-op at the same rate, forwards and backwards in turn."""
        cells = {
            "noop, as menu": lambda: self._p99(self._beside, self._turns.menu, halves["menu"], NOOP, storm=storm),
            "menu": lambda: self._p99(self._port, self._turns.menu, halves["menu"], MENU, storm=storm),
            "noop, as hold": lambda: self._p99(self._beside, self._turns.hold, halves["hold"], NOOP, storm=storm),
            "hold": lambda: self._p99(self._port, self._turns.hold, halves["hold"], HELD, storm=storm),
        }
        rounds = []
        for nth in range(ROUNDS):
            waits = {name: undisturbed(cells[name]) for name in list(cells)[:: 1 if nth % 2 == 0 else -1]}
            rounds.append(waits)
            progress(f"{'storm' if storm else 'quiet'}, round {nth + 1}, p99: "
                     + ", ".join(f"{name} {wait * 1000:.1f} ms" for name, wait in waits.items()))  # fmt: skip
        where = "in a storm" if storm else "at half load"
        return [
            Figure(
                f"p99 of a menu turn ÷ no-op, {where}", "<=", 3 if storm else 2, ratios(rounds, "menu", "noop, as menu")
            ),
            Figure(
                f"p99 of a hold turn ÷ no-op, {where}", "<=", 8 if storm else 4, ratios(rounds, "hold", "noop, as hold")
            ),
        ]

    def _p99(self, port: int, make: Make, rate: float, expected: bytes, *, storm: bool) -> float:
        # Emptied tables make every session plan its statements anew, some 40 ms a session, as no service ever has to.
        reset(self._line)
        warm = drive(port, [make(number) for number in itertools.islice(self._numbers, int(rate * WARM_S))], rate)
        requests = [make(number) for number in itertools.islice(self._numbers, int(rate * SECONDS))]
        if storm:
            self._storm.begin(self._line, SECONDS, first=STORM_FROM)
        replies = drive(port, requests, rate)
        stormed = self._storm.end(SECONDS).done if storm else 0
        _check(warm + replies, expected)
        self._audit((len(warm + replies) if expected is HELD else 0) + stormed)
        return percentile([reply.seconds for reply in replies], 0.99)

    def _audit(self, holds: int) -> None:
        with connect(self._line) as connection:
            counted = connection.execute("SELECT count(*), count(DISTINCT places[1]) FROM bookings").fetchone()
        if counted != (holds, holds):
            raise Failed(f"{holds} holds were told, {counted} bookings and places are there")


def _check(replies: list[Reply], expected: bytes) -> None:
    wrong = [reply for reply in replies if reply.status != 200 or expected not in reply.body]
    if wrong:
        raise Failed(f"{len(wrong)} of {len(replies)} turns were not answered with {expected!r}: {wrong[0]}")


def _stopped(server: EmbeddedServer, line: str, settings: Settings, rate: float) -> Figure:
    """The longest turn of any kind while PostgreSQL stands still, at half load.

    Each process keeps in memory what it knows of the line, for a minute; that grows old during the stop.
    """
    turns = Turns(settings)
    kinds = (turns.first, turns.menu, turns.hold, turns.menu)
    drive(settings.port, [kinds[nth % 4](1 + nth) for nth in range(80)], rate)
    time.sleep(LINES_KEPT_S - 5)
    requests = [kinds[nth % 4](1001 + nth) for nth in range(int(rate * (STOPPED_S + 5)))]
    with _stopping(server, after=2):
        replies = drive(settings.port, requests, rate)
    unanswered = [reply for reply in replies if reply.status != 200 or b"<Response>" not in reply.body]
    if unanswered:
        raise Failed(f"{len(unanswered)} of {len(replies)} turns were not answered: {unanswered[0]}")
    told = sum(HELD in reply.body for reply in replies)
    with connect(line) as connection:
        held = connection.execute("SELECT count(*) FROM bookings").fetchone()
    if held is None or held[0] < told:
        raise Failed(f"{told} holds were told, and {held} are there")
    return Figure(f"longest turn, database stopped {STOPPED_S} s", "<=", 3, (max(r.seconds for r in replies),), " s")


@contextmanager
def _stopping(server: EmbeddedServer, after: float) -> Iterator[None]:
    """Stop the postmaster and its sessions, and let them go on; nothing of them dies."""
    assert server.pid is not None
    stop = Timer(after, _signal, (server.pid, signal.SIGSTOP))
    resume = Timer(after + STOPPED_S, _signal, (server.pid, signal.SIGCONT))
    stop.start()
    resume.start()
    try:
        yield
    finally:
        stop.cancel()
        resume.join()


def _signal(postmaster: int, what: signal.Signals) -> None:
    """The postmaster first, so that no session is born in between."""
    os.kill(postmaster, what)
    for session in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
        with suppress(ProcessLookupError):
            os.kill(int(session), what)
