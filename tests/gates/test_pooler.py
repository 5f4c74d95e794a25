from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.pooler import pooler, program
from booking_core import schema
from booking_core.core import Core
from booking_core.db import Database, Unavailable
from booking_core.keys import Keys
from postgres import EmbeddedServer
from tests.house import SECRET, House, open_house
from tests.ivr.test_calls import book, said

pytestmark = [
    pytest.mark.scale,
    pytest.mark.skipif(program() is None, reason="pgbouncer is not installed (Debian: apt-get install pgbouncer)"),
]


@pytest.fixture
def pooled(url: str) -> Iterator[str]:
    """The test's database behind a pooler with fewer sessions than the line has connections."""
    with pooler(url, sessions=3) as address:
        yield address


@pytest.fixture
def house(pooled: str) -> Iterator[House]:
    """The whole line behind the pooler."""
    core = Core(Database(pooled, prepared=False), Keys(SECRET.encode()))
    with open_house(core, pooled, DATABASE_PREPARED="false") as running:
        yield running
    core.database.engine.dispose()


def test_calls_book_through_a_pooler(house: House) -> None:
    """In transaction mode, each transaction on another session, six callers at once book as they do without."""
    numbers = [f"+1202555010{n}" for n in range(1, 7)]
    with ThreadPoolExecutor(6) as pool:
        calls = list(pool.map(lambda number: book(house, number), numbers))
    assert all("You are booked" in said(call) for call in calls)
    assert [row[0] for row in house.rows("SELECT status FROM bookings")] == ["booked"] * 6
    assert len(house.rows("SELECT FROM places WHERE free_at = 'infinity'")) == 6


def test_the_waits_hold_behind_a_pooler(server: EmbeddedServer) -> None:
    """A pooler drops what a connection sets for itself, so lock and statement timeouts are the database's own."""
    direct = server.create_database("waits")
    schema.migrate(direct)
    with pooler(direct) as address:
        database = Database(address, prepared=False)
        with pytest.raises(Unavailable, match="QueryCanceled"):
            database.transact(lambda connection: connection.exec_driver_sql("SELECT pg_sleep(1.7)"))
        database.engine.dispose()
