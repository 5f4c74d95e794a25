"""A copy is made under load, the server is lost, the copy is put into another one. `pytest -m kill`; a minute."""

from __future__ import annotations

import itertools
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import demo
import processes
from app import build_provider, checker
from bench.ports import free_pair
from booking_core import restored
from booking_core.commands import HoldPlace
from booking_core.core import Core
from booking_core.numbers import Number
from booking_core.outcomes import Held
from booking_core.tables import outbox, rules
from catch_up import Lost, lost
from database_commands import LONGEST_CALL
from postgres import EmbeddedServer
from settings import Settings
from tests.history.check import check, told, void
from tests.history.drive import Crowd
from tests.history.log import Operation, Verdict
from tests.history.people import Shift, steady
from tests.history.service import Running, running
from tests.history.stage import GENEROUS, Sale, migrated, on_line, open_core, read_sales, telephones
from tests.history.state import State, read_state
from tests.history.telephones import Heard, books, inboxes
from tests.history.visit import Day
from tests.house import settings_for

pytestmark = [pytest.mark.kill, pytest.mark.timeout(300)]

SEED = 23
COPIED_AT_S, LOAD_S = 6, 20
STORIES = ("keys_the_code_in", "texts_the_code", "lets_go", "proves_first", "gives_up", "moves")
LEAST = {Verdict.OK: 60, Verdict.UNKNOWN: 10}
TOLD = 2
"""Bookings told by telephone before the copy begins, and at least so many after it."""
BACKLOG = telephones(100_000, 20)
"""People whose codes wait while the copy is made, and are sent before the server is lost."""
BOOKS_WITHIN_S = 30
NAME = "line"


@dataclass(frozen=True, slots=True)
class Told:
    """One call by telephone and when it was over, in the history's nanoseconds."""

    heard: Heard
    at: int


def test_a_copy_made_under_load_is_a_line_again(crowd: Crowd, tmp_path: Path) -> None:
    """Copied, lost, restored elsewhere, the step between forgotten: all that the how-to promises."""
    copy, names = tmp_path / "fairline.dump", map("+1415555{:04}".format, itertools.count(1000))
    with EmbeddedServer.scratch() as first, EmbeddedServer.scratch() as second:
        settings = settings_for(free_pair(), institution(first), FAIRLINE_VAR=str(tmp_path))
        with running(settings, tmp_path / "service.log") as service:
            history, calls, copied_at = life(crowd, settings, service, first, copy, names)
            first.kill()
            for part in ("worker", "web"):
                service.kill(part)
            again = settings.model_copy(update={"database_url": restore(copy, second)})
            with closing_core(again) as core:
                judge_copy(core, before(history, copied_at), calls, copied_at)
                known = read_state(core)
                with web_and_worker(again, tmp_path / "again.log"):
                    judge_line(core, again, calls, copied_at, known, names)


def institution(server: EmbeddedServer) -> str:
    """The address of a database with the demo institution, its budgets wide enough for the load."""
    url = migrated(server, NAME)
    core = open_core(url, size=1)
    core.database.transact(lambda connection: demo.seed(connection, datetime.now(UTC).date()))
    core.database.transact(lambda connection: connection.execute(sa.update(rules).values(GENEROUS)))
    core.database.engine.dispose()
    return url


