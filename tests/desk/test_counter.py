"""The pages of the counter: who may, what they say, and what they never show."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from booking_core.outcomes import Booked
from desk import counter as pages
from desk import files, keyed
from tests.core.conftest import stage as _stage
from tests.core.counting import Counter
from tests.core.stage import BEN, URGENT, Stage
from tests.desk.conftest import SignedIn

stage = _stage
SECRETS = ("12025550101", "2025550101", "0101", "03041985", "1985", "03/04")


@pytest.fixture
def counter(stage: Stage) -> Counter:
    """Who books and checks in on the core's side."""
    return Counter.of(stage)


def at_work(counter: Counter, signed: SignedIn, who: str = "clerk") -> FlaskClient:
    """Somebody at the counter of the first office, now being the stage's."""
    counter.stage.core.now = counter.stage.now
    browser = signed(who)
    assert browser.post("/desk/counter/office", data={"office": str(counter.office)}).status_code == 302
    return browser


def say(browser: FlaskClient, path: str, **form: object) -> str:
    """What the page answers to a form, as text of one line."""
    answer = browser.post(f"/desk/counter/{path}", data={name: str(value) for name, value in form.items()})
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def test_an_office_is_chosen_once(counter: Counter, signed: SignedIn) -> None:
    """The first page asks for it, and from then on it is the counter of that office, until another one is chosen."""
    browser = signed("clerk")
    assert "Which office do you work at" in browser.get("/desk/counter").text
    assert browser.post("/desk/counter/find", data={"entry": "12345678"}).location == "/desk/counter"
    browser.post("/desk/counter/office", data={"office": str(counter.office)})
    assert "Counter, San Francisco" in browser.get("/desk/counter").text
    browser.post("/desk/counter/office/leave")
    assert "Which office do you work at" in browser.get("/desk/counter").text


def test_a_visitor_in_two_forms(counter: Counter, signed: SignedIn) -> None:
    """The reference, read in fours; the birth date; in."""
    booked = counter.visit()
    browser = at_work(counter, signed)
    found = say(browser, "find", entry=f" {booked.reference[:4]} {booked.reference[4:]}")
    assert re.search(r'id="born"[^>]* autofocus', found)
    done = say(browser, "compare", booking=booked.booking, born="03/04/1985")
    assert "Checked in" in done
    assert re.search(r'id="entry"[^>]* autofocus', done)
    assert counter.stage.status(booked.booking) == "checked_in"
    for page in (found, done, browser.get("/desk/counter").text, browser.get("/desk/counter/sheet").text):
        assert not [secret for secret in SECRETS if secret in re.sub(r'[0-9a-f-]{36}|value="[^"]*"', "", page)]


def test_a_date_that_differs_needs_a_reason(counter: Counter, signed: SignedIn) -> None:
    """What differs is said, not what is kept; a reason from the list lets the visitor in."""
    booked = counter.visit()
    browser = at_work(counter, signed)
    assert "One digit differs" in say(browser, "compare", booking=booked.booking, born="03041986")
    assert "The date is different. Tries left: 3." in say(browser, "compare", booking=booked.booking, born="10271961")
    assert "cannot tell" in say(browser, "compare", booking=booked.booking, born="00001985")
    assert "That is no date" in say(browser, "compare", booking=booked.booking, born="13451985")
    assert "Say what settles it" in say(browser, "check-in", booking=booked.booking)
    assert browser.post("/desk/counter/check-in", data={"booking": booked.booking, "why": "a gift"}).status_code == 400
    assert "Checked in." in say(browser, "check-in", booking=booked.booking, why="mistyped")


def test_back_and_forth(counter: Counter, signed: SignedIn) -> None:
    """In, served, one step back, one more; and nobody came only once it is time."""
    booked = counter.visit()
    browser = at_work(counter, signed)
    assert "Its time has not come" in say(browser, "end", booking=booked.booking, how="no_show")
    say(browser, "check-in", booking=booked.booking, why="helper")
    assert "Served." in say(browser, "end", booking=booked.booking, how="fulfilled")
    assert "Checked in." in say(browser, "undo", booking=booked.booking)
    assert "expected again" in say(browser, "undo", booking=booked.booking)
    counter.stage.core.now = booked.offer.starts + timedelta(minutes=5)
    assert "nobody came" in say(browser, "end", booking=booked.booking, how="no_show")


def test_wrong_day_and_office_in_one_sentence(counter: Counter, signed: SignedIn) -> None:
    """Where and when it is booked, as one would say it."""
    stage = counter.stage
    there = stage.book(stage.proven(BEN), stage.slot(30, office=2))
    stage.now = there.offer.starts - timedelta(days=1)
    browser = at_work(counter, signed)
    assert re.search(r"Booked for tomorrow, \d+(:\d\d)?(am|pm), in Houston\.|Booked for tomorrow, noon, in Houston\.",
                     say(browser, "find", entry=there.reference))  # fmt: skip
    assert "A digit is wrong" in say(browser, "find", entry="48213")
    assert "Not found here today" in say(browser, "find", entry="482913")


def test_the_same_form_with_another_date_is_another_form(counter: Counter, signed: SignedIn) -> None:
    """Whoever goes back to a page and keys something else in is answered to that; the same again is done once."""
    booked = counter.visit()
    browser = at_work(counter, signed)
    for born, tries in (("03041986", 1), ("03041986", 1), ("03041987", 2)):
        say(browser, "compare", booking=booked.booking, born=born, nonce="same")
        assert counter.stage.one("SELECT tries FROM visitors") == tries


