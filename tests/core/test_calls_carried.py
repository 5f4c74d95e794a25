from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from booking_core import commands as c
from exchange.faults import FaultKind
from ivr.delivery import unseal_delivery
from tests.core.post import Post
from tests.core.stage import ANN, Stage


@pytest.fixture
def asked(stage: Stage) -> UUID:
    """A call was asked for fifteen seconds ago, so that the stage's clock is the provider's; its row in the outbox."""
    stage.wait(seconds=-15)
    stage.do(c.SendCode(stage.call(), "presence", None, "en", "call"))
    stage.wait(seconds=15)
    return UUID(str(stage.one("SELECT id FROM outbox")))


def test_a_call_is_carried_once(stage: Stage, post: Post, asked: UUID) -> None:
    """It rings at the number, and its address opens as the delivery that it carries."""
    assert (post.round(), post.round()) == (1, 0)
    (call,) = post.calls()
    assert (call.status, call.from_) == ("ringing", post.settings.twilio_number)
    sealed = parse_qs(urlsplit(call.documents.entry.url).query)["s"][0]
    assert unseal_delivery(sealed, stage.now, stage.core.keys.seals) == asked
    assert stage.rows("SELECT state, sid, rendered FROM outbox") == [("sent", call.sid, None)]


def test_it_does_not_ring_before_its_time(stage: Stage, post: Post, asked: UUID) -> None:
    """Who asked has fifteen seconds to hang up."""
    stage.wait(seconds=-1)
    assert post.round() == 0


def test_it_does_not_ring_for_a_code_that_was_used(stage: Stage, post: Post, asked: UUID) -> None:
    """The row ends as expired, and the telephone is left alone."""
    stage.put("UPDATE codes SET used_at = :now", now=stage.now)
    post.round()
    assert (post.state(), post.calls()) == ("expired", [])


def test_too_many_calls_wait(stage: Stage, post: Post, asked: UUID) -> None:
    """A call that the provider did not take for the moment is placed a second later."""
    post.fails(FaultKind.TOO_MANY)
    post.round()
    assert (post.state(), post.calls()) == ("waiting", [])
    stage.wait(seconds=1)
    post.round()
    assert (post.state(), len(post.calls())) == ("sent", 1)


def test_a_number_that_cannot_be_called(stage: Stage, post: Post, asked: UUID) -> None:
    """The provider will never place this call: a person follows up at once."""
    post.fails(FaultKind.REFUSED, code=21215)
    post.round()
    assert (post.state(), post.round()) == ("refused", 0)
    assert stage.rows("SELECT reason FROM callbacks") == [("proof_call",)]


@pytest.mark.parametrize(
    ("kind", "calls"), [(FaultKind.BROKEN_AFTER, 1), (FaultKind.HANGING, 1), (FaultKind.BROKEN, 0)]
)
def test_a_call_whose_answer_was_lost(stage: Stage, post: Post, asked: UUID, kind: FaultKind, calls: int) -> None:
    """Half a minute later it is looked for; the telephone rings once, whether or not the provider had taken it."""
    post.fails(kind, seconds=1.5)
    post.round()
    assert (post.state(), len(post.calls())) == ("unknown", calls)
    stage.wait(seconds=30)
    post.round()
    (call,) = post.calls()
    assert stage.rows("SELECT state, sid FROM outbox") == [("sent", call.sid)]


def test_unclear_twice_is_not_tried_again(stage: Stage, post: Post, asked: UUID) -> None:
    """It may have rung; the caller hears that nothing came and can ask again, and a person follows up."""
    post.fails(FaultKind.BROKEN, count=2)
    for _ in range(3):
        post.round()
        stage.wait(seconds=30)
    assert stage.rows("SELECT state, error FROM outbox") == [("refused", "unknown")]
    assert stage.rows("SELECT reason FROM callbacks") == [("proof_call",)]


def test_a_text_the_provider_refuses_becomes_a_call(stage: Stage, post: Post) -> None:
    """A landline where no texts go: the same code is called."""
    held = stage.held(stage.call())
    post.fails(FaultKind.REFUSED, code=21614)
    post.round()
    stage.wait(seconds=15)
    post.round()
    assert [call.to for call in post.calls()] == [ANN]
    assert stage.one("SELECT not_after FROM outbox WHERE kind = 'proof_call'") == held.until