def life(
    crowd: Crowd, settings: Settings, service: Running, server: EmbeddedServer, copy: Path, names: Iterator[str]
) -> tuple[list[Operation], list[Told], int]:
    """Load on the line, and a copy in the midst of it; returns what was told, and when the copy began."""
    url = server.url_of(NAME)
    crowd.play(url, steady, [Shift(Day((), (), (), 0), 0, 0)] * 2, seed=SEED)  # its processes have loaded all they need
    began = time.monotonic()
    with closing_core(settings) as core, ThreadPoolExecutor(4) as at_once:
        sales = far_sales(core)
        day = Day(telephones(1, 20), sales[:6], STORIES, 0)
        shifts = [Shift(day, began + LOAD_S, 0.1)] * 4
        load = at_once.submit(crowd.play, url, steady, shifts, seed=SEED, patience_s=5)
        heard: list[Told] = []
        callers = [at_once.submit(calling, settings, names, began + LOAD_S, heard) for _ in range(3)]
        while time.monotonic() < began + COPIED_AT_S or sum(bool(each.heard.reference) for each in heard) < TOLD:
            assert time.monotonic() < began + LOAD_S, "hardly anybody has booked"
            time.sleep(0.1)
        service.kill("worker")
        backlog(core, sales[len(sales) // 2 :])
        copied_at = time.monotonic_ns()
        run(server, "pg_dump", "--create", "--format=custom", f"--file={copy}", plain(url))
        service.start("worker")
        _ = [caller.result() for caller in callers]
        return load.result(), heard, copied_at


def calling(settings: Settings, names: Iterator[str], ends: float, heard: list[Told]) -> None:
    """One person after another calls and books."""
    while time.monotonic() < ends:
        heard.append(Told(books(settings.exchange_url, demo.LINE, next(names)), time.monotonic_ns()))


def backlog(core: Core, sales: tuple[Sale, ...]) -> None:
    """Holds, each with a code to be texted, while no worker runs."""
    for nth, (number, who) in enumerate(on_line(core, BACKLOG, proven=False)):
        held = core.perform(HoldPlace(who, sales[nth].slot, 1, "text", "en"), f"backlog:{number.e164}")
        assert isinstance(held, Held), held


def far_sales(core: Core) -> tuple[Sale, ...]:
    """Slots far from the first times, which people with telephones take."""
    renewal = [sale for sale in read_sales(core) if sale.party_max == 4]
    return tuple(renewal[len(renewal) // 2 :])


def restore(copy: Path, server: EmbeddedServer) -> object:
    """The copy in another server; its address, as settings keep it. The waits came along."""
    run(server, "pg_restore", "--create", f"--dbname={plain(server.url_of('postgres'))}", str(copy))
    asked = run(server, "psql", "-Atc", "SHOW statement_timeout", plain(server.url_of(NAME)))
    assert asked == "1500ms\n"
    return settings_for(8000, server.url_of(NAME)).database_url


def run(server: EmbeddedServer, name: str, *arguments: str) -> str:
    """One of PostgreSQL's own programs."""
    done = subprocess.run([server.program(name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def plain(url: str) -> str:
    """An address as PostgreSQL's own programs read it."""
    return url.replace("+psycopg", "")


@contextmanager
def closing_core(settings: Settings) -> Iterator[Core]:
    """A core for the time of the block."""
    assert settings.database_url is not None
    core = open_core(settings.database_url.get_secret_value(), size=4)
    try:
        yield core
    finally:
        core.database.engine.dispose()


@contextmanager
def web_and_worker(settings: Settings, log: Path) -> Iterator[None]:
    """The line over another database; the provider has been there all the time."""
    service = Running([part for part in processes.services(settings) if part.name != "exchange"], log)
    try:
        service.start("web")
        service.start("worker")
        service.await_ready()
        yield
    finally:
        service.stop()


def before(history: list[Operation], at: int) -> list[Operation]:
    """The history as of an instant: of what was answered later, the copy knows all, half or nothing."""
    return [
        each if each.returned is not None and each.returned < at
        else replace(each, returned=None, answer=None, fault=None)
        for each in history
    ]  # fmt: skip


def judge_copy(core: Core, history: list[Operation], calls: list[Told], copied_at: int) -> None:
    """All laws hold of what was told before the copy began, and every booking told by telephone is there."""
    state = read_state(core)
    breaches = check(history, state, others=set(state.numbers.values()) - {each.number for each in history})
    breaches += void(history, LEAST)
    assert not breaches, f"seed {SEED}:\n{told(breaches)}"
    early = {each.heard for each in calls if each.at < copied_at and each.heard.reference}
    assert len(early) >= TOLD
    assert early <= booked(state)


def booked(state: State) -> set[Heard]:
    """Numbers with the references of what they have booked."""
    return {Heard(state.numbers[row.number], row.reference) for row in state.bookings.values() if row.reference}


def judge_line(
    core: Core, settings: Settings, calls: list[Told], copied_at: int, known: State, names: Iterator[str]
) -> None:  # fmt: skip
    """Whoever was told something the copy does not know is listed; nothing is doubled; a call books."""
    late = {each.heard for each in calls if each.at >= copied_at and each.heard.reference}
    missing = late - booked(known)
    assert len(missing) >= TOLD
    callers = {entry.sender.e164 for entry in found(core, settings) if isinstance(entry.sender, Number)}
    assert {heard.number for heard in missing} <= callers
    assert sum(row.state == "waiting" for row in known.outbox) >= len(BACKLOG)
    drained(core)
    once = inboxes(settings.exchange_url, [number.e164 for number in BACKLOG])
    assert Counter(once.values()) == {1: len(BACKLOG)}
    assert books_again(settings, names).reference is not None


def found(core: Core, settings: Settings) -> list[Lost]:
    """What `catch-up --restored` finds, from where `db restored` tells to begin."""
    since = core.transact(restored.copied_at)
    assert since is not None
    until = datetime.now(UTC) + timedelta(seconds=5)
    provider = build_provider(settings)
    return lost(provider, core, checker(settings), [demo.LINE], since - LONGEST_CALL, until, restored=True)


def drained(core: Core) -> None:
    """Every message that was due has been asked for, and sent where it had not been."""
    until = time.monotonic() + 120
    due = sa.select(sa.func.count()).where(
        outbox.c.state.in_(("waiting", "unknown")), outbox.c.not_before <= sa.func.now()
    )
    while core.database.transact(lambda connection: connection.scalar(due)):
        assert time.monotonic() < until, "messages still wait"
        time.sleep(0.3)


def books_again(settings: Settings, names: Iterator[str]) -> Heard:
    """The line answers again: a call books."""
    until = time.monotonic() + BOOKS_WITHIN_S
    while (heard := books(settings.exchange_url, demo.LINE, next(names))).reference is None:
        assert time.monotonic() < until, "no call has booked since the restore"
    return heard
