"""Every route of the desk, as the URL map has them: who comes in, and what a look may not do."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import build_web
from booking_core.core import Core
from booking_core.tables import metadata
from desk.door import POLICY
from desk.pages import NOBODY, Role
from desk.topics import NAVIGATION
from tests.desk.conftest import SignedIn
from tests.house import settings_for

FILLED = {"uuid": UUID(int=7), "int": 7, "default": "x", "string": "x", "path": "x"}
"""What stands for the parts of an address that change."""

OPEN = {"style", "sign_in", "invitation", "open_invitation", "take_invitation", "switch_language",
        "sign_in_elsewhere", "returned", "finish_elsewhere"}  # fmt: skip
"""Pages for which nobody is signed in. Whoever adds one says here that it is meant."""


def rules(web: Flask) -> list[Rule]:
    """The routes of the desk."""
    return [rule for rule in web.url_map.iter_rules() if rule.endpoint.startswith("desk.")]


def address(web: Flask, rule: Rule) -> str:
    """An address that leads there."""
    filled = {name: FILLED[_kind(converter)] for name, converter in rule._converters.items()}
    return web.url_map.bind("localhost").build(rule.endpoint, filled, force_external=False)


def _kind(converter: object) -> str:
    return {"UUIDConverter": "uuid", "IntegerConverter": "int"}.get(type(converter).__name__, "default")


def gets(web: Flask) -> list[Rule]:
    """Those that are only looked at."""
    return [rule for rule in rules(web) if "GET" in (rule.methods or ())]


def posts(web: Flask) -> list[Rule]:
    """Those that change something."""
    return [rule for rule in rules(web) if "POST" in (rule.methods or ())]


def roles_of(web: Flask, rule: Rule) -> frozenset[Role]:
    """For whom a route is."""
    found: frozenset[Role] = web.extensions["desk_roles"][rule.endpoint]
    return found


def test_every_route_has_roles(web: Flask) -> None:
    """A route is for roles, or is one of the few open ones; none forgets to say."""
    assert {rule.endpoint for rule in rules(web)} == set(web.extensions["desk_roles"])
    opened = {rule.endpoint.removeprefix("desk.") for rule in rules(web) if roles_of(web, rule) == NOBODY}
    assert opened - OPEN == set()


def test_nobody_sees_anything(web: Flask) -> None:
    """Without a session each page leads to where one signs in, and no form is taken."""
    browser = web.test_client()
    for rule in rules(web):
        if roles_of(web, rule) == NOBODY:
            continue
        where = address(web, rule)
        if "GET" in (rule.methods or ()):
            assert browser.get(where).location == "/desk/sign-in", where
        if "POST" in (rule.methods or ()):
            assert browser.post(where).status_code == 403, where


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_pages_alone(web: Flask, signed: SignedIn, core: Core, role: Role) -> None:
    """What a role may see answers; what it may not see answers 403, to a look and to a form."""
    browser = signed(role)
    forbid_changes(core)
    for rule in rules(web):
        allowed, where = roles_of(web, rule), address(web, rule)
        may = allowed == NOBODY or role in allowed
        if "GET" in (rule.methods or ()):
            status = browser.get(where).status_code
            assert status in (200, 302, 304, 400, 404, 405) if may else status == 403, (where, status)
        if "POST" in (rule.methods or ()) and not may:
            assert browser.post(where).status_code == 403, where


def forbid_changes(core: Core) -> None:
    """From here on every change but the rest of a session is a fault: a look that changes something answers 500."""
    function = """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'changed by a look'; END $$"""
    trigger = (
        "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
    )
    every = [trigger.format(name) for name in metadata.tables if name != "desk_sessions"]
    core.transact(lambda t: [t.connection.exec_driver_sql(each) for each in (function, *every)])


def test_a_look_that_changes_something_is_seen(web: Flask, signed: SignedIn, core: Core) -> None:
    """The walk above would meet it: a form sent while changes are forbidden is a fault."""
    browser = signed("supervisor")
    forbid_changes(core)
    assert browser.post("/desk/sign-out-everywhere").status_code == 500


def test_every_form_needs_our_token(web: Flask, signed: SignedIn) -> None:
    """A form without the token of our own page is refused on every route, before anything else happens."""
    web.config["WTF_CSRF_ENABLED"] = True
    browsers = {role: signed(role) for role in Role}
    for rule in posts(web):
        role = min(roles_of(web, rule), default=Role.CLERK)
        answer = browsers[role].post(address(web, rule))
        assert (answer.status_code, "too old" in answer.text) == (400, True), rule


def test_every_page_has_its_guards(web: Flask, signed: SignedIn) -> None:
    """Policy, no sniffing, no referrer elsewhere, nothing kept by a cache, nothing inline."""
    browsers = {role: signed(role) for role in Role}
    for browser in browsers.values():
        browser.post("/desk/language")  # so that each page is seen in Spanish, too
    for rule in gets(web):
        answer = browsers[min(roles_of(web, rule), default=Role.CLERK)].get(address(web, rule))
        found = {name: answer.headers.get(name) for name in ("X-Content-Type-Options", "Referrer-Policy")}
        assert found == {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}, rule
        assert answer.headers["Content-Security-Policy"] == POLICY, rule
        assert rule.endpoint == "desk.style" or answer.headers["Cache-Control"] == "no-store", rule
        assert rule.endpoint == "desk.style" or answer.status_code in (200, 302, 304, 400, 404), rule
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text), rule


@pytest.mark.parametrize(("public", "secure"), [("http://127.0.0.1:8000", False), ("https://line.example", True)])
def test_the_cookie_is_of_the_desk_alone(core: Core, url: str, public: str, secure: bool) -> None:
    """Not for scripts, not for other sites, for the desk's paths; and only over TLS once the line has it."""
    real = {"TELEPHONY": "twilio", "PUBLIC_URL": public} if secure else {}
    answer = build_web(settings_for(8000, url, **real), core).test_client().get("/desk/sign-in")
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["desk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/desk")
    assert bool(cookie["secure"]) == secure
    assert cookie["expires"] == cookie["max-age"] == ""


