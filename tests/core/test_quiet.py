"""What nobody asked for leaves at humane hours only, whatever hour it was laid into the outbox for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from booking_core import staging
from booking_core.quiet import put_off
from booking_core.staging import ANSWERS, CODES, UNASKED
from booking_core.zones import holidays_of, zones_of
from tests.core.post import lease
from tests.core.stage import ANN, Stage

EAST, WEST = "America/New_York", "America/Los_Angeles"
TUESDAY = datetime(2026, 11, 24, 18, tzinfo=UTC)
"""One in the afternoon on the east coast, ten in the morning on the west coast."""


def at(zone: str, *local: int) -> datetime:
    """An instant by one clock: year, month, day, hour, minute."""
    return datetime(*local, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


def laid(stage: Stage, now: datetime, lane: int = UNASKED, hours: float = 72) -> UUID:
    """A message to the one number there is, due at once, about no office."""
    stage.now = now
    until = now + timedelta(hours=hours)
    number = stage.one("SELECT id FROM numbers")
    return stage.core.transact(lambda t: staging.stage(t, "booked", number, "en", lane, now, until))


@pytest.fixture
def ann(stage: Stage) -> Stage:
    """A stage on which one number of Washington has called a line whose first office is in San Francisco."""
    stage.call(ANN)
    return stage


def test_a_number_knows_its_zones(ann: Stage) -> None:
    """They are written with the number's row, and count beside the office's."""
    look = lambda t: (zones_of(t, ann.one("SELECT id FROM numbers"), None), holidays_of(t, None))  # noqa: E731
    zones, holidays = ann.core.transact(look)
    assert zones == (EAST, WEST)
    assert datetime(2026, 12, 25).date() in holidays


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(WEST, 2026, 11, 24, 18, 30), at(WEST, 2026, 11, 25, 9)),  # late in the east, early evening in the west
        (at(EAST, 2026, 11, 25, 9, 30), at(WEST, 2026, 11, 25, 9)),  # morning in the east, night in the west
        (at(EAST, 2026, 11, 28, 23), at(WEST, 2026, 11, 30, 9)),  # Saturday night: not on Sunday
        (at(EAST, 2026, 11, 25, 21), at(WEST, 2026, 11, 27, 9)),  # before Thanksgiving
        (at(EAST, 2026, 10, 31, 23), at(WEST, 2026, 11, 2, 9)),  # over the night that has an hour twice
        (at(EAST, 2027, 3, 13, 23), at(WEST, 2027, 3, 15, 9)),  # and the one that lacks an hour
    ],
)
def test_a_bad_hour_is_slept_through(ann: Stage, now: datetime, then: datetime) -> None:
    """The worker was down at its time: it waits for the first hour that is good by both clocks, and goes once."""
    laid(ann, now)
    assert lease(ann) == []
    assert ann.rows("SELECT state, not_before, attempts FROM outbox") == [("waiting", then, 0)]
    ann.now = then - timedelta(seconds=1)
    assert lease(ann) == []
    ann.now = then
    assert len(lease(ann)) == 1


def test_a_good_hour_is_used(ann: Stage) -> None:
    """At one in the afternoon here and ten in the morning there it goes."""
    laid(ann, TUESDAY)
    assert len(lease(ann)) == 1


@pytest.mark.parametrize("lane", [CODES, ANSWERS])
def test_what_was_asked_for_goes_at_any_hour(ann: Stage, lane: int) -> None:
    """Somebody is awake and waits for it."""
    laid(ann, at(EAST, 2026, 11, 29, 3), lane)
    assert len(lease(ann)) == 1


def test_what_would_come_too_late_ends(ann: Stage) -> None:
    """A message that makes sense for six hours is not sent in the night, and not the day after."""
    laid(ann, at(EAST, 2026, 11, 24, 23), hours=6)
    assert lease(ann) == []
    assert ann.rows("SELECT state, error FROM outbox") == [("expired", "quiet_hours")]


def test_an_unknown_one_keeps_its_time(ann: Stage) -> None:
    """It may have left: it is looked for from its own time on, but not sent again by night."""
    night = at(EAST, 2026, 11, 24, 23)
    laid(ann, night)
    ann.put("UPDATE outbox SET state = 'unknown'")
    assert lease(ann) == []
    assert ann.one("SELECT not_before FROM outbox") == night
    ann.now = at(WEST, 2026, 11, 25, 9)
    assert [row.state for row in lease(ann)] == ["unknown"]


def test_a_number_nobody_can_place_goes_by_the_office(ann: Stage) -> None:
    """Where the plan tells no zone, the office's clock alone decides: seven in the west is ten in the east."""
    ann.put("UPDATE numbers SET zones = '{}'")
    laid(ann, at(WEST, 2026, 11, 24, 19))
    assert len(lease(ann)) == 1


def test_a_booking_goes_by_its_own_office(stage: Stage) -> None:
    """A number of Washington with an appointment in New York may be told at nine there."""
    new_york = next(nth for nth, office in enumerate(stage.line.offices) if office.zone == EAST)
    held = stage.held(stage.proven(), stage.slot(office=new_york))
    stage.put("DELETE FROM outbox")
    laid(stage, at(EAST, 2026, 11, 24, 9, 5))
    stage.put("UPDATE outbox SET booking = :booking", booking=held.booking)
    assert len(lease(stage)) == 1


def test_nothing_due_asks_nothing(stage: Stage) -> None:
    """No rows, no questions."""
    assert stage.core.transact(lambda t: put_off(t, [])) == []
