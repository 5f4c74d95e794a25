"""An agent at the page of the queue, in a real browser, with a telephone of the exchange beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from booking_core.actors import Staff
from tests.browser.desk import routes, signed_in
from tests.browser.test_states import judge
from tests.house import House
from tests.queue.floor import AMY, equip

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "desk-queue.png"
ANN, BEN = "+12025550101", "+12025550102"


def test_an_agent_takes_a_call(browser: Browser, house: House) -> None:
    """Free, rung, on a call, writing it up, done: the page follows the telephone by itself, and nothing is reloaded."""
    page = signed_in(browser, house, routes(house), "agent", viewport={"width": 960, "height": 640})
    login = house.rows("SELECT login FROM agents")[0].login
    house.core.transact(lambda t: equip(t, Staff(login), AMY))
    page.get_by_role("link", name="Queue").first.click()
    judge(page, "off")
    page.get_by_role("button", name="I am free").click()
    state = page.locator("#state")
    expect(state).to_have_attribute("data-state", "available")
    ann = house.phone(ANN).call(house.line.number).press("0")
    expect(state).to_have_text("Your telephone rings. Pick up and press 1.")
    house.phone(BEN).call(house.line.number).press("0")
    amy = house.phone(AMY).answer(10).press("1")
    expect(state).to_have_text("You are on a call.")
    expect(page.locator("dd").first).to_have_text("01")
    expect(page.get_by_role("row").nth(1)).to_contain_text("02")
    judge(page, "on a call")
    if os.environ.get("FAIRLINE_RECORD") == "1":
        page.screenshot(path=PICTURE)
    ann.listen()
    amy.hang_up()
    expect(state).to_have_attribute("data-state", "after")
    page.get_by_role("button", name="Done, next call").click()
    expect(state).to_have_attribute("data-state", "ringing")
    page.context.close()
