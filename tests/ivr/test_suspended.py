"""On a bad day: what a caller is told before the choices, and how soon one learns that nothing can be booked."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

import demo
from booking_core import desk_commands as d
from booking_core.actors import Staff
from booking_core.desk_outcomes import BulletinPublished, SuspensionMade
from exchange.client import LiveCall
from tests.house import House, post, voice_form

KIM = Staff("kim")
WORDS = {"en": "Our system is down.", "es": "No hay sistema."}
RENEWAL = ("1", "1", "2")
"""Book, my phone, passport renewal."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The web process reads suspensions and bulletins anew in every turn."""
    monkeypatch.setattr("app.NOTICES_KEPT_S", 0.0)


def suspend(house: House, service: UUID | None = None, office: UUID | None = None, channel: str | None = None,
            until: datetime | None = None) -> None:  # fmt: skip
    """A supervisor suspends at once."""
    done = house.core.perform(d.Suspend(KIM, service, office, channel, WORDS, "outage", None, until), f"{time.time()}")
    assert isinstance(done, SuspensionMade)


def publish(house: House, spoken: dict[str, str]) -> None:
    """A supervisor tells everybody."""
    done = house.core.perform(d.PublishBulletin(KIM, spoken, spoken), f"{time.time()}")
    assert isinstance(done, BulletinPublished)


def heard(call: LiveCall, *keys: str) -> str:
    """Press these keys; what was said after the last."""
    for key in keys:
        call.press(key)
    return " ".join(call.heard)


def test_a_bulletin_comes_first_in_the_callers_language(house: House) -> None:
    """After the name and before the choices; in another language as soon as that is chosen; and by text on request."""
    publish(house, WORDS)
    phone = house.phone()
    call = phone.call(demo.LINE)
    first = " ".join(call.heard)
    assert first.startswith("Demo Passport Agency. Appointments are free. Our system is down. To get this by text, ")
    assert first.index("Our system is down.") < first.index("To book, press 1.")
    spanish = heard(call, "2")
    assert spanish.startswith("No hay sistema. Para recibirlo por mensaje de texto, oprima 9.")
    assert "Ya va en camino" in heard(call, "9")
    assert phone.new_texts(1) == ["Demo Passport Agency: No hay sistema."]
    assert "No hay sistema" not in heard(call, "*")
    assert house.phone("anonymous").call(demo.LINE).heard.count("To get this by text, press 9.") == 0


def test_a_key_cuts_it_short(house: House) -> None:
    """It is said within the first menu, so that any key of that menu is taken at once."""
    publish(house, WORDS)
    status, document = post(house, "/voice", voice_form("CA" + "3" * 32))
    assert status == 200
    gather = document[document.index("<Gather") : document.index("</Gather>")]
    assert "Our system is down." in gather
    assert "for a person" not in document.partition("<Gather")[0].lower()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "Tom & Jerry's ]]>", 'a"b<Dial>+1900</Dial>'])
def test_text_is_text_on_the_telephone(house: House, text: str) -> None:
    """Whatever a supervisor types is said, and makes no verb."""
    publish(house, {"en": text, "es": text})
    suspend(house)
    house.do("UPDATE suspensions SET words = jsonb_build_object('en', cast(:text AS text), 'es', 'x')", text=text)
    call = house.phone().call(demo.LINE)
    assert text in call.heard
    call.press("1")
    assert text in call.heard


def test_a_whole_suspension_is_told_at_once(house: House) -> None:
    """Who wants to book hears so, until when and why, before any question; with another phone or a hidden one too."""
    until = datetime.now(UTC) + timedelta(hours=30)
    suspend(house, until=until)
    for number in ("+12025550101", "anonymous"):
        said = heard(house.phone(number).call(demo.LINE), "1")
        assert said.startswith("New appointments are stopped until ")
        assert "Our system is down." in said
        assert "For a person, press 0" in said
    text = house.phone("+12025550102").text(demo.LINE, "1")
    assert text[0].startswith("New appointments are stopped until ")
    assert text[0].endswith("Our system is down.")


def test_a_service_or_an_office_is_told_when_it_is_chosen(house: House) -> None:
    """Not after ten questions; the others are booked as ever; and each channel for itself."""
    line = house.line
    suspend(house, service=line.services[0].id)
    suspend(house, office=line.offices[0].id, channel="voice")
    phone = house.phone()
    call = phone.call(demo.LINE)
    assert heard(call, "1", "1", "1").startswith("New appointments are stopped for now.")
    assert heard(call, "1", *RENEWAL, "1", "1").startswith("New appointments are stopped for now.")
    assert heard(call, "1", *RENEWAL, "1", "2").startswith("These times are free in New York.")
    texter = house.phone("+12025550102")
    assert texter.text(demo.LINE, "1")[0].startswith("What is it for?")
    assert texter.text(demo.LINE, "A")[0].startswith("New appointments are stopped for now.")
    for body in ("1", "B", "A"):
        texter.text(demo.LINE, body)
    assert texter.text(demo.LINE, "A")[0].startswith("Free in San Francisco.")


def test_one_that_ends_during_a_call_ends_for_that_call(house: House) -> None:
    """Who was refused a moment ago books without hanging up."""
    ends = datetime.now(UTC) + timedelta(seconds=1.5)
    suspend(house, until=ends)
    call = house.phone().call(demo.LINE)
    assert heard(call, "1").startswith("New appointments are stopped until ")
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()) + 0.1)
    assert "is held for you" in heard(call, "1", *RENEWAL, "1", "1", "1")


def test_what_was_held_before_is_booked_and_changed(house: House) -> None:
    """A hold goes on to its booking, which is heard, moved and given up as on any day."""
    phone = house.phone()
    call = phone.call(demo.LINE)
    heard(call, *RENEWAL, "1", "1", "1")
    suspend(house)
    heard(call, "03041985", "1")
    assert "You are booked" in " ".join(call.press_code(20).heard)
    call.hang_up()
    again = phone.call(demo.LINE)
    heard(again, "3")
    assert "You have an appointment" in " ".join(again.press_code(20).heard)
    heard(again, "1", "2", "1", "1")
    assert len(house.rows("SELECT 1 FROM audit WHERE action = 'move'")) == 1
    heard(again, "*", "2", "1")
    assert [row.status for row in house.rows("SELECT status FROM bookings")] == ["cancelled"]
