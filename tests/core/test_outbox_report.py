"""What operators see of the outbox, and what they may have tried again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from booking_core import outbox_report as report
from booking_core import outbox_retry
from booking_core.commands import ReportDelivery
from exchange.faults import FaultKind
from tests.core.post import Post
from tests.core.stage import ANN, Stage
from tests.core.test_scans import scans

DAY = timedelta(days=1)


def put(stage: Stage, state: str = "waiting", **values: object) -> UUID:
    """A message of the one number, due now and for a day."""
    row = {
        "kind": "booked", "by": "text", "lane": 1, "not_before": stage.now, "not_after": stage.now + DAY, "error": None,
        "done_at": None if state in ("waiting", "unknown") else stage.now, "sender": None, "booking": None, **values,
    }  # fmt: skip
    statement = (
        f"INSERT INTO outbox (id, number, language, state, {', '.join(row)}) SELECT uuidv7(), id, 'en', :state, "
    )
    statement += ", ".join(f":{name}" for name in row)
    return UUID(str(stage.one(f"{statement} FROM numbers RETURNING id", state=state, **row)))


def again(stage: Stage, **which: object) -> int:
    """How many an operator's retry let go."""
    return stage.core.at(stage.now).transact(lambda t: outbox_retry.retry(t, 100, **which))  # type: ignore[arg-type]


def test_what_waits_is_told_apart(stage: Stage) -> None:
    """Due, not yet due, in no worker's hands, in one's hands, and perhaps sent: each is counted as what it is."""
    stage.call()
    past, soon = stage.now - timedelta(minutes=4), stage.now + timedelta(minutes=4)
    put(stage, not_before=past)
    put(stage)
    put(stage, not_before=soon)
    put(stage, "unknown", not_before=soon)
    put(stage, lane=2, by="call", not_before=past)
    stage.put("UPDATE outbox SET lease_until = :soon WHERE lane = 2", soon=soon)
    answers, unasked = stage.core.at(stage.now).transact(report.under_way)
    assert answers == report.UnderWay("answers", "text", 2, 1, 1, past, untaken=1, lost=1)
    assert unasked == report.UnderWay("unasked", "call", 1, 0, 0, past, untaken=0, lost=0)


def test_who_waits_for_a_turn_is_not_stuck(stage: Stage) -> None:
    """Ten thousand reminders take hours: while one after another leaves, none of them is stuck."""
    stage.call()
    put(stage, lane=2, not_before=stage.now - timedelta(hours=2))
    put(stage, "sent", lane=2, done_at=stage.now - timedelta(seconds=59))
    core = stage.core.at(stage.now)
    assert [(each.due, each.untaken) for each in core.transact(report.under_way)] == [(1, 0)]
    stage.wait(seconds=2)
    assert [each.untaken for each in stage.core.at(stage.now).transact(report.under_way)] == [1]


def test_the_rate_is_of_what_is_known(stage: Stage) -> None:
    """Delivered of all with an answer, by sender and lane; what was only sent, and what is older, counts nowhere."""
    stage.call()
    for state in ("delivered", "delivered", "delivered", "undelivered", "sent", "expired"):
        put(stage, state, sender="+18005550199")
    put(stage, "undelivered", sender="+18005550199", done_at=stage.now - 2 * DAY)
    put(stage, "refused", sender="+14155550100", lane=0)
    day = stage.core.at(stage.now).transact(lambda t: report.rates(t, DAY))
    assert [(rate.sender, rate.lane, rate.share) for rate in day] == [
        ("+14155550100", "codes", 0), ("+18005550199", "answers", 0.75),
    ]  # fmt: skip
    month = stage.core.at(stage.now).transact(lambda t: report.rates(t, 30 * DAY))
    assert month[1].share == 0.6


def test_the_sender_is_noted_when_it_is_sent(stage: Stage, post: Post) -> None:
    """With the first attempt the row holds what it went from and what it is billed as."""
    stage.held(stage.call())
    post.round()
    assert stage.rows("SELECT sender, segments FROM outbox") == [(post.settings.text_sender, 1)]


def test_what_failed_goes_again_once_mended(stage: Stage, post: Post) -> None:
    """It arrives, as a row of its own: the old attempt's late reports neither stop nor lose it; and only once."""
    stage.held(stage.call())
    post.fails(FaultKind.UNDELIVERED, code=30007)
    post.round()
    first = stage.one("SELECT id FROM outbox")
    stage.do(ReportDelivery(first, "undelivered", "SM" + "1" * 32, "30007"))
    stage.put("DELETE FROM outbox WHERE id <> :first", first=first)  # the call that goes in its place
    assert stage.core.at(stage.now).transact(lambda t: report.failed(t, DAY)) == [report.Failed("30007", "text", 1, 1)]
    assert (again(stage, code="30003"), again(stage, code="30007"), again(stage)) == (0, 1, 0)
    stage.do(ReportDelivery(first, "sent", "SM" + "1" * 32, None))
    assert post.round() == 1
    assert len(post.inbox(ANN)) == 1
    assert stage.rows("SELECT state FROM outbox WHERE again IS NULL") == [("sent",)]


