"""A thread has a language: its number's last one, the line's first, or the one its texts are plainly in."""

from __future__ import annotations

import dataclasses

import pytest

from booking_core.core import Core
from booking_core.db import Database, Unavailable
from sms.turn import Thread, Turn
from tests.core.stage import ANN, BEN, CAT
from tests.sms.stage import Texting, us
from wording import languages
from wording.en import ENGLISH
from wording.words import table


@pytest.fixture
def second(texting: Texting, monkeypatch: pytest.MonkeyPatch) -> Texting:
    """The demo line with a second language, whose every text says so and which knows one word for booking."""
    texts = {key: f"[xx] {text}" for key, text in ENGLISH.texts.items()}
    typed = dataclasses.replace(ENGLISH.typed, wishes=table({"reservar": "book"}), alone={})
    other = dataclasses.replace(ENGLISH, language="xx", texts=texts, typed=typed)
    monkeypatch.setitem(languages.CATALOGUES, "xx", other)
    texting.stage.line = dataclasses.replace(texting.stage.line, languages=("en", "xx"))
    return texting


def test_a_thread_speaks_the_language_it_is_written_in(second: Texting) -> None:
    """A wish in the line's other language turns the thread, letters leave it as it is, and so does its hold."""
    assert second.text("1").startswith("What is it for?")
    assert second.text("reservar").startswith("[xx] What is it for?")
    assert second.texts("B", "A", "A", "A").startswith("[xx] ")
    assert [tuple(row) for row in second.stage.rows("SELECT b.language, o.language FROM bookings b, outbox o")] == [
        ("xx", "xx")
    ]
    assert second.text("I want to book").startswith("What is it for?")


def test_a_new_thread_speaks_what_its_number_spoke_last(second: Texting) -> None:
    """Of its last call; a language that the line has not any more gives way to its first."""
    second.stage.call(BEN)
    second.stage.call(CAT)
    second.stage.put("UPDATE calls SET language = 'xx' WHERE number = (SELECT number FROM number_keys WHERE "
                     "keyed_hash = ANY(:ben))", ben=second.stage.core.keys.number_hashes(BEN))  # fmt: skip
    assert [second.text("1", e164)[:4] for e164 in (ANN, BEN, CAT)] == ["What", "[xx]", "What"]
    second.stage.put("UPDATE calls SET language = 'zz'")
    second.stage.put("DELETE FROM text_turns")
    assert second.text("1", BEN).startswith("What")


def test_trouble_is_told_in_the_threads_language(second: Texting) -> None:
    """Without a database, in what the text is plainly in, else in the line's first; an apology in the line's first."""
    away = Core(Database("postgresql:///none?host=/nonexistent"), second.stage.core.keys)
    thread = Thread(away, lambda _: second.stage.line, us, lambda: second.stage.now, lambda *_: None)
    line = second.stage.line.number
    assert (thread.take(Turn("SM1", line, ANN, "reservar")) or "").startswith("[xx] Sorry")
    assert (thread.take(Turn("SM2", line, ANN, "A")) or "").startswith("Sorry")
    assert thread.apology().startswith("Sorry")
    second.stage.line = dataclasses.replace(second.stage.line, languages=("xx",))
    assert thread.apology().startswith("[xx] Sorry")


def test_trouble_in_the_middle_of_a_turn_is_told_in_it_too(second: Texting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter is in no language; what the thread was in is known by then, though the turn itself fails."""
    second.text("reservar")

    def fails(*_: object) -> None:
        raise Unavailable("for this once")

    monkeypatch.setattr(Thread, "_do", fails)
    assert second.text("B").startswith("[xx] Sorry, our system")
