"""Fixtures of the tests of texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from booking_core.core import Core
from booking_core.lines import Line
from tests.core.stage import Stage
from tests.sms.stage import Texting


@pytest.fixture
def texting(core: Core, line: Line) -> Texting:
    """People who text with the demo line."""
    return Texting(Stage(core, line, datetime.now(UTC).replace(microsecond=0)))
