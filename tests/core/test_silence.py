"""A server that stands still: one question waits for it, and nobody else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from booking_core.breaker import REST_S
from booking_core.db import CONNECT_S, Database, Unavailable, Unknown
from postgres import EmbeddedServer
from tests.house import stopped

BUDGET_S = 0.6
"""Less than in service, so that the tests wait less."""
AT_ONCE_S = 0.1
BACK_S = 2.5


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database whose connections are warm, as a busy process has them."""
    database = Database(url, budget_s=BUDGET_S)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: ask(database, "SELECT pg_sleep(0.02)"), range(8)))
    yield database
    database.engine.dispose()


def ask(database: Database, statement: str = "SELECT 1") -> object:
    """One question."""
    return database.transact(lambda connection: connection.exec_driver_sql(statement).scalar())


def overlong(connection: sa.Connection) -> None:
    """A statement that the server itself gives up."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 200")
    connection.exec_driver_sql("SELECT pg_sleep(5)")


def waited(database: Database, put: Callable[[Database], object] = ask) -> tuple[float, str]:
    """How long a question took, and what came of it."""
    began = time.monotonic()
    try:
        put(database)
        found = "answered"
    except (Unavailable, Unknown) as trouble:
        found = type(trouble).__name__
    return time.monotonic() - began, found


@pytest.mark.parametrize(
    "put", [ask, lambda database: database.call("SELECT %s::text", ("1",))], ids=["transaction", "call"]
)
def test_only_the_first_waits_for_a_silent_server(
    database: Database, server: EmbeddedServer, put: Callable[[Database], object]
) -> None:
    """The first question ends within its budget, the next twenty at once; once it goes on, so does everything."""
    with stopped(server):
        took, found = waited(database, put)
        assert (found, took < BUDGET_S + 0.4) == ("Unknown", True), took
        assert all(found == "Unavailable" and took < AT_ONCE_S for took, found in (waited(database) for _ in range(20)))
    back = time.monotonic()
    while waited(database, put)[1] != "answered":
        assert time.monotonic() - back < BACK_S
        time.sleep(0.02)


def test_of_many_at_once_one_finds_out(database: Database, server: EmbeddedServer) -> None:
    """After its rest a server that is still silent is asked by one of many threads, and the others do not wait."""
    with stopped(server), ThreadPoolExecutor(12) as threads:
        waited(database)
        time.sleep(REST_S)
        took = sorted(took for took, _ in threads.map(lambda _: waited(database), range(60)))
    assert took[-2] < 4 * AT_ONCE_S  # twelve threads that start share two processors
    assert BUDGET_S <= took[-1] < CONNECT_S + 0.5


def test_a_server_that_was_gone_is_asked_again_after_a_rest(url: str, database: Database) -> None:
    """Nobody to ask is told at once each time, and no turn later than a rest after the return is refused."""
    name = sa.make_url(url).database
    database.engine.dispose()
    admin = sa.create_engine(sa.make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        assert [waited(database)[1] for _ in range(3)] == ["Unavailable"] * 3
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    admin.dispose()
    time.sleep(REST_S)
    assert waited(database)[1] == "answered"


def test_a_slow_statement_or_a_fault_of_ours_silences_nobody(database: Database) -> None:
    """The server answered in both cases: whoever asks next is let in."""
    assert waited(database, lambda it: it.transact(overlong))[1] == "Unavailable"
    assert waited(database)[1] == "answered"
    with pytest.raises(sa.exc.ProgrammingError):
        ask(database, "SELECT nothing")
    with pytest.raises(ZeroDivisionError):
        database.transact(lambda _: 1 // 0)
    assert waited(database)[1] == "answered"


def test_a_fault_of_ours_in_the_question_that_finds_out_lets_the_next_one_in(
    database: Database, server: EmbeddedServer
) -> None:
    """The one question that is let through may fail for reasons of its own: the server answered it."""
    with stopped(server):
        waited(database)
    time.sleep(REST_S)
    with pytest.raises(ZeroDivisionError):
        database.transact(lambda _: 1 // 0)
    assert waited(database)[1] == "answered"
