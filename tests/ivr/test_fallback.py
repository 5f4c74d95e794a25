"""The fallback's way: one more try, then an apology with what to do."""

from __future__ import annotations

import urllib.request
from urllib.parse import quote

from exchange.faults import Fault, FaultKind
from exchange.lines import Line
from tests.house import House
from tests.ivr.test_calls import hold, said


def fetch(house: House, failed: str = "") -> str:
    """The fallback document, asked for after `failed`."""
    url = f"{house.settings.public_url}/fallback.xml?ErrorUrl={quote(failed, safe='')}"
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def test_it_tries_once_more_before_it_apologises(house: House) -> None:
    """First back to the line; when that address failed too, an apology and the end."""
    first = fetch(house, f"{house.settings.public_url}/voice?s=abc")
    assert "<Redirect" in first
    assert "<Say" not in first
    again = fetch(house, f"{house.settings.public_url}/voice?fallback=1#rc=2")
    assert "<Redirect" not in again
    assert "something is wrong" in again
    assert "<Hangup" in again


def test_a_call_survives_a_turn_that_failed(house: House) -> None:
    """The provider got no good answer to a turn: over the fallback the caller hears the last outcome and goes on."""
    call = hold(house)
    base = house.settings.public_url
    dead = Line(house.settings.twilio_number, f"{base}/voice", fallback_url=f"{base}/fallback.xml")
    house.exchange.add(dead)
    house.exchange.switch.faults.add(Fault(FaultKind.FORGED, 1))
    call.press("03041985")
    assert "is held for you" in said(call)
    assert "March 4, 1985" in said(call.press("03041985"))
