"""Fixtures of the core's tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

import demo
from booking_core.core import Core
from booking_core.lines import Line
from exchange.lines import line_at
from exchange.server import Exchange
from tests.core.post import NO_WEB, Post
from tests.core.stage import Stage
from tests.house import ACCOUNT, TOKEN


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """A core at the present instant, where it stays until the test moves it."""
    return Stage(core, line, datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def post(stage: Stage, url: str) -> Iterator[Post]:
    """A worker on the stage's database, and a provider with the demo line."""
    exchange = Exchange(ACCOUNT, TOKEN)
    address = exchange.start()
    exchange.add(line_at(demo.LINE, f"http://127.0.0.1:{NO_WEB}", ""))
    yield Post(stage, exchange, address, url)
    exchange.stop()
