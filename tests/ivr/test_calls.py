"""Calls as people make them: a telephone of the exchange, the running line, and what is heard."""

from __future__ import annotations

from exchange.client import LiveCall
from tests.house import House

BORN = "03041985"


def hold(house: House, number: str = "+12025550101", *, party: str = "1") -> LiveCall:
    """A call as far as the held place: renewal, San Francisco, the first time offered."""
    call = house.phone(number).call(house.settings.twilio_number)
    for key in ("1", "1", "2", party, "1", "1"):
        call.press(key)
    return call


def book(house: House, number: str = "+12025550101") -> LiveCall:
    """A call that has booked."""
    call = hold(house, number)
    return call.press(BORN).press("1").press_code()


def said(call: LiveCall) -> str:
    """What was heard since the last input."""
    return " ".join(call.heard)


def test_a_caller_books(house: House) -> None:
    """From the first menu to the reference, on what the ear was told, and it is so in the database."""
    call = hold(house)
    assert "is held for you" in said(call)
    assert "It is not booked yet" in said(call)
    assert "You keyed in March 4, 1985." in said(call.press(BORN))
    assert "Key in the six-digit code" in said(call.press("1"))
    assert "You are booked" in said(call.press_code())
    (row,) = house.rows("SELECT status, reference FROM bookings")
    assert row.status == "booked"
    fours = f"{' '.join(row.reference[:4])}, {' '.join(row.reference[4:])}"
    assert fours in said(call)


def test_nothing_says_booked_before_it_is(house: House) -> None:
    """Until the code is accepted, no sentence of the call says that anything is booked."""
    call = hold(house)
    call.press(BORN).press("1").press("111111")
    assert "That code is not right" in said(call)
    assert not any("ou are booked" in str(event) for event in call.transcript.events)
