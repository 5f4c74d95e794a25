"""Passwords and one-time passwords: what a try costs, and how often one may try."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from booking_core.core import Core
from booking_core.desk_commands import SignIn
from booking_core.desk_outcomes import SignedIn, SignInRefused
from booking_core.passwords import Passwords, weakness
from tests.desk.enrolling import CHEAP, PASSWORD, digits, enrolled


@pytest.fixture
def core(core: Core) -> Core:
    """The core, with passwords that cost nothing to try."""
    core.passwords = CHEAP
    return core


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
