"""Booking by text alone: for those who cannot speak or hear, and for everybody else."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.lines import Office
from sms.choosing import LISTED
from tests.core.stage import ANN, BEN, other
from tests.core.supervisor import suspend
from tests.sms.stage import Texting

TYPED = [
    ("book", "passport renewal", "one", "houston", "A"),
    ("I'd like to book", "Renewal please", "1 person", "Houston!", "a)"),
    ("1.", "b please", "(A)", "C.", "option a"),
    ("１", "Ｂ", "A: 1 person", "c", "A."),
    ("ok 1", "B\u200f", "\u202eA", "\u200eC\u0000", "a\n\n"),
    ("1️⃣", "b 🙏", "just one", "HOUSTON", "A 👍"),
]


def test_a_visit_is_booked_by_text_alone(texting: Texting) -> None:
    """Service, people, office, time, code, birth dates; the text that says so is in the outbox."""
    assert "A: urgent travel" in texting.text("1")
    assert "D: 4 people" in texting.text("B")
    assert "C: Houston" in texting.text("B")
    assert "Free in Houston" in texting.text("C")
    assert "It is not booked yet" in texting.text("B")
    assert "person 1 of 2" in texting.text(texting.stage.code())
    assert "person 2 of 2" in texting.text("March 4, 1985")
    assert "did not understand" in texting.text("13/40/2011")
    assert texting.text("07/00/2011") == ""
    (row,) = texting.stage.rows("SELECT status, channel, party, call FROM bookings")
    assert tuple(row) == ("booked", "sms", 2, None)
    assert [row.kind for row in texting.stage.rows("SELECT kind FROM outbox ORDER BY id")] == ["code", "booked"]


def test_a_birth_date_before_the_code_hears_what_comes_first(texting: Texting) -> None:
    """A date is asked for after the code: whoever texts it too soon is told to text the code, and no date is kept."""
    texting.texts("1", "B", "A", "C", "B")
    assert "reply with the code" in texting.text("March 4, 1985")
    assert texting.stage.one("SELECT count(*) FROM visitors") == 0
    assert "When was the visitor born?" in texting.text(texting.stage.code())
    assert texting.text("March 4, 1985") == ""


def test_choices_as_people_type_them(texting: Texting) -> None:
    """Letters with marks, in any width and case, the words of the choices, and what phones add of their own."""
    for nth, bodies in enumerate(TYPED, 1):
        assert "in Houston is held for you" in texting.texts(*bodies, e164=f"+120255501{nth:02}"), bodies


def test_bare_digits_mean_the_same_at_any_moment(texting: Texting) -> None:
    """In the middle of a booking `3` tells what is booked and `0` calls a person; the question stays open."""
    texting.texts("1", "B")
    assert "has no appointment" in texting.text("3")
    assert "call you back" in texting.text("0")
    assert "Which office?" in texting.text("A")
    assert "What is it for?" in texting.text("1")
    assert texting.stage.one("SELECT count(*) FROM bookings") == 0


def test_a_travel_date_bounds_what_is_offered(texting: Texting) -> None:
    """It is asked where the service wants it, within its days, and no later time can be had."""
    texting.texts("1", "A")
    today = texting.stage.now.date()
    assert "in the next 14 days" in texting.text(f"{today + timedelta(days=40):%b %d}")
    assert "not a day we can read" in texting.text("03/00/2027")
    assert "Which office?" in texting.text(f"{today + timedelta(days=9):%B %d}")
    texting.texts("A", f"{today + timedelta(days=12):%m/%d}")
    assert texting.heard.startswith("Nothing is free then, or later.")
    assert "is held" in texting.text("A")
    row = texting.stage.rows("SELECT travel_date, party FROM bookings")[0]
    assert (row.travel_date, row.party) == (today + timedelta(days=9), 1)


def test_a_day_can_be_named(texting: Texting) -> None:
    """ "Dec 3" shows that day's first times, a day gone by is taken for a birth date and asks for nothing here."""
    texting.texts("1", "B", "A", "A")
    day = (texting.stage.now + timedelta(days=9)).date()
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    assert f"A: {day:%a %b} {day.day}, 9am" in texting.text(f"{day:%b %d}")
    assert "do not need a date" in texting.text("3/4/1985")


