"""The file of what was said to be unknown, and its way through the line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

import unknowns
from booking_core.db import Unavailable, Unknown
from tests.house import House
from tests.ivr.test_calls import book, said
from unknowns import Unknowns, UnknownTurn


def vanish(house: House, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """From now on the database goes away with every question of the web's, before or after its commit."""
    transact = house.core.database.transact

    def lost(work: Callable[[Connection], object]) -> object:
        if threading.current_thread().name == "worker":
            return transact(work)
        if after:
            transact(work)
        raise Unknown("lost")

    monkeypatch.setattr(house.core.database, "transact", lost)


@pytest.mark.parametrize(("after", "words"), [(True, "Given up: "), (False, "Nothing was booked or changed")])
def test_a_lost_give_up_is_settled(house: House, monkeypatch: pytest.MonkeyPatch, after: bool, words: str) -> None:
    """The caller hears that it is not known, and a text says within minutes what came of it."""
    call = book(house).press("*").press("2")
    house.settle()
    phone, had = house.phone(), len(house.phone().inbox())
    with monkeypatch.context() as away:
        vanish(house, away, after=after)
        call.press("1")
    assert "I do not know yet if that worked" in said(call)
    monkeypatch.setattr(unknowns, "RESOLVE_AFTER_S", 0)
    until = time.monotonic() + 10
    while len(phone.inbox()) == had or Path(house.settings.fairline_var, "unknown.jsonl").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert words in phone.inbox()[had].body
    assert len(phone.inbox()) == had + 1


def test_what_is_unknown_stays_unknown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again while the database is away: nobody says that nothing was changed, for that is not known."""
    call = book(house).press("*").press("2")
    with monkeypatch.context() as away:
        vanish(house, away, after=True)
        call.press("1")

    def gone(*_: object) -> None:
        raise Unavailable("gone")

    with monkeypatch.context() as away:
        away.setattr(house.core.database, "transact", gone)
        call.press("1")
    assert "I do not know yet if that worked" in said(call)
    assert call.ended


def test_a_question_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever only asked is never told that it is unknown what was done."""
    line = house.line.number
    with monkeypatch.context() as away:
        vanish(house, away, after=False)
        assert "Please send that again" in house.phone().text(line, "3")[-1]


def test_the_file_keeps_what_is_young_or_cannot_be_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines leave the file only when they are settled; what a crash tore is passed over; nothing in it is personal."""
    file = Unknowns(tmp_path)
    file.note("CA1", "voice:CA1:x")
    settled: list[UnknownTurn] = []
    assert file.resolve(settled.append) == 0
    monkeypatch.setattr(unknowns, "RESOLVE_AFTER_S", 0)
    with (tmp_path / "unknown.jsonl").open("a") as torn:
        torn.write('{"id": "CA2", "ke')

    def away(turn: UnknownTurn) -> None:
        raise OSError

    with pytest.raises(OSError):
        file.resolve(away)
    assert file.resolve(settled.append) == 1
    assert [turn.key for turn in settled] == ["voice:CA1:x"]
    assert file.resolve(settled.append) == 0
    assert time.time() - settled[0].at < 60
