"""Early follow-up: chosen by signals, tried dry, asked on two channels and by a person, let go by a second one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from booking_core import call_list, touches
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Operator, Staff
from tests.core.before import Before
from tests.core.counting import hire
from tests.core.stage import ANN, BEN, CAT, Stage

SUE, SAM = Staff("sue"), Staff("sam")


@pytest.fixture
def before(stage: Stage) -> Before:
    """Three weeks before a Tuesday, with two supervisors at the desk."""
    found = Before.of(stage)
    for each in (SUE, SAM):
        hire(stage.core, each.login, "supervisor")
    return found


def chosen(before: Before, **more: Any) -> d.Chosen:  # noqa: ANN401  # fields of Chosen
    """What was booked on that day, by rented numbers."""
    now = before.stage.now
    return d.Chosen(now - timedelta(days=1), now + timedelta(hours=1), **({"line_type": "non_fixed_voip"} | more))


def rented(before: Before, *numbers: str, texts: str = "plain") -> list[o.Booked]:
    """A booking of each of these numbers, which a look-up has called rented."""
    booked = [before.book(each, texts, nth=nth) for nth, each in enumerate(numbers)]
    before.stage.put("UPDATE numbers SET line_type = 'non_fixed_voip'")
    return booked


def start(before: Before, **more: Any) -> do.EarlyStarted:  # noqa: ANN401  # fields of Chosen
    """Sue has them asked."""
    started = before.stage.do(d.StartEarly(SUE, chosen(before, **more), "resale"))
    assert isinstance(started, do.EarlyStarted)
    return started


def states(before: Before, started: do.EarlyStarted) -> list[str]:
    """Of each booking, the nearest visit first."""
    seen = before.stage.ask(d.SeeRound(started.round))
    assert isinstance(seen, do.EarlySeen)
    return [each.state for each in seen.bookings]


def to(before: Before, days: int, hour: int) -> None:
    """The clock stands there, and does what is due; the rest of its jobs is not asked about here."""
    before.stage.now = before.at(days, hour)
    core = before.stage.core.at(before.stage.now)
    for job in (touches.plan_due, touches.do_due):
        core.transact(partial(job, most=100))


def called(before: Before, result: call_list.Result = "no_answer") -> None:
    """A person calls everybody on the list."""
    core = before.stage.core.at(before.stage.now)
    for row in before.stage.rows("SELECT id FROM callbacks WHERE done_at IS NULL"):
        assert core.transact(partial(call_list.record, by=Operator("test"), entry=str(row.id), result=result))


def silent(
    before: Before, *numbers: str, texts: str = "plain", arrives: str = "delivered"
) -> tuple[do.EarlyStarted, list[o.Booked]]:
    """Asked by text and by call, which both arrive, and called by a person in vain a day later."""
    booked = rented(before, *(numbers or (ANN,)), texts=texts)
    started = start(before)
    for days, hour in ((-21, 13), (-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes(arrives, "follow_up")
    called(before)
    return started, booked


def release(before: Before, started: do.EarlyStarted, booked: list[o.Booked], who: Staff = SAM) -> o.Outcome:
    """The second supervisor's word."""
    return before.stage.do(d.ReleaseSilent(who, started.round, tuple(each.booking for each in booked), "sold"))


