from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from booking_core import anomalies
from booking_core import desk_commands as d
from booking_core.actors import Staff
from booking_core.colleagues import far_above
from booking_core.desk_outcomes import AgentFigures, Figure, NobodyFound
from booking_core.identifiers import uuid7
from tests.core.counting import hire
from tests.core.stage import ANN, BEN, Stage

ALIKE = (1.0, 1.0, 1.0, 1.0)
MIXED = (0.5, 1.0, 1.5, 2.0, 2.5)


@pytest.mark.parametrize(
    ("times", "days", "others", "far"),
    [
        (30, 1, (0.0, 0.0, 0.0), True),
        (20, 20, ALIKE, False),
        (60, 20, ALIKE, True),
        (26, 20, ALIKE, False),  # chance
        (36, 20, MIXED, False),
        (140, 20, MIXED, True),
        (140, 20, (*MIXED, 90.0), True),  # another rogue moves the median little
        (4, 1, (0.0, 0.0, 0.0), False),  # too few to be a habit
        (900, 20, (1.0, 1.0), False),  # too few colleagues
    ],
)
def test_who_is_far_above(times: int, days: int, others: tuple[float, ...], far: bool) -> None:
    """Three standard deviations above the median of colleagues, by a spread that one of them cannot move."""
    assert far_above(times, days, others) is far


@pytest.fixture
def people(stage: Stage) -> Stage:
    """Five agents and a clerk on a working Tuesday at noon in San Francisco."""
    for login, role in (("ana", "agent"), ("ben", "agent"), ("cat", "agent"), ("dan", "agent"), ("mal", "agent"),
                        ("cleo", "clerk")):  # fmt: skip
        hire(stage.core, login, role)
    stage.put("DELETE FROM holidays")
    return stage


def act(stage: Stage, login: str, action: str, times: int = 1, subject: object = None, at: datetime | None = None,
        why: str | None = None) -> None:  # fmt: skip
    """So many rows of the audit."""
    for _ in range(times):
        stage.core.transact(lambda t: t.trail(Staff(login), action, subject or uuid7(), at or stage.now, why))  # type: ignore[arg-type]  # a test's id


def figures(stage: Stage, login: str) -> dict[str, Figure]:
    """Of one agent."""
    found = stage.ask(d.SeeAnomalies())
    (one,) = [each for each in found.agents if each.login == login]
    assert isinstance(one, AgentFigures)
    return {figure.measure: figure for figure in one.figures}


def test_what_is_counted(people: Stage) -> None:
    """Each act by its agent, the numbers behind bookings and look-ups once each; nobody else's, and nothing old."""
    booked, other = people.book(people.proven()), people.book(people.proven(BEN), people.slot(4))
    number = people.one("SELECT number FROM bookings WHERE id = :id", id=booked.booking)
    act(people, "ana", "look_up", 2, subject=number)
    act(people, "ana", "confirm", subject=booked.booking)
    act(people, "ana", "cancel", subject=booked.booking)
    act(people, "ana", "confirm", subject=other.booking)
    act(people, "ana", "ask_exception", 3)
    act(people, "cleo", "check_in", 2, why="helper")
    act(people, "cleo", "check_in", 5, why="match")
    act(people, "ben", "look_up", at=people.now - timedelta(days=31))
    found = figures(people, "ana")
    assert {name: one.times for name, one in found.items() if name != "off_hours"} == {
        "numbers": 2, "look_ups": 2, "booked": 2, "exceptions": 3, "waivers": 0, "lifts": 0, "cancelled": 1,
        "by_document": 0, "one_number": 2,
    }  # fmt: skip
    assert figures(people, "cleo")["by_document"].times == 2
    assert {one.login for one in people.ask(d.SeeAnomalies()).agents} == {"ana", "cleo"}
    assert ANN not in repr(found)


def test_acts_while_nobody_works(people: Stage) -> None:
    """At three in the night, and not at noon; where no hours are known nothing is held against anybody."""
    noon = datetime(2026, 11, 24, 20, tzinfo=UTC)
    people.now = noon + timedelta(days=1)
    people.put("DELETE FROM people_hours")
    act(people, "ana", "look_up", at=noon)
    act(people, "ana", "look_up", 2, at=noon - timedelta(hours=9))
    people.put("INSERT INTO people_hours SELECT id, 2, '08:00', '20:00' FROM lines")
    assert figures(people, "ana")["off_hours"].times == 2
    people.put("DELETE FROM people_hours")
    people.put("DELETE FROM office_hours WHERE office = (SELECT office FROM office_hours LIMIT 1)")
    assert figures(people, "ana")["off_hours"].times == 0


def test_who_stands_out_is_told_of_and_not_stopped(people: Stage) -> None:
    """One alert a day for each figure; the colleagues have none, and the look-up still works."""
    for login in ("ana", "ben", "cat", "dan"):
        act(people, login, "look_up", 4)
        act(people, login, "confirm", 6)
    act(people, "mal", "look_up", 60)
    act(people, "mal", "confirm", 6)
    people.core.at(people.now).transact(lambda t: anomalies.warn(t, 100))
    assert [tuple(row) for row in people.rows("SELECT what, detail FROM alerts")] == [("insider", "mal: look_ups")]
    assert figures(people, "mal")["look_ups"].usual == 4
    assert not any(one.far for one in figures(people, "ana").values())
    asked = people.do(d.LookUp(Staff("mal"), None, "48217730", "suspicion"))
    assert isinstance(asked, NobodyFound)
