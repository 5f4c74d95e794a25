"""What a hostile reading of the dialogue found once, so that it stays mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from booking_core import calls as call_rows
from booking_core.db import Unavailable
from exchange.client import LiveCall
from ivr.call import Call, seal
from ivr.script import Step
from tests.house import House, post, voice_form
from tests.ivr.test_calls import BORN, book, hold, said
from tests.ivr.test_turns import KEYS, SID, spoken


def lost(house: House, call: LiveCall) -> str:
    """What a known call hears that has lost its seal."""
    status, document = post(house, "/voice", voice_form(call.sid))
    assert status == 200
    assert "<Gather" in document
    return " ".join(spoken(document))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ((), "To book, press 1."),
        (KEYS[:2], "To book, press 1."),
        (KEYS[:5], "To book, press 1."),
        (KEYS[:6], "is held for you"),
        (KEYS[:7], "is held for you"),  # the birth date, stored without its digits
        ((*KEYS, "111111"), "is held for you"),  # a wrong code
        ((*KEYS, "1#"), "is held for you"),  # the text again
    ],
)
def test_a_lost_seal_never_ends_a_call(house: House, keys: tuple[str, ...], words: str) -> None:
    """Wherever the seal is lost, the caller goes on with what is held, or begins again; and can finish."""
    call = house.phone().call(house.settings.twilio_number)
    for key in keys:
        call.press(key)
    assert words in lost(house, call)


def test_a_lost_seal_after_booking_says_so(house: House) -> None:
    """Even after an earlier loss: the last answer is the last one."""
    call = hold(house)
    lost(house, call)
    call.press(BORN).press("1").press_code()
    assert "You are booked" in lost(house, call)


def test_what_is_booked_is_said_though_the_note_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of the step is a hint: without it the caller still hears what was committed."""
    call = hold(house).press(BORN).press("1")

    def away(*_: object) -> None:
        raise Unavailable("gone")

    house.phone().newest_code()
    monkeypatch.setattr(call_rows, "note_step", away)
    assert "You are booked" in said(call.press_code())


def test_trouble_asks_for_as_many_digits_as_before(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an apology at a birth date all eight digits are taken, not the first as a menu's key."""
    call = hold(house)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("gone")

    with monkeypatch.context() as patched:
        patched.setattr(house.core.database, "transact", away)
        call.press(BORN)
        assert "do the same again" in said(call)
    assert "March 4, 1985" in said(call.press(BORN))


def test_a_right_code_is_taken_however_late(house: House) -> None:
    """After twenty-five minutes a person takes over, but not from somebody who keys in the right code."""
    call = hold(house).press(BORN).press("1")
    (held,) = house.rows("SELECT id FROM bookings")
    code = house.phone().newest_code()
    now = house.rows("SELECT now()")[0][0]
    old = Call(Step.CODE, now - timedelta(minutes=26), booking=held.id)
    sealed = seal(old, call.sid, now, house.core.keys.present.seal)
    _, document = post(house, f"/voice?s={sealed}", voice_form(call.sid, Digits=code))
    assert "You are booked." in " ".join(spoken(document))


def test_a_caller_who_is_done_may_go_however_late(house: House) -> None:
    """Silence after "booked" or after a call-back is goodbye at any minute: no loop, no request for a booked person."""
    call = book(house)
    now = house.rows("SELECT now()")[0][0]
    for step in (Step.BOOKED, Step.CALLBACK):
        sealed = seal(Call(step, now - timedelta(hours=1)), call.sid, now, house.core.keys.present.seal)
        _, document = post(house, f"/voice?s={sealed}", voice_form(call.sid, Digits=""))
        assert "<Hangup" in document
    assert house.rows("SELECT 1 FROM callbacks") == []


def test_a_caller_without_a_number_cannot_go_round_for_ever(house: House) -> None:
    """`0` by a caller who hides the number ends too, with what to do."""
    now = house.rows("SELECT now()")[0][0]
    post(house, "/voice", voice_form(SID, "anonymous"))
    late = Call(Step.KEY_NUMBER, now - timedelta(hours=1), caller="withheld")
    sealed = seal(late, SID, now, house.core.keys.present.seal)
    _, document = post(house, f"/voice?s={sealed}", voice_form(SID, "anonymous", Digits="0"))
    assert "<Hangup" in document
    assert "Please call from a phone that shows its number" in " ".join(spoken(document))


def test_one_call_leaves_one_number_to_be_called(house: House) -> None:
    """Who keys in one stranger's number after another leaves the last, not a list of people to be rung."""
    call = house.phone("anonymous").call(house.settings.twilio_number)
    for number in ("2025550107#", "2025550108#", "2025550109#"):
        call.press("1").press(number).press("1").press("2")
        assert "A person will call you back" in said(call)
        call.press("1")
    assert len(house.rows("SELECT 1 FROM callbacks")) == 1


def test_keying_numbers_in_comes_to_an_end(house: House) -> None:
    """After three numbers a call takes no more; whoever keys on is told what to do instead, and let go."""
    call = house.phone("anonymous").call(house.settings.twilio_number).press("1")
    for nth in range(3):
        call.press(f"202555011{nth}#").press("2")
    for nth in range(4):
        assert not call.ended
        call.press(f"202555012{nth}#")
    assert "call from a phone that shows its number" in said(call)
    assert call.ended


def test_a_refused_number_asked_again_is_still_refused(house: House) -> None:
    """A premium caller's call without a seal hears the same refusal, not a menu it cannot use."""
    call = house.phone("+19005550123").call(house.settings.twilio_number)
    assert "numbers that cost extra" in said(call)
    assert "numbers that cost extra" in lost(house, call)


def test_a_travel_date_belongs_to_the_service_that_asks_it(house: House) -> None:
    """Who asked for urgent travel tomorrow, and then for a renewal, is offered every renewal that is free."""
    call = house.phone().call(house.settings.twilio_number).press("1").press("1")
    tomorrow = house.rows("SELECT (now() + interval '1 day')::date")[0][0]
    call.press("1").press(tomorrow.strftime("%m%d%Y"))
    call.press("0#") if "Key in" in said(call) else call.press("0")
    call.press("1").press("1").press("1").press("2").press("1").press("1")
    assert "These times are free" in said(call)


def test_a_proven_caller_hears_it_again_without_a_code(house: House) -> None:
    """Proven once in a call is proven to its end: `3` in the first menu asks no second code."""
    call = book(house)
    call.press("*").press("3").press("3")
    assert "You have an appointment" in said(call)


def test_a_date_texted_twice_is_not_told_that_nothing_is_booked(house: House) -> None:
    """A birth date that nobody waits for, from somebody who is booked, is answered kindly and truly."""
    book(house).hang_up()
    (answer,) = house.phone().text(house.settings.twilio_number, "03 04 1985")[-1:]
    assert "do not need a date" in answer


def test_nothing_here_uses_another_clock(house: House) -> None:
    """The test databases keep the waits of a real one: a copy of a database forgets them."""
    waits = house.core.database.transact(lambda c: c.execute(sa.text("SHOW lock_timeout")).scalar_one())
    assert waits == "500ms"
