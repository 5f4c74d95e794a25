"""kill -9 of web, worker and database under load: nothing acknowledged is lost. `pytest -m kill`; two minutes."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

import demo
from bench.ports import free_pair
from booking_core.commands import HoldPlace
from booking_core.core import Core
from booking_core.tables import outbox, rules
from postgres import EmbeddedServer
from tests.history.check import check, told, void
from tests.history.drive import Crowd
from tests.history.evidence import Law
from tests.history.log import Operation, Verdict, save
from tests.history.people import Shift, steady
from tests.history.service import Running, running
from tests.history.stage import GENEROUS, Sale, migrated, on_line, open_core, read_sales, telephones
from tests.history.state import State, read_state
from tests.history.telephones import Heard, booking_all_the_time, books, inboxes
from tests.history.visit import Day
from tests.house import settings_for

pytestmark = [pytest.mark.kill, pytest.mark.timeout(400)]

SEED = 11
LOAD_S = 24
BOOKS_WITHIN_S = 30
DRAINS_WITHIN_S = 120
LEAST = {Verdict.OK: 150, Verdict.REFUSED: 3, Verdict.UNKNOWN: 5}
STORIES = (
    "keys_the_code_in", "texts_the_code", "texts_everything", "code_on_two_ways", "lets_go", "proves_first",
    "is_helped", "gives_up", "moves",
)  # fmt: skip
FAULTS = ((3, "worker"), (6, "web"), (9, "database"), (14, "worker"), (16, "web"), (19, "database"))
"""Seconds into the load, and what is killed."""
BACKLOG = 40
"""Texts that wait when the worker is killed, so that it dies with messages in its hands."""


def test_nothing_acknowledged_is_lost(crowd: Crowd, tmp_path: Path) -> None:
    """Web, worker and database are killed in turn: what was told is so, once, and the line heals by itself."""
    with EmbeddedServer.scratch() as server, _demo(server) as (core, url):
        settings = settings_for(free_pair(), url, FAIRLINE_VAR=str(tmp_path))
        names = (f"+1415555{n:04}" for n in itertools.count(1000))
        calling = (settings.exchange_url, demo.LINE, names)
        with running(settings, tmp_path / "service.log") as service, ThreadPoolExecutor(4) as at_once:
            began = time.monotonic()
            load = at_once.submit(_load, crowd, core, url, began + LOAD_S)
            callers = [at_once.submit(booking_all_the_time, *calling, began + LOAD_S) for _ in range(3)]
            _strike(service, server, core, began)
            heard = [_heals(*calling), *(one for caller in callers for one in caller.result())]
            history = load.result()
            _drains(core)
            state = read_state(core)
            texts = inboxes(settings.exchange_url, list(state.numbers.values()))
        save(history, tmp_path / "history.jsonl")
        _judge(history, heard, state)
        _each_text_once(core, state, texts)


def test_the_checker_sees_lost_commits(crowd: Crowd) -> None:
    """A database that acknowledges before it has written loses bookings when it is killed, and the checker says so."""
    hasty = {"wal_writer_delay": "10s"}
    with EmbeddedServer.scratch(hasty) as server, _demo(server) as (core, url), ThreadPoolExecutor(1) as at_once:
        core.database.transact(lambda c: c.exec_driver_sql("ALTER DATABASE kills SET synchronous_commit = off"))
        load = at_once.submit(_load, crowd, core, url, time.monotonic() + 8, ("proves_first", "texts_the_code"))
        time.sleep(6)
        server.kill()
        server.start_again()
        history = load.result()
        assert Law.BOOKED in {breach.law for breach in check(history, read_state(core))}


@contextmanager
def _demo(server: EmbeddedServer) -> Iterator[tuple[Core, str]]:
    """The demo institution on a server, with budgets wide enough for the load."""
    url = migrated(server, "kills")
    core = open_core(url, size=4)
    try:
        core.database.transact(lambda connection: demo.seed(connection, datetime.now(UTC).date()))
        core.database.transact(lambda connection: connection.execute(sa.update(rules).values(GENEROUS)))
        yield core, url
    finally:
        core.database.engine.dispose()


def _sales(core: Core) -> list[Sale]:
    """Slots within the horizon, but far from the first times, which people with telephones take."""
    renewal = [sale for sale in read_sales(core) if sale.party_max == 4]
    return renewal[len(renewal) // 2 :]


def _load(crowd: Crowd, core: Core, url: str, ends: float, stories: tuple[str, ...] = STORIES) -> list[Operation]:
    """Callers, texts and clerks, who ask with the same key until they are answered."""
    day = Day(telephones(1, 20), tuple(_sales(core)[:6]), stories, 0)
    return crowd.play(url, steady, [Shift(day, ends, 0.1)] * 8, seed=SEED, patience_s=60)


def _strike(service: Running, database: EmbeddedServer, core: Core, began: float) -> None:
    """Kill one part after another, and start each again at once."""
    for second, part in FAULTS:
        time.sleep(max(0.0, began + second - time.monotonic()))
        if part == "database":
            database.kill()
            database.start_again()
            continue
        if part == "worker":
            _backlog(core, first=100_000 + 1000 * second)
        service.kill(part)
        service.start(part)
    service.await_ready()


def _backlog(core: Core, first: int) -> None:
    """Holds of people beside the load, each with a code to be texted."""
    people, sales = on_line(core, telephones(first, BACKLOG), proven=False), _sales(core)[6:]
    for nth, (number, who) in enumerate(people):
        slot = sales[first % 97 + nth // 6].slot
        core.perform(HoldPlace(who, slot, 1, "text", "en"), f"backlog:{number.e164}")


def _heals(exchange_url: str, line: str, numbers: Iterator[str]) -> Heard:
    """Law 12: a call books soon after the last fault has healed."""
    healed = time.monotonic()
    while (heard := books(exchange_url, line, next(numbers))).reference is None:
        assert time.monotonic() < healed + BOOKS_WITHIN_S, "no call has booked since the last fault healed"
    return heard


def _drains(core: Core) -> None:
    """Law 12: so do the messages."""
    healed = time.monotonic()
    left = sa.select(sa.func.count()).where(outbox.c.state.in_(("waiting", "unknown")))
    while core.database.transact(lambda connection: connection.scalar(left)):
        assert time.monotonic() < healed + DRAINS_WITHIN_S, "messages still wait"
        time.sleep(0.5)


def _judge(history: list[Operation], heard: list[Heard], state: State) -> None:
    """The checker's laws; and whatever a caller was told as booked is booked, once a number."""
    by_telephone = {one.number for one in heard}
    breaches = [*check(history, state, others=set(state.numbers.values()) - {each.number for each in history})]
    breaches += void(history, LEAST)
    assert not breaches, f"seed {SEED}:\n{told(breaches)}"
    booked = {(state.numbers[row.number], row.reference) for row in state.bookings.values() if row.status == "booked"}
    acknowledged = {(one.number, one.reference) for one in heard if one.reference is not None}
    assert len(acknowledged) >= 3
    assert acknowledged <= booked
    live = Counter(number for number, _ in booked if number in by_telephone)
    assert set(live.values()) <= {1}


def _each_text_once(core: Core, state: State, texts: Counter[tuple[str, str]]) -> None:
    """Every message the database calls sent lies in its telephone, and none of them twice.

    A worker that is killed with a code in its hands may have sent it; where the code is used by then, nobody asks.
    """
    sent: Counter[tuple[str, str]] = Counter()
    perhaps: Counter[tuple[str, str]] = Counter()
    for row in state.outbox:
        if row.rendered is not None:
            words = core.keys.decrypt(row.rendered, "outbox.rendered", row.id)
            told = sent if row.state in ("sent", "delivered") else perhaps
            told[state.numbers[row.number], words] += row.state in ("sent", "delivered", "expired")
    assert sent - texts == Counter(), "lost"
    assert texts - sent - perhaps == Counter(), "doubled"
