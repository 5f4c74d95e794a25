"""Texts as people type them, to the running line."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.house import House, dump, post, text_form
from tests.ivr.test_calls import BORN, book, hold

SID = "SM" + "a" * 32


def answer(house: House, body: str, number: str = "+12025550101") -> str:
    """What the line replies in the webhook itself."""
    return "\n".join(house.phone(number).text(house.settings.twilio_number, body))


def test_the_code_confirms_after_hanging_up(house: House) -> None:
    """The code texted back books what the call held."""
    call = hold(house).press(BORN).press("1")
    phone = house.phone()
    code = phone.newest_code()
    call.hang_up()
    phone.text(house.settings.twilio_number, code)
    assert [row.status for row in house.rows("SELECT status FROM bookings")] == ["booked"]
    until = time.monotonic() + 10
    while not any(text.body.startswith("Booked:") for text in phone.inbox()):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        " {code} ",
        "{a} {b}",
        "My code is {code}.",
        "code: {code} thanks!",
        "{code} 🙂",
        "{wide}",  # full-width digits of an East Asian keyboard
    ],
)
def test_a_code_as_people_type_it(house: House, typed: str) -> None:
    """However the six digits stand in the text, they confirm."""
    hold(house).press(BORN).press("1").hang_up()
    phone = house.phone()
    code = phone.newest_code()
    wide = "".join(chr(ord("０") + int(digit)) for digit in code)
    phone.text(house.settings.twilio_number, typed.format(code=code, a=code[:3], b=code[3:], wide=wide))
    assert [row.status for row in house.rows("SELECT status FROM bookings")] == ["booked"]


def test_the_code_of_another_phone_confirms_nothing(house: House) -> None:
    """A right code from a wrong number is a wrong code: the sender has none."""
    hold(house).press(BORN).press("1").hang_up()
    code = house.phone().newest_code()
    assert "does not work" in answer(house, code, "+12025550102")
    assert [row.status for row in house.rows("SELECT status FROM bookings")] == ["held"]


def test_wrong_codes_by_text_are_counted(house: House) -> None:
    """Five wrong codes kill it by text as by key, and the right one comes too late."""
    hold(house).press(BORN).press("1").hang_up()
    code = house.phone().newest_code()
    for left in ("4 more", "3 more", "2 more", "once more"):
        assert left in answer(house, "999999" if code != "999999" else "999998")
    assert "no longer works" in answer(house, "999999" if code != "999999" else "999998")
    assert "does not work" in answer(house, code)
    assert [row.status for row in house.rows("SELECT status FROM bookings")] == ["lapsed"]


def test_what_is_booked_is_told_to_the_number_itself(house: House) -> None:
    """`3` and plain words tell what is booked, to its holder only, three times a day."""
    book(house).hang_up()
    assert "You are booked: " in answer(house, "3")
    assert "You are booked: " in answer(house, "When is my appointment?")
    assert "has no appointment" in answer(house, "3", "+12025550102")
    assert "You are booked: " in answer(house, "my appointment")
    assert "as often as we can" in answer(house, "3")


@pytest.mark.parametrize("word", ["STOP", "cancel", "End", "QUIT", "unsubscribe", "REVOKE", "optout", "STOPALL"])
def test_an_opt_out_is_noted_and_changes_nothing_else(house: House, word: str) -> None:
    """The provider silences us; the booking stays, and we send no word of our own, however often it comes."""
    book(house).hang_up()
    house.settle()
    before = dump(house)
    once: dict[str, list[str]] = {}
    for _ in range(2):
        status, document = post(house, "/sms", text_form(SID, word))
        assert status == 200
        assert "<Message" not in document
        after = dump(house)
        once = once or after
    assert {table for table in before if before[table] != after[table]} == {"answers", "consents", "numbers"}
    assert len(after["consents"]) == 1
    assert after == once


@pytest.mark.parametrize(
    "body",
    [
        "", " ", "hello", "😀", "?!", "a" * 1600, "\u202e\u0000", "１２", "12345", "1234567", "<b>", "{x}", "%s",
        "' OR 1=1", "yes", "START", "ok thanks", "I did not ask for this", "\n\n\n", "²³", "٣٤٥",
    ],
)  # fmt: skip
def test_anything_else_gets_one_helpful_line(house: House, body: str) -> None:
    """Whatever is typed: one message, never silence, never a fault; nothing is kept but that a text came."""
    before = dump(house)
    status, document = post(house, "/sms", text_form(SID, body))
    assert status == 200
    assert document.count("<Message>") == 1
    assert "415-555-0100" in document
    after = dump(house)
    assert {table for table in after if after[table] != before[table]} == {"numbers", "number_keys", "text_turns"}
    assert [dict(row.after) for row in house.rows("SELECT after FROM text_turns")] == [
        {"language": "en", "ask": "nothing"}
    ]


def test_help_helps(house: House) -> None:
    """`?` says what can be texted."""
    assert "Reply 1 to book, 2 to change, 3 to see what is booked, 9 to give up" in answer(house, "?")


def test_a_text_asks_for_a_person(house: House) -> None:
    """`0` by text is a call-back too, once."""
    assert "call you back" in answer(house, "0")
    answer(house, "0")
    assert len(house.rows("SELECT 1 FROM callbacks")) == 1


def test_a_text_hears_when_people_answer_again(house: House) -> None:
    """Outside the hours of people the answer names the next opening, by their own clock, and the request stands."""
    day = (datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(days=2)).date()
    house.do(
        "INSERT INTO people_hours SELECT id, :weekday, '09:00', '17:00' FROM lines", weekday=day.isoweekday()
    )  # fmt: skip
    assert f"People answer again {day:%a %b} {day.day}, 9am." in answer(house, "0")
    assert len(house.rows("SELECT 1 FROM callbacks")) == 1


def test_no_answer_to_who_cannot_read_one(house: House) -> None:
    """Short codes and names get silence: an answer would only cost, or start a loop of two machines."""
    for sender in ("12345", "BANK", "+19005550123"):
        assert "<Message" not in post(house, "/sms", text_form(SID, "hello", sender))[1]


def test_the_same_text_again_gets_the_same_answer(house: House) -> None:
    """A doubled webhook of a wrong code charges one try."""
    hold(house).press(BORN).press("1").hang_up()
    house.phone().newest_code()
    first = post(house, "/sms", text_form(SID, "999999"))
    assert post(house, "/sms", text_form(SID, "999999")) == first
    assert [row.wrong for row in house.rows("SELECT wrong FROM codes")] == [1]
