"""What a turn does when the way to it is bad: repeated, late, forged, hung up, without its seal, without a database."""

from __future__ import annotations

import random
import re
import time
from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from booking_core.breaker import REST_S
from booking_core.db import CONNECT_S, STATEMENT_S, Unavailable
from ivr.call import Call, seal
from ivr.script import Step
from postgres import EmbeddedServer
from tests.house import House, dump, post, stopped, voice_form
from tests.ivr.test_calls import BORN, book, hold, said

SID = "CA" + "a" * 32
KEYS = ("1", "1", "2", "1", "1", "1", BORN, "1")
"""From the first menu to the code."""


def spoken(document: str) -> list[str]:
    """The sentences of a voice document."""
    return [say.text or "" for say in ElementTree.fromstring(document).iter("Say")]


def action(document: str) -> str:
    """Where a document sends the next key: path and query, without the provider's overrides."""
    gather = next(ElementTree.fromstring(document).iter("Gather"))
    return re.sub(r"^http://[^/]+", "", gather.attrib["action"].partition("#")[0])


def test_every_webhook_again_changes_nothing(house: House) -> None:
    """A whole day's webhooks, each twice more and in any order, leave every row of every table as it was."""
    book(house).hang_up()
    house.phone("+12025550102").text(house.settings.twilio_number, "3")
    house.phone("anonymous").call(house.settings.twilio_number).press("1").press("2025550107#").press("1").hang_up()
    house.settle()
    before = dump(house)
    kept = house.exchange.switch.webhooks.kept
    again = [webhook.index for webhook in kept] * 2
    random.Random(7).shuffle(again)
    for index in again:
        assert house.exchange.switch.webhooks.repeat(index).status in (200, 204)
    assert dump(house) == before
    assert len(again) > 30


def test_a_repeated_turn_says_the_same(house: House) -> None:
    """Every turn of a call that booked, asked again afterwards, says word for word what it said.

    But for the first, which has no seal: that is how a redirected call asks for its last answer (laws.md, 4).
    """
    call = book(house)
    call.hang_up()
    house.exchange.settle()
    kept = [w for w in house.exchange.switch.webhooks.kept if w.request.url.partition("?")[0].endswith("/voice")]
    said_then = [part.text for part in call.transcript.events if part.kind == "heard"]
    said_again = [
        part for webhook in kept for part in spoken(house.exchange.switch.webhooks.repeat(webhook.index).body.decode())
    ]
    welcome = len(spoken(house.exchange.switch.webhooks.repeat(kept[0].index).body.decode()))
    assert said_again[welcome:] == said_then[4:]
    assert "You are booked" in said_again[0]


@pytest.mark.parametrize("steps", range(len(KEYS) + 1))
def test_hang_up_at_every_step(house: House, steps: int) -> None:
    """Whoever hangs up, wherever, leaves nothing that stands in the next caller's way once its time is over."""
    call = house.phone().call(house.settings.twilio_number)
    for key in KEYS[:steps]:
        call.press(key)
    call.hang_up()
    house.exchange.settle()
    (over,) = house.rows("SELECT ended_at FROM calls")
    assert over.ended_at is not None
    kept = house.rows("SELECT live_until, held_at, places FROM bookings")
    assert len(kept) == (1 if steps > 5 else 0)
    if kept:
        free = house.rows(
            "SELECT max(free_at) - :held AS within FROM places WHERE free_at < 'infinity'", held=kept[0].held_at
        )
        assert free[0].within <= timedelta(minutes=12)
    assert house.rows("SELECT 1 FROM bookings WHERE status = 'booked'") == []


def test_a_lost_seal_is_told_the_last_answer(house: House) -> None:
    """`/voice` without a seal, as the fallback's redirect asks it, tells a known call what it was last told."""
    call = hold(house)
    status, document = post(house, "/voice", voice_form(call.sid))
    assert status == 200
    assert "is held for you" in " ".join(spoken(document))
    assert "Key in the date of birth" in " ".join(spoken(document))


@pytest.mark.parametrize("seal", ["", "x", "AAAA", "!!", "%00", "é", "A" * 4000, "eyJzIjoid2VsY29tZSJ9"])
def test_a_broken_seal_begins_again(house: House, seal: str) -> None:
    """Whatever stands where a seal should, the caller hears the first menu, never an error."""
    status, document = post(house, f"/voice?s={quote(seal)}", voice_form(SID, Digits="1"))
    assert status == 200
    assert "To book, press 1." in " ".join(spoken(document))


