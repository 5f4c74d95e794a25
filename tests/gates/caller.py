"""A call made straight at the web application, with the provider's signature, so that one turn is one request."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask.testing import FlaskClient

from settings import Settings
from tests.telephony.signing import encoded, signature


class Caller:
    """A telephone that dials, presses keys and hears."""

    def __init__(self, client: FlaskClient, settings: Settings, number: str, sid: str) -> None:
        self._client, self._settings = client, settings
        self._fields = {
            "AccountSid": settings.twilio_account_sid, "CallSid": sid, "CallStatus": "in-progress",
            "From": number, "To": settings.twilio_number,
        }  # fmt: skip
        self._action = f"{settings.public_url}/voice"
        self.heard = ""

    def dial(self) -> Caller:
        """The first turn."""
        return self._turn({})

    def press(self, keys: str) -> Caller:
        """Answer what was asked."""
        return self._turn({"Digits": keys})

    def pressing(self, keys: str) -> Callable[[], Caller]:
        """The same, to be done later."""
        return lambda: self.press(keys)

    def _turn(self, heard: dict[str, str]) -> Caller:
        fields = self._fields | heard
        target = self._action.removeprefix(self._settings.public_url)
        token = self._settings.twilio_auth_token.get_secret_value()
        signed = signature(self._action, fields, token)
        headers = {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._client.post(target, data=encoded(fields), headers=headers, base_url=self._settings.public_url)
        assert answer.status_code == 200
        document = ElementTree.fromstring(answer.data)
        self.heard = " ".join(said.strip() for said in document.itertext() if said.strip())
        for verb in document.iter("Gather"):
            self._action = verb.attrib["action"].partition("#")[0]
            assert urlsplit(self._action).path == "/voice"
        return self
