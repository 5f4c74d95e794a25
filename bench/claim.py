"""How near the claim comes to the least that a booking could cost, and how much of it Python and a pooler leave."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from bench import pgbench
from bench.arena import Disk, arena, use_disk
from bench.callers import Callers, callers
from bench.company import undisturbed
from bench.figures import Failed, Figure, progress, ratios, steady
from bench.pooler import pooler, program
from bench.stock import audit, reset, stock_limit, stock_line
from postgres import EmbeddedServer

CLIENTS = 8
MANY = 32
SECONDS = 3
ROUNDS, MOST_ROUNDS = 5, 9

Cell = Callable[[], float]
"""One run, audited; its rate."""


def measure() -> list[Figure]:
    """All figures of the claim. Takes some six minutes."""
    if program() is None:
        raise Failed("pgbouncer is not installed, and one figure needs it (Debian: apt-get install pgbouncer)")
    found: list[Figure] = []
    with arena() as server, callers(CLIENTS) as processes:
        line, limit = stock_line(server), stock_limit(server)
        with pooler(line) as pooled:
            cells = _cells(server, processes, line, limit, pooled)
            for disk in Disk:
                use_disk(server, disk)
                here = cells if disk is Disk.SLOW else {name: cells[name] for name in list(cells)[:4]}
                found += _figures(_rounds(here, disk), disk)
    return found


def _cells(server: EmbeddedServer, processes: Callers, line: str, limit: str, pooled: str) -> dict[str, Cell]:
    """What is run in each round: the first four on both disks, the last two on the slow one."""

    def by_pgbench(url: str, script: str, clients: int) -> float:
        reset(url)
        ran = pgbench.run(server, url, script, clients, SECONDS)
        audit(url, ran.done)
        return ran.rate

    def by_processes(url: str, prepared: bool) -> float:
        reset(line)
        ran = processes.run(url, SECONDS, prepared=prepared)
        audit(line, ran.done)
        return ran.rate

    hold = functools.partial(by_pgbench, line)
    return {
        "limit": lambda: by_pgbench(limit, pgbench.sell_script(CLIENTS), CLIENTS),
        "hold": lambda: hold(pgbench.hold_script(CLIENTS), CLIENTS),
        "perform": lambda: by_processes(line, True),
        "pooler": lambda: by_processes(pooled, False),
        "spread": lambda: hold(pgbench.hold_script(MANY), MANY),
        "hot": lambda: hold(pgbench.hold_script(MANY, pgbench.HOT), MANY),
    }


def _rounds(cells: Mapping[str, Cell], disk: Disk) -> list[Mapping[str, float]]:
    """Rounds in turn forwards and backwards, until enough of them were not disturbed."""
    done: list[Mapping[str, float]] = []
    while len(done) < MOST_ROUNDS:
        order = list(cells)[:: 1 if len(done) % 2 == 0 else -1]
        rates = {name: undisturbed(cells[name]) for name in order}
        done.append(rates)
        shares = (f"{name} {rates[name] / rates['limit']:.2f}" for name in cells)
        progress(f"{disk}, round {len(done)}, shares of the limit: {', '.join(shares)}")
        if len(kept := steady(done, "limit")) >= ROUNDS:
            return kept
    raise Failed(f"the machine is too busy: of {MOST_ROUNDS} rounds only {len(steady(done, 'limit'))} were steady")


def _figures(rounds: list[Mapping[str, float]], disk: Disk) -> list[Figure]:
    slow = disk is Disk.SLOW
    found = [
        Figure(f"hold_v1 ÷ the limit, {disk}", ">=", 0.80 if slow else 0.35, ratios(rounds, "hold", "limit")),
        Figure(f"perform ÷ hold_v1, {disk}", ">=", 0.80 if slow else 0.40, ratios(rounds, "perform", "hold")),
        Figure(f"perform through PgBouncer ÷ hold_v1, {disk}", ">=", 0.30, ratios(rounds, "pooler", "hold")),
    ]
    if slow:
        found.append(Figure(f"hot slot ÷ spread, {MANY} clients, {disk}", ">=", 0.70, ratios(rounds, "hot", "spread")))
    return found
