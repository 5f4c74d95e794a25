"""What was said of a phone holds: one that gets no texts hears of none, one that others read stays private."""

from __future__ import annotations

from exchange.client import LiveCall
from tests.house import House
from tests.ivr.test_calls import BORN, said

HOLDS = ("1", "2", "2", "1", "1", "1", BORN, "1")
RINGS = "UPDATE outbox SET not_before = now() WHERE kind = 'proof_call' AND state = 'waiting'"


def pressed(call: LiveCall, *keys: str) -> str:
    """What is heard after the last of these keys."""
    for key in keys:
        call.press(key)
    return said(call)


def missed(house: House) -> LiveCall:
    """The caller holds a place, somebody else picks up our call and presses nothing, and the caller calls again."""
    line, phone = house.settings.twilio_number, house.phone()
    call = phone.call(line)
    assert "We will call this phone now" in pressed(call, *HOLDS)
    call.hang_up()
    house.exchange.settle()
    house.do(RINGS)
    assert "A message for the person who called us" in said(phone.answer(20).wait())
    house.exchange.settle()
    return phone.call(line)


def test_who_missed_our_call_is_asked_for_no_code(house: House) -> None:
    """The caller is told of the call and can have another one, and never hears of a text."""
    call = missed(house)
    heard = [pressed(call, "1", "1", BORN, "1"), said(call.wait()), said(call.press("2").wait())]
    assert [text.partition(".")[0] for text in heard] == [
        "We have just called", "Our call is over, and nobody pressed the key", "We have just called",
    ]  # fmt: skip
    assert not any("code" in text or "text" in text for text in heard)
    house.do("UPDATE codes SET sent_at = ARRAY[now() - interval '1 minute']")
    assert "We will call this phone now" in said(call.press("1").wait())


def test_whoever_waits_in_vain_is_brought_to_a_person(house: House) -> None:
    """Silence beside a call that is over ends with a person, not with the same words for twenty-five minutes."""
    call = missed(house)
    pressed(call, "1", "1", BORN, "1")
    assert "A person will call you back" in said(call.wait().wait().wait())


def test_a_private_phone_stays_private(house: House) -> None:
    """Who said that others read the texts, and was cut off, need not say so again."""
    line, phone = house.settings.twilio_number, house.phone()
    call = phone.call(line)
    pressed(call, "1", "4", "2", "1", "1", "1")
    call.hang_up()
    house.exchange.settle()
    call = phone.call(line)
    pressed(call, "1", "1")
    house.do("UPDATE bookings SET live_until = now() - interval '1 second'")
    assert "is held for you" in pressed(call, BORN, "1", "1")
    assert [row.texts for row in house.rows("SELECT texts FROM bookings WHERE status = 'held'")] == ["discreet"]
