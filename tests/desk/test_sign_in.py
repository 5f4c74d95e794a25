"""Signing in: a password and a second factor, set up with an invitation."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import build_web
from booking_core import sessions, staff
from booking_core.core import Core
from booking_core.desk_commands import InviteAnew, OpenInvitation, SeeSession, SwitchAgent
from booking_core.desk_outcomes import AgentAdded, Invited, SignedAs
from tests.desk.enrolling import CHEAP, PASSWORD, WHO, add, digits, set_up
from tests.house import settings_for


@pytest.fixture
def core(core: Core) -> Core:
    """The core, with passwords that cost nothing to try."""
    core.passwords = CHEAP
    return core


def sign_in(browser: FlaskClient, login: str, password: str, code: str) -> int:
    """The status of a try to sign in: 302, or 422 when it was refused."""
    return browser.post("/desk/sign-in", data={"login": login, "password": password, "digits": code}).status_code


def test_an_invitation_sets_up_a_sign_in(web: Flask, core: Core) -> None:
    """With its code one sets password and second factor, is signed in, and can sign in with both from then on."""
    browser = web.test_client()
    secret = set_up(browser, add(core).code.lower().replace("-", " "))
    assert "Welcome, Ana Ruiz" in browser.get("/desk/").text
    assert sign_in(other := web.test_client(), "Ana ", PASSWORD, digits(secret)) == 302
    assert other.get("/desk/").status_code == 200


def test_an_invitation_is_good_once_and_for_a_time(web: Flask, core: Core) -> None:
    """Used, replaced by a newer one, after three days, or of somebody who is switched off, it opens nothing."""

    def opens(code: str, at: Core = core) -> bool:
        return isinstance(at.perform(OpenInvitation(code), ""), Invited)

    first = add(core).code
    second = core.perform(InviteAnew(WHO, "ana"), "again")
    assert isinstance(second, AgentAdded)
    assert [opens(first), opens(second.code)] == [False, True]
    assert not opens(second.code, core.at(datetime.now(UTC) + timedelta(days=3, minutes=1)))
    set_up(web.test_client(), second.code)
    assert not opens(second.code)
    third = core.perform(InviteAnew(WHO, "ana"), "once more")
    assert isinstance(third, AgentAdded)
    core.perform(SwitchAgent(WHO, "ana", off=True), "off")
    assert not opens(third.code)


def test_every_refusal_looks_the_same(web: Flask, core: Core) -> None:
    """Unknown name, wrong password, wrong digits, used digits, switched off: one answer, to the byte."""
    secret = set_up(web.test_client(), add(core).code)
    tries = [
        ("nobody", PASSWORD, digits(secret)), ("ana", "something else", digits(secret)), ("ana", PASSWORD, "000000"),
        ("ana", PASSWORD, digits(secret, -1)), ("ana", "", ""),
    ]  # fmt: skip
    pages = [refused(web, *each) for each in tries]
    core.perform(SwitchAgent(WHO, "ana", off=True), "off")
    pages.append(refused(web, "ana", PASSWORD, digits(secret)))
    assert {page.replace("nobody", "ana") for page in pages} == {pages[1]}


def refused(web: Flask, login: str, password: str, code: str) -> str:
    """The page of a try that was refused, without what is new on every page."""
    answer = web.test_client().post("/desk/sign-in", data={"login": login, "password": password, "digits": code})
    assert answer.status_code == 422
    return re.sub(r'name="(nonce|csrf_token)" value="[^"]+"', "", answer.text)


def test_signing_in_leaves_nothing_of_before(web: Flask, core: Core) -> None:
    """A session that was there before is over, and its cookie opens nothing: nobody can plant one."""
    browser = web.test_client()
    secret = set_up(browser, add(core).code)
    planted = browser.get_cookie("desk", path="/desk")
    assert planted is not None
    assert sign_in(browser, "ana", PASSWORD, digits(secret)) == 302
    thief = web.test_client()
    thief.set_cookie("desk", planted.value, path="/desk")
    assert thief.get("/desk/").status_code == 302
    assert browser.get("/desk/").status_code == 200


def test_signing_out_everywhere(web: Flask, core: Core) -> None:
    """Every session of the person ends, the one that asked for it among them."""
    here, there = web.test_client(), web.test_client()
    secret = set_up(here, add(core).code)
    assert sign_in(there, "ana", PASSWORD, digits(secret)) == 302
    here.post("/desk/sign-out-everywhere")
    assert [each.get("/desk/").status_code for each in (here, there)] == [302, 302]


def test_who_is_switched_off_is_out_on_every_node(web: Flask, core: Core, url: str) -> None:
    """The next request after it is refused, wherever it goes."""
    browser = web.test_client()
    set_up(browser, add(core).code)
    cookie = browser.get_cookie("desk", path="/desk")
    assert cookie is not None
    other_node = build_web(settings_for(8001, url), core).test_client()
    other_node.set_cookie("desk", cookie.value, path="/desk")
    assert other_node.get("/desk/").status_code == 200
    core.perform(SwitchAgent(WHO, "ana", off=True), "off")
    assert [each.get("/desk/").status_code for each in (browser, other_node)] == [302, 302]


def test_a_session_ends_after_a_rest_and_after_a_day(core: Core) -> None:
    """A quarter of an hour without a request, or ten hours however busy they were."""
    agent = core.transact(lambda t: staff.add(t, WHO, "ben", "Ben", "clerk", ["en"]))
    begin = datetime.now(UTC)

    def lasts(every: timedelta) -> timedelta:
        """For how long a session with a request so often holds."""
        token = core.at(begin).transact(lambda t: sessions.begin(t, agent))
        seen = begin
        while isinstance(core.at(seen + every).perform(SeeSession(token), ""), SignedAs):
            seen += every
        return seen - begin

    assert lasts(timedelta(minutes=15, seconds=1)) == timedelta(0)
    assert lasts(timedelta(minutes=14)) == timedelta(hours=9, minutes=48)
