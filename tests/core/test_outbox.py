from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import NoReturn
from uuid import UUID

import pytest

from booking_core.commands import Confirm, SendCode
from exchange.faults import FaultKind
from telephony.provider import Provider
from tests.core.post import Post, lease
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.house import ACCOUNT, TOKEN, at_any_hour


def test_a_message_is_sent_once(stage: Stage, post: Post) -> None:
    """One round carries it out; the next finds nothing to do."""
    stage.held(stage.call())
    assert (post.round(), post.round()) == (1, 0)
    (text,) = post.inbox()
    assert stage.code() in text
    assert post.state() == "sent"


def test_a_leased_message_is_no_other_workers(stage: Stage) -> None:
    """For thirty seconds it is in one worker's hands."""
    stage.held(stage.call())
    (taken,) = lease(stage)
    assert taken.attempts == 1
    stage.wait(seconds=29)
    assert lease(stage) == []


def test_a_message_of_a_lost_worker_is_found_again(stage: Stage) -> None:
    """When its lease is over, the next worker goes on with it."""
    stage.held(stage.call())
    (first,) = lease(stage)
    stage.wait(seconds=30)
    (again,) = lease(stage)
    assert (again.id, again.attempts) == (first.id, 2)


def test_two_workers_never_take_one_message(stage: Stage) -> None:
    """Forty messages, four workers at once: each message is in exactly one hand."""
    stage.call()
    stage.put("INSERT INTO outbox(id, kind, number, language, lane, not_before, not_after) SELECT gen_random_uuid(), "
              "'booked', n.id, 'en', 1, :now, :late FROM numbers n, generate_series(1, 40)",
              now=stage.now, late=stage.now + timedelta(days=1))  # fmt: skip
    together = Barrier(4)

    def work(_: int) -> list[UUID]:
        together.wait()
        return [message.id for _ in range(3) for message in lease(stage, 7)]

    with ThreadPoolExecutor(4) as pool:
        taken = [message for hand in pool.map(work, range(4)) for message in hand]
    taken += [message.id for message in lease(stage, 40)]
    assert len(taken) == len(set(taken)) == 40


def test_codes_go_before_everything_else(stage: Stage) -> None:
    """A caller waits for the code; the confirmation of another can wait a moment."""
    stage.book(stage.proven(BEN))
    stage.wait(seconds=5)
    stage.held(stage.call(ANN))
    assert [message.kind for message in lease(stage, 1)] == ["code"]
    assert [message.kind for message in lease(stage)] == ["booked"]


def test_a_message_waits_for_its_time(stage: Stage) -> None:
    """Not before `not_before`."""
    stage.held(stage.call())
    stage.put("UPDATE outbox SET not_before = :at", at=stage.now + timedelta(minutes=5))
    assert lease(stage) == []
    stage.wait(minutes=5)
    assert len(lease(stage)) == 1


def test_a_message_too_late_is_not_sent(stage: Stage, post: Post) -> None:
    """At `not_after` a code is worth nothing: it ends as expired, unsent."""
    held = stage.held(stage.call())
    stage.now = held.until
    post.round()
    assert (post.state(), post.inbox()) == ("expired", [])


def test_a_code_that_is_over_is_not_sent(stage: Stage, post: Post) -> None:
    """Replaced by another hold before its text left, it would only mislead: the new one goes out alone."""
    who = stage.call()
    stage.held(who, stage.slot(0))
    stage.held(who, stage.slot(1))
    post.round()
    (text,) = post.inbox()
    assert stage.code() in text
    assert sorted(stage.rows("SELECT state FROM outbox")) == [("expired",), ("sent",)]


def test_what_was_rendered_is_sent_again_byte_for_byte(stage: Stage, post: Post) -> None:
    """The words are fixed at the first attempt, whatever the line is called at the second; they are kept sealed."""
    stage.held(stage.call())
    post.fails(FaultKind.TOO_MANY)
    post.round()
    (row,) = stage.rows("SELECT id, rendered, state FROM outbox")
    assert row.state == "waiting"
    rendered = stage.core.keys.decrypt(row.rendered, "outbox.rendered", row.id)
    assert stage.code().encode() not in bytes(row.rendered)
    stage.put("UPDATE lines SET name = 'Another Agency'")
    stage.wait(seconds=10)
    post.round()
    assert post.inbox() == [rendered]


def test_too_many_requests_wait_longer_each_time(stage: Stage, post: Post) -> None:
    """After 429 a text is tried again in one second, then two, five and fifteen, and it arrives once."""
    stage.held(stage.call())
    post.fails(FaultKind.TOO_MANY, count=4)
    waits = []
    for _ in range(4):
        assert post.round() == 1
        until = stage.one("SELECT not_before FROM outbox")
        waits.append((until - stage.now).total_seconds())
        stage.now = until - timedelta(milliseconds=1)
        assert post.round() == 0
        stage.now = until
    assert waits == [1, 2, 5, 15]
    post.round()
    assert len(post.inbox()) == 1


def test_a_permanent_refusal_ends_it(stage: Stage, post: Post) -> None:
    """Whoever has opted out is not texted again; the row says why."""
    stage.held(stage.call())
    post.fails(FaultKind.REFUSED, code=21610)
    post.round()
    stage.wait(minutes=5)
    assert post.round() == 0
    assert stage.rows("SELECT state, error FROM outbox") == [("refused", "21610")]


@pytest.mark.parametrize("kind", [FaultKind.BROKEN_AFTER, FaultKind.HANGING])
def test_a_text_whose_answer_was_lost_is_found(stage: Stage, post: Post, kind: FaultKind) -> None:
    """The provider took it and nobody heard: half a minute later it is found there, and not sent again."""
    stage.held(stage.call())
    post.fails(kind, seconds=1.5)
    post.round()
    assert post.state() == "unknown"
    stage.wait(seconds=29)
    assert post.round() == 0
    stage.wait(seconds=1)
    post.round()
    assert post.state() == "sent"
    assert len(post.inbox()) == 1
    assert stage.one("SELECT sid FROM outbox") == post.exchange.switch.texts.inbox(ANN)[0].sid


def test_a_text_the_provider_never_took_is_sent_again_once(stage: Stage, post: Post) -> None:
    """Unclear, looked for, not there: it goes out, and the person sees it once."""
    stage.held(stage.call())
    post.fails(FaultKind.BROKEN)
    post.round()
    assert (post.state(), post.inbox()) == ("unknown", [])
    stage.wait(seconds=30)
    post.round()
    assert (post.state(), len(post.inbox())) == ("sent", 1)


def test_unclear_twice_is_not_tried_a_third_time(stage: Stage, post: Post) -> None:
    """Better a call than a text seen three times: the second is looked for too, and then the line calls."""
    stage.held(stage.call())
    post.fails(FaultKind.BROKEN_AFTER)
    post.round()
    post.exchange.switch.texts.forget()  # the provider cannot find it either
    post.fails(FaultKind.BROKEN)
    stage.wait(seconds=30)
    post.round()
    assert post.state() == "unknown"
    stage.wait(seconds=30)
    post.round()
    assert stage.rows("SELECT kind, state, error FROM outbox ORDER BY id") == [
        ("code", "refused", "unknown"), ("proof_call", "waiting", None),
    ]  # fmt: skip


def test_the_second_of_two_unclear_ones_is_found(stage: Stage, post: Post) -> None:
    """It was taken after all: half a minute later it is known."""
    stage.held(stage.call())
    post.fails(FaultKind.BROKEN)
    post.fails(FaultKind.BROKEN_AFTER)
    for _ in range(3):
        post.round()
        stage.wait(seconds=30)
    assert (post.state(), len(post.inbox())) == ("sent", 1)


def test_the_same_code_twice_is_two_texts(stage: Stage, post: Post) -> None:
    """A resend says what the first text said: the first, found at the provider, is not taken for it."""
    who = stage.call()
    held = stage.held(who)
    post.round()
    stage.wait(minutes=1)
    stage.do(SendCode(who, "confirm", held.booking, "en"))
    post.fails(FaultKind.BROKEN)
    for _ in range(2):
        post.round()
        stage.wait(seconds=30)
    assert len(set(post.inbox())) == 1
    assert len(post.inbox()) == stage.one("SELECT count(DISTINCT sid) FROM outbox") == 2


