"""A supervisor declares a flood on the page of suspensions, and sees what the doorstep does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from booking_core import turned_away
from booking_core.core import Core
from booking_core.desk_commands import ListFloods
from desk.words.floods import WORDS
from tests.desk.callers import descriptions
from tests.desk.conftest import SignedIn
from tests.desk.test_bad_day import PAYLOAD, SEEN, hidden, option

WHY = {"why": "calls of one block", "minutes": "60"}


def test_a_supervisor_declares_a_flood_and_ends_it(signed: SignedIn, core: Core) -> None:
    """With a reason and an end, of a line or of all; a form that is sent twice declares one."""
    kim = signed("supervisor:kim")
    page = kim.get("/desk/suspensions").text
    form = hidden(page, "/desk/floods") | WHY | {"line": option(page, "Demo Passport Agency")}
    for _ in range(2):
        assert kim.post("/desk/floods", data=form).location == "/desk/suspensions"
    (row,) = core.ask(ListFloods()).now
    assert (row.line, row.by, row.why) == ("Demo Passport Agency", "agent:kim", "calls of one block")
    assert timedelta(minutes=59) < row.until - datetime.now(UTC) <= timedelta(minutes=60)
    page = kim.get("/desk/suspensions").text
    assert "The flood is declared. It ends by itself." in page
    kim.post(f"/desk/floods/{row.id}/end", data=hidden(page, f"/desk/floods/{row.id}/end"))
    assert core.ask(ListFloods()).now == ()
    assert "No flood is declared." in kim.get("/desk/suspensions").text


def test_without_a_reason_or_for_longer_nothing_is_declared(signed: SignedIn, core: Core) -> None:
    """And the page says so."""
    kim = signed("supervisor")
    for fields in (WHY | {"why": " "}, WHY | {"minutes": "241"}, WHY | {"minutes": "x"}):
        kim.post("/desk/floods", data=fields)
        assert "Nothing was declared" in kim.get("/desk/suspensions").text
    assert core.ask(ListFloods()).now == ()


def test_each_end_says_of_which_flood(signed: SignedIn) -> None:
    """Two buttons of one name are told apart by who sees neither."""
    kim = signed("supervisor")
    for why in ("one block", "one carrier"):
        kim.post("/desk/floods", data=WHY | {"why": why})
    told = descriptions(kim.get("/desk/suspensions").text, "End")
    assert [each.rpartition(" · ")[2] for each in told] == ["one block", "one carrier"]


def test_only_supervisors_declare_and_everybody_sees_it(signed: SignedIn, core: Core) -> None:
    """What was written comes out as text."""
    ana = signed("agent:ana")
    assert ana.post("/desk/floods", data=WHY).status_code == 403
    assert core.ask(ListFloods()).now == ()
    signed("supervisor").post("/desk/floods", data=WHY | {"why": PAYLOAD})
    page = ana.get("/desk/suspensions").text
    assert SEEN in page
    assert "/desk/floods" not in page


def test_the_live_page_shows_the_flood_and_what_was_kept_out(signed: SignedIn, core: Core) -> None:
    """By reason, each in words; numbers of people are nowhere."""
    kim = signed("supervisor")
    kim.post("/desk/floods", data=WHY)
    reasons = [key.removeprefix("live.turned.") for key in WORDS if key.startswith("live.turned.")]
    core.transact(lambda t: turned_away.add(t, {(key.partition(".")[0], key.partition(".")[2]): 7 for key in reasons}))
    page = kim.get("/desk/live").text
    assert all(WORDS[f"live.turned.{key}"][0] in page for key in reasons)
    assert json.loads(kim.get("/desk/live/figures").text)["flood"].startswith("until ")
