"""A supervisor's way in, by invitation; the keys; the live page. Pictures of it for the docs when FAIRLINE_RECORD=1."""

from __future__ import annotations

import math
import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from booking_core.actors import Operator
from booking_core.desk_commands import AddAgent
from booking_core.desk_outcomes import AgentAdded
from booking_core.tables import figures
from tests.browser.desk import routes, signed_in
from tests.house import House

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PASSWORD = "tres gatos en el tejado"


def record(page: Page, name: str) -> None:
    """Keep a picture for the docs, if they are being recorded."""
    if os.environ.get("FAIRLINE_RECORD") == "1":
        page.screenshot(path=PICTURES / f"desk-{name}.png")


def invited(house: House) -> str:
    """The code of Ana's invitation."""
    added = house.core.perform(AddAgent(Operator("test"), "ana", "Ana Ruiz", "supervisor", ("en",)), "add")
    assert isinstance(added, AgentAdded)
    return added.code


def test_an_invitation_leads_to_the_desk(house: House, page: Page) -> None:
    """The link fills the code in and hides it; password and digits are set; both sign in; faults are read first."""
    desk = f"{house.settings.public_url}/desk"
    code = invited(house)
    page.goto(f"{desk}/invitation#{code}")
    expect(page.get_by_label("Invitation code")).to_have_value(code)
    assert page.url == f"{desk}/invitation"
    page.get_by_role("button", name="Continue").click()
    secret = (page.locator("code").text_content() or "").replace(" ", "")
    record(page, "set-up")
    page.get_by_label("New password").fill("password1")
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("New password")).to_be_focused()
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).at(time.time() - 30))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Welcome, Ana Ruiz")).to_be_visible()
    page.get_by_role("button", name="Sign out (").click()
    page.get_by_label("Sign-in name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Welcome, Ana Ruiz")).to_be_visible()
    by_keys(page)


def by_keys(page: Page) -> None:
    """`?` shows the keys of the page, a sequence leads on, and neither does while somebody types."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("People")
    page.keyboard.press("Escape")
    where = page.get_by_role("navigation").get_by_role("link", name="People")
    for key in where.get_attribute("data-key") or "":
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_label("Name", exact=True).press_sequentially("ga?")
    expect(page.get_by_label("Name", exact=True)).to_have_value("ga?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_live_page_lives(house: House, browser: Browser) -> None:
    """Figures change by themselves; without script the page is whole; on a wall they are large."""
    web = routes(house)
    a_day(house)
    page = signed_in(browser, house, web, "supervisor", viewport={"width": 1280, "height": 1180})
    page.goto(f"{house.settings.public_url}/desk/live")
    expect(page.locator("#live-waiting")).to_have_text("3")
    house.do("UPDATE queue SET ended_at = now(), state = 'left' WHERE id = (SELECT id FROM queue LIMIT 1)")
    expect(page.locator("#live-waiting")).to_have_text("2")
    record(page, "live-light")
    page.emulate_media(color_scheme="dark")
    record(page, "live-dark")
    page.set_viewport_size({"width": 1920, "height": 900})
    page.goto(f"{house.settings.public_url}/desk/wall")
    record(page, "wall")
    page.context.close()
    bare = signed_in(browser, house, web, "supervisor", java_script_enabled=False)
    bare.goto(f"{house.settings.public_url}/desk/live")
    expect(bare.locator("#live-waiting")).to_have_text("2")
    assert bare.locator("svg.plot").count() == 8
    bare.get_by_role("link", name=re.compile("Load again")).click()
    bare.context.close()


def a_day(house: House) -> None:
    """Four busy hours, and three who wait."""
    begin = datetime.now(UTC).replace(second=0, microsecond=0)
    begin -= timedelta(minutes=begin.minute % 5 + 240)
    most = {
        "calls": 40, "booked": 14, "refused": 6, "waited": 9, "picked": 8, "in_time": 7, "delivered": 30, "failed": 1,
    }  # fmt: skip
    rows = [
        {"at": begin + timedelta(minutes=5 * nth), "name": name, "label": "PlaceGone" * (name == "refused"),
         "many": round(many * (0.5 + 0.5 * math.sin(nth / 8)) + (nth * 7 + many) % 3)}
        for nth in range(48) for name, many in most.items()
    ]  # fmt: skip
    house.core.transact(lambda t: t.connection.execute(sa.insert(figures).values(rows)).rowcount)
    house.do(
        "INSERT INTO queue (id, line, reason, language, arrived_at, mode) SELECT gen_random_uuid(), id, 'asked', 'en', "
        "now() - n * interval '1 minute', 'waits' FROM (SELECT id FROM lines LIMIT 1) one, generate_series(1, 3) n"
    )
