"""Storms: thousands of attempts by 64 connections, judged by the checker. `pytest -m storm`; a minute on two cores."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from booking_core.core import Core
from postgres import EmbeddedServer
from tests.history.check import check, told
from tests.history.drive import Crowd
from tests.history.evidence import Law
from tests.history.log import Operation, Verdict
from tests.history.mutants import PLACES_FIRST
from tests.history.rest import unsold
from tests.history.rush import Ask, dealt, insist, rush
from tests.history.stage import migrated, on_line, one_service, open_core, read_sales, telephones
from tests.history.state import State, read_state

pytestmark = [pytest.mark.storm, pytest.mark.timeout(300)]

SEED = 7
CONNECTIONS = 64
ATTEMPTS = 6400
REPEATED = ATTEMPTS if os.environ.get("FAIRLINE_MEASURE") == "1" else ATTEMPTS // 4
"""On one number, and mixed: what meets there meets in the first hundreds, and a build plays no more than it needs."""
_stages = itertools.count(1)


@dataclass(frozen=True)
class Stage:
    """A database with one service on sale."""

    core: Core
    url: str
    slots: tuple[UUID, ...]


@contextmanager
def staged(server: EmbeddedServer, *, slots: int, seats: int) -> Iterator[Stage]:
    """A stage of its own, with so many slots of so many places."""
    url = migrated(server, f"storm_{next(_stages)}")
    core = open_core(url, size=2)
    try:
        core.database.transact(lambda connection: one_service(connection, slots=slots, seats=seats))
        yield Stage(core, url, tuple(sale.slot for sale in read_sales(core)))
    finally:
        core.database.engine.dispose()


def _kept(history: Sequence[Operation], state: State) -> None:
    breaches = check(history, state)
    assert not breaches, f"seed {SEED}:\n{told(breaches)}"


def test_on_two_hundred_places(server: EmbeddedServer, crowd: Crowd) -> None:
    """6,400 numbers want 200 places: all are sold, none twice, and nobody is told "none left" before that."""
    with staged(server, slots=20, seats=10) as stage:
        people = on_line(stage.core, telephones(1, ATTEMPTS))
        asks = [Ask(*each, stage.slots[n % 20]) for n, each in enumerate(people)]
        history = crowd.play(stage.url, rush, dealt(asks, CONNECTIONS, SEED), seed=SEED)
        state = read_state(stage.core)
    _kept(history, state)
    assert not unsold(state)
    assert len(state.bookings) == 200


def test_on_one_number(server: EmbeddedServer, crowd: Crowd) -> None:
    """Attempts in 64 calls of one number at once: one booking, and every other one hears why not."""
    with staged(server, slots=20, seats=30) as stage:
        calls = on_line(stage.core, telephones(1, 1), calls_each=CONNECTIONS)
        each = REPEATED // CONNECTIONS
        parts = [[Ask(*call, stage.slots[n % 20], follows="confirm") for n in range(each)] for call in calls]
        history = crowd.play(stage.url, rush, parts, seed=SEED)
        state = read_state(stage.core)
    _kept(history, state)
    assert [row.status for row in state.bookings.values() if row.status != "lapsed"] == ["booked"]


def test_mixed(server: EmbeddedServer, crowd: Crowd) -> None:
    """Parties of one to four, four calls a number, some confirm, let go or give up; afterwards the rest is sold."""
    with staged(server, slots=20, seats=10) as stage:
        calls = on_line(stage.core, telephones(1, REPEATED // 4), calls_each=4)
        follows = itertools.cycle(("confirm", "let go", "", "cancel", ""))
        asks = [Ask(*call, stage.slots[n % 20], party=1 + n % 4, follows=next(follows)) for n, call in enumerate(calls)]
        history = crowd.play(stage.url, rush, dealt(asks, CONNECTIONS, SEED), seed=SEED)
        _kept(history, read_state(stage.core))
        # Four hours on, whatever was held, let go or given up is free by the clock; then everything finds its owner.
        later = datetime.now(UTC) + timedelta(hours=4)
        fresh = on_line(stage.core, telephones(500_000, 220))
        sale = [Ask(*call, stage.slots[n % 20]) for n, call in enumerate(fresh)]
        history += crowd.play(stage.url, rush, dealt(sale, CONNECTIONS, SEED), seed=SEED, pinned=later)
        state = read_state(stage.core.at(later + timedelta(seconds=5)))
    _kept(history, state)
    assert not unsold(state)


def test_a_number_in_many_calls_takes_nothing_hostage(server: EmbeddedServer, crowd: Crowd) -> None:
    """32 calls of one number that may have no more: none of 600 honest callers is told that there are none left."""
    with staged(server, slots=1, seats=72) as stage:
        history, state = _hostage(stage, crowd, waves=10)
    _kept(history, state)
    honest = Counter(each.verdict for each in history if each.number != BOT)
    assert honest[Verdict.FULL] == 0
    assert sum(honest.values()) - honest[Verdict.UNKNOWN] >= 600


def test_the_checker_sees_hostages(server: EmbeddedServer, crowd: Crowd) -> None:
    """With places locked before the number the same calls blank the office, and the checker says so."""
    with staged(server, slots=1, seats=72) as stage:
        stage.core.database.transact(PLACES_FIRST.apply)
        history, state = _hostage(stage, crowd, waves=3)
    assert Law.FALSE_FULL in {breach.law for breach in check(history, state)}


BOT = telephones(1, 1)[0].e164


def _hostage(stage: Stage, crowd: Crowd, waves: int) -> tuple[list[Operation], State]:
    """Waves of 60 honest callers beside the bots; between waves the clock goes on until what was held is free."""
    (slot,) = stage.slots
    bots = on_line(stage.core, telephones(1, 1), calls_each=33)
    begin = datetime.now(UTC)
    history = crowd.play(stage.url, rush, [[Ask(*bots[0], slot, follows="confirm")]], seed=SEED, pinned=begin)
    for wave in range(waves):
        people = on_line(stage.core, telephones(1000 + 60 * wave, 60))
        honest = [Ask(*person, slot) for person in people]
        parts = [[Ask(*bot, slot, party=4)] * 8 for bot in bots[1:]] + [honest[n::20] for n in range(20)]
        pinned = begin + timedelta(minutes=13 * wave)
        history += crowd.play(stage.url, insist, parts, seed=SEED + wave, pinned=pinned)
    return history, read_state(stage.core.at(pinned + timedelta(seconds=5)))
