"""Callers, texts and clerks at once, judged by the checker; the checker judged by databases with a guard taken off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from booking_core.actors import Actor, Agent, Caller
from booking_core.commands import HoldPlace
from booking_core.core import Core
from booking_core.numbers import Number
from booking_core.outcomes import Held, NoneFree, PlaceGone
from tests.history.check import check, told, void
from tests.history.drive import Crowd
from tests.history.evidence import Breach, Law
from tests.history.log import Operation, Verdict, save
from tests.history.mutants import MUTANTS, RACES, Mutant
from tests.history.people import STORIES, live
from tests.history.rest import unsold
from tests.history.rush import Ask, dealt, insist, rush
from tests.history.stage import STAGE_S, clear, join, on_line, open_core, read_sales, telephones
from tests.history.state import read_state
from tests.history.visit import Day

SEED = 20
THREADS = 16
RUSHES = 12
LEAST = {
    Verdict.OK: 400, Verdict.FULL: 20, Verdict.LIMIT: 10, Verdict.EXPIRED: 10, Verdict.REFUSED: 40,
    Verdict.UNKNOWN: 20,
}  # fmt: skip


def _days(crowd: Crowd, url: str, day: Day, begin: datetime, minutes: tuple[int, ...], threads: int) -> list[Operation]:
    """Rounds at pinned instants, `minutes` after `begin`: between them holds lapse and places cool down."""
    rounds = [begin + timedelta(minutes=later) for later in minutes]
    return [
        operation
        for nth, pinned in enumerate(rounds)
        for operation in crowd.play(url, live, [day] * threads, seed=SEED + nth, pinned=pinned)
    ]


def test_a_busy_line_keeps_its_laws(crowd: Crowd, small_url: str, tmp_path: Path) -> None:
    """All stories at once, over rounds in which holds lapse and given-up places come back; then the rest is sold."""
    core, begin = open_core(small_url, size=2), datetime.now(UTC)
    later = begin + timedelta(hours=8)
    try:
        sales = read_sales(core)
        day = Day(telephones(1, 30), sales, tuple(STORIES), times=5)
        history = _days(crowd, small_url, day, begin, (0, 13, 180, 193), THREADS)
        fresh = [Ask(*call, sales[n % len(sales)].slot) for n, call in enumerate(on_line(core, telephones(1000, 160)))]
        history += crowd.play(small_url, rush, dealt(fresh, THREADS, SEED), seed=SEED, pinned=later)
        state = read_state(core.at(later + timedelta(seconds=5)))
    finally:
        core.database.engine.dispose()
    save(history, tmp_path / "history.jsonl")
    breaches = [*check(history, state), *unsold(state), *void(history, LEAST)]
    assert not breaches, f"seed {SEED}, {tmp_path}/history.jsonl:\n{told(breaches)}"


def test_a_run_in_which_nothing_happened_is_void() -> None:
    """No breach is no proof: without enough turns of every verdict the checker says that it has seen nothing."""
    assert {breach.law for breach in void([], LEAST)} == {Law.VOID}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_checker_catches(name: str, crowd: Crowd, small_url: str) -> None:
    """With this guard taken off the same checker finds the law broken, and says which."""
    mutant = MUTANTS[name]
    core = open_core(small_url, size=2)
    try:
        core.database.transact(mutant.apply)
        day = Day(telephones(1, 12), read_sales(core), mutant.where, times=3)
        begin = datetime.now(UTC)
        history = _days(crowd, small_url, day, begin, mutant.minutes, threads=8)
        state = read_state(core.at(begin + timedelta(minutes=14)))
    finally:
        core.database.engine.dispose()
    assert mutant.law in {breach.law for breach in check(history, state)}


@pytest.mark.parametrize("name", RACES)
def test_the_checker_catches_the_race(name: str, crowd: Crowd, small_url: str) -> None:
    """The same for guards that only matter where turns meet; with all guards on, the same rush breaks no law."""
    _race(crowd, small_url, RACES[name])


@pytest.mark.parametrize("name", ["places are chosen without a lock", "neither lock nor index keeps the limit"])
def test_agents_and_callers_race(name: str, crowd: Crowd, small_url: str) -> None:
    """Half of those who ask at once are agents on a caller's behalf: no place is sold twice, no number has two, and
    whoever comes too late hears other times. With the guard taken off the same checker sees what went wrong.
    """
    history = _race(crowd, small_url, RACES[name], won_by=frozenset({Agent, Caller}))
    late = [turn.answer for turn in history if turn.verdict is Verdict.FULL]
    assert late
    assert all(isinstance(answer, PlaceGone | NoneFree) for answer in late)


def _race(crowd: Crowd, url: str, mutant: Mutant, *, won_by: frozenset[type[Actor]] = frozenset()) -> list[Operation]:
    """Rushes without a breach, which are returned; then rushes without the guard, until the checker finds one.

    `won_by`: agents ask beside callers, and each of these kinds has been the first somewhere.
    """
    core, helped = open_core(url, size=2, budget_s=STAGE_S), bool(won_by)
    history: list[Operation] = []
    try:
        # An agent's wish passes one more door, so callers win most rushes of one kind.
        for nth in range(RUSHES):
            guarded, rush = _rush(crowd, core, url, mutant.where[0], first=1 + 1000 * nth, helped=helped)
            assert not guarded, told(guarded)
            history += rush
            if won_by <= _winners(history):
                break
        assert won_by <= _winners(history)
        core.database.transact(mutant.apply)
        # A race is lost now and then, not each time: within so many rushes it has been.
        for nth in range(RUSHES):
            breaches, _ = _rush(crowd, core, url, mutant.where[0], first=100_001 + 1000 * nth, helped=helped)
            if mutant.law in {breach.law for breach in breaches}:
                break
    finally:
        core.database.engine.dispose()
    assert mutant.law in {breach.law for breach in breaches}
    return history


def _winners(history: list[Operation]) -> set[type[Actor]]:
    """Who got places in these rushes."""
    held = [turn.command for turn in history if isinstance(turn.answer, Held)]
    return {type(command.who) for command in held if isinstance(command, HoldPlace)}


def _rush(
    crowd: Crowd, core: Core, url: str, where: str, first: int, *, helped: bool = False
) -> tuple[list[Breach], list[Operation]]:
    """Callers who meet at places, or as one number in many calls: what the checker says of them.

    `helped`: in every second call an agent asks.
    """
    core.database.transact(clear)
    slots = [sale.slot for sale in read_sales(core) if sale.party_max == 4]
    calls_each = THREADS if "number" in where else 1
    people = telephones(first, 6 * THREADS // calls_each)
    calls: list[tuple[Number, Actor]] = list(on_line(core, people, calls_each, proven=where != "unproven number"))
    if helped:
        agents = join(core, *(Caller(who.sid) for _, who in calls[::2] if isinstance(who, Caller)))
        calls[::2] = [(number, agent) for (number, _), agent in zip(calls[::2], agents, strict=True)]
    # Dealt in order, every thread is at the same slot, or the same number, at about the same time.
    asks = [Ask(*call, slots[n // THREADS], party=1 + n % 3) for n, call in enumerate(calls)]
    # The first hold of a number makes its allowance, and that alone would keep the others in a row.
    history = crowd.play(url, insist, [asks[::THREADS]], seed=SEED) if where == "number" else []
    with locked(core):
        history += crowd.play(url, insist, [asks[n::THREADS] for n in range(THREADS)], seed=SEED)
    return check(history, read_state(core)), history


@contextmanager
def locked(core: Core, seconds: float = 0.4) -> Iterator[None]:
    """Somebody has claimed every place and takes it back: nothing is sold by that, and all who ask meanwhile meet."""
    with core.database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT FROM places FOR UPDATE")
        end = threading.Timer(seconds, connection.rollback)
        end.start()
        yield
        end.join()
