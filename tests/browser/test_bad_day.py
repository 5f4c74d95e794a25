"""The desk on a bad day, in a real browser: a supervisor hears a bulletin, suspends in two steps, and resumes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import routes, signed_in
from tests.browser.test_states import judge
from tests.house import House

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SPEAKS = """Object.defineProperty(window, "speechSynthesis", {
  value: { cancel() {}, speak(words) { window.said = `${words.lang}: ${words.text}`; } },
});"""
"""A voice to be heard by a test: this machine has none of its own."""


def record(page: Page, name: str) -> None:
    """A picture for the documentation, where that is asked for."""
    if os.environ.get("FAIRLINE_RECORD") == "1":
        page.screenshot(path=PICTURES / f"desk-{name}.png")


def suspends(page: Page) -> None:
    """Plan, look at what it would stop, and do it."""
    page.get_by_role("link", name="Suspensions").first.click()
    page.locator("#office").select_option(label="Houston")
    for language, words in (("en", "A storm has closed the office."), ("es", "Una tormenta cerró la oficina.")):
        page.locator(f"textarea[lang={language}]").fill(words)
    page.locator("#reason").fill("storm warning")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing has been done yet.")).to_be_visible()
    judge(page, "preview")
    record(page, "suspension")
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("heading", name="Houston")).to_be_visible()


def publishes(page: Page) -> None:
    """Write it in both languages, hear it, and publish it."""
    page.get_by_role("link", name="Bulletins").first.click()
    page.locator("textarea[name='spoken.en']").fill("Houston is closed. Your appointment is safe.")
    page.locator("textarea[name='spoken.es']").fill("Houston está cerrada. Su cita sigue en pie.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text(re.compile("Said in about 3 s")).first).to_be_visible()
    page.get_by_role("button", name="Read aloud").nth(1).click()
    assert page.evaluate("window.said") == "es-US: Houston está cerrada. Su cita sigue en pie."
    page.mouse.move(0, 0)
    judge(page, "bulletin")
    record(page, "bulletin")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Houston is closed. Your appointment is safe.")).to_be_visible()


def test_a_supervisor_on_a_bad_day(browser: Browser, house: House) -> None:
    """From the bulletin to the suspension and back; the public reads it; whoever has no voice or script reads, too."""
    web = routes(house)
    page = signed_in(browser, house, web, "supervisor", viewport={"width": 960, "height": 760},
                     reduced_motion="reduce")  # fmt: skip
    page.add_init_script(SPEAKS)
    publishes(page)
    suspends(page)
    page.goto(f"{house.settings.public_url}/notices")
    expect(page.get_by_text("A storm has closed the office.").first).to_be_visible()
    judge(page, "notices")
    record(page, "notices")
    page.goto(f"{house.settings.public_url}/desk/suspensions")
    page.get_by_role("link", name="Resume").click()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Nothing is suspended.")).to_be_visible()
    assert house.rows("SELECT 1 FROM suspensions WHERE ended_by LIKE 'agent:supervisor%'")
    page.context.close()
    plain = signed_in(browser, house, web, "supervisor", java_script_enabled=False)
    plain.goto(f"{house.settings.public_url}/desk/bulletins")
    plain.locator("textarea[name='spoken.en']").fill("Open again.")
    plain.get_by_role("button", name="Preview").click()
    expect(plain.get_by_text("Open again.").first).to_be_visible()
    expect(plain.get_by_role("button", name="Read aloud").first).to_be_hidden()
    plain.context.close()
