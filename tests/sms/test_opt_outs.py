"""STOP and START as people text them, on the running line and at the provider that acts on them itself."""

from __future__ import annotations

import pytest

from tests.house import House, post, text_form

ANN = "+12025550101"
SID = "SM" + "c" * 32


def off(house: House) -> bool:
    """Has the one number turned our texts off?"""
    (row,) = house.rows("SELECT opted_out_at IS NOT NULL AS off FROM numbers")
    return bool(row.off)


@pytest.mark.parametrize("word", ["STOP", "cancel", " Unsubscribe "])
def test_out_and_back_by_word(house: House, word: str) -> None:
    """The provider answers the first word, we the last one; in between nothing of ours comes."""
    phone, line = house.phone(ANN), house.settings.twilio_number
    phone.text(line, "1")
    phone.text(line, word)
    assert off(house)
    before = len(phone.inbox())
    phone.text(line, "1")
    assert len(phone.inbox()) == before
    phone.text(line, "START")
    assert any("You will get our texts again." in text.body for text in phone.inbox()[before:])
    assert not off(house)
    assert "What is it for?" in "\n".join(phone.text(line, "1"))


def test_the_providers_flag_counts_whatever_the_words(house: House) -> None:
    """With Advanced Opt-Out the institution chooses the words; the flag says what they did."""
    status, answer = post(house, "/sms", text_form(SID, "no mas", ANN, OptOutType="STOP"))
    assert (status, "<Message" in answer) == (200, False)
    assert off(house)
    _, answer = post(house, "/sms", text_form("SM" + "d" * 32, "volver", ANN, OptOutType="START"))
    assert "You will get our texts again." in answer
    assert [row.source for row in house.rows("SELECT source FROM consents ORDER BY id")] == ["flag", "flag"]


def test_a_text_from_a_silenced_number_does_nothing(house: House) -> None:
    """It is noted, so that nobody takes it for lost; only the wish for a person is carried out."""
    phone, line = house.phone(ANN), house.settings.twilio_number
    phone.text(line, "STOP")
    for body in ("1", "B", "A", "9", "3"):
        phone.text(line, body)
    assert house.rows("SELECT 1 FROM bookings UNION ALL SELECT 1 FROM callbacks") == []
    assert len(house.rows("SELECT 1 FROM text_turns")) == 5
    phone.text(line, "0")
    assert house.rows("SELECT reason FROM callbacks") == [("text",)]


def test_yes_is_an_answer_where_nothing_was_turned_off(house: House) -> None:
    """A start word of somebody who gets our texts is an ordinary text."""
    _, answer = post(house, "/sms", text_form(SID, "YES", ANN))
    assert "<Message" in answer
    assert "again" not in answer


def test_a_caller_hears_how_to_return(house: House) -> None:
    """Held is nothing; the caller hears why, what to text, and how to reach a person; after START the call goes on."""
    phone, line = house.phone(ANN), house.settings.twilio_number
    phone.text(line, "STOP")
    call = phone.call(line)
    for key in ("1", "1", "2", "1", "1", "1"):
        call.press(key)
    said = " ".join(call.heard)
    assert "turned our texts off" in said
    assert "START" in said
    assert "press 0" in said
    call.press("*")
    assert "START" in " ".join(call.heard)
    phone.text(line, "START")
    for key in ("1", "1", "1", "2", "1", "1", "1"):
        call.press(key)
    assert "is held for you" in " ".join(call.heard)
    assert phone.newest_code()