def test_a_language_is_chosen(web: Flask, signed: SignedIn) -> None:
    """The page's other language is a button away, and a back address of elsewhere leads home."""
    browser = signed("clerk")
    assert browser.post("/desk/language", data={"back": "/desk/shortcuts"}).location == "/desk/shortcuts"
    assert "Atajos de teclado" in browser.get("/desk/shortcuts").text
    for back in ("//evil.example", "https://evil.example/desk/", "/desk//evil", "/desk/\\evil", ""):
        assert browser.post("/desk/language", data={"back": back}).location == "/desk/"


def test_services_are_named_in_the_language_of_the_page(signed: SignedIn) -> None:
    """What an institution calls its services is said in the words of whoever reads."""
    browser = signed("supervisor")
    browser.post("/desk/language", data={"back": ""})
    for page in ("live", "releases", "suspensions", "bulletins"):
        shown = browser.get(f"/desk/{page}").text
        assert "renovación de pasaporte" in shown, page
        assert "passport renewal" not in shown, page


@pytest.mark.parametrize(("rested", "kept"), [("14 minutes", 200), ("15 minutes", 302)])
def test_a_session_ends_by_resting(signed: SignedIn, core: Core, rested: str, kept: int) -> None:
    """After a quarter of an hour without a request one signs in again."""
    browser = signed("clerk")
    age = f"UPDATE desk_sessions SET seen_at = seen_at - interval '{rested}'"
    core.transact(lambda t: t.connection.exec_driver_sql(age))
    assert browser.get("/desk/").status_code == kept


@pytest.mark.parametrize(("worked", "kept"), [("9 hours", 200), ("10 hours", 302)])
def test_a_session_ends_with_the_day(signed: SignedIn, core: Core, worked: str, kept: int) -> None:
    """However busy somebody is, ten hours after the sign-in they sign in again."""
    browser = signed("clerk")
    age = f"UPDATE desk_sessions SET made_at = made_at - interval '{worked}'"
    core.transact(lambda t: t.connection.exec_driver_sql(age))
    assert browser.get("/desk/").status_code == kept


def test_shortcuts_can_be_turned_off(signed: SignedIn) -> None:
    """Whoever dictates or is disturbed by keys of one letter has none (WCAG 2.2, 2.1.4)."""
    browser = signed("clerk")
    assert "shortcuts.js" in browser.get("/desk/").text
    browser.post("/desk/shortcuts/switch")
    assert "shortcuts.js" not in browser.get("/desk/").text


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_leads_to_what_a_role_may_see(web: Flask, signed: SignedIn, role: Role) -> None:
    """Each page once, by a key of its own, which is also the one on the page of shortcuts; no group stands empty."""
    page = signed(role).get("/desk/shortcuts").text
    menu = re.findall(r'class="nav-link[^>]* href="([^"]+)" data-key="g([a-z])"', page)
    listed = re.findall(r'<kbd>g</kbd> <kbd>([a-z])</kbd></td><td><a href="([^"]+)"', page)
    assert [(where, key) for key, where in listed] == menu
    assert len({where for where, _ in menu}) == len({key for _, key in menu}) == len(menu)
    assert not re.search(r'<ul class="nav">\s*</ul>', page)
    named = {endpoint for _, entries in NAVIGATION for endpoint, _ in entries}
    seen = {
        rule.rule for rule in gets(web) if rule.endpoint.removeprefix("desk.") in named and role in roles_of(web, rule)
    }
    assert {where for where, _ in menu} == seen
