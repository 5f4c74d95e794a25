"""After a restore the provider is asked before anything is sent, and calls that the copy knows half of are found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import gap, restored
from tests.core.post import Post
from tests.core.ringing import ask
from tests.core.stage import BEN, Stage


def go_back(stage: Stage) -> None:
    """The database is the copy that was made before anything was sent."""
    stage.put("UPDATE outbox SET state = 'waiting', attempts = 0, lease_until = NULL, rendered = NULL, sid = NULL, "
              "sender = NULL, segments = NULL, done_at = NULL, begun_at = NULL, unknowns = 0")  # fmt: skip


@pytest.mark.parametrize("asked", [True, False])
def test_what_went_out_since_the_copy_is_not_sent_again(stage: Stage, post: Post, asked: bool) -> None:
    """The provider's log has it; without the question it would be there twice."""
    stage.held(stage.call())
    post.round()
    go_back(stage)
    stage.wait(minutes=3)
    if asked:
        assert stage.core.at(stage.now).transact(restored.look_first) == 1
    assert post.round() == 1
    assert (len(post.inbox()), post.state()) == (1 if asked else 2, "sent")


def test_what_never_went_out_is_sent(stage: Stage, post: Post) -> None:
    """The provider does not know it: it goes out, once."""
    stage.held(stage.call())
    stage.core.at(stage.now).transact(restored.look_first)
    post.round()
    assert (len(post.inbox()), post.round()) == (1, 0)


def test_what_is_not_due_waits_on(stage: Stage, post: Post) -> None:
    """Its time had not come, so it cannot have gone out."""
    stage.held(stage.call())
    stage.put("UPDATE outbox SET not_before = :later", later=stage.now + timedelta(minutes=1))
    assert stage.core.at(stage.now).transact(restored.look_first) == 0
    assert post.state() == "waiting"


def test_nobody_is_rung_again(stage: Stage, post: Post) -> None:
    """A call of ours that was made since the copy is found as well."""
    who = stage.call(BEN)
    ask(stage, who, stage.held(who, send="none"))
    post.round()
    go_back(stage)
    stage.wait(seconds=20)
    stage.core.at(stage.now).transact(restored.look_first)
    post.round()
    assert (len(post.calls(BEN)), post.state()) == (1, "sent")


def test_a_call_that_was_under_way_is_half_known(stage: Stage) -> None:
    """After an outage what was written down is known; after a restore only a call whose end was written down, too."""
    over, under_way = stage.call(), stage.call(BEN)
    stage.hang_up(over)
    sids = [over.sid, under_way.sid, "CA" + "9" * 32]
    assert stage.core.transact(lambda t: gap.known(t, sids)) == {over.sid, under_way.sid}
    assert stage.core.transact(lambda t: gap.known(t, sids, restored=True)) == {over.sid}


def test_the_copy_says_when_it_was_made(stage: Stage) -> None:
    """At the last thing it knows of; an empty one cannot say."""
    assert stage.core.transact(restored.copied_at) is None
    stage.call()
    stage.wait(seconds=5)
    stage.held(stage.call(BEN))
    assert stage.core.transact(restored.copied_at) == stage.now


def test_a_worker_knows_a_copy_by_itself(stage: Stage, post: Post) -> None:
    """Where the database was last on another server, what is due is looked for; at its old place nothing is touched."""
    stage.held(stage.call())
    core = stage.core.at(stage.now)
    assert [core.transact(restored.settle_in) for _ in range(2)] == [None, None]
    assert post.state() == "waiting"
    stage.put("UPDATE home SET server = 'another'")
    assert [core.transact(restored.settle_in) for _ in range(2)] == [1, None]
    assert post.state() == "unknown"
