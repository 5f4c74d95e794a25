"""Places go on sale by a release, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from booking_core import outcomes as o
from booking_core.actors import Staff
from booking_core.commands import NextFree
from booking_core.desk_commands import Plan, PreviewRelease, ReleasePlaces, SeeReleases
from booking_core.desk_outcomes import NothingToRelease, Released, ReleasePlanned
from tests.core.stage import RENEWAL, URGENT, Stage

ANA = Staff("ana")


def monday(stage: Stage) -> date:
    """The first Monday a week ahead or more, that is no holiday."""
    day = stage.now.date() + timedelta(days=7)
    closed = {row.day for row in stage.rows("SELECT day FROM holidays")}
    while day.isoweekday() != 1 or day in closed:
        day += timedelta(days=1)
    return day


def plan(stage: Stage, seats: int = 3, service: int = URGENT, **more: object) -> Plan:
    """Places at the first office on a Monday, three an hour from nine to four."""
    line = stage.line
    return Plan(line.offices[0].id, line.services[service].id, (monday(stage),), timedelta(minutes=20), seats, **more)  # type: ignore[arg-type]


def open_places(stage: Stage, of: Plan) -> int:
    """Places of that plan's day that can be had now."""
    found = stage.one(
        "SELECT count(*) FROM places p JOIN slots s ON s.id = p.slot WHERE s.office = :office AND s.service = :service"
        " AND s.wall::date = :day AND p.pool = 'public' AND p.open_from <= :now",
        office=of.office, service=of.service, day=of.days[0], now=stage.now,
    )  # fmt: skip
    return int(found)


def test_a_release_says_who_when_and_how_many(stage: Stage) -> None:
    """The places are there beside the old ones, each names its release, and the audit knows it."""
    wanted = plan(stage)
    before = open_places(stage, wanted)
    assert stage.ask(PreviewRelease(wanted)) == ReleasePlanned(slots=21, standing=21, places=63)
    assert open_places(stage, wanted) == before
    assert stage.do(ReleasePlaces(ANA, wanted), "form:1") == Released(63)
    assert stage.do(ReleasePlaces(ANA, wanted), "form:1") == Released(63)
    assert open_places(stage, wanted) == before + 63
    newest = stage.ask(SeeReleases()).releases[0]
    assert (newest.by, newest.at, newest.opens_at, newest.places) == ("agent:ana", stage.now, stage.now, 63)
    assert (newest.office, newest.service, newest.first_day) == ("San Francisco", "urgent travel", wanted.days[0])
    assert stage.rows("SELECT actor, why FROM audit WHERE action = 'release' ORDER BY id DESC LIMIT 1") == [
        ("agent:ana", "63 places")
    ]


def test_places_released_for_later_cannot_be_had_before(stage: Stage) -> None:
    """They are there, but no search finds them and no hold takes them before their instant."""
    wanted = plan(stage, opens_at=stage.now + timedelta(hours=1))
    stage.put("DELETE FROM places")
    assert stage.do(ReleasePlaces(ANA, wanted)) == Released(63)
    slot = UUID(str(stage.one("SELECT slot FROM places LIMIT 1")))
    stage.put("UPDATE services SET travel_days = NULL")
    who = stage.proven()
    assert isinstance(stage.hold(who, slot), o.PlaceGone | o.NoneFree)
    assert isinstance(stage.ask(NextFree(wanted.office, wanted.service, 1, stage.now)), o.NoneFree)
    stage.wait(hours=1)
    assert isinstance(stage.hold(who, slot), o.Held)


@pytest.mark.parametrize("days", [(date(2020, 1, 6),), (date(2031, 1, 1),), (date(2031, 1, 4),)])
def test_there_is_nothing_to_release_on_closed_days(stage: Stage, days: tuple[date, ...]) -> None:
    """Days that are over, holidays and week-ends; no row is written."""
    stage.put("INSERT INTO holidays SELECT id, '2031-01-01', 'New Year' FROM offices")
    wanted = Plan(stage.line.offices[0].id, stage.line.services[RENEWAL].id, days, timedelta(minutes=20), 1)
    rows = stage.one("SELECT count(*) FROM releases")
    assert stage.ask(PreviewRelease(wanted)) == NothingToRelease()
    assert stage.do(ReleasePlaces(ANA, wanted)) == NothingToRelease()
    assert stage.one("SELECT count(*) FROM releases") == rows


def test_the_database_sells_nothing_that_nobody_released(stage: Stage) -> None:
    """A place of the public pool names a release that there is; others need none until they come on sale."""
    columns = "INSERT INTO places(slot, office, service, starts, pool, release) SELECT slot, office, service, starts"
    assert stage.breaks("places_public_released", f"{columns}, 'public', NULL FROM places LIMIT 1")
    assert stage.breaks("places_release_fkey", f"{columns}, 'public', gen_random_uuid() FROM places LIMIT 1")
    assert stage.put(f"{columns}, 'reserve', NULL FROM places LIMIT 1") == 1
    assert stage.breaks("places_public_released", "UPDATE places SET release = NULL")
