from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.breaker import REST_S
from booking_core.core import Core
from booking_core.db import Database, Unavailable, Unknown
from booking_core.keys import Keys
from tests.core.stage import Stage
from tests.house import SECRET


def nowhere() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"postgresql://nobody@127.0.0.1:{port}/none"


@pytest.mark.parametrize("way", ["socket", "network"])
def test_without_a_server_nothing_was_changed(stage: Stage, way: str) -> None:
    """Where there is nobody to ask, the caller is told that nothing happened, never that it is not known."""
    address = "postgresql://nobody@/none?host=/nonexistent" if way == "socket" else nowhere()
    dead = Core(Database(address), Keys(SECRET.encode()))
    for command in (c.Confirm(stage.text(), None, "123456"), c.TellBookings(stage.text())):
        with pytest.raises(Unavailable):
            dead.perform(command, "the key")
    with pytest.raises(Unavailable):
        dead.ask(c.MyBookings(stage.call()))


@contextmanager
def locked(url: str, statement: str) -> Iterator[sa.Connection]:
    """Another session that holds what a statement locks."""
    engine = sa.create_engine(url, connect_args={"options": "-c statement_timeout=0"})
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        yield connection
        connection.rollback()
    engine.dispose()


def test_a_busy_row_is_waited_for_within_the_budget(stage: Stage, url: str) -> None:
    """A row that somebody holds for too long: within two seconds the answer is that nothing was changed."""
    who = stage.call()
    held = stage.ready(who)
    with locked(url, "SELECT FROM numbers FOR UPDATE"):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            stage.do(c.Confirm(who, held.booking, stage.code()), "the key")
        assert time.monotonic() - began < 3
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code()), "the key"), o.Booked)


def test_a_connection_lost_is_tried_again_by_its_key(stage: Stage, url: str) -> None:
    """The server drops the session while it works: the same key is put again and does the thing once."""
    who = stage.call()
    held = stage.ready(who)
    code = stage.code()
    with locked(url, "SELECT FROM numbers FOR UPDATE") as other:
        drop = threading.Timer(0.2, lambda: _drop_waiting(url, other))
        drop.start()
        booked = stage.do(c.Confirm(who, held.booking, code))
        drop.join()
    assert isinstance(booked, o.Booked)
    assert stage.one("SELECT count(*) FROM outbox WHERE kind = 'booked'") == 1


def _drop_waiting(url: str, other: sa.Connection) -> None:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        )
    engine.dispose()
    other.rollback()


def test_a_server_that_goes_away_with_the_question_leaves_it_unknown(stage: Stage, url: str) -> None:
    """Dropped in the middle and not let in again: nobody can say what happened but the key, once it is back."""
    who = stage.call()
    held = stage.ready(who)
    code = stage.code()
    name = sa.make_url(url).database
    admin = sa.create_engine(sa.make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")

    def shut() -> None:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            connection.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                       f"WHERE datname = '{name}' AND wait_event_type = 'Lock'")  # fmt: skip

    with locked(url, "SELECT FROM numbers FOR UPDATE"):
        closing = threading.Timer(0.2, shut)
        closing.start()
        with pytest.raises(Unknown):
            stage.do(c.Confirm(who, held.booking, code), "the key")
        closing.join()
    with admin.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true CONNECTION LIMIT -1')
    admin.dispose()
    time.sleep(REST_S)
    assert isinstance(stage.do(c.Confirm(who, held.booking, code), "the key"), o.Booked)
