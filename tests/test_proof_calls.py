"""Calls of ours through the real worker, the real webhooks and a telephone that rings."""

from __future__ import annotations

import time

from booking_core import commands as c
from booking_core.actors import Caller
from booking_core.numbers import Number, check
from tests.house import House, post, voice_form

ANN = "+12025550101"
SID = "CA" + "7" * 32


def asks_for_a_call(house: House) -> None:
    """A caller asks for a call instead of a text, and hangs up."""
    number = check(ANN, frozenset({"US"}))
    assert isinstance(number, Number)
    house.core.perform(c.StartCall(SID, house.settings.twilio_number, number, "en"), "start")
    house.core.perform(c.SendCode(Caller(SID), "presence", None, "en", "call"), "send")
    house.do("UPDATE outbox SET not_before = now()")


def states(house: House, expected: list[str]) -> None:
    """Wait until the proof calls stand so."""
    until = time.monotonic() + 10
    while (found := [row.state for row in house.rows("SELECT state FROM outbox ORDER BY id")]) != expected:
        assert time.monotonic() < until, found
        time.sleep(0.05)


def test_a_telephone_rings_and_is_answered(house: House) -> None:
    """Its end is reported with the delivery it carried: the row says that it was answered."""
    asks_for_a_call(house)
    house.phone(ANN).answer(10).hang_up()
    states(house, ["delivered"])


def test_a_busy_telephone_is_rung_again(house: House) -> None:
    """The report comes through our own webhook, and lays the next ringing into the outbox."""
    asks_for_a_call(house)
    states(house, ["sent"])
    call = house.exchange.switch.calls.ringing_at(ANN)
    assert call is not None
    with call.lock:
        call.decline("busy")
    states(house, ["undelivered", "waiting"])


def test_a_report_that_names_no_delivery_of_ours(house: House) -> None:
    """Something else than an id is turned away; an id that was never given out changes nothing."""
    ended = voice_form(SID, CallStatus="busy")
    assert post(house, "/voice/status?d=x", ended)[0] == 403
    assert post(house, "/voice/status?d=00000000-0000-0000-0000-000000000007", ended)[0] == 204
