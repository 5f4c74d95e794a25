from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as seen
from booking_core import outcomes as o
from booking_core.retirement import retire
from tests.core.counting import Counter
from tests.core.stage import ANN, BEN, Stage

IN, SERVED, ABSENT = "checked_in", "fulfilled", "no_show"


@pytest.fixture
def counter(stage: Stage) -> Counter:
    """A clerk at the first office."""
    return Counter.of(stage)


def now(status: str, *, changed: bool = True) -> seen.VisitNow:
    """Where a visit is."""
    return seen.VisitNow(status, changed)


def born(counter: Counter, booked: o.Booked, *dates: str) -> None:
    """Birth dates as they were given when booking."""
    for nth, date in enumerate(dates, 1):
        row = counter.stage.rows(
            "SELECT id FROM visitors WHERE booking = :id AND nth = :nth", id=booked.booking, nth=nth
        )
        sealed = counter.stage.core.keys.encrypt(date, "visitors.birth_date", row[0].id)
        counter.stage.put("UPDATE visitors SET birth_date = :sealed WHERE id = :id", sealed=sealed, id=row[0].id)


def test_a_date_that_matches_checks_in(counter: Counter) -> None:
    """The last that was missing is the last key."""
    booked = counter.visit()
    assert counter.compare(booked.booking) == seen.Compared("match", 1, 5, arrived=True)
    assert counter.stage.status(booked.booking) == IN
    assert counter.trail() == [("compare", "1: match"), ("check_in", "match")]


def test_dates_are_keyed_in_any_order(counter: Counter) -> None:
    """Each is compared with those that match nobody yet; nobody is told whose they are."""
    booked = counter.visit(party=3)
    born(counter, booked, "03041985", "10271961", "00002019")
    assert counter.compare(booked.booking, "10271961") == seen.Compared("match", 2, 5, arrived=False)
    assert counter.compare(booked.booking, "10271961") == seen.Compared("different", 1, 4, arrived=False)
    assert counter.compare(booked.booking, "05062019") == seen.Compared("unknown", 3, 4, arrived=False)
    assert counter.compare(booked.booking, "03041985") == seen.Compared("match", 1, 4, arrived=False)
    assert counter.check_in(booked.booking) == seen.DocumentNeeded()
    assert counter.check_in(booked.booking, "incomplete") == now(IN)
    assert counter.trail()[-1] == ("check_in", "incomplete")


def test_a_date_cannot_be_searched_for(counter: Counter) -> None:
    """Five in vain for a visitor, over all clerks; then a document settles it, and nobody is turned away."""
    booked = counter.visit()
    other = Counter.of(counter.stage, "carl")
    clerks = itertools.cycle((counter, other))
    for left in (4, 3, 2, 1, 0):
        assert next(clerks).compare(booked.booking, "03041986") == seen.Compared(
            "one_digit_off", 1, left, arrived=False
        )
    assert counter.compare(booked.booking) == seen.NothingToCompare()
    assert counter.check_in(booked.booking, "mistyped") == now(IN)


def test_without_a_date_a_document_settles_it(counter: Counter) -> None:
    """Where none is kept, nothing is compared, and somebody says why the visitor is let in."""
    booked = counter.visit()
    counter.stage.put("DELETE FROM visitors")
    assert counter.compare(booked.booking) == seen.NothingToCompare()
    assert counter.check_in(booked.booking) == seen.DocumentNeeded()
    assert counter.check_in(booked.booking, "other_document") == now(IN)


def test_the_same_form_again_is_not_another_try(counter: Counter) -> None:
    """Twice the same key is once."""
    booked = counter.visit()
    asked = d.CompareBirthDate(counter.who, counter.office, booked.booking, 3, 4, 1986)
    assert counter.stage.do(asked, "form") == counter.stage.do(asked, "form")
    assert counter.stage.one("SELECT tries FROM visitors") == 1


@pytest.mark.parametrize(
    ("steps", "becomes"),
    [
        (("in",), IN),
        (("in", "done"), SERVED),
        (("absent",), ABSENT),
        (("in", "undo"), "booked"),
        (("absent", "undo"), "booked"),
        (("in", "done", "undo"), IN),
        (("in", "done", "undo", "undo"), "booked"),
        (("undo",), "booked"),
        (("done",), "booked"),
        (("in", "absent"), IN),
        (("in", "done", "absent"), SERVED),
        (("absent", "in"), ABSENT),
        (("absent", "done"), ABSENT),
    ],
)  # fmt: skip
def test_where_a_visit_goes(counter: Counter, steps: tuple[str, ...], becomes: str) -> None:
    """In, served, not come, and one step back; what does not follow changes nothing and is said so."""
    booked = counter.visit()
    counter.stage.wait(minutes=20)
    does = {"in": lambda at: counter.check_in(at, "helper"), "done": counter.done, "absent": counter.absent,
            "undo": counter.undo}  # fmt: skip
    before = "booked"
    for step in steps:
        answer = does[step](booked.booking)
        after = counter.stage.status(booked.booking)
        assert answer == now(after, changed=after != before)
        before = after
    assert before == becomes


def test_nobody_has_stayed_away_before_the_time(counter: Counter) -> None:
    """It would take the booking from somebody who is on the way."""
    booked = counter.visit()
    assert counter.absent(booked.booking) == seen.VisitNotYet(booked.offer.starts)


