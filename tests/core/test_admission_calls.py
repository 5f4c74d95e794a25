"""Calls back of admission: promised once, at a random instant, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller, Texter
from booking_core.admission import Policy
from booking_core.admission_calls import LATE
from tests.core.called_back import FIVE, LAID, THIRTY, call_everybody_back, laid, pick_up, promised, seek
from tests.core.stage import RENEWAL, Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Everybody is called back, and it is noon tomorrow."""
    return call_everybody_back(stage)


def test_a_caller_is_promised_a_call_within_the_half_hour(stage: Stage) -> None:
    """It rings not before five minutes, before the instant that was told, and says nothing of itself in the outbox."""
    told, row = promised(stage), laid(stage)
    assert told == o.CallingBack("often", stage.now + THIRTY)
    assert stage.now + FIVE <= row.not_before <= told.until
    assert row.not_after == told.until + LATE


def test_the_instant_is_random(stage: Stage) -> None:
    """Twelve numbers are not rung at one second."""
    for nth in range(12):
        promised(stage, f"+1202555{4000 + nth}")
    assert len({row.not_before for row in stage.rows(LAID)}) > 6


def test_a_second_call_hears_the_same_promise_and_changes_the_wish(stage: Stage) -> None:
    """One number has one call back, however often it asks; it goes on with what was asked for last."""
    first = promised(stage)
    stage.wait(minutes=3)
    assert seek(stage, stage.call(), office=1, party=2) == first
    (row,) = stage.rows("SELECT office, party FROM admission_calls")
    assert (row.office, row.party) == (stage.line.offices[1].id, 2)
    assert laid(stage)


def test_a_promise_that_is_late_is_told_with_the_instant_it_ends(stage: Stage) -> None:
    """It may still ring for a while; nobody hears of an instant that is over."""
    told = promised(stage)
    stage.now = told.until
    assert promised(stage).until == told.until + LATE
    assert laid(stage).not_after == told.until + LATE


def test_a_key_on_it_proves_and_goes_on_with_the_wish(stage: Stage) -> None:
    """The first times are told, the hold is proven, and no code is needed."""
    who = stage.call()
    stage.do(c.NoteTravelDate(who, stage.now.date() + timedelta(days=9)))
    assert isinstance(seek(stage, who, party=2), o.CallingBack)
    stage.hang_up(who)
    ours, started = pick_up(stage)
    assert started == o.CallStarted(
        False, language="es", carries="admission",
        sought=o.Sought(stage.line.services[RENEWAL].id, stage.line.offices[0].id, 2, "none"),
    )  # fmt: skip
    assert stage.one("SELECT travel_date FROM calls WHERE sid = :sid", sid=ours.sid)
    told = stage.do(c.PressKey(ours))
    assert isinstance(told, o.Offers)
    held = stage.held(ours, told.offers[0].slot, party=2)
    assert held.proven
    assert stage.rows("SELECT how FROM admission_calls") == [("pressed",)]


def test_without_the_key_nothing_can_be_held(stage: Stage) -> None:
    """Neither in the call that asked, nor in one whose number is proven by a code, nor by who only picked up."""
    who = stage.call()
    seek(stage, who)
    assert isinstance(stage.hold(who), o.CallingBack)
    stage.prove(who)
    assert isinstance(seek(stage, who), o.CallingBack)
    assert isinstance(stage.hold(who), o.CallingBack)
    stage.hang_up(who)
    ours, _ = pick_up(stage)
    assert isinstance(stage.hold(ours), o.CallingBack)
    assert stage.rows("SELECT FROM bookings") == []