def test_a_dry_run_asks_nobody(before: Before) -> None:
    """How many by office and day, a sample by two digits, how many known people; and nothing is written."""
    rented(before, ANN, BEN)
    before.stage.put("DELETE FROM bookings WHERE status = 'fulfilled' AND number = "
                     "(SELECT max(number::text)::uuid FROM bookings)")  # fmt: skip
    planned = before.stage.ask(d.PreviewEarly(chosen(before)))
    assert isinstance(planned, do.EarlyPlanned)
    assert (planned.bookings, planned.known, planned.too_late) == (2, 1, 0)
    assert planned.by_day == (("San Francisco", before.visit, 2),)
    assert {each.ending for each in planned.sample} == {ANN[-2:], BEN[-2:]}
    assert ANN not in repr(planned)
    assert before.sent("follow_up") == []
    assert before.stage.one("SELECT count(*) FROM early_rounds") == 0


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({"line_type": "mobile"}, 0), ({"line_type": None, "carrier": "Rented Talk"}, 1),
        ({"line_type": None, "control": "block"}, 1), ({"line_type": None, "control": "calls"}, 0),
        ({"line_type": None, "reported": True}, 1), ({"never_came": True}, 0), ({"line_type": None}, None),
    ],
)  # fmt: skip
def test_signals_choose(before: Before, more: dict[str, Any], fits: int | None) -> None:
    """Each signal, all of them together; without any nobody is asked only for having booked."""
    stage, (booked,) = before.stage, rented(before, ANN)
    stage.put("UPDATE numbers SET carrier = 'Rented Talk'")
    stage.put("INSERT INTO sold_reports (id, at, channel, booking) VALUES (gen_random_uuid(), :now, 'sms', :id)",
              now=stage.now, id=booked.booking)  # fmt: skip
    stage.put(
        "INSERT INTO admissions (id, at, number, channel, service, office, decision, step, shown, fired) "
        "SELECT gen_random_uuid(), :now, number, 'voice', service, office, 'admit', 0, 0, "
        "'[[\"block\", \"record\", \"queue\"]]' FROM bookings WHERE id = :id", now=stage.now, id=booked.booking,
    )  # fmt: skip
    found = stage.ask(d.PreviewEarly(chosen(before, **more)))
    assert (found.bookings if isinstance(found, do.EarlyPlanned) else 0) == (fits or 0)
    block = stage.one("SELECT encode(block, 'hex') FROM numbers n JOIN bookings b ON b.number = n.id LIMIT 1")
    of_block = stage.ask(d.PreviewEarly(chosen(before, block=block, line_type=None)))
    assert isinstance(of_block, do.EarlyPlanned)
    elsewhere = chosen(before, office=stage.line.offices[1].id)
    assert isinstance(stage.ask(d.PreviewEarly(elsewhere)), do.NothingChosen)


def test_by_text_then_by_call_then_by_a_person(before: Before) -> None:
    """Each in humane hours, the next only while nobody has answered; one booking is asked early once."""
    rented(before, ANN)
    started = start(before)
    to(before, -21, 13)
    assert [row.by for row in before.sent("follow_up")] == ["text"]
    assert states(before, started) == ["asked"]
    to(before, -21, 16)
    assert [row.by for row in before.sent("follow_up")] == ["text", "call"]
    to(before, -20, 16)
    assert before.stage.rows("SELECT reason FROM callbacks") == [("early",)]
    assert isinstance(before.stage.do(d.StartEarly(SUE, chosen(before), "resale")), do.NothingChosen)
    assert before.stage.one("SELECT why FROM audit WHERE action = 'ask_early'") == "resale: 1 bookings"


def test_an_answer_keeps_it(before: Before) -> None:
    """By the digits of the text; nothing more is asked early, and the ordinary follow-up still comes."""
    (booked,) = rented(before, ANN)
    started = start(before)
    to(before, -21, 13)
    assert isinstance(before.stage.do(c.AnswerQuestion(before.stage.text(), before.nonce())), o.Kept)
    to(before, -19, 12)
    assert states(before, started) == ["keeps"]
    assert len(before.sent("follow_up")) == 1
    assert before.stage.one("SELECT count(*) FROM callbacks") == 0
    assert release(before, started, [booked]) in (do.SilentReleased(0, 1), do.ListUnstaffed())
    assert before.stage.one("SELECT state FROM touches WHERE kind = 'follow_up'") == "planned"


def test_silence_is_let_go_by_a_second_supervisor(before: Before) -> None:
    """Not by who started it, nor by whom they invited today; the place goes on, and the number is told."""
    stage, (started, booked) = before.stage, silent(before)
    assert states(before, started) == ["silent"]
    assert release(before, started, booked, SUE) == do.OwnRequest()
    stage.do(d.AddAgent(SUE, "tom", "Tom", "supervisor", ("en",)))
    assert release(before, started, booked, Staff("tom")) == do.InvitedToday()
    assert stage.status(booked[0].booking) == "booked"
    assert release(before, started, booked) == do.SilentReleased(1, 0)
    assert stage.status(booked[0].booking) == "cancelled"
    assert states(before, started) == ["released"]
    assert [row.by for row in before.sent("released")] == ["text"]
    assert [tuple(row) for row in stage.rows("SELECT actor, why FROM audit WHERE action = 'release_early'")] == [
        ("agent:sam", "sold")
    ]


def test_undelivered_is_not_silence(before: Before) -> None:
    """Neither text nor call has arrived: nothing is let go, though a person called in vain."""
    started, booked = silent(before, arrives="refused")
    assert states(before, started) == ["unreached"]
    assert release(before, started, booked) == do.SilentReleased(0, 1)
    assert before.stage.status(booked[0].booking) == "booked"


