"""All runs of a range, two side by side, each in the order in which it is the sooner done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from attack_range import layers
from attack_range.attackers import ATTACKS
from attack_range.cells import Cell, run
from attack_range.field import Days, found
from attack_range.figures import Run
from attack_range.parameters import Parameters, SizeTable
from postgres import EmbeddedServer

SIDE_BY_SIDE: Final = 2
NEVER_FLUSHES: Final = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "shared_buffers": "256MB", "wal_level": "minimal", "max_wal_senders": "0",
}  # fmt: skip
"""A range's databases are thrown away: nothing of them has to survive a crash."""


def cells(parameters: Parameters, size: SizeTable, only: Sequence[str] = ()) -> list[Cell]:
    """Every run that a range of this size has; of `only` these attacks, if any are named.

    Runs with a layer off are on a smaller line, and so is one with every layer on that they are compared with.
    """
    days = Days(parameters.line, size.share, size.days)
    attacks = list(only) or ["", *ATTACKS]
    whole = [Cell(attack, seed, "", days) for attack in attacks for seed in range(1, size.seeds + 1)]
    small = replace(days, share=size.layer_share)
    seeds = range(1, size.layer_seeds + 1)
    off = [
        Cell(attack, seed, layer, small, baseline=not layer)
        for attack in attacks if attack
        for layer in ("", *_layers(attack))
        for seed in seeds
    ]  # fmt: skip
    return whole + off


def _layers(attack: str) -> tuple[str, ...]:
    kind = ATTACKS[attack]
    return layers.names(takes_places=kind.takes_places, is_flood=kind.is_flood)


@contextmanager
def _server(parameters: Parameters, wanted: Sequence[Cell]) -> Iterator[str]:
    """A server with a field of each size."""
    with EmbeddedServer.scratch(NEVER_FLUSHES) as server:
        for name, days in {cell.field_name: cell.days for cell in wanted}.items():
            found(server.create_database(name), days, parameters.desk, parameters.people)
        yield server.url


def make(
    parameters: Parameters, wanted: Sequence[Cell], done: Callable[[Run], None], side_by_side: int = SIDE_BY_SIDE
) -> list[Run]:
    """Make these runs; `done` hears of each as it ends. Returned in the order of `wanted`.

    A run that fails is told at once, with its cell: no other is begun.
    """
    with _server(parameters, wanted) as url:
        # Spawned, because a fork would copy threads and connections of this process.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(side_by_side, mp_context=context) as processes:
            futures = {processes.submit(run, url, cell, parameters): cell for cell in wanted}
            tell(processes, futures, done)
            return [future.result() for future in futures]


def tell(processes: Executor, futures: Mapping[Future[Run], Cell], done: Callable[[Run], None]) -> None:
    """Each run as it ends; the first that fails calls off those that are not begun."""
    try:
        for future in as_completed(futures):
            done(_made(future, futures[future]))
    except BaseException:
        processes.shutdown(wait=False, cancel_futures=True)
        raise


def _made(future: Future[Run], cell: Cell) -> Run:
    try:
        return future.result()
    except Exception as fault:
        layer = cell.layer_off or "none"
        fault.add_note(f"in the run: attack {cell.attack or 'none'}, seed {cell.seed}, layer off {layer}")
        raise
