"""The caller's screen in a real browser, by keyboard alone: proof seen as it comes, a time found, kept and booked."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from booking_core import commands as c
from booking_core.core import Core
from booking_core.lines import Line
from tests.browser.test_states import judge
from tests.core.stage import ANN, Stage
from tests.desk.conftest import SignedIn, signed, web
from tests.house import _Quiet

__all__ = ["signed", "web"]

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "desk-caller.png"


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """The core at the present instant."""
    return Stage(core, line, datetime.now(UTC))


@pytest.fixture
def page(web: Flask, browser: Browser, signed: SignedIn) -> Iterator[Page]:
    """Kim's browser at the caller's screen; a mouse is not touched."""
    server = make_server("127.0.0.1", 0, web, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    token = signed("agent:kim").get_cookie("desk", path="/desk")
    assert token is not None
    context = browser.new_context(viewport={"width": 1000, "height": 860}, reduced_motion="reduce")
    context.add_cookies([{"name": "desk", "value": token.value, "domain": "127.0.0.1", "path": "/desk"}])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/desk/caller")
    yield page
    context.close()
    server.shutdown()
    thread.join()


def press(page: Page, *keys: str) -> None:
    """Press keys, and wait for the page that the last of them brings."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def tab_to(page: Page, button: str) -> None:
    """Press Tab until a button has the focus."""
    wanted = page.get_by_role("button", name=button, exact=True)
    for _ in range(15):
        if wanted.evaluate("button => button === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{button} cannot be reached")


def test_a_caller_is_booked_by_keyboard_alone(page: Page, stage: Stage) -> None:
    """The page notices the caller and the proof by itself; shortcuts and Enter do the rest; every state by axe."""
    expect(page.locator("main")).to_contain_text("Nobody is on the line")
    stage.agent(stage.call())
    expect(page.locator("#state")).to_contain_text(f"ending in {ANN[-2:]}")
    expect(page.get_by_role("button", name="Text a code")).to_be_visible()
    judge(page, "unproven")
    press(page, "c")
    expect(page.locator("#said")).to_contain_text("reply to the text")
    stage.do(c.TextCode(stage.text(), stage.code(ANN, "presence")))
    expect(page.locator("#proven")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.type("passport")
    tab_to(page, "Find")
    press(page, "Enter")
    expect(page.locator("#free")).to_be_visible()
    judge(page, "free times")
    page.evaluate("document.activeElement.blur()")
    press(page, "1")
    expect(page.locator("#preview")).to_contain_text("Read aloud")
    judge(page, "preview")
    if os.environ.get("FAIRLINE_RECORD") == "1":
        page.screenshot(path=PICTURE)
    expect(page.get_by_role("button", name="Keep this time")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#month1")).to_be_focused()
    for figures in ("3", "4", "1985"):
        page.keyboard.type(figures)
        if figures != "1985":
            page.keyboard.press("Tab")
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("Read back: March 4, 1985")
    judge(page, "read back")
    press(page, "Enter")
    expect(page.locator("#said")).to_contain_text("It is booked")
    judge(page, "booked")
    assert stage.one("SELECT status FROM bookings WHERE channel = 'desk'") == "booked"
