"""The desk on a bad day: suspensions in two steps, bulletins heard before they are published, answers of a day."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from booking_core.core import Core
from booking_core.desk_commands import ListBulletins, ListSuspensions
from desk.words.notices import WORDS
from tests.desk.conftest import SignedIn

STORM = {"why.en": "A storm.", "why.es": "Hay tormenta.", "reason": "storm"}
CLOSED = {"spoken.en": "We are closed today.", "spoken.es": "Hoy no abrimos."}
PAYLOAD = "<script>alert(1)</script>&\x01\u202eשלום"
SEEN = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;שלום"


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that leads to `action`."""
    form = page[page.index(f'action="{action}"') :].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def option(page: str, words: str) -> str:
    """The value of a choice by its words."""
    return str(re.findall(rf'<option value="([^"]+)">{words}</option>', page)[0])


def test_a_suspension_takes_two_steps_and_so_does_its_end(signed: SignedIn, core: Core) -> None:
    """The preview says what stops and what stays and does nothing; then it is done, once however often it is sent."""
    kim = signed("supervisor:kim")
    office = option(kim.get("/desk/suspensions").text, "Houston")
    preview = kim.post("/desk/suspensions/preview", data=STORM | {"office": office, "channel": "voice"}).text
    assert re.search(r"\d+ free places could not be booked", preview)
    assert "0 holds can still be confirmed and 0 bookings stay" in preview
    assert core.ask(ListSuspensions()).ahead == ()
    form = hidden(preview, "/desk/suspensions")
    for _ in range(2):
        assert kim.post("/desk/suspensions", data=form).location == "/desk/suspensions"
    (row,) = core.ask(ListSuspensions()).ahead
    assert (row.office, row.channel, row.by, row.reason) == ("Houston", "voice", "agent:kim", "storm")
    assert "Houston · All · Calls" in kim.get("/desk/suspensions").text
    sure = kim.get(f"/desk/suspensions/{row.id}/resume").text
    assert core.ask(ListSuspensions()).ahead
    kim.post(f"/desk/suspensions/{row.id}/resume", data=hidden(sure, f"/desk/suspensions/{row.id}/resume"))
    assert core.ask(ListSuspensions()).ahead == ()
    assert "Ended" in kim.get("/desk/suspensions").text
    assert kim.get(f"/desk/suspensions/{row.id}/resume").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"why.es": ""}, "The text is wanted in every language of the lines: Spanish."),
        ({"why.en": "x" * 121}, "Longer than 120 characters: English."),
        ({"from": "2027-03-14T02:30"}, "One of the times does not exist"),
        ({"until": "2020-01-01T00:00"}, "It would be over before it begins."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stopped(
    signed: SignedIn, core: Core, fields: dict[str, str], said: str
) -> None:
    """Whoever slips past the preview is refused by the core, in words."""
    kim = signed("supervisor")
    assert said in kim.post("/desk/suspensions", data=STORM | fields).text
    assert core.ask(ListSuspensions()).ahead == ()


def test_places_are_kept_for_urgent_cases(signed: SignedIn, core: Core) -> None:
    """So many of a day as there are, with who and how many in the audit; a form that names no day keeps none."""
    kim = signed("supervisor:kim")
    page = kim.get("/desk/suspensions").text.partition("Reserve for urgent cases")[2]
    days = "SELECT (min(wall) + interval '7 days')::date AS day FROM slots"
    day = core.database.transact(lambda db: db.exec_driver_sql(days).scalar_one())
    fields = {"office": option(page, "Houston"), "service": option(page, "urgent travel"), "places": "4"}
    assert kim.post("/desk/suspensions/reserve", data=fields).status_code == 400
    done = kim.post("/desk/suspensions/reserve", data=fields | {"day": str(day)})
    assert re.search(r"[04] places of that day are in reserve now", done.text)
    kept = "SELECT actor, why FROM audit WHERE action = 'reserve'"
    ((actor, why),) = core.database.transact(lambda db: db.exec_driver_sql(kept).all())
    assert (actor, re.fullmatch(f"{day}: [04] in reserve", why) is not None) == ("agent:kim", True)


def test_a_bulletin_is_heard_before_it_is_published(signed: SignedIn, core: Core) -> None:
    """With its length, its text and a voice where the browser has one; each version is kept, and ended by hand."""
    kim = signed("supervisor:kim")
    preview = kim.post("/desk/bulletins/preview", data=CLOSED).text
    assert "Said in about 1 s" in preview
    assert 'data-voice="es-US"' in preview
    assert core.ask(ListBulletins()).versions == ()
    kim.post("/desk/bulletins", data=hidden(preview, "/desk/bulletins"))
    (one,) = core.ask(ListBulletins()).versions
    page = kim.get(f"/desk/bulletins/{one.id}").text
    assert "We are closed today." in page
    assert "Write version 2" in page
    again = CLOSED | {"written.en": "We are closed today, and open on Monday.", "replaces": str(one.id)}
    preview = kim.post("/desk/bulletins/preview", data=again).text
    kim.post("/desk/bulletins", data=hidden(preview, "/desk/bulletins"))
    two, first = core.ask(ListBulletins()).versions
    assert (two.version, first.ended_by) == (2, "agent:kim")
    kim.post(f"/desk/bulletins/{two.id}/end")
    assert core.ask(ListBulletins()).versions[0].ended_by == "agent:kim"
    missing = kim.post("/desk/bulletins", data={"spoken.en": "x"}).text
    assert "every language of the lines: Spanish" in missing


def test_an_answer_is_published_and_taken_off(signed: SignedIn, core: Core) -> None:
    """For its day, in every language, and kept when it is taken off."""
    kim = signed("supervisor")
    fields = {"day": "2026-11-22", "question.en": "Is mine safe?", "question.es": "¿Y la mía?", "answer.en": "Yes."}
    assert "every language of the lines: Spanish" in kim.post("/desk/questions", data=fields).text
    assert kim.post("/desk/questions", data=fields | {"answer.es": "Sí."}).status_code == 303
    assert "Is mine safe?" in kim.get("/desk/questions").text
    (row,) = core.ask(ListBulletins()).answers
    kim.post(f"/desk/questions/{row.id}/take-off")
    assert "(taken off)" in kim.get("/desk/questions").text
    assert kim.post("/desk/questions", data=fields | {"day": "today"}).status_code == 400


def test_text_is_text_at_the_desk(signed: SignedIn) -> None:
    """What one supervisor types runs in no colleague's browser."""
    kim = signed("supervisor")
    storm = dict.fromkeys(STORM, PAYLOAD)
    both = dict.fromkeys(CLOSED, PAYLOAD)
    pages = [
        kim.post("/desk/suspensions/preview", data=storm).text, kim.post("/desk/suspensions", data=storm),
        kim.post("/desk/bulletins/preview", data=both).text, kim.post("/desk/bulletins", data=both),
    ]  # fmt: skip
    shown = [pages[0], pages[2], kim.get("/desk/suspensions").text, kim.get("/desk/bulletins").text]
    for page in shown:
        assert isinstance(page, str)
        assert SEEN in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("role", ["clerk", "agent", "surge", "auditor"])
def test_others_see_and_switch_nothing(signed: SignedIn, core: Core, role: str) -> None:
    """Who talks to callers knows what is stopped; only a supervisor stops, publishes and ends."""
    browser: FlaskClient = signed(role)
    for path in ("suspensions", "bulletins", "questions"):
        page = browser.get(f"/desk/{path}")
        assert page.status_code == 200
        content = page.text.partition("<main")[2].partition("</main>")[0]
        assert content
        assert "<form" not in content
    for path in (
        "suspensions",
        "suspensions/preview",
        "suspensions/reserve",
        "bulletins",
        "bulletins/preview",
        "questions",
    ):
        assert browser.post(f"/desk/{path}", data=STORM | CLOSED).status_code == 403
    assert core.ask(ListSuspensions()).ahead == ()


def test_every_phrase_is_said() -> None:
    """In both languages, with the same fields."""
    for key, (english, spanish) in WORDS.items():
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish)), key
