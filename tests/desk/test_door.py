"""The desk's door: who comes in, and what a browser may do with our pages."""

from __future__ import annotations

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
