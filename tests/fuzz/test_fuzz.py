"""Thousands of inputs a channel from people, children, cats and machines: no fault, and always a reply.

What is meant and what is nonsense are mixed, so that calls and threads go deep: right codes and nonces are among them.
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections.abc import Callable
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import build_web
from booking_core.core import Core
from exchange.signature import signature
from tests.house import TOKEN, settings_for, text_form, voice_form
from tests.matrix.ways import BORN, travel

FEW = 400
MANY = 10_000 if os.environ.get("FAIRLINE_MEASURE") == "1" else 2_500
"""Ten thousand a channel take a minute of a processor: a build is content with a quarter."""
_JUNK = (
    "",
    " ",
    "\x00",
    "🎉🎉",
    "é" * 1600,
    "<Say>x</Say>",
    "' OR 1=1 --",
    "１２３",
    "٣",
    "\u202e1",
    "-1",
    "NaN",
    "9" * 32,
)
_KEYS = (
    *"0123456789*#",
    *"111222333",
    BORN,
    "00001931",
    "02302001",
    "100000",
    "2025550142",
    "941",
    "1124",
    "12#4",
    "#5",
)
_WORDS = (
    "book", "español", "the second one", "a person", "say that again", "no", "yes please", "New York", "renewal", "um",
    "move it", "give it up", "for", "to to to", "mi cita", "otra vez", "cancel everything and start over", "later",
)  # fmt: skip
_BODIES = (
    "1", "2", "3", "9", "0", "?", "book", "A", "b)", "C please", "D", "later", "ok 1", "1.", "sí", "Dec 3",
    "03 04 1985", "4 de marzo de 1985", "reservar", "cambiar", "STOP", "YES", "two people", "houston", "94110", "4821",
    "482 913", "call me", "when is my appointment", "never mind",
)  # fmt: skip


class Rig:
    """The web process without a socket, and dice."""

    def __init__(self, core: Core, url: str, seed: int) -> None:
        self.settings = settings_for(8000, url)
        self.client: FlaskClient = build_web(self.settings, core).test_client()
        self.core = core
        self.dice = random.Random(seed)
        self.sent = 0

    def post(self, target: str, fields: dict[str, str]) -> ElementTree.Element:
        """A signed webhook; its document."""
        self.sent += 1
        url = f"{self.settings.public_url}{target}"
        answer = self.client.post(
            target, data=urlencode(fields), content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature(TOKEN, url, fields)},
        )  # fmt: skip
        assert answer.status_code == 200, (answer.status_code, target)
        return ElementTree.fromstring(answer.data)

    def secret(self) -> str:
        """A code or nonce that somebody was sent, as that person would read it."""
        row = self.core.database.transact(
            lambda c: c.execute(
                sa.text("SELECT id, sealed FROM codes WHERE used_at IS NULL ORDER BY random() LIMIT 1")
            ).first()
        )
        return "482913" if row is None else self.core.keys.decrypt(bytes(row.sealed), "codes.sealed", row.id)

    def number(self) -> str:
        """One of forty telephones."""
        return f"+120255502{self.dice.randrange(40):02}"


def _fuzz_calls(rig: Rig, inputs: int) -> None:
    """Calls that go on, hang up and begin anew; each reply says something, and asks or ends."""
    dice, calls = rig.dice, dict[str, tuple[str, str]]()
    for nth in range(inputs):
        sid = dice.choice(list(calls)) if calls and dice.random() < 0.97 else f"CA{nth:032x}"
        caller, target = calls.get(sid) or (
            dice.choice([rig.number(), rig.number(), "anonymous", "+19005550123"]),
            "/voice",
        )
        document = rig.post(target, voice_form(sid, caller, **_heard(rig)))
        said = " ".join(said.text or "" for said in document.iter("Say"))
        assert said.strip(), target
        assert "something is wrong with our system" not in said
        gather = document.find("Gather")
        if gather is None:
            assert document.find("Hangup") is not None
            calls.pop(sid, None)
            continue
        action = gather.attrib["action"].partition("#")[0].removeprefix(rig.settings.public_url)
        calls[sid] = (caller, action if dice.random() < 0.98 else f"{action[:-3]}xyz")
        if len(calls) > 30:
            calls.pop(next(iter(calls)))


def _heard(rig: Rig) -> dict[str, str]:
    dice = rig.dice
    kind = dice.random()
    if kind < 0.6:
        return {"Digits": dice.choice((*_KEYS, travel()))}
    if kind < 0.7:
        return {"Digits": rig.secret()}
    if kind < 0.85:
        return {"SpeechResult": dice.choice((*_WORDS, *_JUNK)), "Confidence": dice.choice(["0.9", "0.2", "x", ""])}
    return {} if kind < 0.95 else {"Digits": dice.choice(_JUNK), "SpeechResult": dice.choice(_JUNK)}


def _fuzz_texts(rig: Rig, inputs: int) -> None:
    """Each text that a person wrote hears something, at most twice the room of a text."""
    dice = rig.dice
    form: dict[str, str] = {}
    for nth in range(inputs):
        if not form or dice.random() < 0.97:  # else the provider sends the last one again
            body = rig.secret() if dice.random() < 0.1 else dice.choice((*_BODIES, *_BODIES, *_JUNK))
            form = text_form(f"SM{nth:032x}", body, rig.number())
        document = rig.post("/sms", form)
        messages = [message.text or "" for message in document.iter("Message")]
        assert len(messages) <= 1
        assert not any(re.search("system is not answering|stopped answering", message) for message in messages)


FUZZES: dict[str, Callable[[Rig, int], None]] = {"calls": _fuzz_calls, "texts": _fuzz_texts}


@pytest.mark.parametrize("channel", FUZZES)
@pytest.mark.parametrize(
    "inputs", [pytest.param(FEW), pytest.param(MANY, marks=[pytest.mark.storm, pytest.mark.timeout(400)])]
)
def test_no_input_is_a_fault(channel: str, inputs: int, core: Core, url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing anybody keys, says or texts ends in a fault or in silence."""
    rig = Rig(core, url, seed=inputs)
    with caplog.at_level(logging.ERROR, "fairline.webhooks"):
        FUZZES[channel](rig, inputs)
    assert rig.sent == inputs
    assert [record.getMessage() for record in caplog.records] == []