def test_a_seal_opens_in_its_own_call_only(house: House) -> None:
    """A seal carried into another call is no seal there."""
    _, first = post(house, "/voice", voice_form(SID))
    status, document = post(house, action(first), voice_form("CA" + "b" * 32, Digits="1"))
    assert status == 200
    assert "To book, press 1." in " ".join(spoken(document))


def test_a_dead_seal_begins_again(house: House) -> None:
    """Twenty-one minutes later the state is dead: the call begins again."""
    now = house.relay.core.database.transact(lambda c: c.exec_driver_sql("SELECT now()").scalar_one())
    old = now - timedelta(minutes=21)
    sealed = seal(Call(Step.PHONE, old), SID, old, house.core.keys.present.seal)
    _, document = post(house, f"/voice?s={sealed}", voice_form(SID, Digits="1"))
    assert "To book, press 1." in " ".join(spoken(document))


def test_a_state_fits_its_url(house: House) -> None:
    """The fullest state, three offers and all, stays under the 2,000 characters that every hop carries."""
    call = house.phone().call(house.settings.twilio_number)
    for key in KEYS[:6]:
        call.press(key)
    longest = max(len(webhook.request.url) for webhook in house.exchange.switch.webhooks.kept)
    assert 300 < longest < 1200


def test_a_forged_webhook_touches_nothing(house: House) -> None:
    """A wrong signature is turned away before any row is read or written."""
    before = dump(house)
    assert post(house, "/voice", voice_form(SID), token="3" * 32)[0] == 403
    assert post(house, "/voice", voice_form(SID), signature="")[0] == 403
    assert post(house, "/sms", {"Body": "x"}, signature="AAAA")[0] == 403
    assert post(house, "/voice", voice_form(SID, x="y" * 70_000))[0] == 413
    assert dump(house) == before


def test_sixty_turns_lead_to_a_person(house: House) -> None:
    """Nobody goes round in circles for ever: after sixty steps a person calls back."""
    call = house.phone().call(house.settings.twilio_number)
    for key in ("1", "1", "2", "1", "1"):
        call.press(key)
    for _ in range(30):
        call.press("4").press("1")
        if "A person will call you back" in said(call):
            break
    assert "A person will call you back" in said(call)
    assert [row.reason for row in house.rows("SELECT reason FROM callbacks")] == ["long"]


@pytest.mark.parametrize("speech", ["é" * 400, "\u202e\u0000 book", "😀😀😀", "1 2 3 4", "<Say>x</Say>", "' OR 1=1 --"])
def test_odd_speech_is_misheard_or_understood(house: House, speech: str) -> None:
    """Whatever the recogniser writes, the answer is a well-formed document with a question in it."""
    _, first = post(house, "/voice", voice_form(SID))
    status, document = post(house, action(first), voice_form(SID, SpeechResult=speech, Confidence="0.9"))
    assert status == 200
    assert spoken(document)
    assert "<Gather" in document


def test_a_frozen_database_is_an_apology_within_three_seconds(house: House, server: EmbeddedServer) -> None:
    """With the database stopped the caller hears an apology in 3 s; the same key once it is back goes on."""
    call = house.phone().call(house.settings.twilio_number)
    for key in KEYS[:5]:
        call.press(key)
    began = time.monotonic()
    with stopped(server):
        call.press("1")
        took = time.monotonic() - began
        assert "our system" in said(call)
    assert took < 3
    _wait_for_the_database(house)  # the apology takes a caller longer
    assert "is held for you" in said(call.press("1"))
    assert len(house.rows("SELECT 1 FROM bookings")) == 1


def _wait_for_the_database(house: House) -> None:
    """Until it is asked again: the breaker rests, and the worker's own question may have met the silence last."""
    until = time.monotonic() + STATEMENT_S + CONNECT_S
    while True:
        try:
            house.rows("SELECT 1")
            return
        except Unavailable:
            assert time.monotonic() < until
            time.sleep(REST_S)


def test_a_texter_is_answered_without_a_database(house: House, server: EmbeddedServer) -> None:
    """A text gets "try again", never silence."""
    house.phone().text(house.settings.twilio_number, "?")
    with stopped(server):
        answer = house.phone().text(house.settings.twilio_number, "3")
    assert any("our system" in text for text in answer)
