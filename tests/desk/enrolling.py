"""An agent who sets a sign-in up."""

from __future__ import annotations

import re
import time

import pyotp
from flask.testing import FlaskClient

from app import build_web
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_commands import AddAgent
from booking_core.desk_outcomes import AgentAdded
from booking_core.passwords import Passwords
from tests.house import settings_for

WHO = Operator("test")
PASSWORD = "tres gatos en el tejado"
CHEAP = Passwords(memory_kib=8, a_second=1e6)


def add(core: Core, login: str = "ana") -> AgentAdded:
    """A new supervisor with an invitation."""
    added = core.perform(AddAgent(WHO, login, "Ana Ruiz", "supervisor", ("en",)), f"add {login}")
    assert isinstance(added, AgentAdded)
    return added


def secret_on(page: str) -> str:
    """The secret of the second factor that a page shows."""
    found = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def digits(secret: str, steps: int = 0) -> str:
    """What an authenticator shows, so many steps from now."""
    return pyotp.TOTP(secret).at(time.time() + 30 * steps)


def set_up(browser: FlaskClient, code: str, password: str = PASSWORD) -> str:
    """Take an invitation; returns the secret of the second factor."""
    page = browser.post("/desk/invitation/open", data={"code": code}).text
    secret = secret_on(page)
    taken = browser.post(
        "/desk/invitation/take", data={"code": code, "password": password, "digits": digits(secret, -1)}
    )
    assert (taken.status_code, taken.location) == (302, "/desk/")
    return secret


def enrolled(core: Core) -> str:
    """Ana has set up her sign-in; returns the secret of her second factor."""
    web = build_web(settings_for(8000, "postgresql://none"), core)
    web.config["WTF_CSRF_ENABLED"] = False
    return set_up(web.test_client(), add(core).code)
