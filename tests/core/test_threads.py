"""Threads of texts: where they are, and how one proves its number."""

from __future__ import annotations

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage, other


def note(stage: Stage, sid: str, before: str, after: str, e164: str = ANN) -> None:
    """A text that moved the thread."""
    stage.do(c.NoteThread(stage.text(e164), sid, {"at": before}, {"at": after}))


def at(stage: Stage, sid: str, e164: str = ANN) -> object:
    """Where the thread is for this text."""
    return stage.ask(c.ReadThread(stage.text(e164), sid)).state.get("at")


def test_a_thread_is_where_its_newest_text_left_it(stage: Stage) -> None:
    """A new text goes on from the newest note; a repeated one is read where it was."""
    assert stage.ask(c.ReadThread(stage.text(), "SM1")) == o.ThreadAt({}, None)
    note(stage, "SM1", "start", "service")
    stage.wait(seconds=1)
    note(stage, "SM2", "service", "office")
    assert [at(stage, sid) for sid in ("SM1", "SM2", "SM3")] == ["start", "service", "office"]
    assert at(stage, "SM3", BEN) is None
    assert at(stage, "SM1", BEN) is None


def test_the_first_note_stands(stage: Stage) -> None:
    """A doubled text moves the thread once."""
    note(stage, "SM1", "start", "service")
    note(stage, "SM1", "service", "office")
    assert at(stage, "SM2") == "service"
    assert stage.one("SELECT count(*) FROM numbers") == 1


def test_a_question_is_forgotten_after_a_day(stage: Stage) -> None:
    """A letter that comes a day late answers nothing."""
    note(stage, "SM1", "start", "service")
    stage.wait(hours=24)
    assert at(stage, "SM2") is None


def test_a_number_is_answered_in_its_last_language(stage: Stage) -> None:
    """Of its last call, or of a later booking."""
    stage.call()
    stage.put("UPDATE calls SET language = 'es'")
    assert stage.ask(c.ReadThread(stage.text(), "SM1")).language == "es"
    booked = stage.book(stage.proven())
    stage.put("UPDATE bookings SET language = 'fr', booked_at = :later WHERE id = :id",
              id=booked.booking, later=stage.wait(minutes=1))  # fmt: skip
    assert stage.ask(c.ReadThread(stage.text(), "SM1")).language == "fr"


def test_a_presence_code_proves_the_thread(stage: Stage) -> None:
    """Sent to a thread and texted back, it proves that thread for half an hour, and no call."""
    who, call = stage.text(), stage.call()
    note(stage, "SM1", "start", "prove")
    assert isinstance(stage.do(c.SendCode(who, "presence", None, "en")), o.CodeSent)
    code = stage.code(ANN, "presence")
    assert stage.do(c.Prove(call, code)) == o.CodeExpired()
    assert stage.do(c.Prove(who, other(code))) == o.CodeWrong(4)
    assert stage.do(c.Prove(who, code)) == o.Proven()
    assert stage.one("SELECT kind FROM outbox") == "presence_thread"
    held = stage.hold(who)
    assert isinstance(held, o.Held)
    assert held.proven
    assert isinstance(stage.ask(c.MyBookings(call)), o.ProofNeeded)
    stage.wait(minutes=30)
    assert isinstance(stage.do(c.Confirm(who, held.booking, None)), o.ProofNeeded)
