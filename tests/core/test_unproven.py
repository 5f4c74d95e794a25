from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import institution
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage


def test_a_call_has_one_hold_and_the_new_one_replaces_it(stage: Stage) -> None:
    """Another choice in the same call lets the first place go, and its code dies with it."""
    who = stage.call()
    first = stage.ready(who, stage.slot(0))
    code = stage.code()
    second = stage.ready(who, stage.slot(1))
    assert stage.status(first.booking) == "lapsed"
    assert stage.do(c.Confirm(who, first.booking, code)) == o.CodeExpired()
    assert isinstance(stage.do(c.Confirm(who, second.booking, stage.code())), o.Booked)


def test_a_second_caller_on_the_number_proves_first(stage: Stage) -> None:
    """Whoever only claims the number cannot take the hold of the call that has it; the hold stays as it was."""
    held = stage.held(stage.call())
    assert stage.hold(stage.call(), stage.slot(1)) == o.ProveFirst()
    assert stage.status(held.booking) == "held"
    assert stage.free_again(held.booking) >= held.until


def test_a_proven_hold_replaces_the_unproven_one(stage: Stage) -> None:
    """The number's proven holder comes before whoever claims the number."""
    claimed = stage.held(stage.call())
    proven = stage.held(stage.proven(), stage.slot(1))
    assert proven.proven
    assert not proven.texted
    assert stage.status(claimed.booking) == "lapsed"
    assert stage.one("SELECT allowance IS NOT NULL FROM bookings WHERE id = :id", id=proven.booking)


def test_a_lapsed_hold_stands_in_nobodys_way(stage: Stage) -> None:
    """When the first call's hold is over, a second call from the number may hold without proof, sweeper or not."""
    first = stage.held(stage.call())
    stage.now = first.until
    assert isinstance(stage.hold(stage.call()), o.Held)
    assert stage.status(first.booking) == "lapsed"


def test_one_unproven_hold_over_all_limit_groups(stage: Stage) -> None:
    """A number has one unproven hold: one of another limit group in the same call replaces it."""
    elsewhere = stage.core.database.transact(lambda db: _another_group(db, stage))
    who = stage.call()
    first = stage.held(who)
    second = stage.hold(who, elsewhere)
    assert isinstance(second, o.Held)
    assert stage.status(first.booking) == "lapsed"


def _another_group(db: sa.Connection, stage: Stage) -> UUID:
    group = institution.add_group(db, "visas", 1)
    service = institution.add_service(db, group, 9, institution.NewService({"en": "visas"}))
    office = institution.add_office(db, db.scalar(sa.text("SELECT id FROM lines")), 9, "Elsewhere", "UTC",
                                    [(day, time(9), time(10)) for day in range(1, 8)])  # fmt: skip
    day: datetime = stage.now + timedelta(days=3)
    institution.open_days(db, office, service, [day.date()], timedelta(hours=1), 1)
    return UUID(str(db.scalar(sa.text("SELECT id FROM slots WHERE office = :office"), {"office": office})))


@pytest.mark.parametrize(("places", "room"), [(10, 5), (50, 10)])
def test_a_fifth_of_an_office_can_be_held_without_proof(stage: Stage, places: int, room: int) -> None:
    """Unproven holds take at most 20 % of an office's open places, or five where that is more; then proof is asked."""
    stage.put("DELETE FROM places WHERE id NOT IN (SELECT id FROM places WHERE slot = :slot)", slot=stage.slot())
    stage.put("INSERT INTO places(slot, office, service, starts, pool, release) "
              "SELECT slot, office, service, starts, pool, release "
              "FROM places, generate_series(1, 10)")  # fmt: skip
    stage.seats(stage.slot(), places)
    stage.put("UPDATE rules SET load_age_s = 0")
    outcomes = []
    for caller in range(room + 1):
        outcomes.append(type(stage.hold(stage.call(f"+1202555{3000 + caller}"), send="none")))
        stage.wait(seconds=1)
    assert outcomes == [o.Held] * room + [o.ProveFirst]
    assert isinstance(stage.hold(stage.proven(BEN)), o.Held)


def test_the_figure_behind_the_cap_is_at_most_a_minute_old(stage: Stage) -> None:
    """For sixty seconds every node goes on with the figure it has; then it is counted anew, without a lock."""
    stage.only(stage.slot())
    for caller in range(6):
        assert isinstance(stage.hold(stage.call(f"+1202555{3000 + caller}"), send="none"), o.Held)
    slot = stage.slot()
    stage.put("INSERT INTO places(slot, office, service, starts, pool, release) "
              "SELECT slot, office, service, starts, pool, release "
              "FROM places WHERE slot = :slot", slot=slot)  # fmt: skip
    stage.wait(seconds=60)
    assert isinstance(stage.hold(stage.call("+12025553100"), send="none"), o.Held)
    stage.wait(seconds=1)
    assert stage.hold(stage.call("+12025553101"), send="none") == o.ProveFirst()


def test_three_lapsed_holds_a_day_then_proof(stage: Stage) -> None:
    """A number that let three unproven holds lapse proves itself before the fourth, for a day; proof opens at once."""
    first_end = stage.now
    for nth in range(3):
        held = stage.held(stage.call(), send="none")
        first_end = held.until if nth == 0 else first_end
        stage.now = held.until
    assert stage.hold(stage.call(), send="none") == o.ProveFirst()
    assert isinstance(stage.hold(stage.call(BEN), send="none"), o.Held)
    who = stage.proven(ANN)
    proven = stage.held(who, send="none")
    stage.do(c.LetHoldGo(who, proven.booking))
    stage.now = first_end + timedelta(days=1)
    assert isinstance(stage.hold(stage.call(), send="none"), o.Held)


def test_a_hold_given_back_is_no_lapse(stage: Stage) -> None:
    """Letting go in time, or choosing again, is not held against a number."""
    for _ in range(4):
        who = stage.call()
        held = stage.held(who, send="none")
        assert stage.do(c.LetHoldGo(who, held.booking)) == o.LetGo()
        stage.wait(minutes=20)
    assert isinstance(stage.hold(stage.call(), send="none"), o.Held)
