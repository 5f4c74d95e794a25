"""Fixtures: one real PostgreSQL a session, one database a test, and on it a core or the whole line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

import demo
from booking_core import institution, schema
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.lines import Line
from booking_core.tables import people_hours
from postgres import EmbeddedServer
from tests.house import SECRET, House, open_house

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL of the tests' own. It never flushes: what survives a crash is the kill tests' question."""
    with EmbeddedServer.scratch({"fsync": "off", "full_page_writes": "off"}) as running:
        yield running


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """The name of a migrated database with the demo institution in it, to be copied."""
    url = server.create_database("template_demo")
    schema.migrate(url)
    engine = sa.create_engine(url, connect_args={"options": "-c statement_timeout=0"})
    with engine.begin() as connection:
        demo.seed(connection, datetime.now(UTC).date())
        # Whatever the hour at which the tests run, people answer; who asks for closed hours sets them.
        connection.execute(sa.delete(people_hours))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return "template_demo"


@pytest.fixture
def url(server: EmbeddedServer, template: str) -> str:
    """The address of a database of this test's own."""
    url = server.create_database(f"test_{next(_numbers)}", template=template)
    schema.set_waits(url)
    return url


@pytest.fixture
def core(url: str) -> Iterator[Core]:
    """The booking core on it."""
    core = Core(Database(url), Keys(SECRET.encode()))
    yield core
    core.database.engine.dispose()


@pytest.fixture
def line(core: Core) -> Line:
    """The demo line."""
    found = core.database.transact(lambda connection: institution.read_line(connection, demo.LINE))
    assert found is not None
    return found


@pytest.fixture
def house(core: Core, url: str) -> Iterator[House]:
    """The whole line, running."""
    with open_house(core, url) as running:
        yield running
