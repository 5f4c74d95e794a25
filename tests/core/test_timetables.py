from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.engine import Connection

import hours_commands
import hours_files
from booking_core import commands as c
from booking_core import institution, timetables
from booking_core import outcomes as o
from booking_core.desk_commands import AskForPerson
from booking_core.hours import Opening, Timetable
from tests.core.stage import BEN, Stage

WEEK = frozenset(Opening(weekday, time(8), time(20)) for weekday in range(1, 6))
SUNDAY = datetime(2027, 1, 17, 18, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2027, 1, 18, 16, 0, tzinfo=UTC)
TUESDAY_EIGHT = datetime(2027, 1, 19, 16, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"


def people(stage: Stage, closed: dict[date, str] | None = None) -> None:
    """People answer on working days but for these."""

    def write(connection: Connection) -> None:
        for kept in timetables.of_people(connection):
            timetables.write(connection, kept, Timetable(WEEK, closed or {}))

    stage.core.database.transact(write)


def asked(stage: Stage, at: datetime) -> list[o.Outcome]:
    """A call-back asked for at an instant by call and by text."""
    stage.now = at
    return [
        stage.do(AskForPerson(stage.call(), "asked", "en")),
        stage.do(c.TextCallback(stage.text(BEN), "text", "en")),
    ]


def test_a_call_back_names_the_next_opening(stage: Stage) -> None:
    """On a Sunday it is Monday, or Tuesday after a holiday, by the clock of the line's first office."""
    people(stage)
    assert asked(stage, SUNDAY) == [o.CallbackNoted(MONDAY_EIGHT, ZONE)] * 2
    people(stage, {date(2027, 1, 18): "Martin Luther King Jr. Day"})
    assert asked(stage, SUNDAY) == [o.CallbackNoted(TUESDAY_EIGHT, ZONE)] * 2
    assert len(stage.rows("SELECT 1 FROM callbacks")) == 2


def test_the_same_turn_again_names_the_same_opening(stage: Stage) -> None:
    """Its stored answer holds the instant, whatever the clock says by then."""
    people(stage)
    stage.now = SUNDAY
    ask = AskForPerson(stage.call(), "asked", "en")
    assert stage.do(ask, "turn") == o.CallbackNoted(MONDAY_EIGHT, ZONE)
    stage.now = MONDAY_EIGHT
    assert stage.do(ask, "turn") == o.CallbackNoted(MONDAY_EIGHT, ZONE)


def test_nothing_is_named_while_people_answer(stage: Stage) -> None:
    """Nor where no hours are known."""
    assert asked(stage, SUNDAY) == [o.CallbackNoted()] * 2
    people(stage)
    assert asked(stage, MONDAY_EIGHT) == [o.CallbackNoted()] * 2


def imported(stage: Stage, file: str, office: str | None = "Houston", *, replace: bool = False) -> list[str]:
    """What an import says."""
    work = hours_commands.imported
    return stage.core.database.transact(lambda db: work(db, file.encode(), office, replace=replace))


def kept(stage: Stage, office: str) -> Timetable:
    """What stands in the tables of an office."""
    found = [one for one in stage.core.database.transact(timetables.of_offices) if one.name == office]
    return stage.core.database.transact(lambda db: timetables.read(db, found[0]))


def test_hours_come_beside_or_instead(stage: Stage) -> None:
    """An import adds, and says so; with replace the old hours go, the holidays stay; other offices are not touched."""
    before = kept(stage, "Houston"), kept(stage, "New York")
    assert imported(stage, "weekday,opens,closes\nSat,09:00,12:00\nmon,09:00,16:00\n") == ["Houston: + Sat 09:00-12:00"]
    said = imported(stage, "weekday,opens,closes\n7,10:00,14:00\n", replace=True)
    assert said[-1] == "Houston: + Sun 10:00-14:00"
    assert len(said) == 7
    assert kept(stage, "Houston") == Timetable(frozenset({Opening(7, time(10), time(14))}), before[0].holidays)
    assert kept(stage, "New York") == before[1]
    assert imported(stage, "weekday,opens,closes\n7,10:00,14:00\n") == ["Houston: nothing has changed"]


def test_hours_that_clash_change_nothing(stage: Stage) -> None:
    """Hours that overlap with those that stand are named, and not imported."""
    before = kept(stage, "Houston")
    with pytest.raises(hours_files.FileWrong, match="Mon 09:00-16:00 and Mon 15:00-18:00 overlap"):
        imported(stage, "weekday,opens,closes\n1,15:00,18:00\n")
    assert kept(stage, "Houston") == before


def test_a_holiday_says_which_places_stay(stage: Stage) -> None:
    """Places opened before stay, and are counted: booked ones and open ones, of that office alone."""
    stage.book(stage.proven(), stage.slot(office=2))
    day = stage.one("SELECT min(wall)::date FROM slots JOIN places ON slot = slots.id WHERE free_at = 'infinity'")
    total = stage.one("SELECT count(*) FROM slots JOIN places ON slot = slots.id WHERE wall::date = :day "
                      "AND slots.office = :office", day=day, office=stage.line.offices[2].id)  # fmt: skip
    said = imported(stage, f"date,name\n{day},Founders' Day\n")
    assert said == [
        f"Houston: + {day} Founders' Day",
        f"Houston: {day} has 1 booked and {total - 1} open places, which stay as they are",
    ]
    assert stage.one("SELECT count(*) FROM slots JOIN places ON slot = slots.id WHERE wall::date = :day "
                     "AND slots.office = :office", day=day, office=stage.line.offices[2].id) == total  # fmt: skip


def test_holidays_of_people_are_of_every_line(stage: Stage) -> None:
    """People have no places to be warned of."""
    assert imported(stage, "date,name\n2027-03-31,Chavez Day\n", None) == [
        "people of +18005550199: + 2027-03-31 Chavez Day"
    ]


def test_an_office_names_its_areas(stage: Stage) -> None:
    """What is set is read with the line; each once, in order."""
    stage.core.database.transact(lambda db: institution.set_areas(db, "Houston", ["773", "770", "773"]))
    line = stage.core.database.transact(institution.first_line)
    assert line is not None
    assert {office.name: office.areas for office in line.offices} == {
        "San Francisco": ("941",), "New York": ("100",), "Houston": ("770", "773"),
    }  # fmt: skip


def test_the_demo_keeps_its_holidays(stage: Stage) -> None:
    """Nothing is open on Thanksgiving or whatever else of the demo's holidays lies in its horizon."""
    assert stage.one("SELECT count(*) FROM holidays") >= 60
    closed = [row.day for row in stage.rows("SELECT DISTINCT day FROM holidays")]
    assert stage.one("SELECT count(*) FROM slots WHERE wall::date = ANY(:closed)", closed=closed) == 0