def test_travel_is_shown_for_urgent_services(counter: Counter, signed: SignedIn) -> None:
    """The clerk sees the day that made it urgent."""
    booked = counter.visit(service=URGENT)
    counter.stage.put("UPDATE bookings SET travel_date = '2031-05-06'")
    page = say(at_work(counter, signed), "open", booking=booked.booking)
    assert "Travels" in page
    assert "May 6" in page


def sheet(counter: Counter, signed: SignedIn, kind: str) -> tuple[str, list[Booked]]:
    """A file of a day with three bookings, two of them at one time; and the bookings."""
    booked = [
        counter.visit(f"+120255501{nth:02}", party=party, nth=at)
        for nth, party, at in ((1, 2, 0), (2, 1, 0), (3, 4, 3))
    ]
    browser = at_work(counter, signed, "supervisor")
    answer = browser.get(f"/desk/counter/sheet.{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data.decode(), booked


def test_the_table_of_a_day(counter: Counter, signed: SignedIn) -> None:
    """A row a booking, read back by a CSV reader: no number, no reference, no date of birth."""
    text, booked = sheet(counter, signed, "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [(row["time"], row["visitors"], row["status"]) for row in rows] == [
        ("09:00", "2", "booked"), ("09:00", "1", "booked"), ("10:00", "4", "booked"),
    ]  # fmt: skip
    assert {row["office"] for row in rows} == {"San Francisco"}
    assert text.endswith("\r\n")
    for one in booked:
        assert one.reference not in text
    assert "5550" not in text


def test_the_calendar_of_a_day(counter: Counter, signed: SignedIn) -> None:
    """An event a slot with its counts, read back by a calendar's reader: nothing else about anybody."""
    text, booked = sheet(counter, signed, "ics")
    events = Calendar.from_ical(text).events
    assert [str(event["SUMMARY"]) for event in events] == [
        "passport renewal. Bookings: 2. Visitors: 3.", "passport renewal. Bookings: 1. Visitors: 4.",
    ]  # fmt: skip
    assert [event.start for event in events] == sorted({one.offer.starts for one in booked})
    assert not [one for one in booked if one.reference in text or str(one.booking) in text]


def test_a_clerk_takes_no_file_away(counter: Counter, signed: SignedIn) -> None:
    """The sheet to print is for clerks, the files are not."""
    browser = at_work(counter, signed)
    assert browser.get("/desk/counter/sheet").status_code == 200
    assert [browser.get(f"/desk/counter/sheet.{kind}").status_code for kind in ("csv", "ics")] == [403, 403]
    assert browser.get("/desk/counter/sheet?day=never").status_code == 400
    assert signed("agent").get("/desk/counter").status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """What a spreadsheet would calculate is a text; what needs quotes has them."""
    text = files.table(("a", "b"), [(cell, 'say "hi", twice\r\n')])
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [
        ["a", "b"],
        [f"'{cell}", 'say "hi", twice\r\n'],
    ]


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("03041985", (3, 4, 1985)), ("03/04/1985", (3, 4, 1985)), ("03 04 1985", (3, 4, 1985)),
        ("00001985", (0, 0, 1985)), ("02290000", (2, 29, 0)), ("00310000", (0, 31, 0)), ("02291985", None),
        ("13011985", None), ("03321985", None), ("0304198", None), ("030419855", None), ("abcdefgh", None),
        ("٠٣٠٤١٩٨٥", None), ("03040085", None), ("", None),
    ],
)  # fmt: skip
def test_how_a_birth_date_is_keyed(text: str, born: tuple[int, int, int] | None) -> None:
    """Eight digits with unknown parts as zeros, however grouped; a day that never was is no date."""
    assert keyed.birth_date(text) == born


def test_the_counter_in_spanish(counter: Counter, signed: SignedIn) -> None:
    """A clerk who reads Spanish has every step in it."""
    booked = counter.visit()
    browser = at_work(counter, signed)
    counter.stage.put("UPDATE agents SET languages = '{es}' WHERE login = 'clerk'")
    assert "Fecha de nacimiento del documento" in say(browser, "find", entry=booked.reference)
    assert "renovación de pasaporte" in say(browser, "compare", booking=booked.booking, born="03041986")
    assert "Llegada registrada" in say(browser, "compare", booking=booked.booking, born="03041985")


def test_the_list_is_a_part_of_the_day(counter: Counter, signed: SignedIn) -> None:
    """It begins an hour ago or where the address says."""
    counter.visit()
    browser = at_work(counter, signed)
    assert "Nobody is booked from then on." in browser.get("/desk/counter?from=23:59").text
    assert "Nobody is booked from then on." not in browser.get("/desk/counter?from=00:00").text
    assert browser.get("/desk/counter?from=noon").status_code == 400


def test_what_is_later_is_a_link_away(counter: Counter, signed: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page holds is led to, from the time of the first that is not on it."""
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    counter.visit()
    counter.visit(BEN)
    browser = at_work(counter, signed)
    first = browser.get("/desk/counter?from=00:00").text
    assert first.count('name="booking"') == 1
    assert re.search(r'href="/desk/counter\?from=[0-9]{2}(:|%3A)[0-9]{2}"[^>]*>Later: ', first)
