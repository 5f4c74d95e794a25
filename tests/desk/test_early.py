"""The page of early follow-ups: dry run, start with a reason, what became of it, and the second supervisor's word."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from booking_core import touches
from tests.core.before import Before
from tests.core.early import called, many
from tests.core.stage import ANN, BEN, Stage
from tests.desk.callers import FORM, INPUT, Screen
from tests.desk.conftest import SignedIn

WINDOW = {"begins": f"{datetime.now(UTC) - timedelta(days=60):%Y-%m-%dT%H:%M}",
          "ends": f"{datetime.now(UTC) + timedelta(days=60):%Y-%m-%dT%H:%M}"}  # fmt: skip


@pytest.fixture
def before(stage: Stage) -> Before:
    """Ann and Ben have booked with rented numbers, for a Tuesday in weeks. The pages ask the real clock."""
    found = Before.of(stage)
    for nth, number in enumerate((ANN, BEN)):
        found.book(number, nth=nth)
    stage.put("UPDATE numbers SET line_type = 'non_fixed_voip'")
    return found


def filled(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    (body,) = [body for address, body in FORM.findall(page) if address == action][:1]
    return dict(INPUT.findall(body))


def test_from_the_dry_run_to_the_second_word(before: Before, signed: SignedIn) -> None:
    """Sue tries it dry, starts it, and cannot let go; Sam can; Ann gets it back from an agent."""
    stage, sue = before.stage, signed("supervisor:sue")
    wish = WINDOW | {"line_type": "non_fixed_voip"}
    page = html.unescape(sue.post("/desk/early", data=wish).text)
    assert "This asks 2 appointments. 2 of their numbers kept one before" in page
    assert ANN[2:] not in page.replace(" ", "")
    form = filled(page, "/desk/early/start")
    assert sue.post("/desk/early/start", data=form | {"reason": "I do not like them"}).status_code == 400
    started = sue.post("/desk/early/start", data=form | {"reason": "resale"})
    assert started.status_code == 303
    assert "2 appointments are asked now" in sue.get(started.location).text
    while due := stage.one("SELECT min(due) FROM touches WHERE state = 'planned' AND kind LIKE 'early%'"):
        stage.now = due
        stage.core.at(due).transact(partial(touches.do_due, most=10))
        before.becomes("delivered", "follow_up")
    stage.now = datetime.now(UTC)
    called(before)
    assert "silent, also to a person" in sue.get(started.location).text
    assert 'name="booking"' not in sue.get(started.location).text
    sam = signed("supervisor:sam")
    page = sam.get(started.location).text
    ids = [row.id for row in stage.rows("SELECT b.id FROM bookings b JOIN slots s ON s.id = b.slot "
                                        "WHERE status = 'booked' ORDER BY s.starts")]  # fmt: skip
    assert [str(each) in page for each in ids] == [True, True]
    every = many(before, 25)
    given = filled(page, started.location) | {"booking": str(ids[0]), "reason": "sold"}
    own = sue.post(started.location, data=given, follow_redirects=True).text
    assert "another supervisor has to decide" in own
    assert "1 are let go" in html.unescape(sam.post(started.location, data=given, follow_redirects=True).text)
    assert [stage.status(each) for each in ids] == ["cancelled", "booked"]
    who = stage.proven(ANN)
    screen = Screen(signed("agent:kim"), stage, who)
    stage.agent(who)
    assert "let go, since nobody answered" in screen.look()
    assert "It is booked" in screen.do("appeal")
    letting_go_many(before, sam, started.location, [str(each) for each in every], ids[1])


def letting_go_many(before: Before, sam: FlaskClient, page: str, marked: list[str], busy: UUID) -> None:
    """Those of one form, a few at a time; one is busy, one had back. They are told together; a form is one word,
    however often it is sent; and what was left unmarked is not marked by the page the next time."""
    looked = sam.get(page).text
    assert 'type="checkbox" name="booking"' in looked
    form = filled(looked, page) | {"booking": marked, "reason": "sold"}
    with before.stage.core.database.engine.begin() as turn:
        turn.execute(sa.text("SELECT FROM numbers n JOIN bookings b ON b.number = n.id WHERE b.id = :id FOR UPDATE"),
                     {"id": busy})  # fmt: skip
        said = html.unescape(sam.post(page, data=form, follow_redirects=True).text)
    assert "25 are let go. 1 are not silent any more and keep theirs. 1 are busy just now" in said
    assert 'name="booking"' in said
    assert "checked" not in said
    assert "25 are let go" in sam.post(page, data=form, follow_redirects=True).text
    assert before.stage.status(busy) == "booked"
    assert before.stage.one("SELECT count(*) FROM audit WHERE action = 'release_early'") == 26


def test_what_cannot_be_asked_is_said(before: Before, signed: SignedIn) -> None:
    """Without a signal nothing fits; times that are none are said to be; who supervises nothing starts nothing."""
    sue = signed("supervisor:sue")
    assert "No appointment fits" in sue.post("/desk/early", data=WINDOW).text
    assert "look at the times" in sue.post("/desk/early", data=WINDOW | {"ends": "soon"}).text
    auditor = signed("auditor")
    assert "/desk/early/start" not in auditor.get("/desk/early").text
    assert auditor.post("/desk/early", data=WINDOW).status_code == 403
    assert [signed(role).get("/desk/early").status_code for role in ("agent", "clerk")] == [403, 403]
    assert sue.get("/desk/early/00000000-0000-0000-0000-000000000000").status_code == 404
