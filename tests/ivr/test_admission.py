"""Admission as callers hear it: more is asked before any time is offered, and there is always a way on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from booking_core.actors import Staff
from booking_core.admission import Condition, Control, Decision, Policy, Why
from booking_core.core import Core
from booking_core.db import Database
from booking_core.desk_commands import GoAvailable
from booking_core.keys import Keys
from exchange.client import LiveCall
from tests.house import SECRET, House, open_house
from tests.ivr.test_calls import BORN, said
from tests.queue.floor import AMY, hire

TO_THE_OFFICE = ("1", "1", "2", "1", "1")
IN_SPANISH = ("2", "1", "1", "2", "1", "1")
FREE = "These times are free in San Francisco."


def asking(then: Decision, why: Why = "often") -> Policy:
    """Asks this of whoever calls."""
    always = Condition("calls_day", at_least=0)
    return Policy((Control("everybody", "enforce", then, why, timedelta(hours=1), (always,)),))


@pytest.fixture
def house(url: str, request: pytest.FixtureRequest) -> Iterator[House]:
    """The whole line, running with the policy that the test names."""
    core = Core(Database(url), Keys(SECRET.encode()), policy=request.param)
    with open_house(core, url) as running:
        yield running
    core.database.engine.dispose()


def pressed(call: LiveCall, *keys: str) -> str:
    """What is heard after the last of these keys."""
    for key in keys:
        call.press(key)
    return said(call)


def dial(house: House, number: str = "+12025550101") -> LiveCall:
    """A call from a phone."""
    return house.phone(number).call(house.settings.twilio_number)


@pytest.mark.parametrize("house", [asking(Decision.PROVE)], indirect=True)
def test_who_has_to_prove_the_phone_first_hears_why_and_goes_on_with_the_times(house: House) -> None:
    """The code leads straight to the times that were wished for, and the booking needs no other."""
    call = dial(house)
    heard = pressed(call, *TO_THE_OFFICE)
    assert "So that times go to people and not to machines, we first make sure that this phone is yours." in heard
    assert "free" not in heard
    pressed(call, "1")
    assert FREE in said(call.press_code())
    assert "You are booked" in pressed(call, "1", BORN, "1")
    assert [row.purpose for row in house.rows("SELECT purpose FROM codes")] == ["presence"]


@pytest.mark.parametrize("house", [asking(Decision.PROVE)], indirect=True)
def test_who_has_proven_the_phone_never_hears_of_it(house: House) -> None:
    """A proof of this very call suffices, whatever it was made for."""
    call = dial(house)
    pressed(call, "3")
    call.press_code()
    assert FREE in pressed(call, "1", *TO_THE_OFFICE)
    call.hang_up()
    assert "we first make sure" in pressed(dial(house), *TO_THE_OFFICE)


@pytest.mark.parametrize("house", [asking(Decision.PROVE)], indirect=True)
def test_a_wrong_code_offers_no_times(house: House) -> None:
    """The proof and the wish are one: without the first nothing is told of the second."""
    call = dial(house)
    assert "That code is not right." in pressed(call, *TO_THE_OFFICE, "1", "100000")
    assert "are free" not in said(call)


@pytest.mark.parametrize("house", [asking(Decision.PROVE)], indirect=True)
def test_a_phone_without_texts_is_called_and_then_offered_times(house: House) -> None:
    """Its proof is the key on our call, and in that call it is admitted."""
    call = dial(house)
    assert "To get a call from us, press 1." in pressed(call, "1", "2", "2", "1", "1")
    assert "We will call this phone now." in pressed(call, "1")
    call.hang_up()
    house.do("UPDATE outbox SET not_before = now() WHERE kind = 'proof_call'")
    call = house.phone().answer(20)
    assert "Your phone is checked." in pressed(call, "1")
    assert FREE in pressed(call, "1", "2", "2", "1", "1")


@pytest.mark.parametrize("house", [asking(Decision.QUEUE, "alike")], indirect=True)
def test_whom_a_person_books_for_hears_why_until_when_and_how(house: House) -> None:
    """And the agent sees that the line did not admit the caller."""
    house.core.transact(lambda t: hire(t, "amy", AMY))
    house.core.perform(GoAvailable(Staff("amy")), "available")
    house.do("UPDATE agent_states SET state = 'after', since = now() + interval '1 hour'")
    call = dial(house)
    heard = pressed(call, *TO_THE_OFFICE)
    assert "Very many numbers like this one ask for times" in heard
    assert "a person books for this phone" in heard
    assert heard.endswith("To go back to the start, press 1. For a person, press 0.")
    assert "are free" not in heard
    assert "in line" in pressed(call, "0")
    assert [row.reason for row in house.rows("SELECT reason FROM queue")] == ["admission"]


@pytest.mark.parametrize("house", [asking(Decision.QUEUE, "alike")], indirect=True)
def test_while_nobody_is_in_they_are_called_back_by_a_person(house: House) -> None:
    """The list says why, too; and in Spanish it is said in Spanish."""
    call = dial(house)
    heard = pressed(call, *IN_SPANISH)
    assert "Muchísimos números parecidos a este piden horarios" in heard
    assert "una persona reserva para este teléfono" in heard
    assert "Una persona le devolverá la llamada" in pressed(call, "0")
    assert [row.reason for row in house.rows("SELECT reason FROM callbacks")] == ["admission"]


@pytest.mark.parametrize("house", [asking(Decision.REFUSE, "line")], indirect=True)
def test_whom_nobody_may_book_for_yet_is_told_so_and_still_reaches_a_person(house: House) -> None:
    """`refuse` has a reason, an end and a person like all others; the way back to the start stands open."""
    call = dial(house)
    heard = pressed(call, *TO_THE_OFFICE)
    assert "We take more care with this kind of phone number. This phone cannot book here until" in heard
    assert "To book, press 1." in pressed(call, "1")
    assert "A person will call you back" in pressed(call, *TO_THE_OFFICE, "0")


RINGS = "UPDATE outbox SET not_before = now() WHERE kind = 'admission' AND state = 'waiting'"


@pytest.mark.parametrize("house", [asking(Decision.CALL_BACK, "alike")], indirect=True)
def test_who_is_called_back_hears_why_and_goes_on_with_the_times_on_that_call(house: House) -> None:
    """The promise, goodbye without a key, our call, and the booking: nobody is asked anything twice."""
    call = dial(house)
    heard = pressed(call, "1", "1", "2", "2", "1")
    assert "Very many numbers like this one ask for times" in heard
    assert "So we call you before we offer you times. We call by" in heard
    assert "You can hang up now. Pick up when this phone rings." in heard
    assert "Goodbye" in said(call.wait())
    assert house.do(RINGS) == 1
    call = house.phone().answer(20)
    assert "Somebody asked us to call this phone." in said(call)
    assert "San Francisco" not in said(call)
    assert FREE in pressed(call, "1")
    assert "You keyed in March 4, 1985." in pressed(call, "1", BORN)
    assert "You are booked" in pressed(call, "1", BORN, "1")
    call.hang_up()
    house.settle()
    assert [(row.status, row.party) for row in house.rows("SELECT status, party FROM bookings")] == [("booked", 2)]
    assert house.rows("SELECT 1 FROM codes") == []


@pytest.mark.parametrize("house", [asking(Decision.CALL_BACK, "alike")], indirect=True)
def test_in_spanish_the_call_back_speaks_spanish(house: House) -> None:
    """The language of the call that asked is that of the call that comes."""
    call = dial(house)
    assert "Por eso le llamamos antes de ofrecerle horarios: a más tardar el" in pressed(call, *IN_SPANISH)
    call.hang_up()
    house.do(RINGS)
    call = house.phone().answer(20)
    assert "Alguien nos pidió llamar a este teléfono." in said(call)
    assert "San Francisco" in pressed(call, "1")
    assert "oprima 1" in said(call)


@pytest.mark.parametrize("house", [asking(Decision.CALL_BACK)], indirect=True)
def test_who_calls_again_meanwhile_hears_the_same_promise_and_may_have_a_person(house: House) -> None:
    """The instant that is told is the first one's."""
    call = dial(house)
    first = pressed(call, *TO_THE_OFFICE)
    call.hang_up()
    again = dial(house)
    assert pressed(again, *TO_THE_OFFICE) == first
    assert "A person will call you back" in pressed(again, "0")
    assert [row.reason for row in house.rows("SELECT reason FROM callbacks")] == ["admission"]
    assert len(house.rows("SELECT 1 FROM outbox WHERE kind = 'admission'")) == 1


