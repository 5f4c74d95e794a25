"""Vouchers: a number for people without a telephone; the same claim, the same limit, no deliveries."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core import touches
from booking_core.actors import Agent, Caller, Operator, Staff
from booking_core.identifiers import is_voucher
from booking_core.numbers import Reason, Refused
from tests.core.stage import URGENT, Stage

SUE = Staff("sue")


def batch(stage: Stage, size: int = 2, begins: int = 0, ends: int = 30) -> do.VouchersMade:
    """A batch whose days are counted from today."""
    today = stage.now.date()
    first, last = (today + timedelta(days=n) for n in (begins - 1, ends))
    made = stage.do(d.MakeVouchers(SUE, "Shelter", first, last, size))
    assert isinstance(made, do.VouchersMade)
    return made


def withheld(stage: Stage, login: str = "kim") -> Agent:
    """An agent who talks with somebody whose number nobody knows."""
    sid = f"CA{next(stage.turns):032x}"
    stage.do(c.StartCall(sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    return stage.agent(Caller(sid), login)


def booked(stage: Stage, kim: Agent) -> o.Booked:
    """A booking by whoever is on the line."""
    held = stage.held(kim, send="none")
    stage.born(kim, held)
    told = stage.do(c.Confirm(kim, held.booking, None))
    assert isinstance(told, o.Booked)
    return told


def test_a_person_without_a_telephone_books_by_a_voucher(stage: Stage) -> None:
    """The digits are number and proof; one booking at a time, and nothing is ever sent."""
    made = batch(stage)
    kim = withheld(stage)
    assert stage.do(d.NoteVoucher(kim, made.digits[0])) == do.VoucherNoted()
    seen = stage.ask(d.CallerOf(Staff("kim")))
    assert isinstance(seen, do.CallerNow)
    assert (seen.goes_by, seen.ending, seen.proven) == ("voucher", "", True)
    booked(stage, kim)
    assert stage.hold(kim, stage.slot(1), send="none") == o.LimitReached("live", None)
    assert stage.do(c.SendCode(kim, "presence", None, "en")) == o.TextsOff()
    assert stage.rows("SELECT 1 FROM outbox") == []


def test_the_digits_stand_nowhere(stage: Stage) -> None:
    """Only their keyed hash does; the same form again tells the batch, and no digits."""
    command = d.MakeVouchers(SUE, "Court", stage.now.date(), stage.now.date() + timedelta(days=9), 1)
    made = stage.do(command, "form")
    assert isinstance(made, do.VouchersMade)
    (digits,) = made.digits
    assert is_voucher(digits)
    assert stage.do(command, "form") == do.VouchersMade(made.batch, 1, ())
    assert stage.rows("SELECT digits FROM numbers WHERE kind = 'voucher'") == [(None,)]
    held = [str(row) for table in ("numbers", "vouchers", "voucher_batches", "answers", "audit")
            for row in stage.rows(f"SELECT * FROM {table}")]  # fmt: skip
    assert not [row for row in held if digits in row]


def test_a_voucher_opens_its_own_live_booking_and_then_nothing(stage: Stage) -> None:
    """In a later call it is heard and given up by the same digits; once that is final, they are used."""
    (digits,) = batch(stage, 1).digits
    first = withheld(stage)
    stage.do(d.NoteVoucher(first, digits))
    told = booked(stage, first)
    again = withheld(stage)
    assert stage.do(d.NoteVoucher(again, digits)) == do.VoucherNoted()
    mine = stage.ask(c.MyBookings(again))
    assert isinstance(mine, o.Bookings)
    assert [each.reference for each in mine.bookings] == [told.reference]
    assert isinstance(stage.do(c.Cancel(again, told.booking)), o.Cancelled)
    assert stage.do(d.NoteVoucher(withheld(stage), digits)) == do.VoucherNoted()
    stage.wait(minutes=11)
    assert stage.do(d.NoteVoucher(withheld(stage), digits)) == do.VoucherRefused("used")


def test_a_voucher_books_once_whatever_is_given_up(stage: Stage) -> None:
    """Not again in the same call, nor in another that keyed it in before, nor in another limit group; undo it may."""
    (digits,) = batch(stage, 1).digits
    first, other = withheld(stage), withheld(stage, "lee")
    for agent in (first, other):
        assert stage.do(d.NoteVoucher(agent, digits)) == do.VoucherNoted()
    told = booked(stage, first)
    stage.put("INSERT INTO limit_groups (id, name, allowed) VALUES (gen_random_uuid(), 'other', 1)")
    stage.put("UPDATE services SET limit_group = (SELECT id FROM limit_groups WHERE name = 'other') "
              "WHERE id = :service", service=stage.line.services[URGENT].id)  # fmt: skip
    elsewhere = c.HoldPlace(other, stage.slot(0, URGENT), 1, "none", "en", travel=None)
    stage.do(d.SetTravelDate(other, stage.now.date() + timedelta(days=10)))
    assert stage.do(elsewhere) == o.LimitReached("made", None)
    assert isinstance(stage.do(c.Cancel(first, told.booking)), o.Cancelled)
    for agent in (first, other):
        assert stage.hold(agent, stage.slot(1), send="none") == o.LimitReached("made", None)
    assert isinstance(stage.do(c.UndoCancel(first, told.booking)), o.Booked)


@pytest.mark.parametrize(("days", "why"), [((5, 9), "early"), ((-9, -2), "expired")])
def test_a_voucher_has_its_days(stage: Stage, days: tuple[int, int], why: str) -> None:
    """Before the first and after the last it books nothing, and the agent hears which of the two it is."""
    made = batch(stage, 1)
    first, last = (stage.now + timedelta(days=n) for n in days)
    stage.put("UPDATE voucher_batches SET from_at = :first, until_at = :last", first=first, last=last)
    assert stage.do(d.NoteVoucher(withheld(stage), made.digits[0])) == do.VoucherRefused(why)


def test_a_revoked_batch_books_no_more(stage: Stage) -> None:
    """What is booked stays and can be changed; what is not, cannot be."""
    made = batch(stage)
    kim = withheld(stage)
    stage.do(d.NoteVoucher(kim, made.digits[0]))
    booked(stage, kim)
    assert stage.do(d.RevokeVouchers(Operator("root"), made.batch)) == do.VouchersRevoked()
    assert stage.do(d.RevokeVouchers(SUE, made.batch)) == do.NoSuchBatch()
    assert stage.do(d.NoteVoucher(withheld(stage), made.digits[0])) == do.VoucherNoted()
    assert stage.do(d.NoteVoucher(withheld(stage), made.digits[1])) == do.VoucherRefused("revoked")


def test_guessing_is_counted_against_the_agent(stage: Stage) -> None:
    """Five wrong ones in an hour, slips and others, over all callers; then even a right one, which costs nothing, is
    not looked at.
    """
    (digits,) = batch(stage, 1).digits
    wrong = str(int(digits[:9]) ^ 1).rjust(9, "1")
    assert stage.do(d.NoteVoucher(withheld(stage), digits)) == do.VoucherNoted()
    for n in range(5):
        assert stage.do(d.NoteVoucher(withheld(stage), wrong + str(n))) == do.VoucherRefused("wrong")
    told = stage.do(d.NoteVoucher(withheld(stage), digits))
    assert told == do.TooManyGuesses(stage.now + timedelta(hours=1))
    assert stage.do(d.NoteVoucher(withheld(stage, "lee"), digits)) == do.VoucherNoted()
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'voucher_refused' AND actor = 'agent:kim'") == 5
    stage.wait(minutes=61)
    assert stage.do(d.NoteVoucher(withheld(stage), digits)) == do.VoucherNoted()


def test_a_proven_number_is_not_replaced(stage: Stage) -> None:
    """Whoever has proven a telephone books under it, and keeps the voucher."""
    kim = stage.agent(stage.proven())
    assert stage.do(d.NoteVoucher(kim, batch(stage).digits[0])) == do.VoucherRefused("proven")
    assert stage.one("SELECT guesses FROM agents WHERE login = 'kim'") == []


def test_a_batch_that_cannot_be_is_none(stage: Stage) -> None:
    """No partner, no vouchers, days that are over."""
    today = stage.now.date()
    for partner, first, last, size in (
        (" ", today, today, 1), ("Court", today, today, 0), ("Court", today, today, 501),
        ("Court", today, today - timedelta(days=2), 1), ("Court", date(2020, 1, 1), date(2020, 2, 1), 1),
    ):  # fmt: skip
        assert stage.do(d.MakeVouchers(SUE, partner, first, last, size)) == do.BatchWrong()


def test_the_report_counts_by_batch(stage: Stage) -> None:
    """How many of each booked, came and did not come."""
    made = batch(stage, 3)
    for digits, status in zip(made.digits, ("fulfilled", "no_show", "booked"), strict=True):
        kim = withheld(stage)
        stage.do(d.NoteVoucher(kim, digits))
        told = booked(stage, kim)
        stage.put("UPDATE bookings SET status = :status WHERE id = :booking", status=status, booking=told.booking)
    (row,) = stage.ask(d.ReadBatches(SUE)).batches
    assert (row.partner, row.size, row.booked, row.came, row.no_show) == ("Shelter", 3, 3, 1, 1)


def test_nobody_asks_a_voucher_whether_it_comes(stage: Stage) -> None:
    """No follow-up, no call list, no release: its silence says nothing."""
    kim = withheld(stage)
    stage.do(d.NoteVoucher(kim, batch(stage).digits[0]))
    booked(stage, kim)
    assert stage.core.at(stage.now).transact(lambda t: touches.plan_due(t, 10)) == 0
    stage.put("UPDATE queue SET ended_at = now(), state = 'done'")
    stage.do(d.AskForPerson(_caller(kim), "asked", "en"))
    assert stage.rows("SELECT 1 FROM callbacks") == []


def _caller(kim: Agent) -> Caller:
    return Caller(kim.sid)


# ── Exceptions ───────────────────────────────────────────────────────────────────────────────────────


def asked(stage: Stage, login: str = "kim") -> Agent:
    """An agent who has asked for an exception for a caller."""
    kim = withheld(stage, login)
    assert isinstance(stage.do(d.AskException(kim, "passport", "no_telephone")), do.ExceptionAsked)
    return kim


def request(stage: Stage) -> UUID:
    """The newest exception."""
    found = stage.one("SELECT id FROM exceptions ORDER BY asked_at DESC, id DESC LIMIT 1")
    return UUID(str(found))


def supervisor(stage: Stage) -> Staff:
    """Somebody who decides."""
    stage.put("INSERT INTO agents (id, login, name, role, languages, made_at) VALUES (gen_random_uuid(), 'sue', 'Sue', "
              "'supervisor', '{en}', now()) ON CONFLICT DO NOTHING")  # fmt: skip
    return SUE


def test_a_second_person_lets_somebody_without_a_number_book_once(stage: Stage) -> None:
    """Approved, the call can book, once; the audit names both."""
    kim = asked(stage)
    decided = stage.do(d.DecideException(supervisor(stage), request(stage), approve=True))
    assert decided == do.ExceptionDecided(approved=True)
    booked(stage, kim)
    assert stage.hold(kim, stage.slot(1), send="none") == o.LimitReached("live", None)
    assert stage.rows("SELECT actor, action FROM audit WHERE action LIKE '%exception' ORDER BY action") == [
        ("agent:sue", "approve_exception"), ("agent:kim", "ask_exception"),
    ]  # fmt: skip
    (row,) = stage.ask(d.ReadExceptions(SUE)).rows
    assert (row.agent, row.state, row.approver, row.status) == ("kim", "approved", "sue", "booked")


def test_nobody_approves_their_own(stage: Stage) -> None:
    """The second person is another one; and what is refused or over gives nothing."""
    kim = asked(stage)
    for command, told in (
        (d.DecideException(Staff("kim"), request(stage), approve=True), do.OwnRequest()),
        (d.DecideException(supervisor(stage), request(stage), approve=False), do.ExceptionDecided(approved=False)),
        (d.DecideException(SUE, request(stage), approve=True), do.NoSuchRequest()),
    ):
        assert stage.do(command) == told
    assert stage.rows("SELECT number FROM calls WHERE sid = :sid", sid=kim.sid) == [(None,)]


def test_an_exception_ends_with_its_call(stage: Stage) -> None:
    """Decided after the hang-up, it gives nothing to anybody."""
    kim = asked(stage)
    stage.hang_up(_caller(kim))
    assert stage.do(d.DecideException(supervisor(stage), request(stage), approve=True)) == do.NoSuchRequest()
    (row,) = stage.ask(d.ReadExceptions(SUE)).rows
    assert row.state == "over"


def test_the_sixth_exception_of_a_day_is_blocked(stage: Stage) -> None:
    """Five an agent, whatever was decided; the same call again is no second one."""
    first = stage.now
    for _ in range(5):
        kim = asked(stage)
        stage.do(d.AskException(kim, "passport", "no_telephone"))
        stage.wait(minutes=1)
    assert stage.do(d.AskException(withheld(stage), "passport", "no_telephone")) == do.QuotaReached(
        first + timedelta(days=1)
    )
    asked(stage, "lee")
    stage.now = first + timedelta(days=1, seconds=1)
    asked(stage)
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'ask_exception'") == 7


def test_a_proven_number_needs_no_exception(stage: Stage) -> None:
    """An agent cannot lead a proven caller around the limit."""
    kim = stage.agent(stage.proven())
    assert stage.do(d.AskException(kim, "passport", "number_refused")) == do.NoSuchRequest()
