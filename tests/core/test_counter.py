from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as seen
from booking_core.identifiers import is_reference
from booking_core.outcomes import Booked
from tests.core.counting import Counter
from tests.core.stage import ANN, BEN, URGENT, Stage, number, other
from tests.core.test_scans import scans


@pytest.fixture
def counter(stage: Stage) -> Counter:
    """A clerk at the first office."""
    return Counter.of(stage)


def coded(counter: Counter, e164: str = ANN) -> tuple[Booked, str]:
    """A visit of today, and its check-in code."""
    booked = counter.visit(e164)
    counter.stage.do(c.SendCheckIn(counter.stage.text(e164), None))
    return booked, counter.stage.code(e164, "check_in")


def wall(instant: datetime) -> datetime:
    """By the office's clock."""
    return instant.astimezone(ZoneInfo("America/Los_Angeles")).replace(tzinfo=None)


def day(counter: Counter) -> seen.DayVisits:
    """The list of today."""
    found = counter.stage.ask(d.SeeDay(counter.office))
    assert isinstance(found, seen.DayVisits)
    return found


def see(counter: Counter, booking: UUID) -> seen.Visit:
    """One visit of today."""
    found = counter.stage.ask(d.SeeVisit(counter.office, booking))
    assert isinstance(found, seen.Visit)
    return found


def test_a_reference_finds_its_visit(counter: Counter) -> None:
    """Eight digits, on the day, at the office; the same form again changes nothing more."""
    booked = counter.visit()
    asked = d.FindVisit(counter.who, counter.office, booked.reference)
    assert [counter.stage.do(asked, "form") for _ in range(2)] == [seen.VisitFound(booked.booking)] * 2
    assert counter.trail() == [("find_visit", "reference")]


def test_a_reference_with_a_slip_is_told_from_one_that_is_not_there(counter: Counter) -> None:
    """The check digit tells; a slip costs the clerk nothing."""
    booked = counter.visit()
    slip = booked.reference[:-1] + str((int(booked.reference[-1]) + 1) % 10)
    unused = next(f"{n:08}" for n in range(10_000_000, 10_000_100) if is_reference(f"{n:08}"))
    assert counter.find(slip) == seen.EntryMistyped()
    assert counter.find("1234567") == seen.EntryMistyped()
    assert counter.find(unused) == seen.EntryUnknown()
    assert counter.stage.one("SELECT cardinality(misses) FROM agents") == 1


def test_a_visit_of_another_day_or_office_is_said_so(counter: Counter) -> None:
    """Where and when it is booked, counted in days by that office's own clock."""
    stage = counter.stage
    there = stage.book(stage.proven(BEN), stage.slot(30, office=2))
    stage.now = there.offer.starts - timedelta(days=1)
    elsewhere = counter.find(there.reference)
    assert elsewhere == seen.VisitElsewhere("Houston", there.offer.wall, 1, False, "booked")
    assert stage.one("SELECT why FROM audit WHERE action = 'find_visit' AND subject = :id", id=there.booking) == (
        "elsewhere"
    )
    here = counter.visit()
    stage.wait(days=2)
    late = counter.find(here.reference)
    assert isinstance(late, seen.VisitElsewhere)
    assert (late.days, late.here, late.status) == (-2, True, "booked")


def test_what_was_given_up_is_no_visit(counter: Counter) -> None:
    """Its reference is still known, and says so; the list of the day is without it."""
    booked = counter.visit()
    counter.stage.do(c.Cancel(counter.stage.proven(), booked.booking))
    found = counter.find(booked.reference)
    assert isinstance(found, seen.VisitElsewhere)
    assert found.status == "cancelled"
    assert day(counter).visits == ()


def test_a_code_finds_its_visit_once(counter: Counter) -> None:
    """Shown again, it is said when it was shown first: it is a copy."""
    booked, code = coded(counter)
    assert counter.find(code) == seen.VisitFound(booked.booking)
    first = counter.stage.now
    counter.stage.wait(minutes=3)
    assert counter.find(code) == seen.CodeShownBefore(wall(first))
    assert see(counter, booked.booking).by_code


def test_the_same_form_again_is_not_a_copy(counter: Counter) -> None:
    """A browser that sends it twice is told the same visit."""
    booked, code = coded(counter)
    asked = d.FindVisit(counter.who, counter.office, code)
    assert [counter.stage.do(asked, "form") for _ in range(2)] == [seen.VisitFound(booked.booking)] * 2


