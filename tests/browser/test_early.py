"""An early follow-up in a real browser, as the second supervisor meets it: many boxes, each of which can be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import routes, signed_in
from tests.browser.test_every_page import faults
from tests.core.early import begun, many, silent
from tests.core.stage import Stage
from tests.house import House

pytestmark = pytest.mark.browser


def test_a_round_can_be_used_by_everybody(house: House, browser: Browser) -> None:
    """The boxes are a group with a name and a description, each row has a head, and axe finds no fault."""
    before = begun(Stage(house.core, house.line, datetime.now(UTC).replace(microsecond=0)))
    started, _ = silent(before)
    many(before, 7)
    page = signed_in(browser, house, routes(house), "supervisor")
    for address in ("/desk/early", f"/desk/early/{started.round}"):
        page.goto(f"{house.settings.public_url}{address}")
        assert faults(page, address) == []
        expect(page.get_by_role("rowheader").first).to_be_visible()
    group = page.get_by_role("group", name="Let the silent ones go")
    expect(group).to_have_accessible_description(re.compile("^Another supervisor"))
    expect(group.get_by_role("checkbox")).to_have_count(8)
    page.context.close()
