"""A real browser on pages full of hostile texts: nothing is carried out, and its policy has nothing to stop."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Dialog
from werkzeug.test import TestResponse

from booking_core.core import Core
from desk.pages import Role
from tests.core.stage import Stage
from tests.desk.conftest import SignedIn, signed, stage, web
from tests.desk.payloads import PAYLOADS
from tests.desk.test_payloads import people, poison
from tests.desk.walk import Walk
from tests.house import open_house

__all__ = ["signed", "stage", "web"]

pytestmark = pytest.mark.browser


def test_a_browser_carries_nothing_out(browser: Browser, signed: SignedIn, stage: Stage, core: Core, url: str) -> None:
    """Every page of the desk, as those who see most: no dialog, no script of a text, no breach of the policy."""
    people(stage)
    clients = {role: signed(f"{role}:x{role}") for role in (Role.SUPERVISOR, Role.AUDITOR, Role.CLERK)}
    assert poison(core, itertools.repeat(" ".join(PAYLOADS))) > 5
    effects: list[str] = []
    seen = 0
    with open_house(core, url) as house:
        for client in clients.values():
            shown: list[str] = []

            def see(what: str, answer: TestResponse, shown: list[str] = shown) -> None:
                if answer.mimetype == "text/html":
                    shown.append(what.removeprefix("GET "))

            Walk(client.application, client, see).all()
            context = browser.new_context()
            cookie = client.get_cookie("desk", path="/desk")
            assert cookie is not None
            context.add_cookies([{"name": "desk", "value": cookie.value, "domain": "127.0.0.1", "path": "/desk"}])
            page = context.new_page()
            page.on("dialog", _dismissed(effects))
            page.on("console", lambda said: effects.append(said.text) if "Content Security" in said.text else None)
            for address in shown:
                page.goto(f"{house.settings.public_url}{address}")
                assert page.evaluate("window.pwned") is None, address
                seen += 1
            context.close()
    assert effects == []
    assert seen > 5


def _dismissed(effects: list[str]) -> Callable[[Dialog], None]:
    """A dialog is an effect, and is closed so that the page goes on."""

    def dismiss(dialog: Dialog) -> None:
        effects.append(dialog.message)
        dialog.dismiss()

    return dismiss
