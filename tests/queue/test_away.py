"""What is heard away from the dialogue when something is wrong, and what the outbox does for the queue."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest

from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core import queue_order
from booking_core.actors import Staff
from booking_core.leases import lease
from booking_core.pacing import Caps
from ivr.call import seal, unseal
from ivr.script import Step
from postgres import EmbeddedServer
from tests.core.stage import ANN
from tests.house import House, post, stopped, voice_form
from tests.laws.surroundings import LINE, NOW, at
from tests.queue.floor import AMY, Floor, hire

SID = "CA" + "5" * 32


def in_line(house: House) -> tuple[str, str]:
    """A call that waits: the addresses of its wait document and of what comes after it, as they were handed out."""
    house.core.transact(lambda t: hire(t, "amy", AMY))
    house.core.perform(d.GoAvailable(Staff("amy")), "available")
    house.do("UPDATE agent_states SET state = 'after', since = now() + interval '1 hour'")
    _, begun = post(house, "/voice", voice_form(SID))
    (action,) = re.findall(r'<Gather action="http://[^/]+([^"#]+)', begun)
    _, waits = post(house, action, voice_form(SID, Digits="0"))
    (after, heard) = re.findall(r'<Enqueue action="http://[^/]+([^"#]+)[^>]* waitUrl="http://[^/]+([^"#]+)', waits)[0]
    return heard, after


def test_the_place_is_kept_while_the_database_is_away(house: House, server: EmbeddedServer) -> None:
    """Within the budget the caller hears that the place is kept, stays in the queue, and is told the place after it."""
    heard, _ = in_line(house)
    with stopped(server):
        status, said = post(house, heard, voice_form(SID))
    assert status == 200
    assert "Your place in line is kept." in said
    assert "<Gather" in said
    assert "<Leave" not in said
    assert "<Hangup" not in said
    (again,) = re.findall(r'<Gather action="http://[^/]+([^"#]+)', said)
    end = time.monotonic() + 10
    while "You are number 1 in line now" not in post(house, again.replace("&amp;", "&"), voice_form(SID))[1]:
        assert time.monotonic() < end, "the place is never told again"
        time.sleep(0.2)


def test_a_look_at_the_place_changes_nothing(house: House) -> None:
    """A poll is a question: no answer is kept, no row changes, however often it is asked."""
    heard, _ = in_line(house)
    before = house.rows("SELECT (SELECT count(*) FROM answers) AS answers, q.* FROM queue q")
    for _ in range(3):
        assert "<Gather" in post(house, heard, voice_form(SID))[1]
    assert house.rows("SELECT (SELECT count(*) FROM answers) AS answers, q.* FROM queue q") == before


def test_a_fault_of_ours_puts_nobody_out_of_the_queue(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something breaks in the look at the place: silence, and the call waits on."""
    heard, _ = in_line(house)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(queue_order, "rounds", broken)
    status, said = post(house, heard, voice_form(SID))
    assert (status, '<Pause length="20"/>' in said) == (200, True)


@pytest.mark.parametrize("result", ["queue-full", "system-error", "error"])
def test_a_queue_that_fails_is_no_busy_tone(house: House, result: str) -> None:
    """The provider did not keep the call: it hears how it can be called back, and its place is kept."""
    _, after = in_line(house)
    _, said = post(house, after, voice_form(SID, QueueResult=result))
    assert "We can call you back at the number ending 0 1. You keep your place in line." in said
    assert [row.state for row in house.rows("SELECT state FROM queue")] == ["waiting"]


@pytest.mark.parametrize(("step", "hours"), [(Step.QUEUE, 4), (Step.TALK, 4), (Step.QUEUE_BACK, 1 / 3)])
def test_a_waiting_calls_seal_lives_for_hours(step: Step, hours: float) -> None:
    """A long wait or talk is no reason to begin again; a menu's seal is as short as ever."""
    call, lives = at(step), timedelta(hours=hours)
    sealed = seal(call, SID, NOW, b"k" * 32)
    assert unseal(sealed, SID, NOW + lives, (b"k" * 32,), LINE) == call
    assert unseal(sealed, SID, NOW + lives + timedelta(seconds=1), (b"k" * 32,), LINE) is None


def test_moves_and_rings_pass_an_opt_out(floor: Floor) -> None:
    """An opt-out ends no talk: whoever waits is fetched all the same, and an agent's own telephone is rung."""
    floor.agent()
    floor.stage.put("UPDATE numbers SET opted_out_at = :now", now=floor.stage.now)
    ann = floor.stage.call(ANN)
    floor.waits(ann)

    def taken() -> list[str]:
        found = floor.stage.core.at(floor.stage.now).transact(lambda t: lease(t, 10, Caps(10, 10)))
        return [row.kind for row, _ in found.rows]

    assert taken() == ["agent"]
    assert isinstance(floor.takes(), o.Taken)
    assert taken() == ["fetch"]
