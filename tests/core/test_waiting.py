"""The waiting list is the first customer of every place that is given up; it is offered to one person at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.offered import GRACE
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.waits import (
    answer,
    offered_to,
    open_offers,
    place,
    released,
    slot,
    tick,
    until,
    waits,
    weekday,
)

DAN = "+12025550104"


@pytest.fixture(autouse=True)
def morning(stage: Stage) -> None:
    """Ten in the morning of a day on which the line may write."""
    weekday(stage)


# ── The first customer ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("road", ["call", "text", "move"])
def test_a_place_given_up_while_somebody_waits_is_never_for_whoever_asks_next(stage: Stage, road: str) -> None:
    """By every road a booked place is given up, it is out of sight at once, after the undo time, and in its offer."""
    where = slot(stage)
    stage.seats(where, 1)
    ben = stage.proven(BEN)
    booked = stage.book(ben, where)
    waits(stage, ANN)
    match road:
        case "call":
            stage.do(c.Cancel(ben, booked.booking))
        case "text":
            asked = stage.do(c.AskToChange(stage.text(BEN), "give_up", None))
            assert isinstance(asked, o.Asked)
            stage.do(c.AnswerQuestion(stage.text(BEN), asked.questions[0].digits))
        case _:
            later = slot(stage, days=6)
            assert isinstance(stage.do(c.HoldMove(ben, booked.booking, later)), o.NextHeld)
            assert isinstance(stage.do(c.Move(ben, booked.booking)), o.Moved)
    cat = stage.proven(CAT)
    for minutes in (0, 10, 0, 60, 300):
        stage.wait(minutes=minutes)
        assert not isinstance(stage.hold(cat, where, send="none"), o.Held)
        free = stage.ask(c.NextFree(stage.line.offices[0].id, stage.line.services[1].id, 1, stage.now))
        assert isinstance(free, o.Offers)
        assert where not in {offer.slot for offer in free.offers}
        if minutes == 10:
            tick(stage)
            assert offered_to(stage, ANN, CAT) == ANN
            assert open_offers(stage)[0].slot == where


def test_a_place_nobody_waits_for_goes_on_sale(stage: Stage) -> None:
    """As before: after the undo time and a random while, without any worker."""
    where = slot(stage)
    waits(stage, ANN, office=1)
    waits(stage, CAT, service=0)
    released(stage, where)
    assert place(stage, where).pool == "public"
    assert tick(stage) == 0
    stage.wait(hours=3)
    assert isinstance(stage.hold(stage.call(DAN), where), o.Held)


def test_who_takes_a_give_up_back_has_the_place(stage: Stage) -> None:
    """Within the undo time nothing is offered; taken back, it is an ordinary booking again."""
    where = slot(stage)
    stage.seats(where, 1)
    ben = stage.proven(BEN)
    booked = stage.book(ben, where)
    waits(stage, ANN)
    stage.do(c.Cancel(ben, booked.booking))
    stage.wait(minutes=9)
    tick(stage)
    assert open_offers(stage) == []
    assert stage.do(c.UndoCancel(ben, booked.booking)) == booked
    stage.wait(hours=1)
    tick(stage)
    assert open_offers(stage) == []
    assert place(stage, where).pool == "public"


# ── Taking and passing ───────────────────────────────────────────────────────────────────────────────


def test_any_time_is_taken_by_the_code_of_its_text(stage: Stage) -> None:
    """The six digits prove the thread, the birth date is asked for, and the last one books: held until then."""
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    stage.wait(hours=2, minutes=55)
    missing = answer(stage, "confirm")
    assert isinstance(missing, o.VisitorsMissing)
    stage.wait(minutes=9)
    booked = stage.do(c.TextVisitor(stage.text(), 3, 4, 1985))
    assert isinstance(booked, o.Booked)
    assert booked.offer.slot == where
    tick(stage)
    assert stage.one("SELECT how FROM offers") == "taken"
    assert stage.one("SELECT count(*) FROM outbox WHERE kind = 'booked' AND booking = :b", b=booked.booking) == 1


def test_a_date_alone_accepts_nothing(stage: Stage) -> None:
    """A proven thread that sends a date while an offer waits has not taken it."""
    waits(stage, ANN)
    released(stage, slot(stage))
    tick(stage)
    stage.put("INSERT INTO proofs SELECT gen_random_uuid(), number, NULL, :now, :until FROM offers", now=stage.now,
              until=stage.now + timedelta(minutes=30))  # fmt: skip
    assert stage.do(c.TextVisitor(stage.text(), 3, 4, 1985)) == o.NothingHeld()


def test_an_earlier_time_is_taken_by_its_nonce(stage: Stage) -> None:
    """The booking stands until then, moves in one transaction, and its old place goes to the next who waits."""
    early, late = slot(stage), slot(stage, days=6)
    stage.seats(late, 1)
    ann = stage.proven(ANN)
    booked = stage.book(ann, late)
    waits(stage, ANN, booking=booked.booking)
    released(stage, early)
    waits(stage, CAT)
    stage.put("UPDATE waiting SET class = 1 WHERE booking IS NOT NULL")
    tick(stage)
    assert sorted(row.booked for row in stage.owned(booked.booking)) == [False, True]
    moved = answer(stage, "offer")
    assert isinstance(moved, o.Moved)
    assert moved.offer.slot == early
    assert moved.reference == booked.reference
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT
    assert open_offers(stage)[0].slot == late
    assert {row.how for row in stage.rows("SELECT how FROM offers WHERE ended_at IS NOT NULL")} == {"taken"}
    assert stage.one("SELECT count(*) FROM waiting WHERE ended_at IS NULL") == 1


@pytest.mark.parametrize("earlier", [False, True])
def test_who_passes_lets_the_next_have_it_at_once(stage: Stage, earlier: bool) -> None:
    """The place goes on at the clock's next look, to somebody else, and a code of the one who passed is no more use."""
    where = slot(stage)
    booked = stage.book(stage.proven(ANN), slot(stage, days=6)) if earlier else None
    waits(stage, ANN, booking=None if booked is None else booked.booking)
    released(stage, where)
    tick(stage)
    waits(stage, CAT)
    taking = stage.code(ANN, "offer" if earlier else "confirm")
    assert answer(stage, "pass") == o.Passed(stays=True)
    stage.wait(seconds=5)
    command = c.AnswerQuestion(stage.text(), taking) if earlier else c.Confirm(stage.text(), None, taking)
    assert stage.do(command) == o.CodeExpired()
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT
    assert stage.one("SELECT how FROM offers WHERE ended_at IS NOT NULL") == "passed"