def test_nobody_else_sends_it_while_it_is_unknown(stage: Stage, post: Post) -> None:
    """The sender was changed meanwhile: the text goes out again from the one that may have sent it; new ones do not."""
    stage.held(stage.call())
    post.fails(FaultKind.BROKEN)
    post.round()
    stage.held(stage.call(BEN), stage.slot(3))
    post.settings = post.settings.model_copy(update={"text_sender": "Fairline"})
    stage.wait(seconds=30)
    post.round()
    ours = post.settings.twilio_number
    assert [text.from_ for e164 in (ANN, BEN) for text in post.exchange.switch.texts.inbox(e164)] == [ours, "Fairline"]


@pytest.mark.parametrize(("kind", "copies"), [("code", 2), ("booked", 1)])
def test_where_the_provider_cannot_say(stage: Stage, post: Post, kind: str, copies: int) -> None:
    """Its list is away. A code's caller waits, so it goes out once more; a notice waits until the list answers."""
    if kind == "code":
        stage.held(stage.call())
    else:
        stage.book(stage.proven())
    post.fails(FaultKind.BROKEN_AFTER)
    post.fails(FaultKind.NO_LIST, count=3)
    for _ in range(4):
        post.round()
        stage.wait(seconds=30)
    assert len(post.inbox()) == 1 if kind == "booked" else copies
    post.round()
    assert (post.state(), len(post.inbox())) == ("sent", copies)


class Died(BaseException):
    """The worker is gone."""


class Dying(Provider):
    """Takes a text to the provider, and the worker does not live to hear of it."""

    def send_text(self, sender: str, to: str, body: str, status_url: str) -> NoReturn:
        """Send it, and die."""
        super().send_text(sender, to, body, status_url)
        raise Died


def test_a_worker_that_dies_after_the_provider_took_a_text(stage: Stage, post: Post) -> None:
    """Sent, and dead before it was noted: the next worker finds the text there, and the person sees it once."""
    stage.held(stage.call())

    with pytest.raises(Died):
        post.round(Dying(ACCOUNT, TOKEN, post.address))
    stage.wait(minutes=1)
    post.round()
    assert post.state() == "sent"
    assert len(post.inbox()) == 1


def test_whoever_carries_is_told_of_what_was_staged(stage: Stage) -> None:
    """After the commit, by the ids of the rows: of the claim's own messages and of all others, and of nothing else."""
    woken: list[UUID] = []
    stage.core.wake = woken.extend
    who = stage.call()
    held = stage.ready(who)
    stage.do(Confirm(who, held.booking, stage.code()))
    stage.wait(minutes=1)
    stage.do(SendCode(stage.call(BEN), "presence", None, "en"))
    stage.held(stage.proven(CAT), stage.slot(5))
    assert sorted(woken) == sorted(row.id for row in stage.rows("SELECT id FROM outbox"))
    assert len(woken) == 3


@pytest.mark.parametrize(("status", "left"), [("booked", "waiting"), ("cancelled", "expired")])
def test_no_word_about_a_visit_that_was_given_up(stage: Stage, status: str, left: str) -> None:
    """A reminder that goes again, and that nothing withdrew, stays here all the same; one of a visit to come leaves."""
    booked = stage.book(stage.proven())
    at_any_hour(stage.core)
    stage.put("UPDATE outbox SET state = 'delivered'")
    stage.put("INSERT INTO outbox(id, kind, number, booking, language, lane, not_before, not_after) SELECT "
              "gen_random_uuid(), 'reminder', number, id, 'en', 2, :now, :late FROM bookings",
              now=stage.now, late=stage.now + timedelta(hours=1))  # fmt: skip
    stage.put("UPDATE bookings SET status = :status WHERE id = :id", status=status, id=booked.booking)
    assert [row.kind for row in lease(stage)] == (["reminder"] if left == "waiting" else [])
    assert stage.one("SELECT state FROM outbox WHERE kind = 'reminder'") == left
