"""Texts of a sender who has shown no code lately: anybody can write that number on theirs, so few of ours leave.

What such a text wants is done, and whoever has the number is never kept from us.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from booking_core.core import Core
from booking_core.db import Database, Unavailable
from booking_core.doorstep import Limit
from sms.turn import Thread
from tests.core.stage import Stage
from tests.doorstep.bell import DAY, RULES, SILENCE, bell

BEN, CAT = "+12025550111", "+12025550112"
FEW = replace(RULES, texts=(Limit(9, DAY),), strangers_texts=(Limit(2, DAY),))
WHY = "A code from us still works"
SAID = "We answer texts from it again after"
"""Of texts that are not even read."""


def a_day_later(core: Core) -> None:
    """No proof of a number is younger than a day."""
    core.transact(lambda t: t.connection.exec_driver_sql("UPDATE proofs SET at = at - interval '25 hours'"))


def test_a_sender_who_has_shown_a_code_lately_is_answered_longer(stage: Stage, core: Core, url: str) -> None:
    """Whoever read a code of ours reads our answers too; a day later nobody knows that any more."""
    door = bell(core, url, FEW)
    stage.proven(BEN)
    assert [SAID in door.text("1", BEN) for _ in range(10)] == [False] * 9 + [True]
    assert [WHY in door.text("1", CAT) for _ in range(3)] == [False] * 2 + [True]
    assert door.text("1", CAT) == SILENCE
    a_day_later(core)
    long_ago = bell(core, url, FEW)
    assert [WHY in long_ago.text("1", BEN) for _ in range(3)] == [False] * 2 + [True]


def test_whoever_is_hushed_is_told_once_whichever_text_it_is(stage: Stage, core: Core, url: str) -> None:
    """A proof may grow old when more texts than the limit are counted already; a retry is told the same."""
    door = bell(core, url, FEW)
    stage.proven(BEN)
    assert not any(WHY in door.text("1", BEN) for _ in range(5))
    a_day_later(core)
    first = door.text("1", BEN, "SM" + "d" * 32)
    assert WHY in first
    assert door.text("1", BEN, "SM" + "d" * 32) == first
    assert door.text("1", BEN) == SILENCE


def test_what_a_stranger_writes_is_done_though_it_is_not_answered(stage: Stage, core: Core, url: str) -> None:
    """Somebody else may have used the number up: the holder's own code still counts, and from then on is answered."""
    door = bell(core, url, FEW)
    held = stage.held(stage.text(BEN))
    stage.born(stage.text(BEN), held)
    assert [WHY in door.text("hello", BEN) for _ in range(4)] == [False, False, True, False]
    assert door.text("0", BEN) == SILENCE
    assert stage.one("SELECT count(*) FROM callbacks") == 1
    door.text(stage.code(BEN), BEN)
    assert stage.status(held.booking) == "booked"
    assert "You are booked" in door.text("3", BEN)


def test_a_right_answer_to_a_question_ends_being_a_stranger(stage: Stage, core: Core, url: str) -> None:
    """Its four digits were in a text of ours."""
    stage.book(stage.proven(BEN))
    a_day_later(core)
    door = bell(core, url, FEW)
    nonce = re.search(r"\b\d{4}\b", door.text("9", BEN))
    assert nonce is not None
    assert [WHY in door.text("hello", BEN) for _ in range(2)] == [False, True]
    assert "is given up" in door.text(nonce[0], BEN)
    assert WHY not in door.text("hello", BEN)


def test_a_question_that_nobody_read_is_not_open(stage: Stage, core: Core, url: str) -> None:
    """The thread stays where its answers left it: the same letter again means what it meant."""
    door = bell(core, url, FEW)
    assert "What is it for" in door.text("1", BEN)
    door.text("what?", BEN)
    assert WHY in door.text("B", BEN)
    stage.proven(BEN)
    assert "How many people" in door.text("B", BEN)


def test_while_nobody_can_tell_a_stranger_hears_that(core: Core, url: str) -> None:
    """Never silence while the database is away."""
    door = bell(core, url, FEW)
    door.text("hello", BEN)
    door.text("hello", BEN)
    core.database.engine.dispose()
    door.core.database = Database("postgresql:///none?host=/nonexistent")
    assert ["Please send that again" in door.text("hello", BEN) for _ in range(2)] == [True, True]


def test_what_could_not_be_done_is_said(core: Core, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the database answers again at once: silence would mean that it was done."""
    door = bell(core, url, FEW)
    door.text("hello", BEN)
    door.text("hello", BEN)

    def fails(*_: object) -> None:
        raise Unavailable("for this once")

    with monkeypatch.context() as once:
        once.setattr(Thread, "_do", fails)
        assert "Please send that again" in door.text("hello", BEN)
    assert WHY in door.text("hello", BEN)


def test_where_it_is_only_recorded_everybody_is_answered(core: Core, url: str) -> None:
    """And the report tells how many would not have been."""
    door = bell(core, url, replace(FEW, recorded=True))
    told = [door.text("hello", BEN) for _ in range(5)]
    assert not any(WHY in each or each == SILENCE for each in told)
    metrics = door.web.get("/metrics", base_url=door.settings.public_url).get_data(as_text=True)
    assert 'fairline_doorstep_total{met="recorded",why="strangers"} 3.0' in metrics


def test_whoever_wants_no_texts_gets_none(core: Core, url: str) -> None:
    """Not even the one that says why."""
    door = bell(core, url, FEW)
    door.text("STOP", BEN)
    assert [door.text("hello", BEN) for _ in range(4)] == [SILENCE] * 4
    off = core.transact(
        lambda t: t.connection.scalar(sa.text("SELECT count(*) FROM numbers WHERE opted_out_at IS NOT NULL"))
    )
    assert off == 1
