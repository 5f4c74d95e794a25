"""An offer's way to the person: by text, by call where texts fail, and to the next where neither arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.post import Post
from tests.core.stage import ANN, CAT, Stage
from tests.core.waits import offered_to, open_offers, released, slot, tick, waits, weekday

OPTED_OUT = "21610"
SENT = "SELECT id, by, state, not_before FROM outbox WHERE kind = 'offer' ORDER BY id"


@pytest.fixture(autouse=True)
def morning(stage: Stage) -> None:
    """Ten in the morning of a day on which the line may write."""
    weekday(stage)


def offer(stage: Stage, send: c.Send = "text") -> UUID:
    """A time offered to Ann; the row of its message."""
    waits(stage, ANN, send=send)
    released(stage, slot(stage))
    tick(stage)
    return UUID(str(stage.rows(SENT)[0].id))


def fails(stage: Stage, delivery: UUID, error: str = "30003") -> None:
    """The provider says that a text did not arrive."""
    stage.do(c.ReportDelivery(delivery, "undelivered", "SM" + "1" * 32, error))


def test_its_text_says_when_where_and_both_answers(stage: Stage, post: Post) -> None:
    """The time on offer, six digits to take it and four to pass, and until when."""
    offer(stage)
    post.round()
    (text,) = [each for each in post.inbox() if "is held for you" in each]
    assert "San Francisco" in text
    assert f"Reply {stage.code()} to take it or {stage.code(purpose='pass')} to pass, by 1:10pm." in text


def test_of_an_earlier_time_it_says_the_new_one(stage: Stage, post: Post) -> None:
    """Not the time that the booking has; four digits take it."""
    ann = stage.proven(ANN)
    booked = stage.book(ann, slot(stage, days=9))
    waits(stage, ANN, booking=booked.booking)
    early = slot(stage)
    released(stage, early)
    tick(stage)
    post.round()
    (text,) = [each for each in post.inbox() if "is held for you" in each]
    day = stage.one("SELECT to_char(wall, 'Mon FMDD') FROM slots WHERE id = :s", s=early)
    assert str(day) in text
    assert f"Reply {stage.code(purpose='offer')} to take it" in text


def test_a_discreet_one_says_nothing(stage: Stage, post: Post) -> None:
    """Only that there is something, and whom to call."""
    offer(stage, "discreet")
    post.round()
    assert [each for each in post.inbox() if "What you wait for is there until 1:10pm." in each]
    assert not [each for each in post.inbox() if "San Francisco" in each]


def test_a_text_that_fails_becomes_a_call(stage: Stage) -> None:
    """At once; it may ring out three times, ten minutes apart, then the next is drawn."""
    fails(stage, offer(stage))
    waits(stage, CAT)
    for nth in (1, 2, 3):
        row = stage.rows(SENT)[-1]
        assert (len(stage.rows(SENT)), row.by) == (nth + 1, "call")
        stage.now = max(stage.now, row.not_before)
        stage.do(c.ReportProofCall(row.id, f"CA{nth:032}", answered=False))
    assert open_offers(stage) == []
    assert stage.one("SELECT how FROM offers") == "unreached"
    stage.wait(seconds=5)
    tick(stage)
    assert offered_to(stage, ANN, CAT) == CAT


def test_no_machine_calls_who_has_opted_out(stage: Stage) -> None:
    """The next is drawn at once."""
    fails(stage, offer(stage), OPTED_OUT)
    assert [row.by for row in stage.rows(SENT)] == ["text"]
    assert stage.one("SELECT how FROM offers") == "unreached"


def test_a_call_about_an_offer_proves_and_tells_and_takes_nothing_by_itself(stage: Stage) -> None:
    """The first key proves the phone; another takes the place, and an offer that is over is told to be."""
    offer(stage, "none")
    row = stage.rows(SENT)[0]
    assert row.by == "call"
    sids = ["CA" + "7" * 32, "CA" + "8" * 32]
    assert isinstance(stage.do(c.StartProofCall(sids[0], stage.line.number, row.id)), o.CallStarted)
    told = stage.do(c.PressKey(Caller(sids[0])))
    assert isinstance(told, o.Offered)
    assert stage.status(told.booking) == "held"
    missing = stage.do(c.TakeOffer(Caller(sids[0]), told.booking))
    assert isinstance(missing, o.VisitorsMissing)
    stage.do(c.SetVisitor(Caller(sids[0]), told.booking, 1, 3, 4, 1985))
    assert isinstance(stage.do(c.Confirm(Caller(sids[0]), told.booking, None)), o.Booked)
    assert stage.do(c.StartProofCall(sids[1], stage.line.number, row.id)) == o.ProofCallOver()


def test_the_dates_of_who_takes_it_late_are_waited_for(stage: Stage) -> None:
    """Taken in the last minute of its time, it is held ten minutes more, once."""
    offer(stage, "none")
    until = open_offers(stage)[0].until
    stage.now = until - timedelta(minutes=1)
    who = stage.proven()
    told = stage.ask(c.MyOffer(who))
    assert isinstance(told, o.Offered)
    for _ in range(2):
        assert isinstance(stage.do(c.TakeOffer(who, told.booking)), o.VisitorsMissing)
        stage.wait(seconds=30)
    assert stage.one("SELECT live_until FROM bookings WHERE id = :b", b=told.booking) == until + timedelta(minutes=9)
    tick(stage)
    assert len(open_offers(stage)) == 1


@pytest.mark.parametrize("what", ["take", "pass", "leave", "join"])
def test_only_the_proven_number_answers_it(stage: Stage, what: str) -> None:
    """A caller ID is no proof, and another number has no part in it."""
    offer(stage)
    booking = open_offers(stage)[0].booking
    here = (stage.line.services[1].id, stage.line.offices[0].id)
    claims: dict[str, Callable[[Caller], c.Command[o.Outcome]]] = {
        "take": lambda who: c.TakeOffer(who, booking), "pass": lambda who: c.PassOffer(who, booking),
        "leave": lambda who: c.LeaveList(who), "join": lambda who: c.JoinList(who, None, *here, 1, "text", "en"),
    }  # fmt: skip
    assert stage.do(claims[what](stage.call(ANN))) == o.ProofNeeded()
    stage.do(claims[what](stage.proven(CAT)))
    assert offered_to(stage, ANN, CAT) == ANN
