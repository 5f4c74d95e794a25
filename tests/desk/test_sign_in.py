"""Signing in: a password and a second factor, set up with an invitation."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import build_web
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_commands import AddAgent, InviteAnew, OpenInvitation, SignIn, SwitchAgent
from booking_core.desk_outcomes import AgentAdded, Invited, SignedIn, SignInRefused
from booking_core.passwords import Passwords, weakness
from tests.house import settings_for

WHO = Operator("test")
PASSWORD = "tres gatos en el tejado"
CHEAP = Passwords(memory_kib=8, a_second=1e6)


@pytest.fixture
def core(core: Core) -> Core:
    """The core, with passwords that cost nothing to try."""
    core.passwords = CHEAP
    return core


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


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ocho 8!", "short"),
        ("x" * 257, "long"),
        ("password2026", "known"),
        ("P@ssw0rd!", "known"),
        ("qwertyuiop12", "known"),
        ("aaaaaaaaaaaa", "known"),
        ("20262026", "known"),
        ("AnaRuiz2026", "named"),
        ("Demo-Passport-Agency", "named"),
        ("tres gatos en el tejado", None),
        ("83920471", None),
        ("ñandú-ñandú", None),
    ],
)
def test_a_weak_password_is_refused(password: str, why: str | None) -> None:
    """Short, long, among the first that are tried, or made of the person's and the institution's names."""
    assert weakness(password, ["ana", "Ana Ruiz", "Demo Passport Agency"]) == why


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


def test_nobodys_password_takes_as_long_as_anybodys() -> None:
    """An unknown name is answered no sooner than a known one."""
    passwords = Passwords(memory_kib=8_000, a_second=1e6)
    kept = passwords.hashed(PASSWORD)

    def took(of: str | None) -> float:
        began = time.process_time()
        assert not passwords.fits(of, "wrong")
        return time.process_time() - began

    known, unknown = (sorted(took(of) for _ in range(7))[3] for of in (kept, None))
    assert 0.4 < unknown / known < 2.5


def test_wrong_tries_lock_for_longer_and_longer(core: Core) -> None:
    """The fifth wrong try in a row locks for half a minute, the next for a minute; then only waiting helps."""
    secret = enrolled(core)
    begin = datetime.now(UTC)

    def tried(after_s: float, right: bool) -> bool:
        at = begin + timedelta(seconds=after_s)
        code = pyotp.TOTP(secret).at(at)
        return isinstance(core.at(at).perform(SignIn("ana", PASSWORD if right else "wrong", code), ""), SignedIn)

    assert not any(tried(60, right=False) for _ in range(5))
    assert not tried(89, right=True)
    assert not tried(91, right=False)
    assert not tried(150, right=True)
    assert tried(152, right=True)
    assert tried(200, right=True)


def enrolled(core: Core) -> str:
    """Ana has set up her sign-in; returns the secret of her second factor."""
    web = build_web(settings_for(8000, "postgresql://none"), core)
    web.config["WTF_CSRF_ENABLED"] = False
    return set_up(web.test_client(), add(core).code)


def test_digits_are_taken_once(core: Core) -> None:
    """The same digits a second time, or those of a step before the last one taken, sign nobody in."""
    secret, begin = enrolled(core), datetime.now(UTC) + timedelta(minutes=5)
    codes = [pyotp.TOTP(secret).at(begin + timedelta(seconds=30 * step)) for step in (-2, -1, 0, 1, 2)]

    def tried(code: str) -> bool:
        return isinstance(core.at(begin).perform(SignIn("ana", PASSWORD, code), ""), SignedIn)

    assert [tried(code) for code in (codes[0], codes[2], codes[2], codes[1])] == [False, True, False, False]
    assert [tried(code) for code in (codes[4], codes[3])] == [False, True]


def test_a_password_is_kept_anew_when_its_cost_changes(core: Core) -> None:
    """At the next sign-in it is hashed with the parameters of now."""
    secret = enrolled(core)
    core.passwords = Passwords(memory_kib=16, a_second=1e6)
    assert isinstance(core.perform(SignIn("ana", PASSWORD, digits(secret)), ""), SignedIn)
    kept = core.transact(lambda t: t.connection.scalar(sa.text("SELECT password FROM agents WHERE login = 'ana'")))
    assert "$m=16," in str(kept)


def test_no_transaction_waits_for_a_password(core: Core) -> None:
    """While a password is tried no connection is held: a slow password slows nobody else."""
    held: list[int] = []

    class Watched(Passwords):
        def fits(self, kept: str | None, password: str) -> bool:
            held.append(core.database.engine.pool.checkedout())  # type: ignore[attr-defined]  # of the queue pool
            return super().fits(kept, password)

        def hashed(self, password: str) -> str:
            held.append(core.database.engine.pool.checkedout())  # type: ignore[attr-defined]  # of the queue pool
            return super().hashed(password)

    core.passwords = Watched(memory_kib=8, a_second=1e6)
    secret = enrolled(core)
    assert isinstance(core.perform(SignIn("ana", PASSWORD, digits(secret)), ""), SignedIn)
    assert held == [0, 0]


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


def test_a_guess_at_the_same_time_counts_too(core: Core) -> None:
    """Twenty guesses at once are five: the row decides one after the other, and the lock holds the rest."""
    secret = enrolled(core)
    with ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(lambda n: core.perform(SignIn("ana", f"guess {n}", digits(secret)), ""), range(20)))
    assert tries == [SignInRefused()] * 20
    assert core.transact(lambda t: t.connection.scalar(sa.text("SELECT wrong FROM agents WHERE login = 'ana'"))) == 5


def test_a_flood_of_passwords_takes_no_core_from_the_callers(web: Flask, core: Core) -> None:
    """Five are tried at once and then so many a second; the rest is turned away, and counts for nothing."""
    core.passwords = Passwords(memory_kib=8, a_second=0.01)
    browser = web.test_client()
    form = {"login": "ana", "password": "guess", "digits": "000000"}
    tried = [browser.post("/desk/sign-in", data=form).status_code for _ in range(8)]
    assert tried == [422] * 5 + [429] * 3
