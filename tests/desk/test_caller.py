"""The caller's screen, with the real core: an agent does for a caller what the caller could do alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_commands import Suspend
from booking_core.lines import Line
from tests.core.stage import ANN, BEN, Stage
from tests.desk.callers import INPUT, LINK, Screen
from tests.desk.conftest import SignedIn

DATES = {"month1": "3", "day1": "4", "year1": "1985"}


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """The core at the present instant: the pages ask the real clock."""
    return Stage(core, line, datetime.now(UTC))


@pytest.fixture
def screen(signed: SignedIn, stage: Stage) -> Screen:
    """Kim at the desk, with Ann on the line."""
    browser, who = signed("agent:kim"), stage.call(ANN)
    stage.agent(who)
    return Screen(browser, stage, who)


@pytest.fixture
def proven(screen: Screen) -> Screen:
    """The same, once Ann has answered the text."""
    screen.look()
    screen.do("code")
    assert screen.stage.do(c.TextCode(screen.stage.text(), screen.stage.code(ANN, "presence"))) == o.CallProven()
    screen.look()
    return screen


def keep(screen: Screen, **filled: str) -> str:
    """Find a time, hear it in full and keep it."""
    screen.look(screen.find()[0])
    assert "Read aloud before you keep it" in screen.page
    return screen.do("hold", send="text", **filled)


def test_a_booking_from_first_to_last(proven: Screen) -> None:
    """Code, search, preview, hold, dates read back, booked with its reference; all in the audit as the agent's."""
    assert "place is kept" in keep(proven)
    assert "Read back: March 4, 1985" in proven.do("visitors", **DATES)
    assert "It is booked" in proven.do("book")
    reference = proven.stage.one("SELECT reference FROM bookings WHERE status = 'booked' AND channel = 'desk'")
    assert f"Reference {reference[:4]} {reference[4:]}" in proven.page
    assert proven.stage.rows("SELECT DISTINCT actor FROM audit WHERE action IN ('hold', 'confirm')") == [("agent:kim",)]
    assert proven.stage.one("SELECT count(*) FROM outbox WHERE kind = 'booked'") == 1


def test_no_page_shows_a_code_or_a_number(screen: Screen) -> None:
    """Neither what was texted nor the caller's number is on the screen, before proof and after it."""
    pages = [screen.look(), screen.do("code"), screen.look("/desk/caller/live")]
    code = screen.stage.code(ANN, "presence")
    screen.stage.do(c.TextCode(screen.stage.text(), code))
    pages += [screen.look(), keep(screen)]
    for page in pages:
        assert code not in page
        assert ANN.lstrip("+1") not in page
    assert f"ending in {ANN[-2:]}" in pages[0]


def test_before_proof_the_screen_tells_of_no_booking(screen: Screen) -> None:
    """Whoever has bookings and whoever has none look alike, and nothing can be kept yet."""
    screen.stage.book(screen.stage.proven(ANN))
    pages = []
    for number in (ANN, BEN):
        screen.stage.agent(screen.stage.call(number))
        pages.append(screen.look(screen.find()[0]))
        assert "shows once the phone is proven" in pages[-1]
        assert "/caller/hold" not in pages[-1]
    assert ANN[-2:] in pages[0]
    assert "Reference" not in pages[0]


def test_move_give_up_and_take_back(proven: Screen) -> None:
    """What is booked moves by a preview, is given up, and had back within ten minutes."""
    keep(proven)
    proven.do("visitors", **DATES)
    proven.do("book")
    booking = proven.stage.one("SELECT id FROM bookings WHERE status = 'booked'")
    office = proven.stage.line.offices[0].id
    proven.look(f"/desk/caller?booking={booking}&office={office}")

    times = [link for link, _ in LINK.findall(proven.page) if "slot=" in link]
    proven.look(times[1])
    assert "old one stays booked" in proven.do("hold-move")
    assert "It is moved" in proven.do("move")
    assert "taken back until" in proven.do("give-up")
    assert proven.stage.status(booking) == "cancelled"
    assert "It is booked" in proven.do("undo")
    assert proven.stage.status(booking) == "booked"


def test_a_form_sent_twice_is_one_deed(proven: Screen) -> None:
    """A double click, the back button and a second tab: the same form again changes nothing more."""
    keep(proven)
    proven.do("visitors", **DATES)
    form = proven.form("book")
    proven.send("book", form)
    trails = proven.stage.one("SELECT count(*) FROM audit")
    assert "It is booked" in proven.send("book", form)
    assert proven.stage.one("SELECT count(*) FROM audit") == trails
    assert proven.stage.one("SELECT count(*) FROM bookings WHERE status = 'booked'") == 1


def test_a_form_of_another_call_does_nothing(proven: Screen) -> None:
    """A tab left open from Ann's call books nothing for Ben, nor for Ann."""
    proven.look(proven.find()[0])
    form = proven.form("hold")
    proven.stage.agent(proven.stage.call(BEN))
    assert "of an earlier call" in proven.send("hold", form | {"send": "text"})
    assert proven.stage.rows("SELECT 1 FROM bookings") == []


