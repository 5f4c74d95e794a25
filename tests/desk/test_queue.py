"""The page of an agent's own state, and of who waits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from booking_core.actors import Staff
from booking_core.admission import Why
from booking_core.core import Core
from booking_core.lines import Line
from desk.words.queue import WORDS
from tests.core.stage import ANN, Stage
from tests.desk.conftest import SignedIn
from tests.queue.floor import AMY, Floor, equip
from wording.en import PHRASES


@pytest.fixture
def floor(core: Core, line: Line) -> Floor:
    """Callers beside the page."""
    return Floor(Stage(core, line, datetime.now(UTC).replace(microsecond=0)))


def test_free_pause_and_done(signed: SignedIn, core: Core, floor: Floor) -> None:
    """Each state is one form away, and says what happens; nothing of a number but its last digits is on the page."""
    amy = signed("agent:amy")
    refused = amy.post("/desk/queue/available")
    assert (refused.status_code, "no telephone" in refused.text) == (409, True)
    core.transact(lambda t: equip(t, Staff("amy"), AMY))
    assert amy.post("/desk/queue/available").status_code == 303
    assert "You are free" in amy.get("/desk/queue").text
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    page = amy.get("/desk/queue").text
    assert "Your telephone rings" in page
    assert "rings at amy" in page
    assert "01" in page
    assert ANN not in page
    assert ANN[-4:] not in page
    ring = floor.ring()
    floor.joined(ann)
    assert "You are on a call" in amy.get("/desk/queue").text
    floor.call_ends(ring)
    assert "Time to write the call up" in amy.get("/desk/queue").text
    amy.post("/desk/queue/done")
    assert "You are free" in amy.get("/desk/queue").text
    amy.post("/desk/queue/pause")
    assert "You are off" in amy.get("/desk/queue").text
    assert "Nobody waits." in amy.get("/desk/queue").text


def test_what_is_asked_every_two_seconds(signed: SignedIn, core: Core, floor: Floor) -> None:
    """Unchanged: 304 and nothing more. A new caller makes it another answer, without a digit of the number."""
    amy = signed("agent:amy")
    core.transact(lambda t: equip(t, Staff("amy"), AMY))
    amy.post("/desk/queue/available")
    first = amy.get("/desk/queue/now")
    again = amy.get("/desk/queue/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    floor.waits(floor.stage.call(ANN))
    changed = amy.get("/desk/queue/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.get_json()["state"]) == (200, "ringing")


def test_who_misses_two_rings_reads_so(signed: SignedIn, core: Core, floor: Floor) -> None:
    """Off, with the reason; one press and the agent is free again."""
    amy = signed("agent:amy")
    core.transact(lambda t: equip(t, Staff("amy"), AMY))
    amy.post("/desk/queue/available")
    floor.stage.wait(seconds=1)
    floor.waits(floor.stage.call(ANN))
    floor.tick(seconds=21)
    floor.tick(seconds=21)
    assert "You missed two rings in a row" in amy.get("/desk/queue").text
    amy.post("/desk/queue/available")
    assert "Your telephone rings" in amy.get("/desk/queue").text


def test_a_clerk_of_the_counter_has_no_queue(signed: SignedIn) -> None:
    """Who takes no calls sees no queue."""
    assert signed("clerk").get("/desk/queue").status_code == 403


def test_every_reason_has_words_for_eye_and_ear() -> None:
    """Whatever a caller waits for can be read on the page and, by telephone, be heard."""
    heard = {key.removeprefix("why.") for key in PHRASES if key.startswith("why.")} - set(get_args(Why))
    assert {key.removeprefix("queue.reason.") for key in WORDS if key.startswith("queue.reason.")} == heard