def test_a_time_taken_meanwhile_is_offered_anew(texting: Texting) -> None:
    """Somebody was faster: it is said, with other times under the same letters."""
    texting.texts("1", "B", "A", "A")
    texting.stage.put("UPDATE places SET free_at = 'infinity' WHERE starts = (SELECT min(starts) FROM places p JOIN "
                      "offices o ON o.id = p.office WHERE o.name = 'San Francisco' AND starts > :soon)",
                      soon=texting.stage.now + timedelta(hours=1))  # fmt: skip
    assert texting.text("A").startswith("Sorry, that time has just been taken.\nFree in San Francisco")
    assert "is held" in texting.text("A")


def test_nothing_free_offers_the_other_offices(texting: Texting) -> None:
    """An office without a free time is said to be, and another can be chosen at once."""
    texting.stage.put("UPDATE places SET free_at = 'infinity' FROM offices o WHERE o.id = office AND name = 'Houston'")
    assert "nothing is free in Houston" in texting.texts("1", "B", "A", "C")
    assert "B: New York" in texting.heard
    assert "Free in New York" in texting.text("new york")


def test_the_limit_is_said_to_the_proven(texting: Texting) -> None:
    """One booking a number, over all channels; before proof nothing tells that there is one."""
    texting.stage.book(texting.stage.proven())
    texting.held()
    assert "is held" in texting.heard
    assert "born" in texting.text(texting.stage.code())
    assert "all the appointments it can have" in texting.text("03041985")
    assert texting.statuses() == ["booked", "lapsed"]
    assert "all the appointments it can have" in texting.held()


def test_a_proven_thread_needs_no_code(texting: Texting) -> None:
    """Within half an hour of a code the hold goes straight to the birth dates."""
    texting.stage.put("UPDATE limit_groups SET allowed = 2")
    texting.booked()
    texting.stage.wait(minutes=20)
    assert "When was the visitor born?" in texting.held(time="B")
    assert texting.text("03041985") == ""
    assert texting.statuses() == ["booked", "booked"]
    assert texting.stage.one("SELECT count(*) FROM codes") == 1


def test_a_suspension_is_said(texting: Texting) -> None:
    """Nothing new is held, and what stands stays good."""
    suspend(texting.stage)
    assert texting.held().startswith("New appointments are stopped for now.")
    assert texting.heard.endswith("Our system is down.")
    assert texting.statuses() == []


def test_a_call_that_holds_makes_the_thread_prove_itself(texting: Texting) -> None:
    """While a call holds a place for the number, the thread proves first, by a code of its own, and goes on."""
    texting.stage.held(texting.stage.call())
    assert "reply A" in texting.held()
    assert "code is on its way" in texting.text("A")
    code = texting.stage.code(purpose="presence")
    assert "not right" in texting.text(other(code))
    assert "all the appointments" not in texting.text("3")
    assert texting.text(code).startswith("Thank you. Your phone is checked.\nFree in San Francisco")
    assert "When was the visitor born?" in texting.text("B")
    assert texting.text("03 04 1985") == ""
    assert texting.statuses() == ["lapsed", "booked"]


def test_a_nod_asks_for_no_code(texting: Texting) -> None:
    """A word that says nothing sends nothing: the question comes again."""
    texting.stage.held(texting.stage.call())
    texting.held()
    for nod in ("ok", "thank you", "yes", "👍", "ok."):
        assert "reply A" in texting.text(nod), nod
    assert texting.stage.one("SELECT count(*) FROM codes WHERE purpose = 'presence'") == 0


def test_a_second_code_waits(texting: Texting) -> None:
    """Asking twice within the minute sends one text."""
    texting.stage.held(texting.stage.call())
    texting.held()
    assert "can take a minute" in texting.texts("A", "A")
    assert texting.stage.one("SELECT count(*) FROM outbox WHERE kind = 'presence_thread'") == 1


def test_two_texts_in_a_second_hold_one_place(texting: Texting) -> None:
    """A choice that is sent twice is held once; the second is told what is waited for."""
    texting.held()
    assert "reply with the code" in texting.text("A")
    assert texting.statuses() == ["held"]


