"""Early follow-up: chosen by signals, tried dry, asked on two channels and then by a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import early
from booking_core import outcomes as o
from booking_core.admission import Policy
from tests.core.before import Before
from tests.core.early import SUE, begun, chosen, release, rented, start, states, to
from tests.core.seekers import SHIPPED, only, under
from tests.core.stage import ANN, BEN, CAT, Stage


@pytest.fixture
def before(stage: Stage) -> Before:
    """Three weeks before a Tuesday, with two supervisors at the desk."""
    return begun(stage)


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


def test_no_more_are_asked_than_people_can_call(before: Before, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dry run says so already, and nothing is started."""
    rented(before, ANN, BEN)
    monkeypatch.setattr(early, "MOST", 1)
    assert before.stage.ask(d.PreviewEarly(chosen(before))) == do.TooManyChosen(1)
    assert before.stage.do(d.StartEarly(SUE, chosen(before), "resale")) == do.TooManyChosen(1)
    assert before.stage.one("SELECT count(*) FROM early_rounds") == 0


def test_no_more_are_read_than_can_be_asked(before: Before, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many fit: the database counts those whose visits are too near, and hands over one more than the most."""
    stage = before.stage
    rented(before, ANN, BEN)
    stage.book(stage.proven(CAT), before.slot(days=1))
    stage.put("UPDATE numbers SET line_type = 'non_fixed_voip', zones = '{}'")
    monkeypatch.setattr(early, "MOST", 1)
    wish, read = chosen(before), list[int]()

    def note(_: object, cursor: psycopg.Cursor[Any], statement: str, *rest: object) -> None:
        read.extend([cursor.rowcount] if "FROM bookings" in statement else [])

    sa.event.listen(stage.core.database.engine, "after_cursor_execute", note)
    assert stage.ask(d.PreviewEarly(wish)) == do.TooManyChosen(1)
    assert max(read) == 2
    stage.now = before.at(-3, 12)
    read.clear()
    planned = stage.ask(d.PreviewEarly(wish))
    assert isinstance(planned, do.EarlyPlanned)
    assert (planned.bookings, planned.too_late) == (1, 2)
    assert max(read) == 1


def test_only_controls_of_the_policy_are_offered(before: Before) -> None:
    """Whether or not they have fired; and none that is switched off."""
    control = only("block").controls[0]
    policy = replace(SHIPPED, controls=(control, replace(control, name="gone", mode="off")))
    for given, offered in ((policy, ("block", "line_type")), (replace(policy, line_type_mode="off"), ("block",)),
                           (Policy(), ())):  # fmt: skip
        known = under(before.stage, given).ask(d.SeeEarly())
        assert isinstance(known, do.EarlyDesk)
        assert known.controls == offered


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


def test_a_visit_that_is_near_is_not_asked_early(before: Before) -> None:
    """The ordinary follow-up has it; the dry run says how many."""
    rented(before, ANN, BEN)
    before.stage.now = before.at(-3, 12)
    near = d.Chosen(before.at(-30, 0), before.stage.now, line_type="non_fixed_voip")
    assert isinstance(before.stage.ask(d.PreviewEarly(near)), do.NothingChosen)
    assert isinstance(before.stage.do(d.StartEarly(SUE, near, "leak")), do.NothingChosen)
