"""Vouchers, exceptions and waivers on the desk's pages."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from booking_core.actors import Caller
from booking_core.commands import StartCall
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.numbers import Reason, Refused
from tests.core.stage import ANN, Stage
from tests.desk.callers import FORM, INPUT, Screen
from tests.desk.conftest import SignedIn

TODAY = datetime.now(UTC).date()
BATCH = {"partner": "=Shelter, north", "first": str(TODAY - timedelta(days=1)), "last": str(TODAY + timedelta(days=9)),
         "size": "3"}  # fmt: skip


@pytest.fixture
def stage(core: Core, line: Line) -> Stage:
    """The core at the present instant."""
    return Stage(core, line, datetime.now(UTC))


def sent(browser: FlaskClient, page: str, act: str, **filled: str) -> str:
    """Fill in the form of a page that goes to `act`, send it, and see what comes."""
    shown = browser.get(f"/desk/{page}").text
    (body,) = [body for action, body in FORM.findall(shown) if action == f"/desk/{page}/{act}"][:1]
    answer = browser.post(f"/desk/{page}/{act}", data=dict(INPUT.findall(body)) | filled, follow_redirects=True)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def rows(text: str) -> list[list[str]]:
    """A table as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(text)))


def test_vouchers_are_shown_once(signed: SignedIn, stage: Stage) -> None:
    """The page that makes them prints them; no other page ever does, and the report has what became of them."""
    sue = signed("supervisor:sue")
    page = sent(sue, "vouchers", "make", **BATCH)
    slips = ["".join(found) for found in re.findall(r"(\d{3}) (\d{3}) (\d{4})", page)]
    assert len(slips) == 3
    assert "stored nowhere" in page
    for address in ("/desk/vouchers", "/desk/vouchers.csv"):
        shown = sue.get(address).text
        assert not [digits for digits in slips if digits in shown.replace(" ", "")]
    head, row = rows(sue.get("/desk/vouchers.csv").text)
    assert row[:4] == ["'=Shelter, north", BATCH["first"], BATCH["last"], "3"]
    assert len(head) == len(row)
    made = sent(sue, "vouchers", "make", **BATCH, **{"as": "csv"})
    assert len(rows(made)) == 4
    assert "is revoked" in sent(sue, "vouchers", "revoke")
    assert "Nothing was made" in sent(sue, "vouchers", "make", **BATCH | {"size": "900"})
    auditor = signed("auditor")
    assert "=Shelter, north" in html.unescape(auditor.get("/desk/vouchers").text)
    assert "/desk/vouchers/make" not in auditor.get("/desk/vouchers").text
    assert signed("agent").get("/desk/vouchers").status_code == 403


def test_a_voucher_is_keyed_in_on_the_callers_screen(signed: SignedIn, stage: Stage) -> None:
    """Read in groups and keyed with spaces; then the caller, who withholds the number, books."""
    page = sent(signed("supervisor:sue"), "vouchers", "make", **BATCH)
    (digits, *_) = re.findall(r"\d{3} \d{3} \d{4}", page)
    screen = Screen(signed("agent:kim"), stage, Caller("CA1"))
    stage.do(StartCall("CA1", stage.line.number, Refused(Reason.WITHHELD), "en"))
    stage.agent(screen.who)
    assert "No code can be texted" in screen.look()
    assert "no such voucher" in screen.do("voucher", voucher="1234567890")
    assert "voucher is good" in screen.do("voucher", voucher=digits)
    screen.look(screen.find()[0])
    assert 'name="send" value="none"' in screen.page
    screen.do("hold")
    screen.do("visitors", month1="0", day1="0", year1="1950")
    assert "It is booked" in screen.do("book")


def test_an_exception_needs_a_second_person(signed: SignedIn, stage: Stage) -> None:
    """Asked for on the caller's screen, decided on the supervisor's; both are told, and the report has it."""
    screen = Screen(signed("supervisor:kim"), stage, Caller("CA1"))
    stage.do(StartCall("CA1", stage.line.number, Refused(Reason.WITHHELD), "en"))
    stage.agent(screen.who, role="supervisor")
    screen.look()
    assert "supervisor is asked" in screen.do("exception", document="passport", reason="no_telephone")
    assert "could not be read" in screen.send("exception", screen.form("voucher") | {"document": "her name"})
    sue = signed("supervisor:sue")
    assert "/desk/exceptions/decide" not in screen.browser.get("/desk/exceptions").text
    assert "Waiting for a decision: 1" in sue.get("/desk/exceptions/live").text
    assert "the agent can book" in sent(sue, "exceptions", "decide", approve="yes")
    assert "Proven" in screen.look()
    (_, row) = rows(sue.get("/desk/exceptions.csv").text)
    assert row[1:6] == ["kim", "passport", "no_telephone", "approved", "sue"]


def test_a_waiver_on_its_page(signed: SignedIn, stage: Stage) -> None:
    """Given by number, listed by two digits of it, in the table too; revoked by a button."""
    sue = signed("supervisor:sue")
    shown = sue.get("/desk/waivers").text
    group = re.findall(r'<option value="([0-9a-f-]{36})"', shown)[0]
    wish = {"number": "202 555 0101", "group": group, "reason": "hardship", "days": "14"}
    assert "one booking more" in sent(sue, "waivers", "add", **wish)
    page, table = sue.get("/desk/waivers").text, sue.get("/desk/waivers.csv").text
    for text in (page, table):
        assert ANN[2:] not in text.replace(" ", "")
    assert rows(table)[1][:4] == [ANN[-2:], rows(table)[1][1], "hardship", "sue"]
    assert "It is revoked" in sent(sue, "waivers", "revoke")
    for wrong, said in (({"number": "911"}, "no number that can book"), ({"days": "900"}, "could not be read"),
                        ({"reason": "my friend"}, "could not be read")):  # fmt: skip
        assert said in sent(sue, "waivers", "add", **wish | wrong)