def test_two_clerks_with_the_same_code(counter: Counter) -> None:
    """One of them finds the visit with it, however close they are."""
    clerks = [counter, *(Counter.of(counter.stage, f"clerk{nth}") for nth in range(3))]
    for round_ in range(5):
        booked, code = coded(counter, f"+120255501{round_:02}")
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda clerk: clerk.find(code), clerks))  # noqa: B023  # over within the round
        assert answers.count(seen.VisitFound(booked.booking)) == 1
        assert answers.count(seen.CodeShownBefore(wall(counter.stage.now))) == 3


def test_a_code_of_another_purpose_day_or_office_finds_nothing(counter: Counter) -> None:
    """It is accepted for its purpose, on its day, where it is booked."""
    stage = counter.stage
    booked, code = coded(counter)
    stage.put("UPDATE codes SET purpose = 'presence' WHERE purpose = 'check_in'")
    assert counter.find(code) == seen.EntryUnknown()
    stage.put("UPDATE codes SET purpose = 'check_in' WHERE booking = :id", id=booked.booking)
    assert stage.do(d.FindVisit(counter.who, stage.line.offices[1].id, code)) == seen.EntryUnknown()
    stage.now -= timedelta(days=1)
    assert counter.find(code) == seen.EntryUnknown()
    stage.now += timedelta(days=1)
    assert counter.find(code) == seen.VisitFound(booked.booking)


def test_two_visits_with_one_code_by_chance(counter: Counter) -> None:
    """Neither is used up, and none is guessed."""
    _, code = coded(counter)
    other_one, _ = coded(counter, BEN)
    row = counter.stage.rows("SELECT id FROM codes WHERE booking = :id AND purpose = 'check_in'", id=other_one.booking)[
        0
    ]
    counter.stage.put("UPDATE codes SET mac = :mac WHERE id = :id", id=row.id,
                      mac=counter.stage.core.keys.code_mac("check_in", code, row.id))  # fmt: skip
    assert counter.find(code) == seen.CodeUnclear()
    assert counter.stage.one("SELECT count(*) FROM codes WHERE used_at IS NOT NULL AND purpose = 'check_in'") == 0


def test_guessing_codes_ends(counter: Counter) -> None:
    """Twenty misses an hour for each clerk; what is found costs nothing; an hour later it works again."""
    booked, code = coded(counter)
    first = counter.stage.now
    for _ in range(20):
        assert counter.find(other(code)) == seen.EntryUnknown()
        counter.stage.wait(minutes=1)
    assert counter.find(booked.reference) == seen.TooManyMisses(wall(first + timedelta(hours=1)))
    assert Counter.of(counter.stage, "carl").find(booked.reference) == seen.VisitFound(booked.booking)
    counter.stage.wait(minutes=40)
    assert counter.find(code) == seen.VisitFound(booked.booking)


def test_the_list_of_a_day_has_no_names(counter: Counter) -> None:
    """By time, with the last two digits of each number; another office's are not on it."""
    stage = counter.stage
    later = counter.visit(BEN, party=2, nth=1)
    urgent = counter.visit(service=URGENT)
    stage.put("UPDATE bookings SET travel_date = '2031-05-06'")
    stage.book(stage.proven("+12025550155"), stage.slot(20, office=1))
    shown = [(one.booking, one.party, one.ends, one.status) for one in day(counter).visits]
    assert shown == [(urgent.booking, 1, "01", "booked"), (later.booking, 2, "02", "booked")]
    assert [one.travel_date is not None for one in day(counter).visits] == [True, False]
    assert "+1202555" not in repr(day(counter))


def test_a_visit_is_seen_on_its_day_alone(counter: Counter) -> None:
    """By whoever works there."""
    booked = counter.visit()
    assert see(counter, booked.booking).minutes == 5
    assert counter.stage.ask(d.SeeVisit(counter.stage.line.offices[1].id, booked.booking)) == seen.NoSuchVisit()
    counter.stage.wait(days=1)
    assert counter.stage.ask(d.SeeVisit(counter.office, booked.booking)) == seen.NoSuchVisit()
    assert counter.check_in(booked.booking, "helper") == seen.NoSuchVisit()


def test_the_counter_reads_no_table_whole(counter: Counter) -> None:
    """The list of a day, a code, a reference, a look-up and what agents did: all by an index."""
    booked, code = coded(counter)
    with scans(counter.stage) as found:
        day(counter)
        see(counter, booked.booking)
        counter.find(code)
        counter.find(booked.reference)
        counter.compare(booked.booking)
        counter.done(booked.booking)
        counter.undo(booked.booking)
        counter.stage.do(d.LookUp(counter.who, number(ANN), None, "suspicion"))
        counter.stage.do(d.LookUp(counter.who, None, booked.reference, "suspicion"))
        counter.stage.ask(d.SeeAnomalies())
    assert not found, found[0]
