"""Fixtures: a stage beside the door."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from booking_core.core import Core
from booking_core.lines import Line
from tests.core.stage import Stage


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """A core at the present instant."""
    return Stage(core, line, datetime.now(UTC))