@pytest.mark.parametrize("house", [asking(Decision.CALL_BACK)], indirect=True)
def test_a_mailbox_hears_nothing_of_it_and_a_full_line_has_a_waiting_list(house: House) -> None:
    """Without a key only the number is left; and where nothing is free by then the proven caller can wait for it."""
    pressed(dial(house), *TO_THE_OFFICE)
    house.do(RINGS)
    assert "A message for the person who called us: please call" in said(house.phone().answer(20).wait())
    house.exchange.settle()
    house.do("UPDATE places SET pool = 'reserve' WHERE pool = 'public'")
    house.do(RINGS)
    call = house.phone().answer(20)
    assert "To be told when one comes free, press 2." in pressed(call, "1")
    assert "You are on the waiting list." in pressed(call, "2")


@pytest.mark.parametrize("house", [Policy()], indirect=True)
def test_without_a_control_nobody_hears_of_admission(house: House) -> None:
    """The way of an ordinary caller has not a second more in it."""
    assert FREE in pressed(dial(house), *TO_THE_OFFICE)
    assert [row.decision for row in house.rows("SELECT decision FROM admissions")] == ["admit"]


@pytest.mark.parametrize("house", [Policy()], indirect=True)
def test_what_a_look_up_decides_after_the_times_is_heard_at_the_choice(house: House) -> None:
    """Why, until when, and what helps: as if it had been known before."""
    for number, step, words in (("+12025550101", 4, "This phone cannot book here until"),
                               ("+12025550102", 2, "So we call you before")):  # fmt: skip
        call = dial(house, number)
        assert FREE in pressed(call, *TO_THE_OFFICE)
        house.do(f"UPDATE admissions SET step = {step}, decision = '', why = 'line', control = 'line_type', "
                 "until = now() + interval '1 hour'")  # fmt: skip
        heard = pressed(call, "1")
        assert "We take more care with this kind of phone number." in heard
        assert words in heard
        assert heard.endswith("press 0.")
    assert house.rows("SELECT FROM bookings") == []
