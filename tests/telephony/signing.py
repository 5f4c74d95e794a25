"""Webhooks as the provider makes them, signed by the description of its signature and not by its library."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

PUBLIC_URL = "https://line.example"
TOKEN = "0123456789abcdef0123456789abcdef"
NEXT_TOKEN = "fedcba9876543210fedcba9876543210"
ACCOUNT = "AC" + "0" * 31 + "f"
CALL = "CA" + "0123456789abcdef" * 2
MESSAGE = "SM" + "0123456789abcdef" * 2

TURN = {
    "AccountSid": ACCOUNT,
    "ApiVersion": "2010-04-01",
    "CallSid": CALL,
    "CallStatus": "in-progress",
    "Called": "+18005550199",
    "CalledCity": "",
    "Caller": "+12025550123",
    "Digits": "1",
    "Direction": "inbound",
    "From": "+12025550123",
    "FromCity": "WASHINGTON",
    "FromZip": "",
    "StirVerstat": "TN-Validation-Passed-A",
    "To": "+18005550199",
}
TEXT = {
    "AccountSid": ACCOUNT,
    "Body": "123456",
    "From": "+12025550123",
    "FromCity": "WASHINGTON",
    "MessageSid": MESSAGE,
    "NumMedia": "0",
    "SmsMessageSid": MESSAGE,
    "SmsSid": MESSAGE,
    "To": "+18005550199",
}


def encoded(fields: Mapping[str, str]) -> bytes:
    """The body that carries `fields`."""
    return urlencode(fields).encode()


def signature(url: str, fields: Mapping[str, str], token: str = TOKEN) -> str:
    """The provider's signature over an address and fields."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
