"""Fixtures of the queue's tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from booking_core.core import Core
from booking_core.lines import Line
from tests.core.stage import Stage
from tests.queue.floor import Floor


@pytest.fixture
def floor(core: Core, line: Line) -> Floor:
    """An empty floor, at an instant that stays until the test moves it."""
    return Floor(Stage(core, line, datetime.now(UTC).replace(microsecond=0)))
