from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, RENEWAL, URGENT, Stage


def suspend(stage: Stage, *, service: UUID | None = None, office: UUID | None = None, channel: str | None = None,
            starts: datetime | None = None, until: datetime | None = None) -> None:  # fmt: skip
    """A row of suspensions; null is all."""
    stage.put("INSERT INTO suspensions(id, service, office, channel, from_at, until_at, reason, by) "
              "VALUES (gen_random_uuid(), :service, :office, :channel, :starts, :until, '', 'test')",
              service=service, office=office, channel=channel, starts=starts or stage.now, until=until)  # fmt: skip


@pytest.mark.parametrize("until", [None, timedelta(hours=3)])
def test_a_suspension_of_everything(stage: Stage, until: timedelta | None) -> None:
    """Nothing new is held, and whoever asks hears until when, as far as that is known."""
    end = None if until is None else stage.now + until
    suspend(stage, until=end)
    assert stage.hold(stage.call()) == o.Suspended(end)
    assert stage.hold(stage.proven(BEN)) == o.Suspended(end)


def test_a_suspension_of_a_service(stage: Stage) -> None:
    """The other services of the office go on."""
    suspend(stage, service=stage.line.services[URGENT].id)
    assert stage.hold(stage.call(), stage.slot(service=URGENT)) == o.Suspended(None)
    assert isinstance(stage.hold(stage.call(), stage.slot(service=RENEWAL)), o.Held)


def test_a_suspension_of_an_office(stage: Stage) -> None:
    """The other offices go on."""
    suspend(stage, office=stage.line.offices[0].id)
    assert stage.hold(stage.call(), stage.slot(office=0)) == o.Suspended(None, zone="America/Los_Angeles")
    assert isinstance(stage.hold(stage.call(), stage.slot(office=1)), o.Held)


def test_a_suspension_of_a_channel(stage: Stage) -> None:
    """Callers are stopped; a clerk at the desk goes on."""
    suspend(stage, channel="voice")
    who = stage.proven()
    assert stage.hold(who) == o.Suspended(None)
    assert isinstance(stage.hold(stage.agent(who)), o.Held)


def test_a_suspension_has_its_time(stage: Stage) -> None:
    """It begins at its first instant and is over at its last."""
    begins, ends = stage.now + timedelta(hours=1), stage.now + timedelta(hours=2)
    suspend(stage, starts=begins, until=ends)
    assert isinstance(stage.hold(stage.call(ANN)), o.Held)
    stage.now = begins
    assert stage.hold(stage.call(BEN)) == o.Suspended(ends)
    stage.now = ends - timedelta(seconds=1)
    assert stage.hold(stage.call(BEN)) == o.Suspended(ends)
    stage.now = ends
    assert isinstance(stage.hold(stage.call(BEN)), o.Held)


def test_the_longest_of_several_is_said(stage: Stage) -> None:
    """Where two suspensions hold at once, the end that counts is told."""
    suspend(stage, until=stage.now + timedelta(hours=1))
    suspend(stage, until=stage.now + timedelta(hours=5))
    assert stage.hold(stage.call()) == o.Suspended(stage.now + timedelta(hours=5))


def test_what_is_held_and_booked_stays_good(stage: Stage) -> None:
    """During a suspension a hold is confirmed, and a booking is heard, moved, given up and taken back."""
    who = stage.proven()
    held = stage.held(who)
    stage.born(who, held)
    suspend(stage)
    booked = stage.do(c.Confirm(who, held.booking, None))
    assert isinstance(booked, o.Booked)
    assert stage.ask(c.MyBookings(who)) == o.Bookings((booked,))
    assert isinstance(stage.do(c.HoldMove(who, booked.booking, stage.slot(5))), o.NextHeld)
    assert isinstance(stage.do(c.Move(who, booked.booking)), o.Moved)
    assert isinstance(stage.do(c.Cancel(who, booked.booking)), o.Cancelled)
    assert isinstance(stage.do(c.UndoCancel(who, booked.booking)), o.Booked)
