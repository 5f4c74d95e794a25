"""What a refusal of the provider means: a call, a person, or an operator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from booking_core.alerts import MENDS
from booking_core.commands import ReportDelivery
from booking_core.refusals import CAUSES
from booking_core.tripwires import WIRES
from exchange.faults import FaultKind
from tests.core.post import Post
from tests.core.stage import ANN, BEN, Stage

ROOT = Path(__file__).parents[2]
ALERTS = "SELECT what, detail, times FROM alerts"
STATES = "SELECT kind, state, error FROM outbox ORDER BY id"
PEOPLE = "SELECT reason FROM callbacks"


def test_every_cause_has_a_mend() -> None:
    """Whatever raises an alert, an operator reads what to do about it."""
    product = [*ROOT.glob("*.py"), *(ROOT / "booking_core").glob("*.py")]
    raised = {what for file in product for what in re.findall(r'\balert\(\w+, "(\w+)"', file.read_text())}
    assert raised
    assert raised | set(CAUSES.values()) | {wire.alert for wire in WIRES} == set(MENDS)


@pytest.mark.parametrize("code", [30003, 30005, 30006, 21614, 21635, 21211])
def test_unreachable_is_called(stage: Stage, post: Post, code: int) -> None:
    """For a code the line calls; nobody has anything to mend."""
    stage.held(stage.call())
    post.fails(FaultKind.REFUSED, code=code)
    post.round()
    assert stage.rows(STATES) == [("code", "refused", str(code)), ("proof_call", "waiting", None)]
    assert stage.rows(ALERTS) == []


@pytest.mark.parametrize(("code", "what"), [(21408, "geo"), (21606, "sender"), (30034, "unregistered")])
def test_a_notice_waits_for_the_mend(stage: Stage, post: Post, code: int, what: str) -> None:
    """An operator hears of it, once more at each try; once it is mended the same text arrives."""
    stage.book(stage.proven())
    post.fails(FaultKind.REFUSED, count=2, code=code)
    for _ in range(3):
        post.round()
        stage.wait(minutes=15)
    assert stage.rows(ALERTS) == [(what, str(code), 2)]
    assert len(post.inbox()) == 1
    assert stage.rows(PEOPLE) == []


def test_a_notice_that_no_mend_can_help_any_more(stage: Stage, post: Post) -> None:
    """Its time ends before the next try: a person tells."""
    stage.book(stage.proven())
    stage.put("UPDATE outbox SET not_after = not_before + interval '10 minutes'")
    post.fails(FaultKind.REFUSED, code=21408)
    post.round()
    assert stage.rows(PEOPLE) == [("undelivered",)]


def test_a_code_does_not_wait_for_a_mend(stage: Stage, post: Post) -> None:
    """Its caller waits: the line calls, and the operator hears of it as well."""
    stage.held(stage.call())
    post.fails(FaultKind.REFUSED, code=21408)
    post.round()
    assert stage.rows(STATES) == [("code", "refused", "21408"), ("proof_call", "waiting", None)]
    assert stage.rows(ALERTS) == [("geo", "21408", 1)]


def test_a_notice_that_is_filtered_on_its_way(stage: Stage, post: Post) -> None:
    """The report comes doubled: one more try, a row of its own, when an operator had time to mend it."""
    stage.book(stage.proven())
    post.round()
    (row,) = stage.rows("SELECT id, sid FROM outbox")
    for _ in range(2):
        stage.do(ReportDelivery(row.id, "undelivered", row.sid, "30007"))
    assert stage.rows(STATES) == [("booked", "undelivered", "30007"), ("booked", "waiting", None)]
    assert stage.rows(ALERTS) == [("filtered", "30007", 1)]
    assert post.round() == 0
    stage.wait(minutes=15)
    post.round()
    assert len(set(post.inbox())) == 1
    assert len(post.inbox()) == 2


def test_after_an_opt_out_no_machine_writes_or_calls(stage: Stage, post: Post) -> None:
    """The provider says so once; what waits after that for the same number ends unsent, and a person calls."""
    stage.book(stage.proven())
    post.fails(FaultKind.REFUSED, code=21610)
    post.round()
    assert stage.rows("SELECT opted_out_at, source FROM numbers JOIN consents ON number = numbers.id") == [
        (stage.now, "report")
    ]
    assert stage.rows(PEOPLE) == [("opted_out",)]
    stage.put("UPDATE callbacks SET done_at = asked_at")
    held = stage.held(stage.call(BEN), stage.slot(4))
    stage.put("UPDATE outbox SET number = (SELECT id FROM numbers WHERE opted_out_at IS NOT NULL) WHERE booking = :id",
              id=held.booking)  # fmt: skip
    assert post.round() == 0
    assert stage.rows(STATES)[-1] == ("code", "refused", "21610")
    assert stage.rows("SELECT reason FROM callbacks WHERE done_at IS NULL") == [("opted_out",)]
    assert (post.inbox(ANN), post.calls(ANN)) == ([], [])


def test_a_refused_token_holds_everything_back(stage: Stage, post: Post) -> None:
    """Nothing was carried out: all of it goes once the token is right."""
    stage.held(stage.call())
    post.exchange.switch.token = "another"
    post.round()
    assert stage.rows(ALERTS) == [("auth", "20003", 1)]
    post.exchange.switch.token = post.settings.twilio_auth_token.get_secret_value()
    stage.wait(seconds=1)
    post.round()
    assert len(post.inbox()) == 1
