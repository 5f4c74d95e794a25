"""A booking cannot be made somebody else's: visitors and case stay what they were when it was booked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Actor, Caller
from tests.core.stage import Stage


def moved(stage: Stage, who: Caller, booked: o.Booked) -> None:
    """To another time."""
    assert isinstance(stage.do(c.HoldMove(who, booked.booking, stage.slot(8))), o.NextHeld)
    assert isinstance(stage.do(c.Move(who, booked.booking)), o.Moved)


def taken_back(stage: Stage, who: Caller, booked: o.Booked) -> None:
    """Given up, and taken back."""
    assert isinstance(stage.do(c.Cancel(who, booked.booking)), o.Cancelled)
    assert isinstance(stage.do(c.UndoCancel(who, booked.booking)), o.Booked)


def written_again(stage: Stage, who: Caller, booked: o.Booked) -> None:
    """By the call, by text and by an agent."""
    for actor in (who, stage.agent(who)):
        assert stage.do(c.SetVisitor(actor, booked.booking, 1, 9, 9, 1999)) == o.HoldLapsed()
    assert stage.do(c.TextVisitor(stage.text(), 9, 9, 1999)) == o.ProofNeeded()


@pytest.mark.parametrize("change", [moved, taken_back, written_again])
def test_whose_booking_it_is_never_changes(stage: Stage, change: Callable[[Stage, Actor, o.Booked], None]) -> None:
    """Whatever its number does."""
    who = stage.proven()
    held = stage.held(who, stage.slot(6), case="A 17")
    stage.born(who, held)
    booked = stage.do(c.Confirm(who, held.booking, None))
    assert isinstance(booked, o.Booked)
    whose = (
        "SELECT b.number, b.party, b.case_key, v.nth, v.birth_date FROM bookings b JOIN visitors v ON v.booking = b.id"
    )
    before = stage.rows(whose)
    assert len(before) == 1
    assert before[0].case_key is not None
    change(stage, who, booked)
    assert stage.rows(whose) == before
