"""Wrong tries of strangers lock strangers out, and nobody who has signed in from the same browser before."""

from __future__ import annotations

from flask import Flask

from booking_core.core import Core
from tests.desk.enrolling import CHEAP, PASSWORD, add, digits, set_up
from tests.desk.test_sign_in import sign_in


def test_a_known_browser_is_not_locked_out_by_others(web: Flask, core: Core) -> None:
    """Ana's own browser signs her in while a flood of wrong tries has locked her name; a new browser waits, and
    whoever makes up the cookie.
    """
    core.passwords = CHEAP
    secret = set_up(web.test_client(), add(core).code)
    own, stranger = web.test_client(), web.test_client()
    assert sign_in(own, "ana", PASSWORD, digits(secret)) == 302
    assert {sign_in(stranger, "ana", "guess", "000000") for _ in range(6)} == {422}
    with core.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE agents SET last_step = NULL")
    assert sign_in(stranger, "ana", PASSWORD, digits(secret)) == 422
    stranger.set_cookie("desk_known", "ana", path="/desk/sign-in")
    assert sign_in(stranger, "ana", PASSWORD, digits(secret)) == 422
    assert sign_in(own, "ana", PASSWORD, digits(secret)) == 302


def test_a_known_browser_guesses_no_more_than_others(web: Flask, core: Core) -> None:
    """Wrong tries are counted wherever they are made."""
    core.passwords = CHEAP
    secret = set_up(web.test_client(), add(core).code)
    own = web.test_client()
    sign_in(own, "ana", PASSWORD, digits(secret))
    assert {sign_in(own, "ana", "guess", "000000") for _ in range(7)} == {422}
    with core.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT wrong FROM agents").scalar_one() == 7
