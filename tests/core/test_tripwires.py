"""Tripwires tell a person, and switch nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import outcomes as o
from booking_core import tripwires
from booking_core.alerts import MENDS
from booking_core.outbox_report import open_alerts
from tests.core.stage import Stage
from tests.core.supervisor import suspend


def alerted(stage: Stage) -> dict[str, int]:
    """Look once; what is told now, and how often it was."""
    stage.core.at(stage.now).transact(lambda t: tripwires.watch(t, 1))
    return {alert.what: alert.times for alert in stage.core.transact(open_alerts)}


def only(stage: Stage, **numbers: int) -> None:
    """Wires off, but for these rules."""
    rules = dict.fromkeys((wire.rule for wire in tripwires.WIRES), 0) | {"trip_least": 4} | numbers
    stage.put("UPDATE rules SET unproven_percent = 100, " + ", ".join(f"{rule} = {n}" for rule, n in rules.items()))


def crowd(stage: Stage, many: int, *, proven: bool = False) -> None:
    """So many numbers hold a place each."""
    for nth in range(many):
        number = f"+1202555{2000 + nth:04}"
        stage.held(stage.proven(number) if proven else stage.call(number), stage.slot(nth % 5), send="none")


def test_an_ordinary_hour_trips_nothing(stage: Stage) -> None:
    """With the numbers as they are shipped."""
    crowd(stage, 3)
    assert alerted(stage) == {}


def test_a_flood_is_told_and_stops_nothing(stage: Stage) -> None:
    """Once a minute while it lasts, as one alert that is counted; the next caller is served all the same."""
    only(stage, trip_holds=4)
    crowd(stage, 3)
    assert alerted(stage) == {}
    crowd_more = stage.held(stage.call("+12025550199"))
    assert crowd_more.texted
    assert alerted(stage) == {"flood": 1}
    assert alerted(stage) == {"flood": 2}
    assert isinstance(stage.hold(stage.call("+12025550198")), o.Held)
    assert stage.one("SELECT count(*) FROM suspensions") == 0
    stage.wait(minutes=2)
    assert alerted(stage) == {"flood": 2}


def test_idle_holds_are_told(stage: Stage) -> None:
    """Where nearly all holds stay unproven; not where callers prove theirs."""
    only(stage, trip_unproven_percent=80)
    crowd(stage, 5, proven=True)
    assert alerted(stage) == {}
    stage.put("UPDATE bookings SET allowance = NULL")
    assert alerted(stage) == {"idle_holds": 1}


def test_holds_left_to_lapse_are_told(stage: Stage) -> None:
    """By so many numbers in ten minutes, whoever notices that they have lapsed."""
    only(stage, trip_lapsed=3)
    crowd(stage, 3)
    stage.wait(minutes=11)
    for nth in range(3):
        stage.hold(stage.call(f"+1202555{2000 + nth:04}"), stage.slot(7))
    assert alerted(stage) == {"lapses": 1}


def test_sudden_refusals_are_told(stage: Stage) -> None:
    """The share of the last minutes counts against that of the hours before: a line that always refuses is used to."""
    only(stage, trip_refused_percent=50)
    full = stage.slot(9)
    stage.seats(full, 0)

    def refused(first: int) -> None:
        for nth in range(5):
            assert isinstance(stage.hold(stage.call(f"+1202555{first + nth:04}"), full), o.PlaceGone)

    refused(3000)
    assert alerted(stage) == {"refusals": 1}
    stage.put("DELETE FROM alerts")
    stage.wait(minutes=30)
    refused(3100)
    assert alerted(stage) == {}
    stage.wait(minutes=30)
    suspend(stage)
    assert isinstance(stage.hold(stage.call("+12025553200"), full), o.Suspended)
    assert alerted(stage) == {}


@pytest.mark.parametrize("wire", tripwires.WIRES, ids=lambda wire: wire.alert)
def test_every_wire_says_what_to_do(stage: Stage, wire: tripwires.Wire) -> None:
    """Each alert has its sentence for a person, and its rule a row; 0 turns it off."""
    assert MENDS[wire.alert]
    only(stage)
    crowd(stage, 6)
    stage.wait(seconds=timedelta(minutes=1).seconds - 1)
    assert alerted(stage) == {}
