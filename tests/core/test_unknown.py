"""What was said to be unknown is settled: found by its key and told, or closed for good and told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.stage import ANN, Stage

KEY = "the lost turn"


def settle(stage: Stage, sid: str, number: UUID | None = None, key: str = KEY) -> None:
    """The worker comes to the noted turn, and comes again."""
    at = stage.now
    stage.wait(minutes=2)
    for _ in range(2):
        stage.do(c.SettleUnknown(sid, key, at, number), f"settle:{key}")


def told(stage: Stage, kind: str) -> int:
    """How many texts of this kind were laid into the outbox."""
    return int(stage.one("SELECT count(*) FROM outbox WHERE kind = :kind", kind=kind))


def row_of(stage: Stage) -> UUID:
    """The one number's row."""
    return UUID(str(stage.one("SELECT id FROM numbers")))


DECISIONS: dict[str, Callable[[Caller, o.Booked], c.Command[o.Outcome]]] = {
    "confirm": lambda who, booked: c.Confirm(who, booked.booking, None),
    "move": lambda who, booked: c.Move(who, booked.booking),
    "give up": lambda who, booked: c.Cancel(who, booked.booking),
    "take back": lambda who, booked: c.UndoCancel(who, booked.booking),
    "key on our call": lambda who, booked: c.PressKey(who),
}


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
def test_what_was_not_done_is_closed_and_told(
    stage: Stage, decision: Callable[[Caller, o.Booked], c.Command[o.Outcome]]
) -> None:
    """The turn can do nothing any more, however late it comes, and one text says so."""
    who = stage.proven()
    booked = stage.book(who)
    stage.wait(minutes=1)
    settle(stage, who.sid)
    assert stage.do(decision(who, booked), KEY) in (o.HoldLapsed(), o.ProofNeeded())
    assert stage.status(booked.booking) == "booked"
    assert told(stage, "not_booked") == 1


def test_what_was_booked_is_found(stage: Stage) -> None:
    """Its own text says so: no second word about it."""
    held = stage.ready(who := stage.call())
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code()), KEY), o.Booked)
    settle(stage, who.sid)
    assert (told(stage, "booked"), told(stage, "not_booked")) == (1, 0)


def test_what_a_text_changed_is_told(stage: Stage) -> None:
    """The answer that the thread never had comes by itself: given up, and taken back."""
    booked = stage.book(stage.proven())
    stage.wait(minutes=5)
    asked = stage.do(c.AskToChange(stage.text(), "give_up", None))
    assert isinstance(asked, o.Asked)
    given = stage.do(c.AnswerQuestion(stage.text(), asked.questions[0].digits), KEY)
    assert isinstance(given, o.Cancelled)
    settle(stage, "SM1", row_of(stage))
    assert (told(stage, "given_up"), told(stage, "booked")) == (1, 1)
    undo = stage.ask(c.AskUndo(stage.text(), booked.booking))
    assert isinstance(undo, o.Asked)
    assert stage.do(c.AnswerQuestion(stage.text(), undo.questions[0].digits), "back") == booked
    settle(stage, "SM2", row_of(stage), "back")
    assert told(stage, "booked") == 2


def test_a_lost_nonce_is_closed(stage: Stage) -> None:
    """A text that changed nothing: its digits do nothing more, and a text says that nothing was done."""
    booked = stage.book(stage.proven())
    stage.wait(minutes=5)
    asked = stage.do(c.AskToChange(stage.text(), "give_up", None))
    assert isinstance(asked, o.Asked)
    settle(stage, "SM1", row_of(stage))
    assert stage.do(c.AnswerQuestion(stage.text(), asked.questions[0].digits), KEY) == o.CodeExpired()
    assert stage.status(booked.booking) == "booked"
    assert told(stage, "not_booked") == 1


def test_who_booked_in_the_end_is_not_told_the_contrary(stage: Stage) -> None:
    """The lost turn did nothing, the next one booked: a text that nothing is booked would be a lie."""
    held = stage.ready(who := stage.call())
    at = stage.now
    stage.wait(seconds=20)
    assert isinstance(stage.do(c.Confirm(who, held.booking, stage.code()), "the next turn"), o.Booked)
    stage.wait(minutes=2)
    stage.do(c.SettleUnknown(who.sid, KEY, at))
    assert told(stage, "not_booked") == 0


def test_who_heard_the_answer_in_the_end_is_left_in_peace(stage: Stage) -> None:
    """The turn was repeated and answered: nothing more is to be said, not even of a refusal."""
    held = stage.ready(who := stage.call())
    assert isinstance(stage.do(c.Confirm(who, held.booking, "100000"), KEY), o.CodeWrong)
    stage.do(c.NoteStep(who.sid, "code", 9, KEY, "en"))
    settle(stage, who.sid)
    assert told(stage, "not_booked") == 0


@pytest.mark.parametrize(("send", "done"), [("none", True), ("none", False), ("discreet", False)])
def test_where_no_texts_go_a_person_calls(stage: Stage, send: c.Send, done: bool) -> None:
    """No text that arrives nowhere, or tells whoever else reads it who was called."""
    who = stage.proven()
    held = stage.held(who, send=send)
    stage.born(who, held)
    if done:
        stage.do(c.Confirm(who, held.booking, None), KEY)
    settle(stage, who.sid)
    assert stage.rows("SELECT reason FROM callbacks") == [("unknown",)]
    assert stage.rows("SELECT kind FROM outbox") == []


def test_news_that_are_old_are_no_news(stage: Stage) -> None:
    """Given up in the lost turn, taken back in the next: what stands is what was told last."""
    who = stage.proven(ANN)
    booked = stage.book(who)
    stage.do(c.Cancel(who, booked.booking), KEY)
    stage.put("DELETE FROM outbox")
    stage.do(c.UndoCancel(who, booked.booking))
    settle(stage, who.sid)
    assert told(stage, "given_up") == 0
