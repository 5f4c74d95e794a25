"""The institution's own sign-in: OpenID Connect against a provider over real HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey

from app import build_web
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_commands import AddAgent, BindAgent, ListAgents, SwitchAgent
from tests.desk.provider import CLIENT, SECRET, Provider, running
from tests.house import settings_for

WHO = Operator("test")


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The institution's own sign-in."""
    with running() as provider:
        yield provider


@pytest.fixture
def web(core: Core, url: str, provider: Provider) -> Flask:
    """The line, told of it; Ana is known there as u-17."""
    more = {"OIDC_ISSUER": provider.address, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    core.perform(AddAgent(WHO, "ana", "Ana Ruiz", "agent", ("en",)), "add")
    core.perform(BindAgent(WHO, "ana", "u-17"), "bind")
    return build_web(settings_for(8000, url, **more), core)


def there(browser: FlaskClient) -> str:
    """To the provider and back; returns the address that the browser comes back to."""
    sent = browser.get("/desk/sign-in/elsewhere")
    assert sent.status_code == 302, sent.text
    back = requests.get(sent.location, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://127.0.0.1:8000/desk/sign-in/returned?")
    return f"{urlsplit(back).path}?{urlsplit(back).query}"


def finish(browser: FlaskClient, back: str) -> int:
    """Send the form that the browser finds there; the status of the answer."""
    page = browser.get(back)
    if page.status_code != 200:
        return page.status_code
    hidden = re.findall(r'<input type="hidden" name="(code|state|iss|nonce|csrf_token)" value="([^"]*)"', page.text)
    fields = {name: html.unescape(value) for name, value in hidden}
    return browser.post("/desk/sign-in/finish", data=fields).status_code


def test_who_is_bound_comes_in(web: Flask) -> None:
    """There and back: signed in as the agent with that subject."""
    browser = web.test_client()
    assert "institution&#39;s account" in browser.get("/desk/sign-in").text
    assert finish(browser, there(browser)) == 302
    assert "Welcome, Ana Ruiz" in browser.get("/desk/").text


def test_coming_back_changes_nothing_by_itself(web: Flask, core: Core) -> None:
    """The page that the provider sends the browser to only holds a form; nobody is signed in by an address."""
    browser = web.test_client()
    page = browser.get(there(browser))
    assert page.status_code == 200
    assert browser.get("/desk/").status_code == 302
    assert not any(each.signed_in for each in core.ask(ListAgents()).agents)


def test_nobody_is_made_by_it(web: Flask, core: Core, provider: Provider) -> None:
    """Whom the provider knows and we do not, or who is switched off here, does not come in."""
    provider.subject = "u-99"
    browser = web.test_client()
    assert finish(browser, there(browser)) == 422
    provider.subject = "u-17"
    core.perform(SwitchAgent(WHO, "ana", off=True), "off")
    assert finish(browser, there(browser)) == 422
    assert len(core.ask(ListAgents()).agents) == 1


def test_an_answer_is_good_for_its_own_browser_alone(web: Flask) -> None:
    """Another's answer, a state that is made up, and the same answer twice get nowhere."""
    browser, victim = web.test_client(), web.test_client()
    back = there(browser)
    assert victim.get(back).status_code == 400
    there(victim)
    assert victim.get(back).status_code == 400
    assert browser.get(re.sub(r"state=[^&]+", "state=made-up", back)).status_code == 400
    assert finish(browser, back) == 302
    assert browser.get(back).status_code == 400


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another try"}, {"aud": "another client"}, {"iss": "https://evil.example"}, {"exp": 1},
        {"nonce": None}, {"sub": None}, {"azp": "another client"},
    ],
)  # fmt: skip
def test_a_token_for_something_else_is_refused(claims: dict[str, object], web: Flask, provider: Provider) -> None:
    """Of another try, for another client, by another issuer, too old, of nobody."""
    provider.claims = claims
    browser = web.test_client()
    assert finish(browser, there(browser)) == 422


def test_a_token_of_another_key_is_refused(web: Flask, provider: Provider) -> None:
    """Signed by a key that the provider does not show, or by the secret that we share with it."""
    browser = web.test_client()
    provider.signs = RSAKey.generate_key(2048, {"kid": "one"})
    assert finish(browser, there(browser)) == 422
    provider.signs, provider.algorithm = OctKey.import_key(SECRET), "HS256"
    assert finish(browser, there(browser)) == 422


def test_whom_the_provider_refuses_is_told(web: Flask, provider: Provider) -> None:
    """Back with an error: the page to sign in at, which says so."""
    provider.refuses = True
    browser = web.test_client()
    answer = browser.get(there(browser))
    assert answer.status_code == 422
    assert "did not let you in" in answer.text


def test_an_answer_of_another_issuer_is_refused(web: Flask) -> None:
    """An answer that says it is from somebody else is not taken to ours (RFC 9207)."""
    browser = web.test_client()
    assert finish(browser, re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", there(browser))) == 422


def test_a_provider_that_is_away_is_told(core: Core, url: str) -> None:
    """Nobody is sent into nothing, and whoever has a password signs in as always."""
    more = {"OIDC_ISSUER": "http://127.0.0.1:1", "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    answer = build_web(settings_for(8000, url, **more), core).test_client().get("/desk/sign-in/elsewhere")
    assert answer.status_code == 422
    assert "does not answer" in answer.text


def test_without_it_there_are_no_such_pages(core: Core, url: str) -> None:
    """Where nothing is configured, neither button nor page."""
    browser = build_web(settings_for(8000, url), core).test_client()
    assert browser.get("/desk/sign-in/elsewhere").status_code == 404
    assert "sign-in/elsewhere" not in browser.get("/desk/sign-in").text
