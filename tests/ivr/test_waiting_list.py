"""The waiting list in calls: joining it where nothing is free, and our call to a phone without texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from booking_core import offers
from booking_core.humane import humane
from exchange.client import LiveCall
from tests.house import House
from tests.ivr.test_calls import BORN, said

NOTHING_FREE = "UPDATE places SET pool = 'reserve' WHERE pool = 'public'"
RELEASED = (
    "UPDATE places SET pool = 'offer' WHERE id IN (SELECT id FROM places WHERE office = (SELECT office FROM waiting) "
    "AND service = (SELECT service FROM waiting) AND starts > now() + interval '8 days' ORDER BY starts, id LIMIT 1)"
)


def pressed(call: LiveCall, *keys: str) -> str:
    """What is heard after the last of these keys."""
    for key in keys:
        call.press(key)
    return said(call)


def full(house: House, phone_key: str = "1") -> LiveCall:
    """A caller for whom nothing is free."""
    assert house.do(NOTHING_FREE) > 0
    call = house.phone().call(house.settings.twilio_number)
    assert "To be told when one comes free, press 2." in pressed(call, "1", phone_key, "2", "1", "1")
    return call


def offered(house: House) -> None:
    """A place comes free; the clock offers it as at ten of a working day, and its message goes at once."""
    assert house.do(RELEASED) == 1
    closed = {row.day for row in house.rows("SELECT day FROM holidays")}
    here = ZoneInfo(house.line.offices[0].zone)
    ten = datetime.now(here).replace(hour=10, minute=0) + timedelta(days=1)
    at = humane(ten.astimezone(UTC), (here.key,), closed)
    assert at is not None
    house.core.at(at).transact(lambda t: offers.run(t, 200))
    assert house.do("UPDATE outbox SET not_before = now(), lane = 1 WHERE kind = 'offer'") == 1


def test_who_finds_nothing_free_is_told_by_text_and_takes_it_in_a_call(house: House) -> None:
    """Proves the phone, joins, gets a text, calls, proves again, hears what is held, and books it."""
    call = full(house)
    assert "we need to know that this phone is yours" in pressed(call, "2")
    call.press("1").press_code()
    assert "You are on the waiting list." in said(call)
    assert "within a day, too" in pressed(call, "1")
    call.hang_up()
    house.settle()
    offered(house)
    phone = house.phone()
    assert "is held for you. Reply " in phone.new_texts(2, 10)[-1]
    call = phone.call(house.settings.twilio_number)
    call.press("3").press_code()
    assert "is held for you until" in said(call)
    assert "when was the visitor born?" in pressed(call, "1")
    assert "You are booked." in pressed(call, BORN, "1")


def test_a_phone_without_texts_is_called(house: House) -> None:
    """The call says nothing of what it is for before a key is pressed; then the place, and the two ways."""
    call = full(house, "2")
    pressed(call, "2", "1")
    call.hang_up()
    house.do("UPDATE outbox SET not_before = now() WHERE kind = 'proof_call'")
    phone = house.phone()
    call = phone.answer(20)
    assert "checked" in pressed(call, "1")
    assert "You are on the waiting list." in pressed(call, "1", "2", "2", "1", "1", "2")
    call.hang_up()
    house.settle()
    assert [row.texts for row in house.rows("SELECT texts FROM waiting WHERE ended_at IS NULL")] == ["none"]
    offered(house)
    call = phone.answer(20)
    assert "San Francisco" not in said(call)
    assert "is held for you until" in pressed(call, "1")
    assert "goes to someone else. You stay" in pressed(call, "2")
    assert [row.how for row in house.rows("SELECT how FROM offers")] == ["passed"]


def test_who_is_booked_asks_for_an_earlier_time(house: House) -> None:
    """After the booking, and whenever it is heard again; and leaves the list the same way."""
    call = house.phone().call(house.settings.twilio_number)
    pressed(call, "1", "1", "2", "1", "1", "1", BORN, "1")
    call.press_code()
    assert "You are on the waiting list for an earlier time." in pressed(call, "1")
    assert "not on the waiting list any more" in pressed(call, "2")
    assert "To be told of an earlier time, press 4." in pressed(call, "1", "3")
    assert "You are on the waiting list for an earlier time." in pressed(call, "4")
    assert house.rows("SELECT booking FROM waiting WHERE ended_at IS NULL")[0].booking is not None
