"""Fixtures: a stage, and the commands of whoever looks after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

import demo
from booking_core.core import Core
from booking_core.lines import Line
from exchange.lines import line_at
from exchange.server import Exchange
from tests.command import run
from tests.core.post import NO_WEB, Post
from tests.core.stage import Stage
from tests.house import ACCOUNT, TOKEN, settings_for

Given = Callable[..., str]


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """A core at the present instant."""
    return Stage(core, line, datetime.now(UTC))


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str) -> Given:
    """Gives a command and returns what it printed; where it fails, its exit code and the one line of the error."""
    for name, value in settings_for(8000, url).as_environment().items():
        monkeypatch.setenv(name, value)

    def give(*words: str) -> str:
        code = run(monkeypatch, *words)
        told = capsys.readouterr()
        return f"{code}: {told.err}" if code else told.out

    return give


@pytest.fixture
def post(stage: Stage, url: str) -> Iterator[Post]:
    """A worker on the stage's database, and a provider with the demo line."""
    exchange = Exchange(ACCOUNT, TOKEN)
    address = exchange.start()
    exchange.add(line_at(demo.LINE, f"http://127.0.0.1:{NO_WEB}", ""))
    yield Post(stage, exchange, address, url)
    exchange.stop()