@pytest.mark.parametrize(("state", "how"), [("delivered", "silent"), ("sent", "silent"), ("undelivered", "unreached")])
def test_silence_passes_it_on(stage: Stage, state: str, how: str) -> None:
    """When its time is over the next is drawn; only what has arrived is silence."""
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    stage.put("UPDATE outbox SET state = :state WHERE kind = 'offer'", state=state)
    waits(stage, CAT)
    code = stage.code(ANN)
    stage.now = until(stage) - timedelta(seconds=1)
    tick(stage)
    assert offered_to(stage, ANN, CAT) == ANN
    stage.wait(seconds=1)
    assert stage.do(c.Confirm(stage.text(), None, code)) == o.CodeExpired()
    stage.wait(seconds=5)
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT
    assert stage.one("SELECT how FROM offers WHERE ended_at IS NOT NULL") == how
    assert stage.one("SELECT ended_why FROM bookings WHERE channel = 'offer' AND status = 'lapsed'") == "expired"


def test_nobody_left_means_open_sale(stage: Stage) -> None:
    """Once everybody whom it suits has had it, the clock gives it back, after a random while."""
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    stage.now = until(stage) + GRACE
    tick(stage)
    assert place(stage, where).pool == "public"
    assert stage.now + timedelta(minutes=15) <= place(stage, where).free_at <= stage.now + timedelta(hours=2)
    stage.now = place(stage, where).free_at
    assert isinstance(stage.hold(stage.call(DAN), where), o.Held)


def test_an_offer_takes_no_allowance_before_it_is_taken(stage: Stage) -> None:
    """Who books elsewhere meanwhile hears of the limit when taking it, and the place goes on."""
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    waits(stage, CAT)
    stage.book(stage.proven(ANN), slot(stage, days=8))
    stage.put("INSERT INTO visitors SELECT gen_random_uuid(), booking, 1, '', NULL FROM offers")
    assert answer(stage, "confirm") == o.LimitReached("live", None)
    stage.wait(seconds=5)
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT
