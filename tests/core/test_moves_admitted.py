"""Moves are admitted like bookings; nobody is kept from hearing, keeping or giving up what they have."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.admission import Decision
from tests.core.seekers import call, only, proves, under
from tests.core.stage import Stage


def after_a_score_of_calls(stage: Stage, then: Decision) -> tuple[Stage, Caller, o.Booked]:
    """A booking of a number that has called very often since."""
    (control,) = only("calls").controls
    policy = dataclasses.replace(only("calls"), controls=(dataclasses.replace(control, then=then),))
    here = under(stage, policy)
    who = call(here)
    proves(here, who)
    booked = here.book(who, here.slot(6))
    for _ in range(20):
        who = call(here)
    proves(here, who)
    return here, who, booked


@pytest.mark.parametrize("then", [Decision.PROVE, Decision.CALL_BACK])
def test_what_the_booking_has_shown_is_not_asked_again(stage: Stage, then: Decision) -> None:
    """Its number is proven and reached: it moves."""
    here, who, booked = after_a_score_of_calls(stage, then)
    assert isinstance(here.ask(c.FreeToMove(who, booked.booking, None, here.now)), o.Offers)
    assert isinstance(here.do(c.HoldMove(who, booked.booking, here.slot(8))), o.NextHeld)
    assert isinstance(here.do(c.Move(who, booked.booking)), o.Moved)
    assert here.rows("SELECT FROM admissions") == []


@pytest.mark.parametrize("then", [Decision.QUEUE, Decision.REFUSE])
def test_an_agent_moves_it_where_the_line_does_not(stage: Stage, then: Decision) -> None:
    """By call and by text; the agent is not asked for more, whatever was decided; and it is written down once."""
    here, who, booked = after_a_score_of_calls(stage, then)
    told = o.NotAdmitted("often", here.now + timedelta(hours=1), agents_may=True)
    assert here.ask(c.FreeToMove(who, booked.booking, None, here.now)) == told
    assert here.rows("SELECT FROM admissions") == []  # a question changes nothing
    assert here.do(c.HoldMove(who, booked.booking, here.slot(8))) == told
    assert here.do(c.AskToChange(here.text(), "move", None)) == told
    assert here.one("SELECT count(*) FROM admissions WHERE until IS NOT NULL") == 1
    agent = here.agent(who)
    assert isinstance(here.ask(c.FreeToMove(agent, booked.booking, None, here.now)), o.Offers)
    assert isinstance(here.do(c.HoldMove(agent, booked.booking, here.slot(8))), o.NextHeld)


def test_nobody_is_kept_from_what_they_have(stage: Stage) -> None:
    """Refused, and still it is heard, asked about by text, confirmed as kept, given up and taken back."""
    here, who, booked = after_a_score_of_calls(stage, Decision.REFUSE)
    assert [each.booking for each in _bookings(here, who)] == [booked.booking]
    assert isinstance(here.do(c.AskToChange(here.text(), "give_up", None)), o.Asked)
    assert isinstance(here.do(c.KeepBooking(who, booked.booking, booked.offer.slot)), o.Kept)
    assert isinstance(here.do(c.Cancel(who, booked.booking)), o.Cancelled)
    assert not isinstance(here.do(c.UndoCancel(who, booked.booking)), o.NotAdmitted)
    assert here.status(booked.booking) == "booked"


def _bookings(stage: Stage, who: Caller) -> tuple[o.Booked, ...]:
    heard = stage.ask(c.MyBookings(who))
    assert isinstance(heard, o.Bookings)
    return heard.bookings
