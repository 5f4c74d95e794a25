"""A browser that is signed in at the desk of a running house."""

from __future__ import annotations

import itertools

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page

from app import build_web
from booking_core import sessions, staff
from booking_core.actors import Operator
from booking_core.transaction import Transaction
from tests.house import House

_nth = itertools.count(1)


def routes(house: House) -> Flask:
    """The web application of this house once more: its routes, and what its cookies are signed with."""
    return build_web(house.settings, house.core)


def signed_in(browser: Browser, house: House, web: Flask, role: str, **options: object) -> Page:
    """A tab in which a new agent of this role is signed in, beside what the agent signs in with."""

    def enter(t: Transaction) -> str:
        login = f"{role}{next(_nth)}"
        return sessions.begin(t, staff.add(t, Operator("test"), login, "Ana Ruiz", role, ["en"]))

    signer = SecureCookieSessionInterface().get_signing_serializer(web)
    assert signer is not None
    value = signer.dumps({"token": house.core.transact(enter)})
    # Colours are judged as they stay, not on their way from light to dark.
    context = browser.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": str(value), "url": f"{house.settings.public_url}/desk"}])
    page = context.new_page()
    page.goto(f"{house.settings.public_url}/desk/")
    return page
