"""Look-ups and anomalies on their pages: a reason, a limit, and nothing that could be passed on."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.core.conftest import stage as _stage
from tests.core.stage import ANN, Stage
from tests.desk.conftest import SignedIn

stage = _stage


def look(browser: FlaskClient, entry: str, why: str = "caller_asks") -> TestResponse:
    """What the page answers."""
    return browser.post("/desk/look-up", data={"entry": entry, "why": why})


@pytest.mark.parametrize("entry", [ANN, "(202) 555-0101", "202 555 0101"])
def test_a_number_however_it_is_written(stage: Stage, signed: SignedIn, entry: str) -> None:
    """It is found whole, and shown by its last two digits; the address stays as it is."""
    booked = stage.book(stage.proven())
    page = look(signed("agent"), entry)
    text = re.sub(r'value="[^"]*"', "", page.text)
    assert page.request.path == "/desk/look-up"
    assert not page.request.query_string
    assert "Number ending in 01" in text
    assert booked.reference[-4:] in text
    assert not [secret for secret in ("5550101", "555 0101", "555-0101", booked.reference, "1985") if secret in text]


def test_a_reference_in_fours(stage: Stage, signed: SignedIn) -> None:
    """As it is read out."""
    booked = stage.book(stage.proven())
    assert "Number ending in 01" in look(signed("agent"), f"{booked.reference[:4]} {booked.reference[4:]}").text


def test_without_a_reason_nothing_is_looked_at(stage: Stage, signed: SignedIn) -> None:
    """Nor for one that is not on the list, nor by half a number; and then there is nothing to audit."""
    stage.book(stage.proven())
    browser = signed("agent")
    assert [look(browser, ANN, why).status_code for why in ("", "curious")] == [400, 400]
    for half in ("555", "%", "0101", "+1202555", "1234567"):
        assert "Nothing was looked at" in look(browser, half).text
    assert stage.one("SELECT count(*) FROM audit WHERE actor = 'agent:agent'") == 0


def test_over_the_limit_nothing_is_shown(stage: Stage, signed: SignedIn) -> None:
    """A sentence says until when, and who can look meanwhile; another agent still may."""
    stage.book(stage.proven())
    stage.put("UPDATE rules SET looks_hour = 2")
    browser = signed("agent")
    assert [look(browser, ANN).status_code for _ in range(3)] == [200, 200, 429]
    refused = look(browser, ANN).text
    assert "One more in 60 min" in refused
    assert "ending in" not in refused
    assert look(signed("supervisor"), ANN).status_code == 200
    assert stage.rows("SELECT what, detail, times FROM alerts") == [("look_ups", "agent", 2)]
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'look_up'") == 3


@pytest.mark.parametrize(
    ("role", "looks", "reads"),
    [("clerk", 403, 403), ("agent", 200, 403), ("supervisor", 200, 200), ("auditor", 403, 200), ("surge", 403, 403)],
)
def test_who_may(signed: SignedIn, role: str, looks: int, reads: int) -> None:
    """Agents and supervisors look up; supervisors and auditors read what they did."""
    browser = signed(role)
    assert browser.get("/desk/look-up").status_code == looks
    assert [browser.get(f"/desk/anomalies{kind}").status_code for kind in ("", ".csv")] == [reads, reads]


def test_the_table_of_agents(stage: Stage, signed: SignedIn) -> None:
    """What each agent did, as a page and as a table that is read back."""
    look(signed("agent:ana"), ANN)
    browser = signed("auditor")
    page = browser.get("/desk/anomalies").text
    assert re.search(r"Ana <span[^>]*>\(Agent\)</span>", page)
    rows = list(csv.DictReader(io.StringIO(browser.get("/desk/anomalies.csv").text, newline=""), strict=True))
    assert ("ana", "look_ups", "1", "no") in {
        (row["login"], row["measure"], row["times"], row["far_above"]) for row in rows
    }
