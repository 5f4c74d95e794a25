"""Offers when several do something at once: one offer a place, one booking a limit, and nothing between the two."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import offers
from booking_core import outcomes as o
from booking_core.offered import GRACE
from booking_core.transaction import Transaction
from tests.core.stage import ANN, CAT, Stage
from tests.core.waits import answer, offered_to, open_offers, place, released, slot, tick, until, waits, weekday

CLASSES = 3
CHI_SQUARE = 23.0
"""Of two degrees of freedom; a fair lot is above it once in 100,000 times."""


@pytest.fixture(autouse=True)
def morning(stage: Stage) -> None:
    """Ten in the morning of a day on which the line may write."""
    weekday(stage)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of these at the same time."""
    begin = threading.Barrier(len(acts))

    def act(one: Callable[[], object]) -> object:
        begin.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def two_clocks(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> int:
    """Two clocks look at one free place, each waiting for the other before it draws; returns the offers made of it."""
    where = slot(stage)
    waits(stage, ANN)
    waits(stage, CAT)
    released(stage, where)
    both = threading.Barrier(2)
    nths = itertools.count()

    def drawn(among: Sequence[sa.Row[tuple[object, ...]]]) -> sa.Row[tuple[object, ...]]:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.3)
        return sorted(among, key=lambda row: str(row.id))[next(nths) % len(among)]

    monkeypatch.setattr(offers, "lot", drawn)
    at_once(lambda: tick(stage), lambda: tick(stage))
    return len([row for row in open_offers(stage) if row.slot == where])


def test_two_clocks_make_one_offer_of_a_place(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two leaders, which a stopped process can make, do no harm."""
    assert two_clocks(stage, monkeypatch) == 1


def test_without_its_lock_a_place_would_be_offered_twice(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would notice."""
    monkeypatch.setattr(sa.Select, "with_for_update", lambda self, **_: self)
    assert two_clocks(stage, monkeypatch) == 2


@pytest.mark.parametrize("grace", [GRACE, timedelta(0)])
def test_who_accepts_in_the_last_moment_has_it(stage: Stage, monkeypatch: pytest.MonkeyPatch, grace: timedelta) -> None:
    """The clock passes nothing on that is being taken; without the seconds between them it would."""
    monkeypatch.setattr(offers, "GRACE", grace)
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    waits(stage, CAT)
    stage.put("INSERT INTO visitors SELECT gen_random_uuid(), booking, 1, '', NULL FROM offers")
    end = until(stage)
    stage.now = end - timedelta(milliseconds=1)
    late = stage.core.at(end)
    code = c.Confirm(stage.text(), None, stage.code())
    late.transact(lambda t: offers.run(t, 200))
    if grace:
        assert isinstance(stage.do(code), o.Booked)
        tick(stage)
        assert open_offers(stage) == []
    else:
        assert not isinstance(stage.do(code), o.Booked)
        assert offered_to(stage, ANN, CAT) == CAT


def test_an_offer_and_a_hold_taken_at_once_make_one_booking(stage: Stage) -> None:
    """By text and in a call, whichever is first: the other hears of the limit, and its place is not kept."""
    where = slot(stage)
    waits(stage, ANN)
    released(stage, where)
    tick(stage)
    stage.put("INSERT INTO visitors SELECT gen_random_uuid(), booking, 1, '', NULL FROM offers")
    call = stage.call(ANN)
    held = stage.held(call, slot(stage, days=8), send="none")
    stage.born(call, held)
    stage.put("INSERT INTO proofs SELECT gen_random_uuid(), number, id, :now, :until FROM calls WHERE sid = :sid",
              now=stage.now, until=stage.now + timedelta(hours=1), sid=call.sid)  # fmt: skip
    ends = at_once(lambda: answer(stage, "confirm"), lambda: stage.do(c.Confirm(call, held.booking, None)))
    assert sorted(type(end).__name__ for end in ends) == ["Booked", "LimitReached"]
    assert stage.one("SELECT count(*) FROM bookings WHERE status = 'booked'") == 1
    stage.wait(seconds=5)
    tick(stage)
    booked = stage.one("SELECT slot FROM bookings WHERE status = 'booked'")
    assert (place(stage, where).pool == "public") == (booked != where)


# ── The lot ──────────────────────────────────────────────────────────────────────────────────────────


def unfair(counts: Sequence[int]) -> float:
    """Pearson's statistic against equal chances."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


class NotKeptError(Exception):
    """Ends a transaction without a trace."""


def drawn(stage: Stage) -> object:
    """Whom the clock would offer the free place to; nothing of it is kept."""
    found: list[object] = []

    def look(t: Transaction) -> None:
        offers.run(t, 200)
        found.append(t.connection.scalar(sa.text("SELECT number FROM offers WHERE ended_at IS NULL")))
        raise NotKeptError

    with suppress(NotKeptError):
        stage.core.at(stage.now).transact(look)
    return found[0]


def test_equals_have_equal_chances_whoever_came_first(stage: Stage) -> None:
    """Days on the list count for nothing; the highest class goes first, and within it all are equal."""
    for nth in range(CLASSES):
        waits(stage, f"+1202555600{nth}")
        stage.wait(hours=1)
    released(stage, slot(stage, days=6))
    counts: dict[object, int] = {}
    for _ in range(60):
        winner = drawn(stage)
        counts[winner] = counts.get(winner, 0) + 1
    assert len(counts) == CLASSES
    assert unfair(list(counts.values())) < CHI_SQUARE
    assert unfair([60, 0, 0]) > CHI_SQUARE
    first = next(iter(counts))
    stage.put("UPDATE waiting SET class = 1 WHERE number = :n", n=first)
    assert {drawn(stage) for _ in range(8)} == {first}