@pytest.mark.parametrize("by", [Stage.call, Stage.text])
def test_a_hold_that_a_call_back_is_asked_for_promises_it(stage: Stage, by: Callable[[Stage], Caller | Texter]) -> None:
    """A look-up came after the times were told: it is rung with that wish, and the same turn hears the same."""
    policy, stage.core.policy = stage.core.policy, Policy()
    who = by(stage)
    assert isinstance(seek(stage, who, office=1), o.Offers)
    stage.put("UPDATE admissions SET step = 2, decision = 'call_back', why = 'alike', control = 'block_voip', "
              "until = cast(:now AS timestamptz) + interval '1 hour'", now=stage.now)  # fmt: skip
    wanted = c.HoldPlace(who, stage.slot(3, office=1), 2, "none", "es")
    told = stage.do(wanted, "turn")
    assert told == o.CallingBack("alike", stage.now + THIRTY)
    stage.wait(minutes=1)
    assert stage.do(wanted, "turn") == told
    assert laid(stage).language == "es"
    (row,) = stage.rows("SELECT office, service, party, send FROM admission_calls")
    assert (row.office, row.party, row.send) == (stage.line.offices[1].id, 2, "none")
    assert row.service == stage.line.services[RENEWAL].id
    stage.core.policy = policy
    ours, _ = pick_up(stage)
    assert isinstance(stage.do(c.PressKey(ours)), o.Offers)
    assert isinstance(stage.hold(ours, send="none"), o.Held)


def test_a_hold_after_an_opt_out_leaves_the_call_to_a_person(stage: Stage) -> None:
    """No machine calls; why somebody does is said."""
    who = stage.proven()
    assert isinstance(seek(stage, who), o.CallingBack)
    stage.put("UPDATE admission_calls SET ended_at = :now, how = 'lost'", now=stage.now)
    stage.put("UPDATE numbers SET opted_out_at = :now", now=stage.now)
    assert stage.hold(who, send="none") == o.CallbackNoted(why="often")


def test_the_provider_may_ask_again_what_was_picked_up(stage: Stage) -> None:
    """A call of ours whose first document got lost hears the same, its wish included."""
    promised(stage)
    ours, started = pick_up(stage)
    delivery = stage.one("SELECT delivery FROM calls WHERE sid = :sid", sid=ours.sid)
    again = stage.do(c.StartProofCall(ours.sid, stage.line.number, delivery))
    assert isinstance(again, o.CallStarted)
    assert (again.sought, again.carries) == (started.sought, "admission")


def test_what_a_person_has_to_decide_meanwhile_is_not_undone_by_the_key(stage: Stage) -> None:
    """The wish is judged once more in the call: somebody else may be asked for by then, or nothing is booked now."""
    promised(stage)
    stage.put("UPDATE admissions SET step = 3, decision = 'queue', why = 'alike'")
    ours, _ = pick_up(stage)
    answer = stage.do(c.PressKey(ours))
    assert isinstance(answer, o.NotAdmitted)
    assert answer.why == "alike"


def test_while_new_appointments_are_stopped_the_key_says_so(stage: Stage) -> None:
    """A suspension that began after the promise is told instead of times that nobody can have."""
    promised(stage)
    stage.put("INSERT INTO suspensions(id, from_at, reason, by) VALUES (gen_random_uuid(), :now, 'outage', 'test')",
              now=stage.now)  # fmt: skip
    ours, _ = pick_up(stage)
    assert isinstance(stage.do(c.PressKey(ours)), o.Suspended)


def test_by_text_the_wish_is_kept_too(stage: Stage) -> None:
    """Whoever texts is called as well, and its travel date goes with it."""
    day = stage.now.date() + timedelta(days=9)
    wanted = c.NextFree(stage.line.offices[0].id, stage.line.services[0].id, 1, stage.now, travel=day)
    told = stage.do(c.SeekPlace(stage.text(), wanted, "en"))
    assert isinstance(told, o.CallingBack)
    ours, _ = pick_up(stage)
    assert stage.one("SELECT travel_date FROM calls WHERE sid = :sid", sid=ours.sid) == day
    assert isinstance(stage.do(c.PressKey(ours)), o.Offers)


def test_times_of_policy_are_kept(stage: Stage) -> None:
    """The span is the policy's."""
    span = (timedelta(minutes=1), timedelta(minutes=2))
    stage.core.policy = Policy(stage.core.policy.controls, call_back=span)
    told: datetime = promised(stage).until
    assert told == stage.now + span[1]
    assert stage.now + span[0] <= laid(stage).not_before <= told