def test_what_arrived_after_all_does_not_go_again(stage: Stage, post: Post) -> None:
    """A telephone reports late that it has the text: the second copy, which had not left, stays here."""
    stage.held(stage.call())
    post.fails(FaultKind.UNDELIVERED, code=30007)
    post.round()
    first = stage.one("SELECT id FROM outbox")
    stage.do(ReportDelivery(first, "undelivered", "SM" + "1" * 32, "30007"))
    stage.put("DELETE FROM outbox WHERE id <> :first", first=first)
    assert again(stage, code="30007") == 1
    stage.do(ReportDelivery(first, "delivered", "SM" + "1" * 32, None))
    assert post.round() == 0
    assert stage.rows("SELECT state FROM outbox ORDER BY id") == [("delivered",), ("expired",)]


def test_what_waits_for_a_mend_need_not_wait_for_its_turn(stage: Stage) -> None:
    """A message that the provider refused for a cause that can be mended is shown as such, and due once it is."""
    stage.call()
    put(stage, error="30034", not_before=stage.now + timedelta(minutes=15))
    put(stage, not_before=stage.now + timedelta(minutes=15))
    core = stage.core.at(stage.now)
    assert core.transact(report.held_up) == [report.Failed("30034", "text", 1, 1)]
    assert (again(stage), again(stage)) == (1, 0)
    assert [each.due for each in core.transact(report.under_way)] == [1]


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("delivered", {}),
        ("sent", {}),
        ("unknown", {}),
        ("expired", {}),
        ("refused", {"error": "unknown"}),
        ("undelivered", {"not_after": "past"}),
        ("undelivered", {"by": "call"}),
    ],
)
def test_what_may_have_arrived_or_is_over_does_not_go_again(
    stage: Stage, state: str, values: dict[str, object]
) -> None:
    """Delivered, perhaps delivered, too late, or a call that nobody took: a retry changes nothing."""
    stage.call()
    values = {name: stage.now if value == "past" else value for name, value in values.items()}
    put(stage, state, **values)
    assert again(stage) == 0
    assert stage.one("SELECT count(*) FROM outbox") == 1


def test_nobody_is_told_what_is_no_longer_so(stage: Stage) -> None:
    """A confirmation that failed does not go again once the booking was given up, nor to who opted out since."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(6)).booking
    stage.put("DELETE FROM outbox")
    put(stage, "undelivered", booking=booked)
    put(stage, kind="given_up", booking=booked)
    assert again(stage) == 0
    stage.put("DELETE FROM outbox WHERE kind = 'given_up'")
    stage.put("UPDATE numbers SET opted_out_at = now()")
    assert again(stage) == 0
    stage.put("UPDATE numbers SET opted_out_at = NULL")
    assert again(stage) == 1


def test_what_goes_again_by_itself_is_not_doubled(stage: Stage) -> None:
    """A notice that carriers filtered is laid into the outbox anew at once: an operator's retry hastens that one."""
    stage.call()
    first = put(stage, "sent", kind="reminder", lane=2)
    stage.do(ReportDelivery(first, "undelivered", "SM" + "1" * 32, "30007"))
    assert stage.one("SELECT count(*) FROM outbox") == 2
    core = stage.core.at(stage.now)
    assert core.transact(lambda t: report.failed(t, DAY)) == [report.Failed("30007", "text", 1, 0, gone=1)]
    assert (again(stage, code="30003"), again(stage, code="30007"), again(stage)) == (0, 1, 0)
    assert stage.rows("SELECT state, not_before FROM outbox WHERE id <> :first", first=first) == [
        ("waiting", stage.now)
    ]


def test_a_dead_code_does_not_go_again(stage: Stage) -> None:
    """A code that was replaced or used helps nobody."""
    stage.held(stage.call())
    stage.put("UPDATE outbox SET state = 'undelivered', done_at = :now", now=stage.now)
    stage.put("UPDATE codes SET dead_at = :now", now=stage.now)
    assert again(stage) == 0


def test_operators_look_without_reading_tables_whole(stage: Stage) -> None:
    """Whatever they ask of an outbox of years, an index finds it."""
    stage.held(stage.call())
    with scans(stage) as found:
        core = stage.core.at(stage.now)
        core.transact(report.under_way)
        core.transact(lambda t: (report.ended(t, DAY), report.rates(t, DAY), report.failed(t, DAY)))
        again(stage)
    assert not found, found[0]


def test_a_missed_ring_is_no_message_that_did_not_arrive(stage: Stage) -> None:
    """An agent who was not there and a caller who had hung up are the queue's; a text that failed is not."""
    stage.call()
    put(stage, "undelivered", error="30005")
    put(stage, "refused", kind="agent", by="call", error="20404")
    put(stage, "refused", kind="fetch", by="move", error="20404")
    failed = stage.core.at(stage.now).transact(lambda t: report.failed(t, DAY))
    assert [(each.code, each.messages) for each in failed] == [("30005", 1)]
