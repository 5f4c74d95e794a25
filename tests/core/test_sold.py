"""Was an appointment sold? Whoever asks learns valid or not valid, a few times, and nothing else; a seller is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core import retention, sold
from booking_core.actors import Caller
from booking_core.identifiers import reference
from booking_core.numbers import Reason, Refused
from tests.core.stage import ANN, BEN, CAT, Stage, other

BORN = (3, 4, 1985)
"""Of every visitor on the stage."""


@pytest.fixture
def told(stage: Stage) -> o.Booked:
    """Ann's booking, which somebody offers for money."""
    return stage.book(stage.proven(ANN))


def check(stage: Stage, who: Any, digits: str, born: tuple[int, int, int] = BORN) -> o.Outcome:  # noqa: ANN401  # any actor
    """By text at once; by voice the reference first."""
    if not isinstance(who, Caller):
        return stage.do(c.CheckReference(who, *born, digits))
    noted = stage.do(c.NoteReference(who, digits))
    return stage.do(c.CheckReference(who, *born)) if isinstance(noted, o.ReferenceNoted) else noted


def withheld(stage: Stage) -> Caller:
    """A call without a number."""
    sid = f"CA{next(stage.turns):032x}"
    stage.do(c.StartCall(sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    return Caller(sid)


def test_valid_and_not_valid(stage: Stage, told: o.Booked) -> None:
    """Reference and birth date of a booking that stands; by voice without any number, by text, for an agent."""
    assert check(stage, withheld(stage), told.reference) == o.Checked(valid=True)
    assert check(stage, stage.text(BEN), told.reference) == o.Checked(valid=True)
    assert check(stage, stage.agent(stage.call(CAT)), told.reference) == o.Checked(valid=True)
    assert check(stage, withheld(stage), told.reference, (3, 5, 1985)) == o.Checked(valid=False)
    assert check(stage, withheld(stage), reference()) == o.Checked(valid=False)
    assert check(stage, withheld(stage), other("123456") + "00") == o.Checked(valid=False)
    stage.do(c.Cancel(stage.proven(ANN), told.booking))
    assert check(stage, withheld(stage), told.reference) == o.Checked(valid=False)


def test_what_is_over_is_not_valid(stage: Stage, told: o.Booked) -> None:
    """Once the visit has begun there is nothing left to sell."""
    stage.now = told.offer.starts + timedelta(minutes=1)
    assert check(stage, withheld(stage), told.reference) == o.Checked(valid=False)


@contextmanager
def statements(stage: Stage) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    engine = stage.core.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_every_wrong_answer_is_the_same_work(stage: Stage, told: o.Booked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong reference, a wrong date, a booking given up and a right answer: the same statements, as many dates
    opened. Whoever has a stop-watch learns nothing."""
    opened: list[str] = []
    plain = type(stage.core.keys).decrypt

    def counted(keys: Any, sealed: bytes, column: str, row: Any) -> str:  # noqa: ANN401  # as the method has it
        opened.append(column)
        return plain(keys, sealed, column, row)

    monkeypatch.setattr(type(stage.core.keys), "decrypt", counted)
    given_up = stage.book(stage.proven(BEN), stage.slot(3))
    stage.do(c.Cancel(stage.proven(BEN), given_up.booking))
    works = []
    for digits, born in ((told.reference, BORN), (told.reference, (1, 1, 1990)), (reference(), BORN),
                         (given_up.reference, BORN)):  # fmt: skip
        who = withheld(stage)
        opened.clear()
        with statements(stage) as seen:
            check(stage, who, digits, born)
        works.append((tuple(seen), tuple(opened)))
    assert len(set(works)) == 1
    assert len(opened) == sold.MOST


def test_three_a_day_for_a_number_and_a_call(stage: Stage, told: o.Booked) -> None:
    """In one call or in several, right or wrong; the next day again. Another number is another."""
    for _ in range(3):
        assert isinstance(check(stage, stage.call(BEN), told.reference), o.Checked)
    used = check(stage, stage.call(BEN), told.reference)
    assert used == o.ChecksUsed(stage.now + timedelta(days=1))
    assert check(stage, stage.text(BEN), told.reference) == used
    assert isinstance(check(stage, stage.call(CAT), told.reference), o.Checked)
    unknown = withheld(stage)
    assert [type(check(stage, unknown, told.reference)) for _ in range(4)] == [o.Checked] * 3 + [o.ChecksUsed]
    stage.wait(days=1)
    assert isinstance(check(stage, stage.call(BEN), told.reference), o.Checked)


def test_nobody_finds_a_birth_date_by_trying(stage: Stage, told: o.Booked) -> None:
    """Five wrong dates of one reference in a day, from whatever phones; of one that does not exist as many."""
    unused = reference()
    for digits in (told.reference, unused):
        for day in range(1, 6):
            assert check(stage, withheld(stage), digits, (1, day, 1990)) == o.Checked(valid=False)
        assert isinstance(check(stage, withheld(stage), digits), o.ChecksUsed)


def test_a_reference_that_is_only_noted_tells_nothing(stage: Stage, told: o.Booked) -> None:
    """Keyed in five times without a date, one that exists is bounded like one that does not."""
    for digits in (told.reference, reference()):
        asked = [type(stage.do(c.NoteReference(withheld(stage), digits))) for _ in range(6)]
        assert asked == [o.ReferenceNoted] * 5 + [o.ChecksUsed]


def test_all_lines_together_are_bounded(stage: Stage, told: o.Booked) -> None:
    """Against enumeration; what was valid does not count, so buyers of real ones are answered."""
    stage.put("UPDATE rules SET sold_checks_hour = 4")
    assert [check(stage, withheld(stage), told.reference) for _ in range(3)] == [o.Checked(valid=True)] * 3
    assert [type(check(stage, withheld(stage), reference())) for _ in range(5)] == [o.Checked] * 4 + [o.ChecksUsed]
    stage.wait(hours=1)
    assert isinstance(check(stage, withheld(stage), told.reference), o.Checked)


def test_the_same_turn_again_is_no_second_try(stage: Stage, told: o.Booked) -> None:
    """A retry of the provider hears the same answer; a date without a reference has nothing to compare."""
    who = stage.call(BEN)
    assert stage.do(c.CheckReference(who, *BORN)) == o.NothingToCheck()
    for _ in range(2):
        stage.do(c.NoteReference(who, told.reference), "note")
        assert stage.do(c.CheckReference(who, *BORN), "check") == o.Checked(valid=True)
    assert stage.one("SELECT count(*) FROM sold_checks") == 1
    stage.do(c.NoteReference(who, told.reference))
    stage.wait(minutes=21)
    assert stage.do(c.CheckReference(who, *BORN)) == o.NothingToCheck()


def test_a_report_names_the_booking_and_nobody(stage: Stage, told: o.Booked) -> None:
    """What was sold, if it is valid, by which channel and when; once for each check."""
    valid, wrong = stage.text(BEN), withheld(stage)
    check(stage, valid, told.reference)
    check(stage, wrong, told.reference, (1, 1, 1990))
    for who in (valid, valid, wrong):
        assert stage.do(c.ReportSeller(who)) == o.Reported()
    assert stage.do(c.ReportSeller(withheld(stage))) == o.Reported()  # nothing was checked there
    rows = stage.rows("SELECT channel, booking, at FROM sold_reports ORDER BY id")
    assert [tuple(row) for row in rows] == [("sms", told.booking, stage.now), ("voice", None, stage.now)]
    columns = stage.rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'sold_reports'")
    assert {row[0] for row in columns} == {"id", "at", "channel", "booking"}


def test_nothing_of_it_is_kept(stage: Stage, told: o.Booked) -> None:
    """Neither reference nor date stands in the rows; after a day the tries are gone, after two years the reports."""
    check(stage, stage.call(BEN), told.reference)
    stage.do(c.ReportSeller(stage.text(BEN)))
    held = repr(stage.rows("SELECT * FROM sold_checks"))
    assert told.reference not in held
    assert "1985" not in held
    stage.wait(days=1, seconds=1)
    stage.core.at(stage.now).transact(lambda t: retention.erase(t, 1000))
    assert stage.one("SELECT count(*) FROM sold_checks") == 0
    assert stage.one("SELECT count(*) FROM sold_reports") == 1
    stage.wait(days=731)
    stage.core.at(stage.now).transact(lambda t: retention.erase(t, 5000))
    assert stage.one("SELECT count(*) FROM sold_reports") == 0
