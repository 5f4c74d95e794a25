"""The waiting list is the first customer of every place that is given up; it is offered to one person at a time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.waits import (
    ZONE,
    at_slot,
    join,
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


def answer(stage: Stage, purpose: str, e164: str = ANN) -> o.Outcome:
    """The digits of an offer's text, texted back."""
    digits = stage.code(e164, purpose)
    if purpose == "confirm":
        return stage.do(c.Confirm(stage.text(e164), None, digits))
    return stage.do(c.AnswerQuestion(stage.text(e164), digits))


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
    ann = stage.proven(ANN)
    booked = stage.book(ann, late)
    waits(stage, ANN, booking=booked.booking)
    released(stage, early)
    waits(stage, CAT)
    stage.put("UPDATE waiting SET class = 1 WHERE booking IS NOT NULL")
    tick(stage)
    assert stage.owned(booked.booking)[0].booked
    moved = answer(stage, "offer")
    assert isinstance(moved, o.Moved)
    assert moved.offer.slot == early
    assert moved.reference == booked.reference
    stage.seats(late, 1)
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT
    assert open_offers(stage)[0].slot == late
    assert {row.how for row in stage.rows("SELECT how FROM offers WHERE ended_at IS NOT NULL")} == {"taken"}
    assert stage.one("SELECT count(*) FROM waiting WHERE ended_at IS NULL") == 1


@pytest.mark.parametrize("earlier", [False, True])
def test_who_passes_lets_the_next_have_it_at_once(stage: Stage, earlier: bool) -> None:  # noqa: FBT001
    """The place goes on at the clock's next look, to somebody else, and a code of the one who passed is no more use."""
    where = slot(stage)
    booked = stage.book(stage.proven(ANN), slot(stage, days=6)) if earlier else None
    waits(stage, ANN, booking=None if booked is None else booked.booking)
    released(stage, where)
    tick(stage)
    waits(stage, CAT)
    taking = stage.code(ANN, "offer" if earlier else "confirm")
    assert answer(stage, "pass") == o.Passed(stays=True)
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
    stage.now = until(stage)
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
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT


# ── Who is told, and when ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("left", "held"),
    [(timedelta(days=2, hours=5), 180), (timedelta(days=1, hours=5), 60), (timedelta(hours=5), 20)],
)
def test_the_nearer_the_visit_the_shorter_the_hold(stage: Stage, left: timedelta, held: int) -> None:
    """Three hours, one hour, and twenty minutes for who asked for times within a day."""
    where = slot(stage, days=5, nth=18)
    waits(stage, ANN, soon=True)
    booked = released(stage, where)
    stage.put("UPDATE bookings SET undo_until = NULL WHERE id = :b", b=booked.booking)
    at_slot(stage, where, left)
    stage.put("DELETE FROM holidays")
    if stage.now.astimezone(ZoneInfo(ZONE)).isoweekday() == 7:
        stage.put("UPDATE slots SET starts = starts - interval '1 day' WHERE id = :s", s=where)
        stage.put("UPDATE places SET starts = starts - interval '1 day' WHERE slot = :s", s=where)
        stage.wait(days=-1)
    tick(stage)
    assert until(stage) - stage.now == timedelta(minutes=held)


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
            assert stage.do(c.LeaveList(stage.text())) == o.OffList()
        case "booked":
            stage.book(ann, slot(stage, days=7))
        case "travels":
            stage.put("UPDATE waiting SET before = :day", day=stage.starts(where).astimezone(ZoneInfo(ZONE)).date())
    released(stage, where)
    assert place(stage, where).pool == "public"
