"""Admission by text: what is asked before any time is offered, why, and how it goes on."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from booking_core.admission import Condition, Control, Decision, Policy, Why
from tests.sms.stage import Texting

TO_THE_OFFICE = ("1", "B", "A", "A")
FREE = "Free in San Francisco"


def asks(texting: Texting, then: Decision, why: Why = "often") -> None:
    """Ask this of whoever texts."""
    always = Condition("texts_hour", at_least=0)
    texting.stage.core.policy = Policy((Control("everybody", "enforce", then, why, timedelta(hours=1), (always,)),))


def test_who_has_to_prove_the_phone_first_is_told_why_and_goes_on_with_the_times(texting: Texting) -> None:
    """The code leads straight to the times that were wished for; the hold asks for no other."""
    asks(texting, Decision.PROVE)
    told = texting.texts(*TO_THE_OFFICE)
    assert told.startswith("So that times go to people and not to machines")
    assert "A is coming" not in told
    texting.text("A")
    answer = texting.text(texting.stage.code(purpose="presence"))
    assert answer.startswith("Thank you. Your phone is checked.")
    assert FREE in answer
    assert "is held for you" in texting.text("A")
    assert "code" not in texting.heard
    assert texting.text("03 04 1985") == ""
    assert texting.statuses() == ["booked"]


def test_who_has_proven_the_thread_never_hears_of_it(texting: Texting) -> None:
    """For as long as the proof lasts, and not a minute longer."""
    asks(texting, Decision.PROVE)
    texting.texts(*TO_THE_OFFICE, "A")
    texting.text(texting.stage.code(purpose="presence"))
    assert FREE in texting.texts(*TO_THE_OFFICE)
    texting.stage.wait(minutes=31)
    assert "we first make sure" in texting.texts(*TO_THE_OFFICE)


def test_a_right_code_where_nothing_is_free_asks_for_another_office(texting: Texting) -> None:
    """The proof counts, and the next office is answered with its times."""
    asks(texting, Decision.PROVE)
    texting.stage.put("UPDATE places SET pool = 'reserve' WHERE office = :office",
                      office=texting.stage.line.offices[0].id)  # fmt: skip
    texting.texts(*TO_THE_OFFICE, "A")
    answer = texting.text(texting.stage.code(purpose="presence"))
    assert "San Francisco" in answer
    assert "Which office?" in answer
    assert "Free in" in texting.text("B")


def test_a_wrong_code_offers_no_times(texting: Texting) -> None:
    """The proof and the wish are one."""
    asks(texting, Decision.PROVE)
    texting.texts(*TO_THE_OFFICE, "A")
    assert FREE not in texting.text("100000")
    assert "not right" in texting.heard


def test_who_is_called_back_is_told_why_and_by_when(texting: Texting) -> None:
    """A second text hears the same promise; `0` asks for a person."""
    asks(texting, Decision.CALL_BACK, "alike")
    told = texting.texts(*TO_THE_OFFICE)
    assert told.startswith("Very many numbers like this one ask for times")
    assert "So we call you by " in told
    assert texting.texts(*TO_THE_OFFICE) == told
    rows = texting.stage.rows(
        "SELECT o.by, a.call, a.language FROM outbox o JOIN admission_calls a ON a.id = o.admission"
    )
    assert [tuple(row) for row in rows] == [("call", None, "en")]
    assert "call you back" in texting.text("0")


@pytest.mark.parametrize(
    ("then", "said"),
    [(Decision.QUEUE, "A person books for this phone until "),
     (Decision.REFUSE, "This phone cannot book here until ")],
)  # fmt: skip
def test_whom_a_person_books_for_is_told_why_until_when_and_how(texting: Texting, then: Decision, said: str) -> None:
    """And no time is offered."""
    asks(texting, then)
    told = texting.texts(*TO_THE_OFFICE)
    assert told.startswith("This phone has called or texted us very often.")
    assert said in told
    assert "415-555-0100" in told
    assert FREE not in told


def test_in_spanish_it_is_said_in_spanish(texting: Texting) -> None:
    """The thread's language is the reason's and the promise's."""
    asks(texting, Decision.CALL_BACK)
    told = texting.texts("reservar", *TO_THE_OFFICE[1:])
    assert "telefono" in told.replace("é", "e")
    assert "oprima 1" in told
    assert texting.stage.one("SELECT language FROM admission_calls") == "es"


def test_without_a_control_the_times_come_at_once(texting: Texting) -> None:
    """And later times are a look-up that nobody judges anew."""
    assert FREE in texting.texts(*TO_THE_OFFICE)
    texting.text("D")
    assert texting.stage.one("SELECT count(*) FROM admissions") == 1


@pytest.mark.parametrize(("step", "said"), [(2, "So we call you by "), (3, "A person books for this phone until ")])
def test_what_a_look_up_decides_after_the_times_is_told_at_the_choice(texting: Texting, step: int, said: str) -> None:
    """Why, until when, and what helps: as if it had been known before."""
    assert FREE in texting.texts(*TO_THE_OFFICE)
    texting.stage.put("UPDATE admissions SET step = :step, decision = '', why = 'alike', control = 'block', "
                      "until = now() + interval '1 hour'", step=step)  # fmt: skip
    told = texting.text("A")
    assert told.startswith("Very many numbers like this one ask for times")
    assert said in told
    assert texting.stage.rows("SELECT FROM bookings") == []


def test_a_flood_of_the_line_that_is_texted_asks_for_proof(texting: Texting) -> None:
    """One of another line does not."""
    flooded = Condition("flood", among=frozenset({True}))
    asks(texting, Decision.PROVE)
    (control,) = texting.stage.core.policy.controls
    texting.stage.core.policy = Policy((dataclasses.replace(control, when=(flooded,)),))
    texting.stage.put("INSERT INTO lines(id, name, number, languages) VALUES (gen_random_uuid(), 'Other', "
                      "'+12025550188', '{en}')")  # fmt: skip
    texting.stage.put("INSERT INTO floods(id, line, declared_at, until_at, why, by) SELECT gen_random_uuid(), id, "
                      ":now, cast(:now AS timestamptz) + interval '1 hour', 'texts', 'kim' FROM lines "
                      "WHERE name = 'Other'", now=texting.stage.now)  # fmt: skip
    assert FREE in texting.texts(*TO_THE_OFFICE)
    texting.stage.put("UPDATE floods SET line = (SELECT id FROM lines WHERE number = :number)",
                      number=texting.stage.line.number)  # fmt: skip
    assert "we first make sure" in texting.texts(*TO_THE_OFFICE)
