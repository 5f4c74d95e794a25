"""Calls and texts made straight at a web application whose policy has a doorstep."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from xml.etree import ElementTree

from flask.testing import FlaskClient

from app import build_web
from booking_core.admission import Policy
from booking_core.core import Core
from booking_core.doorstep import Doorstep, Limit
from settings import Settings
from tests.house import settings_for, text_form, voice_form
from tests.telephony.signing import encoded, signature

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = Doorstep(calls=(Limit(3, DAY),), block_calls=(Limit(4, DAY),), texts=(Limit(2, DAY),), hang_ups=Limit(2, DAY),
                 calls_now=2)  # fmt: skip
"""Small, so that few calls fill them; of days, so that no test crosses the end of a window."""
SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""The answer of whoever says nothing."""


@dataclass
class Bell:
    """Whoever rings at the door, and what is heard there."""

    settings: Settings
    web: FlaskClient
    core: Core
    nth: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def ring(self, number: str, sid: str | None = None, **more: str) -> str:
        """The first turn of a call; its document."""
        form = voice_form(sid or f"CA{next(self.nth):032d}", number, CallStatus="ringing", **more)
        return self.post("/voice", form)

    def press(self, document: str, keys: str, number: str, sid: str) -> str:
        """Answer what a document asks; what comes then."""
        (gather,) = ElementTree.fromstring(document).iter("Gather")
        target = gather.attrib["action"].partition("#")[0].removeprefix(self.settings.public_url)
        return self.post(target, voice_form(sid, number, Digits=keys))

    def over(self, number: str, seconds: int, sid: str | None = None, status: str = "completed", **more: str) -> None:
        """A call that came in and is over, after so many seconds."""
        sid = sid or f"CA{next(self.nth):032d}"
        form = voice_form(sid, number, CallDuration=str(seconds)) | {"CallStatus": status} | more
        self.post("/voice/status", form)

    def text(self, body: str, number: str, sid: str | None = None) -> str:
        """A text; the document that answers it."""
        return self.post("/sms", text_form(sid or f"SM{next(self.nth):032d}", body, number))

    def post(self, target: str, form: dict[str, str]) -> str:
        """A signed webhook."""
        token = self.settings.twilio_auth_token.get_secret_value()
        headers = {
            "X-Twilio-Signature": signature(f"{self.settings.public_url}{target}", form, token),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        answer = self.web.post(target, data=encoded(form), headers=headers, base_url=self.settings.public_url)
        assert answer.status_code in (200, 204)
        return answer.get_data(as_text=True)


def bell(core: Core, url: str, rules: Doorstep | None = RULES, **more: str) -> Bell:
    """A web application around a core, with these rules at its door."""
    core.policy = Policy(doorstep=rules)
    settings = settings_for(8000, url, **more)
    return Bell(settings, build_web(settings, core).test_client(), core)
