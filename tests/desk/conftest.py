"""Fixtures of the desk: the web around a database of the test's own, and clients that are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import build_web
from booking_core import sessions, staff
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.transaction import Transaction
from tests.core.stage import Stage
from tests.house import settings_for

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def web(core: Core, url: str) -> Flask:
    """The web application; forms need no token of the browser's here (test_door shows that they do outside)."""
    app = build_web(settings_for(8000, url), core)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def signed(web: Flask, core: Core) -> SignedIn:
    """A client that is signed in, in a role: `signed("agent")` is the agent "agent"; `signed("agent:ana")` is Ana."""

    def client(who: str) -> FlaskClient:
        role, _, login = who.partition(":")
        name = login or role

        def enter(t: Transaction) -> str:
            return sessions.begin(t, staff.add(t, Operator("test"), name, name.title(), role, ["en"]))

        token = core.transact(enter)
        browser = web.test_client()
        with browser.session_transaction(base_url="http://localhost/desk/") as cookie:
            cookie["token"] = token
        return browser

    return client


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """A core at the present instant."""
    return Stage(core, line, datetime.now(UTC).replace(microsecond=0))
