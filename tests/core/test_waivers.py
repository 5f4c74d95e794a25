"""Waivers: one booking more, for a reason and a time, and never for oneself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Staff
from tests.core.stage import ANN, BEN, Stage, number

SUE = Staff("sue")


def group(stage: Stage) -> UUID:
    """The limit group of the first slot's service."""
    found = stage.one("SELECT limit_group FROM services WHERE id = :id", id=stage.line.services[1].id)
    return UUID(str(found))


def waive(stage: Stage, e164: str = ANN, days: int = 14) -> o.Outcome:
    """A waiver by Sue."""
    return stage.do(d.AddWaiver(SUE, number(e164), group(stage), "shared_telephone", days))


def test_a_waiver_is_one_booking_more(stage: Stage) -> None:
    """One, in its group, until it is over; the report has who and why, and of the number two digits."""
    who = stage.proven()
    stage.book(who)
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    assert waive(stage) == do.WaiverAdded(stage.now + timedelta(days=14))
    stage.book(who, stage.slot(1))
    assert stage.hold(who, stage.slot(2)) == o.LimitReached("live", None)
    report = stage.ask(d.ReadWaivers(SUE))
    (row,) = report.waivers
    assert (row.ending, row.reason, row.granted_by, row.state) == (ANN[-2:], "shared_telephone", "sue", "used")
    assert ANN[2:] not in str(report)
    assert stage.rows("SELECT actor, why FROM audit WHERE action = 'waive'") == [("agent:sue", "shared_telephone")]


def test_a_waiver_has_its_end(stage: Stage) -> None:
    """After its days, or revoked, it allows nothing; what was booked by it stays."""
    who = stage.proven()
    stage.book(who)
    waive(stage, days=1)
    stage.wait(days=1)
    assert stage.hold(stage.proven(), stage.slot(1)) == o.LimitReached("live", None)
    waive(stage)
    (row,) = [each for each in stage.ask(d.ReadWaivers(SUE)).waivers if each.state == "open"]
    assert stage.do(d.RevokeWaiver(SUE, row.id)) == do.WaiverRevoked()
    assert stage.do(d.RevokeWaiver(SUE, row.id)) == do.NoSuchWaiver()
    assert stage.hold(stage.proven(), stage.slot(1)) == o.LimitReached("live", None)
    assert stage.one("SELECT count(*) FROM bookings WHERE status = 'booked'") == 1


def test_nobody_waives_for_themselves(stage: Stage) -> None:
    """Neither for the telephone they are rung on nor for whom they talk with; for others they may."""
    stage.agent(stage.call(ANN), "sue", "supervisor")
    stage.call(BEN)
    stage.put("UPDATE agents SET number = (SELECT number FROM number_keys WHERE keyed_hash = ANY(:hashes)) "
              "WHERE login = 'sue'", hashes=stage.core.keys.number_hashes(BEN))  # fmt: skip
    assert waive(stage, ANN) == do.WaiverForOneself()
    assert waive(stage, BEN) == do.WaiverForOneself()
    assert isinstance(waive(stage, "+12025550109"), do.WaiverAdded)


def test_a_number_nobody_knows_can_be_waived(stage: Stage) -> None:
    """The answer does not tell whether it has ever called; two waivers are two."""
    assert type(waive(stage, ANN)) is type(waive(stage, ANN)) is do.WaiverAdded
    who = stage.proven()
    for nth in range(3):
        stage.book(who, stage.slot(nth))
    stage.put("UPDATE rules SET made_max = 9")
    assert stage.hold(who, stage.slot(4)) == o.LimitReached("live", None)
