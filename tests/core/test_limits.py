from __future__ import annotations

from datetime import datetime, timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.stage import ANN, BEN, Stage


def test_one_live_booking_said_only_after_the_code(stage: Stage) -> None:
    """Before proof a number with a booking hears what every number hears; the right code tells, and ends the hold."""
    stage.book(stage.proven(ANN))
    who, fresh = stage.call(ANN), stage.call(BEN)
    second, stranger = stage.ready(who), stage.ready(fresh)
    assert (second.until, second.texted, second.proven) == (stranger.until, stranger.texted, stranger.proven)
    assert stage.do(c.Confirm(who, second.booking, stage.code(ANN))) == o.LimitReached("live", None)
    assert stage.status(second.booking) == "lapsed"
    assert stage.free_again(second.booking) <= stage.now + timedelta(minutes=2)


def test_a_proven_number_hears_the_limit_at_the_hold(stage: Stage) -> None:
    """Where the number is proven, no place is held that could not be booked."""
    who = stage.proven()
    stage.book(who)
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    assert stage.one("SELECT count(*) FROM bookings") == 1


def test_three_bookings_in_thirty_days_cancelled_ones_included(stage: Stage) -> None:
    """The fourth is refused, in the hold and in the confirmation, until thirty days after the first of them."""
    first = stage.now
    who = stage.proven()
    for _ in range(3):
        stage.do(c.Cancel(who, stage.book(who).booking))
        stage.wait(minutes=30)
    until = first + timedelta(days=30)
    assert stage.hold(who) == o.LimitReached("made", until)
    claimed = stage.call()
    held = stage.ready(claimed)
    assert stage.do(c.Confirm(claimed, held.booking, stage.code())) == o.LimitReached("made", until)
    stage.put("UPDATE bookings SET booked_at = booked_at - interval '30 days' WHERE booked_at = :first", first=first)
    assert isinstance(stage.hold(who), o.Held)


def test_a_case_has_one_live_booking(stage: Stage) -> None:
    """A second number with the same case number is told so after its proof; another case is booked."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    one = stage.ready(ann, case="A-17")
    assert isinstance(stage.do(c.Confirm(ann, one.booking, stage.code(ANN))), o.Booked)
    two = stage.ready(ben, stage.slot(1), case="A-17")
    assert stage.do(c.Confirm(ben, two.booking, stage.code(BEN))) == o.LimitReached("case", None)
    three = stage.ready(ben, stage.slot(1), case="A-18")
    assert three.proven  # the code that met the limit has proved the number all the same
    assert isinstance(stage.do(c.Confirm(ben, three.booking, None)), o.Booked)


def test_the_case_number_is_not_kept(stage: Stage) -> None:
    """Only its keyed hash is."""
    stage.held(stage.call(), case="A-17")
    key = bytes(stage.one("SELECT case_key FROM bookings"))
    assert key == stage.core.keys.present.case_hash("A-17")


def waive(stage: Stage, nth: int, waiver: str | None, expires: datetime | None = None) -> None:
    """One more allowance for every number there is."""
    stage.put("INSERT INTO allowances SELECT gen_random_uuid(), n.id, g.id, :nth, :waiver, :expires "
              "FROM numbers n, limit_groups g", nth=nth, waiver=waiver, expires=expires)  # fmt: skip


def test_a_waiver_is_one_booking_more(stage: Stage) -> None:
    """With its reason a second booking is had, and no third."""
    who = stage.proven()
    stage.book(who)
    waive(stage, 2, "twins")
    stage.book(who, stage.slot(1))
    assert stage.hold(who, stage.slot(2)) == o.LimitReached("live", None)


def test_a_waiver_ends(stage: Stage) -> None:
    """From its expiry on it allows nothing more."""
    who = stage.proven()
    stage.book(who)
    waive(stage, 2, "twins", stage.now + timedelta(hours=1))
    stage.wait(hours=1)
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    stage.wait(seconds=-1)
    assert isinstance(stage.hold(who, stage.slot(1)), o.Held)


def test_an_allowance_beyond_the_limit_without_a_reason_is_none(stage: Stage) -> None:
    """A row above the group's number, left over from a wider limit, allows nothing."""
    who = stage.proven()
    stage.book(who)
    waive(stage, 2, None)
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    stage.put("UPDATE limit_groups SET allowed = 2")
    assert isinstance(stage.hold(who, stage.slot(1)), o.Held)


def test_the_limit_is_an_index(stage: Stage) -> None:
    """Two live bookings of one allowance cannot be, whatever code asks for them."""
    who = stage.proven()
    stage.book(who)
    again = ("INSERT INTO bookings SELECT (jsonb_populate_record(b, jsonb_build_object("
             "'id', gen_random_uuid(), 'reference', '00000000'))).* FROM bookings b")  # fmt: skip
    assert stage.breaks("bookings_allowance_live", again)


def test_the_one_unproven_hold_is_an_index(stage: Stage) -> None:
    """Nor can two unproven holds of one number."""
    stage.held(stage.call())
    again = ("INSERT INTO bookings SELECT (jsonb_populate_record(b, jsonb_build_object("
             "'id', gen_random_uuid()))).* FROM bookings b")  # fmt: skip
    assert stage.breaks("bookings_unproven_one", again)


def test_an_agent_books_by_the_proof_of_the_callers_call(stage: Stage) -> None:
    """With it the clerk holds and confirms, on the desk's channel and under the caller's limit."""
    who = stage.proven()
    kim = stage.agent(who)
    held = stage.held(kim, send="none")
    assert held.proven
    stage.born(kim, held)
    assert isinstance(stage.do(c.Confirm(kim, held.booking, None)), o.Booked)
    assert stage.rows("SELECT channel FROM bookings") == [("desk",)]
    assert stage.rows("SELECT DISTINCT actor FROM audit WHERE action IN ('hold', 'confirm')") == [("agent:kim",)]
    assert stage.hold(who, stage.slot(1)) == o.LimitReached("live", None)
    assert stage.hold(kim, stage.slot(1)) == o.LimitReached("live", None)


def test_an_agent_without_the_callers_proof_confirms_nothing(stage: Stage) -> None:
    """A clerk is no proof: neither a login nor a proof in another call of the number serves."""
    stage.proven()
    who: Caller = stage.call()
    kim = stage.agent(who)
    held = stage.held(kim, send="none")
    stage.born(kim, held)
    assert stage.do(c.Confirm(kim, held.booking, None)) == o.ProofNeeded()
    assert stage.ask(c.MyBookings(kim)) == o.ProofNeeded()
    stage.prove(who)
    assert isinstance(stage.do(c.Confirm(kim, held.booking, None)), o.Booked)
