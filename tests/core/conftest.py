"""Fixtures of the core's tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from booking_core.core import Core
from booking_core.lines import Line
from tests.core.stage import Stage


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """A core at the present instant, where it stays until the test moves it."""
    return Stage(core, line, datetime.now(UTC).replace(microsecond=0))