def test_the_same_text_again_is_answered_alike(texting: Texting) -> None:
    """A doubled webhook of any step gets the same answer, and holds, sends and charges nothing more."""
    for nth, body in enumerate(("1", "B", "A", "A", "A")):
        sid = f"SM{nth:031x}f"
        assert texting.text(body, sid=sid) == texting.again(body, ANN, sid)
    assert texting.again("B", ANN, "SM" + "0" * 30 + "1f").startswith("How many people")
    assert texting.statuses() == ["held"]
    assert texting.stage.one("SELECT count(*) FROM outbox") == 1


def test_a_letter_of_yesterday_answers_nothing(texting: Texting) -> None:
    """A day later the question is forgotten."""
    texting.texts("1", "B", "A", "A")
    texting.stage.wait(days=1)
    assert "did not understand" in texting.text("A")
    assert texting.statuses() == []


def test_threads_do_not_mix(texting: Texting) -> None:
    """Two numbers text in turn, and each is answered in its own thread."""
    texting.texts("1", "B")
    assert "What is it for?" in texting.text("1", BEN)
    assert "Which office?" in texting.text("A")
    assert "When do you travel?" in texting.text("A", BEN)


def test_codes_are_bounded(texting: Texting) -> None:
    """Who never confirms is told when the next code may go."""
    for _ in range(3):
        texting.held()
    assert "as many texts" in texting.held()


def test_what_this_version_does_not_know_begins_anew(texting: Texting) -> None:
    """A thread left by another version or at an office that closed is begun again, never a fault."""
    texting.text("1")
    for state in ('{"ask": "dance"}', '{"ask": "time", "times": [1]}', '{"ask": "office", "office": "x"}', "[]",
                  '{"ask": "office", "service": "018f0000-0000-7000-8000-000000000000"}'):  # fmt: skip
        texting.stage.put("UPDATE text_turns SET after = CAST(:state AS jsonb)", state=state)
        assert "What is it for?" in texting.text("1")
        assert "did not" not in texting.text("B")


def test_more_offices_than_letters_are_named(texting: Texting) -> None:
    """By city, or by the first digits or all of a postal code; where two serve it, they are told apart."""
    for name, areas in (("Boston", "{021,022}"), ("San Jose", "{950,951,941}")):
        texting.stage.put("INSERT INTO offices(id, name, zone, areas) VALUES (gen_random_uuid(), :name, 'UTC', "
                          "CAST(:areas AS text[]))", name=name, areas=areas)  # fmt: skip
    texting.stage.put("UPDATE offices SET areas = '{940,941}' WHERE name = 'San Francisco'")
    texting.stage.put("INSERT INTO line_offices SELECT l.id, o.id, 9 FROM lines l, offices o "
                      "WHERE o.name IN ('Boston', 'San Jose')")  # fmt: skip
    offices = texting.stage.rows("SELECT id, name, zone, areas FROM offices ORDER BY id")
    texting.stage.line = dataclasses.replace(
        texting.stage.line, offices=tuple(Office(o.id, o.name, o.zone, tuple(o.areas)) for o in offices)
    )
    assert len(texting.stage.line.offices) > LISTED
    assert "postal code" in texting.texts("1", "B", "A")
    assert "postal code" in texting.text("san")
    assert texting.text("941") == "Which office? Reply with a letter.\nA: San Francisco\nB: San Jose"
    assert "Free in San Francisco" in texting.text("A")
    for body, office in (("94002", "San Francisco"), ("houston", "Houston")):
        assert f"Free in {office}" in texting.texts("1", "B", "A", body)
    assert "nothing is free in Boston" in texting.texts("1", "B", "A", "021")


def test_the_core_is_asked_in_the_threads_language(texting: Texting) -> None:
    """What is held by text carries the language of the thread, so its code and its booking come in it."""
    texting.held()
    assert texting.stage.one("SELECT language FROM bookings") == "en"
    assert isinstance(texting.stage.ask(c.ReadThread(texting.stage.text(), "SM0")), o.ThreadAt)
