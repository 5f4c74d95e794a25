"""`fairline up --once`: one call books with the code keyed in, another with the code by text; nothing is pretended.

It talks to the running service only through the exchange, as people do, and asks the database what became of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app import build_core
from booking_core import reports
from booking_core.transaction import Transaction
from exchange.client import LiveCall, Telephone
from settings import Settings

BOOK = ("1", "1", "2", "1", "1", "1")
"""Book; my phone gets texts; passport renewal; one person; the first office; the first time."""
BORN = "03041985"
DELIVERED_WITHIN_S = 20


class RehearsalFailed(Exception):
    """The service did not do what a caller relies on; the text says what."""


def rehearse(settings: Settings) -> None:
    """Book twice and see the texts delivered. Raises RehearsalFailed."""
    called, texted = _mobile(settings, "+12025550108"), _mobile(settings, "+12025550109")
    stuck = _not_delivered(settings)  # of earlier days: a phone that gets no texts, or an opt-out
    call = _hold(settings, called)
    call.press_code()
    _expect(call, "You are booked")
    call.hang_up()
    print("a call booked, with its code keyed in")
    cut_off = _hold(settings, texted)
    cut_off.hang_up()
    texted.text(settings.twilio_number, texted.newest_code())
    _await(lambda: any(text.body.startswith("Booked:") for text in texted.inbox()), "a booking confirmed by text")
    print("another booked, with its code by text after hanging up")
    _await(lambda: _not_delivered(settings) <= stuck, "every text delivered")
    print("every text was delivered")


def _mobile(settings: Settings, number: str) -> Telephone:
    return Telephone(settings.exchange_url, number)


def _hold(settings: Settings, phone: Telephone) -> LiveCall:
    call = phone.call(settings.twilio_number)
    for key in BOOK:
        call.press(key)
    _expect(call, "is held for you")
    call.press(BORN)
    _expect(call, "March 4, 1985")
    call.press("1")
    return call


def _expect(call: LiveCall, words: str) -> None:
    heard = " ".join(call.heard)
    if words not in heard:
        raise RehearsalFailed(f"expected to hear “{words}”, heard “{heard}”")


def _await(seen: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + DELIVERED_WITHIN_S
    while not seen():
        if time.monotonic() > until:
            raise RehearsalFailed(f"not within {DELIVERED_WITHIN_S} s: {what}")
        time.sleep(0.1)


def _not_delivered(settings: Settings) -> int:
    core = build_core(settings, size=1)
    try:
        counts = core.database.transact(lambda c: reports.outbox_counts(Transaction(c, core.keys, None)))
    finally:
        core.database.engine.dispose()
    return sum(counts.values()) - counts.get("delivered", 0)
