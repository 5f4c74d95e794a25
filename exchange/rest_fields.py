"""Fields of the provider's REST forms, read and checked: addresses, TwiML, seconds."""

from flask import request

from exchange.addresses import resolve, split_overrides
from exchange.calls import RINGS_S
from exchange.documents import Entry
from exchange.refusals import Refusal, RestError

LONGEST_RING = 600
MAX_TWIML = 4000


def callback(code: int) -> str | None:
    """Where a client wants to hear what becomes of it; refused with `code`."""
    return address("StatusCallback", code) if request.form.get("StatusCallback") else None


def address(name: str, code: int) -> str:
    """The address in a field; refused with `code`."""
    found = request.form.get(name, "")
    try:
        found = resolve(None, found)
        split_overrides(found)
    except Refusal:
        raise RestError(code, f"{name} is not a valid address") from None
    return found


def rings_s() -> int:
    """Seconds a call may ring: 60 where nothing is said, at most 600 (Twilio docs, "Call resource", Timeout)."""
    try:
        return max(0, min(LONGEST_RING, int(request.form.get("Timeout", RINGS_S))))
    except ValueError:
        raise RestError(20001, "Timeout is not a number") from None


def entry() -> Entry:
    """Where a call of the client's begins: its TwiML, or addresses that have some."""
    form = request.form
    if form.get("Twiml"):
        return Entry("", document=twiml())
    fallback_url = address("FallbackUrl", 21205) if form.get("FallbackUrl") else ""
    return Entry(address("Url", 21205), form.get("Method", "POST"), fallback_url, form.get("FallbackMethod", "POST"))


def twiml() -> bytes:
    """TwiML given in the form itself; refused where it is too long."""
    given = request.form["Twiml"]
    if len(given) > MAX_TWIML:
        raise RestError(32018, f"Twiml is longer than {MAX_TWIML} characters")
    return given.encode()