def test_a_caller_who_hangs_up_leaves_a_clear_screen(proven: Screen) -> None:
    """It says so, shows no form any more, and what comes too late is refused; the hold stays for the next call."""
    keep(proven)
    form = proven.form("let-go")
    proven.stage.now = datetime.now(UTC)
    proven.stage.hang_up(proven.who)
    assert "has hung up" in proven.look()
    assert "/caller/hold" not in proven.page
    assert "of an earlier call" in proven.send("let-go", form)
    assert proven.stage.one("SELECT status FROM bookings") == "held"


def test_a_place_that_is_gone_is_replaced_by_the_next(proven: Screen) -> None:
    """Taken while it was previewed: the screen says so and offers the next times of the same search."""
    first = proven.find()[0]
    proven.look(first)
    form = proven.form("hold")
    proven.stage.put("UPDATE places SET free_at = 'infinity', booking = gen_random_uuid() WHERE slot = :slot",
                     slot=form["slot"])  # fmt: skip
    assert "Somebody was faster" in proven.send("hold", form | {"send": "text"})
    assert "Free times" in proven.page
    assert "Somebody was faster" in proven.look(first)


def test_every_refusal_is_a_sentence(proven: Screen) -> None:
    """Limit, suspension, a party too large, a date that cannot be: each is said, and nothing is changed by it."""
    proven.look(proven.find()[0])
    hold = proven.form("hold") | {"send": "text"}
    assert "at most" in proven.send("hold", hold | {"party": "9", "nonce": "1"})
    assert "could not be read" in proven.send("hold", hold | {"slot": "1", "nonce": "2"})
    assert proven.stage.rows("SELECT 1 FROM bookings") == []
    keep(proven)
    assert "cannot be" in proven.do("visitors", **DATES | {"month1": "13"})
    proven.do("visitors", **DATES)
    proven.do("book")
    assert "all it may have booked" in proven.send("hold", hold | {"nonce": "3"})
    words = {"en": "Our system is down.", "es": "No hay sistema."}
    proven.stage.do(Suspend(Operator("test"), None, None, None, words, "flood"))
    assert "New bookings are stopped for now. Our system is down." in proven.send("hold", hold | {"nonce": "4"})


def test_a_day_of_travel_comes_first_where_it_is_asked(proven: Screen) -> None:
    """Nothing is offered before it, and only times before it after that; it stands in no address."""
    assert proven.find(service=0) == []
    assert "first the day" in proven.page
    form = proven.form("travel")
    assert "not for that day" in proven.send("travel", form | {"travel": "2020-01-01", "nonce": "1"})
    assert "day of travel is noted" in proven.send("travel", form | {"travel": datetime.now(UTC).date().isoformat()})
    assert proven.stage.one("SELECT travel_date FROM calls WHERE sid = :sid", sid=proven.who.sid) is not None


def test_the_state_is_asked_for_without_loading_it_anew(screen: Screen) -> None:
    """Unchanged it is 304; once the caller has answered the text, the page says so."""
    first = screen.browser.get("/desk/caller/live")
    etag = first.headers["ETag"]
    assert screen.browser.get("/desk/caller/live", headers={"If-None-Match": etag}).status_code == 304
    screen.look()
    screen.do("code")
    screen.stage.do(c.TextCode(screen.stage.text(), screen.stage.code(ANN, "presence")))
    changed = screen.browser.get("/desk/caller/live", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "in the caller's hand" in changed.text.replace("&#39;", "'")


def test_nobody_on_the_line(signed: SignedIn) -> None:
    """Without a caller the page waits for one; a form sent all the same does nothing."""
    browser = signed("agent")
    page = browser.get("/desk/caller").text
    assert "Nobody is on the line" in page
    form = dict(INPUT.findall(page)) | {"call": "CA1"}
    assert browser.post("/desk/caller/code", data=form).status_code == 303
    assert "of an earlier call" in browser.get("/desk/caller").text
    assert browser.post("/desk/caller/steal", data=form).status_code == 404
    assert signed("clerk").get("/desk/caller").status_code == 403


def test_what_was_sold_is_checked_for_the_caller(screen: Screen) -> None:
    """Valid or not and nothing else, as often as the caller could alone; the seller is reported from there."""
    booked = screen.stage.book(screen.stage.proven(BEN))
    screen.look()
    told = {"reference": f"{booked.reference[:4]} {booked.reference[4:]}", "born": "03 04 1985"}
    assert "That appointment is valid" in screen.do("check", **told)
    assert "no valid appointment" in screen.do("check", **told | {"born": "03 05 1985"})
    assert "could not be read" in screen.do("check", **told | {"reference": "4821"})
    assert "The seller is reported" in screen.do("report")
    assert "Reference" not in screen.page
    screen.do("check", **told)
    assert "No more can be checked" in screen.do("check", **told)