def test_a_text_to_who_has_opted_out_becomes_a_persons_call(stage: Stage, post: Post) -> None:
    """No machine rings there."""
    stage.held(stage.call())
    post.fails(FaultKind.REFUSED, code=21610)
    post.round()
    assert stage.rows("SELECT reason FROM callbacks") == [("opted_out",)]
    assert stage.one("SELECT count(*) FROM outbox") == 1


def test_a_text_nobody_knows_of_becomes_a_call(stage: Stage, post: Post) -> None:
    """Twice unclear, and not to be found: the same code is called, once, though its text may arrive yet."""
    stage.held(stage.call())
    post.fails(FaultKind.BROKEN, count=2)
    for _ in range(5):
        post.round()
        stage.wait(seconds=30)
    assert [call.to for call in post.calls()] == [ANN]
    assert (post.inbox(), stage.one("SELECT count(*) FROM codes")) == ([], 1)


# ── News of a booking ──


@pytest.mark.parametrize(("send", "expected"), [("text", ["Booked: ", "Your new time: ", "Given up: "]), ("none", [])])
def test_a_change_is_texted(stage: Stage, post: Post, send: c.Send, expected: list[str]) -> None:
    """Booked, moved and given up by phone, each is texted, to a phone that gets texts."""
    _changed(stage, send, post)
    texts = post.inbox()
    assert len(texts) == len(expected)
    assert all(text.startswith(begins) for text, begins in zip(texts, expected, strict=True))


def test_a_discreet_booking_is_texted_without_saying_what_it_is(stage: Stage, post: Post) -> None:
    """Neither institution nor office nor month stands in any of its texts."""
    stage.held(stage.call("+12025550102"), send="discreet")
    _changed(stage, "discreet", post)
    texts = post.inbox() + post.inbox("+12025550102")
    assert len(texts) == 4
    assert not [text for text in texts if any(word in text for word in ("Passport", "San Francisco", "Nov", "Dec"))]


def _changed(stage: Stage, send: c.Send, post: Post) -> None:
    who = stage.proven()
    held = stage.held(who, stage.slot(0), send=send)
    stage.born(who, held)
    stage.do(c.Confirm(who, held.booking, None))
    post.round()
    stage.do(c.HoldMove(who, held.booking, stage.slot(1)))
    stage.do(c.Move(who, held.booking))
    post.round()
    stage.do(c.Cancel(who, held.booking))
    post.round()


def test_news_that_is_not_true_any_more(stage: Stage, post: Post) -> None:
    """Given up and taken back before the text left: it never leaves. After an hour it is no news either."""
    who = stage.proven()
    booked = stage.book(who)
    post.round()
    stage.do(c.Cancel(who, booked.booking))
    stage.do(c.UndoCancel(who, booked.booking))
    assert post.round() == 0
    stage.do(c.Cancel(who, booked.booking))
    ends = stage.one("SELECT max(not_after) FROM outbox WHERE kind = 'given_up'")
    assert ends - stage.now == timedelta(hours=1)


def test_what_is_taken_back_is_texted_again(stage: Stage, post: Post) -> None:
    """Where the text that it is given up has left, the last word on the telephone is that it is booked."""
    who = stage.proven()
    booked = stage.book(who)
    post.round()
    stage.do(c.Cancel(who, booked.booking))
    post.round()
    stage.do(c.UndoCancel(who, booked.booking))
    post.round()
    first, given_up, again = post.inbox()
    assert given_up.startswith("Given up")
    assert again == first
    stage.do(c.UndoCancel(who, booked.booking))
    assert post.round() == 0


def test_who_gives_up_by_text_is_answered_there(stage: Stage, post: Post) -> None:
    """The thread has the answer already; no second text says it again."""
    held = stage.ready(stage.call())
    stage.do(c.Confirm(stage.text(), None, stage.code()))
    stage.do(c.Cancel(stage.text(), held.booking))
    assert stage.rows("SELECT FROM outbox WHERE kind = 'given_up'") == []
