"""Whom an offer may go to, and when: the hours, the day, the three, the class, the size of a party, and what suits."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.waits import (
    ZONE,
    answer,
    at_slot,
    join,
    open_offers,
    place,
    released,
    slot,
    tick,
    waits,
    weekday,
)

DAN = "+12025550104"


@pytest.fixture(autouse=True)
def morning(stage: Stage) -> None:
    """Ten in the morning of a day on which the line may write."""
    weekday(stage)


def test_within_a_day_only_who_asked_for_that_is_told(stage: Stage) -> None:
    """A time twenty minutes of thinking away would frighten who did not ask for it: it goes on sale."""
    where = slot(stage, days=1, nth=18)
    waits(stage, ANN)
    stage.seats(where, 1)
    ben = stage.proven(BEN)
    booked = stage.book(ben, where)
    at_slot(stage, where, timedelta(hours=5))
    stage.do(c.Cancel(ben, booked.booking))
    assert place(stage, where).pool == "public"


def test_nobody_is_told_at_night(stage: Stage) -> None:
    """A place given up in the evening is kept for them until the morning."""
    where = slot(stage, days=6)
    waits(stage, ANN)
    released(stage, where)
    evening = stage.now.astimezone(ZoneInfo(ZONE)).replace(hour=20, minute=0)
    stage.now = evening
    tick(stage)
    assert open_offers(stage) == []
    assert place(stage, where).pool == "offer"
    stage.now = evening + timedelta(hours=13)
    while stage.now.astimezone(ZoneInfo(ZONE)).isoweekday() == 7 or not open_offers(stage):
        tick(stage)
        stage.wait(minutes=20)
    told = open_offers(stage)[0].made_at.astimezone(ZoneInfo(ZONE))
    assert 9 <= told.hour < 20


def test_one_offer_a_day_and_three_in_all(stage: Stage) -> None:
    """Whoever has had one waits a day for the next; after the third that arrived the wait is over."""
    ann = stage.proven(ANN)
    join(stage, ann)
    for nth in range(3):
        where = slot(stage, days=12, nth=nth)
        released(stage, where, f"+1202555400{nth}")
        tick(stage)
        stage.put("UPDATE outbox SET state = 'delivered' WHERE kind = 'offer'")
        assert open_offers(stage)[0].slot == where
        another = slot(stage, days=12, nth=nth + 10)
        released(stage, another, f"+1202555500{nth}")
        answer(stage, "pass")
        stage.wait(seconds=5)
        tick(stage)
        assert open_offers(stage) == []
        stage.put("UPDATE places SET pool = 'public' WHERE slot = :s", s=another)
        stage.wait(days=1)
        while stage.now.astimezone(ZoneInfo(ZONE)).isoweekday() == 7:
            stage.wait(days=1)
        stage.put("DELETE FROM holidays")
    assert stage.one("SELECT count(*) FROM offers WHERE how = 'passed'") == 3
    released(stage, slot(stage, days=5, nth=7), DAN)
    assert tick(stage) == 0


def test_a_party_gets_all_its_places_or_none(stage: Stage) -> None:
    """Three people are not offered two places; two get two, and the third place goes to somebody else."""
    where = slot(stage)
    waits(stage, ANN, party=3)
    released(stage, where, BEN, party=2)
    assert {row.pool for row in stage.rows("SELECT pool FROM places WHERE slot = :s", s=where)} == {"public"}
    other = slot(stage, nth=1)
    waits(stage, CAT, party=2)
    waits(stage, DAN)
    stage.put("UPDATE waiting SET class = party")
    stage.put("UPDATE waiting SET class = 0 WHERE party = 3")
    released(stage, other, "+12025556000", party=3)
    stage.put("DELETE FROM waiting WHERE party = 3")
    tick(stage)
    sizes = stage.rows("SELECT party, cardinality(places) AS n FROM bookings WHERE channel = 'offer' ORDER BY party")
    assert [(row.party, row.n) for row in sizes] == [(1, 1), (2, 2)]


@pytest.mark.parametrize("why", ["opted out", "left", "booked", "later", "travels", "moved often"])
def test_who_cannot_use_it_is_not_asked(stage: Stage, why: str) -> None:
    """Opted out, off the list, booked meanwhile, not earlier, not before the journey, no move left: it is on sale."""
    where = slot(stage)
    ann = stage.proven(ANN)
    match why:
        case "later":
            booked = stage.book(ann, slot(stage, days=1, nth=1))
            join(stage, ann, booked.booking)
        case "moved often":
            booked = stage.book(ann, slot(stage, days=7))
            join(stage, ann, booked.booking)
            stage.put("UPDATE bookings SET moves = 2")
        case _:
            join(stage, ann)
    match why:
        case "opted out":
            stage.put("UPDATE numbers SET opted_out_at = now()")
        case "left":
            assert stage.do(c.TextLeave(stage.text())) == o.OffList()
        case "booked":
            stage.book(ann, slot(stage, days=7))
        case "travels":
            stage.put("UPDATE waiting SET before = :day", day=stage.starts(where).astimezone(ZoneInfo(ZONE)).date())
        case _:
            pass  # its booking says why
    released(stage, where)
    assert place(stage, where).pool == "public"
