"""Fixtures: one real PostgreSQL a session, one database a test, and on it a core or the whole line."""

from __future__ import annotations

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

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
from tests.__main__ import LONG
from tests.databases import Databases
from tests.house import SECRET, House, open_house


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that may take longest come first: else a process is left alone with one of them at the end."""
    longest: dict[Path, int] = defaultdict(int)
    for item in items:
        longest[item.path] = max(longest[item.path], _patience(item))
    items.sort(key=lambda item: -longest[item.path])


def pytest_collection_finish() -> None:
    """What has been loaded by now stays: it is no longer searched for garbage, which took a ninth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _patience(item: pytest.Item) -> int:
    """Seconds a test has asked for; 1 for a long one that is content with what all have."""
    asked = item.get_closest_marker("timeout")
    if asked is not None:
        return int(asked.args[0])
    return 1 if any(item.get_closest_marker(long) for long in LONG) else 0


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL of the tests' own. It never flushes: what survives a crash is the kill tests' question."""
    with EmbeddedServer.scratch({"fsync": "off", "full_page_writes": "off"}, within=_memory()) as running:
        yield running


def _memory() -> Path | None:
    """A folder in memory with room for a server, where there is one: databases are made there in 25 ms, not 85."""
    folder = Path("/dev/shm")
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 << 30 else None


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


@pytest.fixture(scope="session")
def databases(server: EmbeddedServer) -> Iterator[Databases]:
    """Copies of templates for whoever wants one."""
    databases = Databases(server)
    yield databases
    databases.close()


@pytest.fixture
def url(databases: Databases, template: str) -> Iterator[str]:
    """The address of a database of this test's own."""
    with databases.copy(template) as url:
        yield url


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
