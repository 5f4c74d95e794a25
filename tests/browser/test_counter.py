"""The counter in a real browser, by keyboard alone: how many keys and how many seconds a visitor takes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from booking_core import commands as c
from tests.browser.test_states import judge
from tests.core.conftest import stage
from tests.core.counting import Counter
from tests.core.stage import BEN, CAT, Stage
from tests.desk.conftest import SignedIn, signed, web
from tests.house import _Quiet

__all__ = ["signed", "stage", "web"]

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "desk-counter.png"

# Of the keystroke-level model (Card, Moran and Newell, 1980), for somebody who does not type for a living.
KEY_S, THOUGHT_S = 0.28, 1.35
TEN_S = 10.0
PAGE_S = 1.0
"""What a page may take; it takes some thirty milliseconds (`test_page_figures`), but times are no gates."""


@dataclass
class Hands:
    """A clerk's ten fingers on a page, which count."""

    page: Page
    keys: int = 0
    pages: int = 0

    def press(self, text: str) -> None:
        """Key in something and Enter, and wait for the page that it brings; hands begin where the keyboard is."""
        expect(self.page.locator("#entry:focus, #born:focus")).to_have_count(1)
        for key in (*text, "Enter"):
            if key == "Enter":
                with self.page.expect_navigation():
                    self.page.keyboard.press(key)
            else:
                self.page.keyboard.press(key)
            self.keys += 1
        self.pages += 1


@pytest.fixture
def address(web: Flask) -> Iterator[str]:
    """Where the desk is served."""
    server = make_server("127.0.0.1", 0, web, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/desk/counter"
    server.shutdown()
    thread.join()


def clerk(browser: Browser, address: str, signed: SignedIn, *, scripts: bool) -> Page:
    """A clerk's browser."""
    token = signed("clerk" if scripts else "clerk:cal").get_cookie("desk", path="/desk")
    assert token is not None
    context = browser.new_context(
        viewport={"width": 960, "height": 760}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "desk", "value": token.value, "domain": "127.0.0.1", "path": "/desk"}])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="San Francisco").click()
    expect(page.locator("#entry")).to_be_focused()
    return page


def test_ten_seconds_a_visitor(browser: Browser, address: str, signed: SignedIn, stage: Stage) -> None:
    """Reference or code, Enter, birth date, Enter: two pages, no mouse, no script; then the next one's turn."""
    counter = Counter.of(stage)
    by_code = counter.visit(BEN, nth=1)
    stage.do(c.SendCheckIn(stage.text(BEN), None))
    code = stage.code(BEN, "check_in")
    by_reference = counter.visit()
    stage.core.now = stage.now
    page = clerk(browser, address, signed, scripts=False)
    for entry, most in ((by_reference.reference, 18), (code, 16)):
        hands = Hands(page)
        hands.press(entry)
        hands.press("03041985")
        expect(page.get_by_role("alert")).to_have_text("The birth date matches. Checked in.")
        assert (hands.keys, hands.pages) == (most, 2)
        assert hands.keys * KEY_S + 2 * THOUGHT_S + 2 * PAGE_S < TEN_S
    assert [stage.status(one.booking) for one in (by_reference, by_code)] == ["checked_in"] * 2


def test_every_state_of_the_counter(browser: Browser, address: str, signed: SignedIn, stage: Stage) -> None:
    """Found, different, in, and not here: each for everybody and on a small screen; a picture of the second."""
    counter = Counter.of(stage)
    for nth, e164 in enumerate((BEN, CAT)):
        counter.visit(e164, party=2, nth=nth)
    visit = counter.visit(party=2)
    stage.core.now = stage.now
    page = clerk(browser, address, signed, scripts=True)
    judge(page, "the list")
    hands = Hands(page)
    hands.press(visit.reference)
    judge(page, "found")
    page.locator("#born").focus()  # the judge has looked around
    hands.press("03041986")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        judge(page, f"different, {scheme}")
    if os.environ.get("FAIRLINE_RECORD") == "1":
        page.screenshot(path=PICTURE)
    page.locator("#why").select_option("mistyped")
    page.get_by_role("button", name="Check in by document").click()
    expect(page.get_by_role("alert")).to_have_text("Checked in.")
    judge(page, "in")
    page.locator("#entry").focus()
    hands.press("48213")
    judge(page, "mistyped")
    page.get_by_role("link", name="Sheet to print").click()
    judge(page, "the sheet")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
