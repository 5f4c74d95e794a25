"""Fixtures of the faults: one exchange and one web server for all of them, and a database to each test's taste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.ports import free_pair
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from tests.databases import Databases
from tests.faults.line import FaultyLine, parts
from tests.house import SECRET, at_any_hour, settings_for


@pytest.fixture(scope="package")
def running(databases: Databases, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyLine]:
    """Exchange and web as processes, on one database."""
    var = tmp_path_factory.mktemp("faults")
    with databases.copy(template) as url:
        settings = settings_for(free_pair(), url, FAIRLINE_VAR=str(var), WEB_CONCURRENCY="1")
        core = Core(Database(url), Keys(SECRET.encode()))
        at_any_hour(core)
        with parts(settings, Path(var) / "log", "exchange", "web"):
            yield FaultyLine(settings, core)
        core.database.engine.dispose()


@pytest.fixture
def faulty(running: FaultyLine) -> Iterator[FaultyLine]:
    """The line with an empty outbox and a provider that works."""
    running.forget()
    running.heals()
    yield running
    running.settle()