def test_a_slip_is_taken_back_wholly(counter: Counter) -> None:
    """The dates are to be compared again, and nothing remains of it but the audit."""
    booked = counter.visit()
    before = counter.stage.rows("SELECT * FROM bookings")
    counter.compare(booked.booking)
    counter.undo(booked.booking)
    assert counter.stage.rows("SELECT * FROM bookings") == before
    assert counter.stage.one("SELECT found FROM visitors") is None
    assert counter.compare(booked.booking) == seen.Compared("match", 1, 5, arrived=True)


def test_what_was_used_since_is_not_taken_back(counter: Counter) -> None:
    """Not come, the number is free to book anew; with the new booking the old one stays ended."""
    booked = counter.visit()
    counter.stage.wait(minutes=6)
    counter.absent(booked.booking)
    counter.stage.book(counter.stage.proven(), counter.stage.slot(40))
    assert counter.undo(booked.booking) == seen.BookedSince()
    assert counter.stage.status(booked.booking) == ABSENT


def test_who_is_here_holds_no_other_time(counter: Counter) -> None:
    """A move that was begun is over, its place goes back, and what was asked by text cannot give the visit up."""
    stage, booked = counter.stage, counter.visit()
    held = stage.do(c.HoldMove(stage.proven(), booked.booking, stage.slot(40)))
    assert isinstance(held, o.NextHeld)
    stage.do(c.AskToChange(stage.text(), "give_up", None))
    counter.compare(booked.booking)
    assert stage.one("SELECT next_places FROM bookings") is None
    assert len(stage.owned(booked.booking)) == 2
    assert stage.one("SELECT max(free_at) FROM places WHERE slot = :slot AND booking IS NOT NULL",
                     slot=held.offer.slot) <= stage.now + timedelta(minutes=2)  # fmt: skip
    assert stage.one("SELECT count(*) FROM codes WHERE purpose = 'give_up' AND dead_at IS NULL") == 0


def test_two_clerks_check_one_visitor_in(counter: Counter) -> None:
    """One does, and the others are told that it is done."""
    booked = counter.visit()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: counter.check_in(booked.booking, "helper"), range(4)))
    assert sorted(answers, key=repr) == [now(IN, changed=False)] * 3 + [now(IN)]
    assert counter.trail() == [("check_in", "helper")]


def test_two_clerks_key_the_same_date(counter: Counter) -> None:
    """In vain, each is a try; none is lost."""
    booked = counter.visit()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: counter.compare(booked.booking, "10271961"), range(3)))
    assert counter.stage.one("SELECT tries FROM visitors") == 3


def test_the_clock_and_a_clerk_at_midnight(counter: Counter) -> None:
    """The clock ends the day while a clerk checks in, many times over: one of the two has it, and the row is whole."""
    stage = counter.stage
    day_ends = None
    for nth in range(6):
        booked = counter.visit(f"+120255501{nth:02}", nth=nth)
        day_ends = stage.one("SELECT live_until FROM bookings WHERE id = :id", id=booked.booking)
        before, after = stage.core.at(day_ends - timedelta(seconds=1)), stage.core.at(day_ends)
        asked = d.CheckIn(counter.who, counter.office, booked.booking, "helper")
        with ThreadPoolExecutor(2) as pool:
            clerk = pool.submit(before.perform, asked, f"midnight {nth}")
            clock = pool.submit(after.transact, lambda t: retire(t, 10))
            answer, retired = clerk.result(), clock.result()
        (row,) = stage.rows("SELECT status, ended_why FROM bookings WHERE id = :id", id=booked.booking)
        status, why = row.status, row.ended_why
        if answer == now(IN):
            assert (status, why) == ((SERVED, "visited") if retired else (IN, None))
            after.transact(lambda t: retire(t, 10))
        else:
            assert answer == now(status, changed=False)
            assert status in (SERVED, ABSENT)


def test_what_the_clock_makes_of_the_rest(counter: Counter) -> None:
    """Who was checked in was here; who was served stays so, and is as much a sign that this office keeps count."""
    stage = counter.stage
    served, here, away = (counter.visit(f"+120255501{nth}", nth=nth) for nth in (11, 12, 13))
    for booked in (served, here):
        counter.compare(booked.booking)
    counter.done(served.booking)
    stage.wait(days=1)
    stage.core.at(stage.now).transact(lambda t: retire(t, 10))
    assert [stage.status(one.booking) for one in (served, here, away)] == [SERVED, SERVED, ABSENT]
    assert counter.undo(served.booking) == seen.NoSuchVisit()


def test_an_office_that_took_everything_back_checked_nobody_in(counter: Counter) -> None:
    """A slip alone makes nobody a no-show."""
    slip, other = counter.visit(ANN), counter.visit(BEN, nth=1)
    counter.compare(slip.booking)
    counter.undo(slip.booking)
    counter.stage.wait(days=1)
    counter.stage.core.at(counter.stage.now).transact(lambda t: retire(t, 10))
    assert counter.stage.rows("SELECT DISTINCT status, ended_why FROM bookings") == [(SERVED, "unrecorded")]
    assert counter.stage.status(other.booking) == SERVED