def test_one_channel_is_not_enough(before: Before) -> None:
    """The text arrived, the calls never rang."""
    rented(before, ANN)
    started = start(before)
    to(before, -21, 13)
    before.becomes("delivered", "follow_up")
    for days, hour in ((-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes("refused", "follow_up")
    called(before)
    assert states(before, started) == ["unreached"]


def test_without_a_person_nothing_is_let_go(before: Before) -> None:
    """Nobody has called them; and on another day on which nobody works on the list, not even who was called."""
    booked = rented(before, ANN)
    started = start(before)
    for days, hour in ((-21, 13), (-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes("delivered", "follow_up")
    assert states(before, started) == ["person"]
    assert release(before, started, booked) in (do.SilentReleased(0, 1), do.ListUnstaffed())
    called(before)
    before.stage.now = before.at(-19, 12)
    assert states(before, started) == ["silent"]
    assert release(before, started, booked) == do.ListUnstaffed()
    assert before.stage.status(booked[0].booking) == "booked"


def test_whoever_is_heard_of_meanwhile_keeps_it(before: Before) -> None:
    """The list that Sam saw is a minute old: who was reached since is not let go with the others."""
    stage, (started, booked) = before.stage, silent(before, ANN, BEN)
    assert states(before, started) == ["silent", "silent"]
    assert isinstance(stage.do(c.KeepBooking(stage.proven(BEN), booked[1].booking, booked[1].offer.slot)), o.Kept)
    assert release(before, started, booked) == do.SilentReleased(1, 1)
    assert stage.status(booked[1].booking) == "booked"


def test_a_landline_is_called_and_told_by_a_person(before: Before) -> None:
    """Two calls are its two; let go, no text can say so, so somebody calls."""
    started, booked = silent(before, CAT, texts="none")
    assert {row.by for row in before.sent("follow_up")} == {"call"}
    assert states(before, started) == ["silent"]
    assert release(before, started, booked) == do.SilentReleased(1, 0)
    assert before.stage.rows("SELECT reason FROM callbacks WHERE done_at IS NULL") == [("released",)]


def test_an_appeal_gives_the_place_back(before: Before) -> None:
    """While nobody else has it: to a person, who has the caller's proof; or by the digits of the text alone."""
    stage, (started, booked) = before.stage, silent(before, ANN, BEN)
    release(before, started, booked)
    agent = stage.agent(stage.proven(ANN))
    now = stage.ask(d.CallerOf(Staff("kim")))
    assert isinstance(now, do.CallerNow)
    assert [(each.booking, each.let_go) for each in now.given_up] == [(booked[0].booking, True)]
    assert isinstance(stage.do(d.Appeal(agent, booked[0].booking, "en")), o.Booked)
    assert isinstance(stage.do(c.AnswerQuestion(stage.text(BEN), stage.code(BEN, "undo"))), o.Booked)
    assert states(before, started) == ["keeps", "keeps"]


def test_an_appeal_that_comes_too_late_is_first_in_line(before: Before) -> None:
    """Somebody has the place: the number waits, and is drawn before all others."""
    stage, (started, booked) = before.stage, silent(before)
    release(before, started, booked)
    stage.put("UPDATE places SET booking = gen_random_uuid() WHERE booking = :id", id=booked[0].booking)
    agent = stage.agent(stage.proven(ANN))
    assert stage.do(d.Appeal(agent, booked[0].booking, "en")) == do.FirstOnList()
    assert stage.rows("SELECT class, office IS NULL FROM waiting WHERE ended_at IS NULL") == [(1, False)]
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'appeal'") == 1


def test_only_what_was_let_go_can_be_appealed(before: Before) -> None:
    """A booking that its holder gave up is none, and another number's is nobody's."""
    stage, (started, booked) = before.stage, silent(before)
    release(before, started, booked)
    other = stage.agent(stage.proven(BEN))
    assert stage.do(d.Appeal(other, booked[0].booking, "en")) == o.NoSuchBooking()
    unproven = stage.agent(stage.call(ANN), "ana")
    assert stage.do(d.Appeal(unproven, booked[0].booking, "en")) == o.ProofNeeded()


def test_a_visit_that_is_near_is_not_asked_early(before: Before) -> None:
    """The ordinary follow-up has it; the dry run says how many."""
    rented(before, ANN, BEN)
    before.stage.now = before.at(-3, 12)
    near = d.Chosen(before.at(-30, 0), before.stage.now, line_type="non_fixed_voip")
    assert isinstance(before.stage.ask(d.PreviewEarly(near)), do.NothingChosen)
    assert isinstance(before.stage.do(d.StartEarly(SUE, near, "leak")), do.NothingChosen)
