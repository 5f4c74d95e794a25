"""Fixtures of the history: processes kept for all runs, and databases with the small institution in them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from postgres import EmbeddedServer
from tests.history.drive import Crowd, open_crowd
from tests.history.stage import migrated, open_core, small

_runs = itertools.count(1)


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """The processes that drive people."""
    with open_crowd() as crowd:
        yield crowd


@pytest.fixture(scope="session")
def small_institution(server: EmbeddedServer) -> str:
    """The name of a database with the small institution, to be copied."""
    core = open_core(migrated(server, "history"), size=1)
    core.database.transact(small)
    core.database.engine.dispose()
    return "history"


@pytest.fixture
def small_url(server: EmbeddedServer, small_institution: str) -> str:
    """The address of a small institution of this test's own."""
    return server.create_database(f"history_{next(_runs)}", template=small_institution)
