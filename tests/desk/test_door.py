"""The desk's door: who comes in, and what a browser may do with our pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from booking_core.core import Core
from tests.desk.conftest import SignedIn


def test_nobody_comes_in_without_a_session(web: Flask) -> None:
    """Whoever is not signed in is led to the page where one signs in."""
    answer = web.test_client().get("/desk/")
    assert (answer.status_code, answer.location) == (302, "/desk/sign-in")


def test_a_session_ended_here_is_over_at_once(signed: SignedIn, core: Core) -> None:
    """A session is a row: ended, it opens nothing on any node."""
    browser = signed("agent")
    assert "Welcome, Agent" in browser.get("/desk/").text
    core.transact(lambda t: t.connection.exec_driver_sql("UPDATE desk_sessions SET ended_at = now()"))
    assert browser.get("/desk/").status_code == 302


def test_a_form_that_is_not_ours_is_refused(web: Flask, signed: SignedIn) -> None:
    """A form without our token changes nothing: another site cannot make a browser send one."""
    browser = signed("agent")
    web.config["WTF_CSRF_ENABLED"] = True
    assert browser.post("/desk/sign-out").status_code == 400
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("host", "page", "status"),
    [
        ("line.example", "https://line.example/desk/", 302),
        ("line.example", "https://other.example/desk/", 400),
        ("line.example", None, 400),
        ("127.0.0.1:8000", "https://line.example/desk/", 400),
    ],
)
def test_a_form_comes_from_a_page_of_the_same_address(
    web: Flask, signed: SignedIn, host: str, page: str | None, status: int
) -> None:
    """Behind a proxy with TLS that passes the host on, only our own pages' forms; if it does not, none at all."""
    browser = signed("agent")
    web.config["WTF_CSRF_ENABLED"] = True
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/desk/").text)
    cookie = browser.get_cookie("desk", path="/desk")
    assert token
    assert cookie
    answer = web.test_client(use_cookies=False).post(
        "/desk/sign-out",
        base_url=f"https://{host}",
        data={"csrf_token": token[1]},
        headers={"Cookie": f"desk={cookie.value}"} | ({} if page is None else {"Referer": page}),
    )
    assert answer.status_code == status
