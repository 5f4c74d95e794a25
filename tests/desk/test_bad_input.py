"""Whatever is sent instead of what a form asks for: an answer in a sentence, never a fault, and nothing is done."""

from __future__ import annotations

from flask import Flask

from desk.pages import Role
from tests.core.stage import ANN, Stage
from tests.desk.conftest import SignedIn
from tests.desk.test_guard import address, posts, roles_of

ODD = ("", "a", "😀", "²", "١٢", "-1", "1e9", "NaN", "9" * 25, "9" * 5000, "2026-02-30", "0001-01-01", "9999-12-31",
       "0001-01-01T00:00", "9999-12-31T23:59", "2027-03-14T02:30", "2031-01-06T09:00+99:00",
       "00000000-0000-0000-0000-000000000000")  # fmt: skip
"""Instead of a count, a day, a time or an id: nothing, words, other digits, ends of the calendar, an hour that clocks
skip."""

FORMS: dict[str, dict[str, str]] = {
    "audit": {"since": "2026-01-01", "before": "1", "action": "x", "actor": "x"},
    "vouchers/make": {"partner": "x", "first": "2031-01-06", "last": "2031-01-07", "size": "1"},
    "waivers/add": {"reason": "hardship", "days": "1", "group": "", "number": "2025550143"},
    "suspensions/preview": {"from": "2031-01-06T09:00", "until": "2031-01-07T09:00"},
    "bulletins/preview": {"from": "2031-01-06T09:00", "until": "2031-01-07T09:00", "replaces": ""},
    "questions": {"day": "2031-01-06"},
    "releases/preview": {"first": "2031-01-06", "last": "2031-01-07", "every": "20", "seats": "1", "opens": ""},
    "surge/add": {"many": "1", "days": "1", "languages": "x"},
    "caller/travel": {"travel": "2031-01-06", "travel_days": "9"},
    "caller/visitors": {"booking": "", "party": "1", "month1": "3", "day1": "4", "year1": "1985"},
    "caller/hold": {"party": "1", "send": "text", "urgent": "medical"},
    "counter/compare": {"booking": "", "born": "03041985"},
}


def test_what_a_form_cannot_mean_is_said(signed: SignedIn, stage: Stage) -> None:
    """Each field of each form in turn: whatever it holds, the page answers in a sentence."""
    browser, who = signed("supervisor"), stage.call(ANN)
    stage.agent(who, "supervisor")
    office, service = str(stage.line.offices[0].id), str(stage.line.services[0].id)
    browser.post("/desk/counter/office", data={"office": office})
    faults = []
    for where, right in FORMS.items():
        whole = {"office": office, "service": service, "call": who.sid, **right}
        if where.startswith("counter"):
            del whole["office"]
        for name, odd in ((name, odd) for name in right for odd in ODD):
            status = browser.post(f"/desk/{where}", data=whole | {name: odd}).status_code
            faults += [(where, name, odd[:30], status)] if status >= 500 else []
    assert faults == []


def test_a_language_is_one_of_ours(signed: SignedIn, stage: Stage) -> None:
    """A text in a language that nobody wrote could never be sent: the form is refused, and nothing is laid out."""
    browser, who = signed("agent"), stage.call(ANN)
    stage.agent(who, "agent")
    for language, texts in (("zz", 0), ("", 0), ("es", 1)):
        browser.post("/desk/caller/code", data={"call": who.sid, "language": language})
        assert stage.one("SELECT count(*) FROM outbox") == texts


def test_what_an_address_cannot_mean_is_said(signed: SignedIn, stage: Stage) -> None:
    """A day, a number and an instant in an address, whoever wrote it there."""
    browser = signed("supervisor")
    stage.agent(stage.call(ANN), "supervisor")
    browser.post("/desk/counter/office", data={"office": str(stage.line.offices[0].id)})
    there = {"office": str(stage.line.offices[0].id), "service": str(stage.line.services[1].id)}
    asked = [("counter/sheet", {"day": odd}) for odd in ODD]
    asked += [("caller", there | {name: odd}) for name in ("day", "party", "after", "slot", "booking") for odd in ODD]
    answers = {f"{where} {query}": browser.get(f"/desk/{where}", query_string=query) for where, query in asked}
    assert {what: answer.status for what, answer in answers.items() if answer.status_code >= 500} == {}


def test_no_field_takes_a_nul(web: Flask, signed: SignedIn) -> None:
    """No database takes one: the form is refused before anything is asked of it, on every route."""
    browsers = {role: signed(role) for role in Role}
    for rule in posts(web):
        browser = browsers[min(roles_of(web, rule), default=Role.CLERK)]
        answer = browser.post(address(web, rule), data={"login": "a\0b", "nonce": "x"})
        assert (answer.status_code, "could not read" in answer.text) == (400, True), rule


def test_what_is_too_long_is_said(signed: SignedIn) -> None:
    """Five megabytes are not read; the answer is a page of the desk."""
    answer = signed("supervisor").post("/desk/audit", data={"actor": "x" * 5_000_000})
    assert (answer.status_code, "too long" in answer.text) == (413, True)


def test_an_hour_that_clocks_skip_opens_no_release(signed: SignedIn, stage: Stage) -> None:
    """02:30 on the night of the change is no instant in New York: the release is refused, not moved."""
    office = next(each for each in stage.line.offices if each.zone.startswith("America/"))
    wish = {"office": str(office.id), "service": str(stage.line.services[0].id), "first": "2027-04-05",
            "every": "20", "seats": "1"}  # fmt: skip
    browser = signed("supervisor")
    assert (
        "cannot be read" not in browser.post("/desk/releases/preview", data=wish | {"opens": "2027-03-14T03:30"}).text
    )
    skipped = browser.post("/desk/releases", data=wish | {"opens": "2027-03-14T02:30"})
    assert skipped.status_code == 400
