"""Suspended and resumed twenty times while two web nodes' worth of callers book: judged by what each of them was told.

The law allows five seconds; the claim reads the row, so none is needed, and none is allowed here.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_outcomes import SuspensionMade
from booking_core.outcomes import Booked, Held, Suspended
from booking_core.tables import bookings
from postgres import EmbeddedServer
from tests.history.check import check, told
from tests.history.drive import Crowd, Driver
from tests.history.log import Operation
from tests.history.rush import Ask
from tests.history.stage import migrated, on_line, one_service, open_core, read_sales, telephones
from tests.history.state import read_state
from tests.history.visit import BORN

pytestmark = [pytest.mark.storm, pytest.mark.timeout(120)]

SEED = 11
TIMES = 20
ON_S = OFF_S = 0.2
THREADS = 12
RUSH_S = TIMES * (ON_S + OFF_S) + 2
STANDING = 20
"""Bookings that were there before."""


@dataclass(frozen=True, slots=True)
class Period:
    """Monotonic nanoseconds between which everybody is refused: after the suspension, before it is ended."""

    since: int
    until: int


def insisting(driver: Driver, asks: tuple[Ask, ...]) -> None:
    """Ask and ask again; who holds a place keeps it for a moment, and then confirms it or lets it go."""
    ends = time.monotonic() + RUSH_S
    for nth, ask in enumerate(itertools.cycle(asks)):
        if time.monotonic() > ends:
            return
        answer = driver.ask(
            ask.number.e164, c.HoldPlace(ask.who, ask.slot, 1, "none", "en"), f"{driver.process}:hold:{nth}"
        )
        held = answer.answer
        if not isinstance(held, Held):
            time.sleep(0.01)
            continue
        time.sleep(driver.rng.uniform(0, ON_S))
        if ask.follows == "confirm":
            driver.perform(ask.number.e164, c.SetVisitor(ask.who, held.booking, 1, *BORN))
            driver.perform(ask.number.e164, c.Confirm(ask.who, held.booking, None))
        else:
            driver.perform(ask.number.e164, c.LetHoldGo(ask.who, held.booking))


def switching(core: Core, periods: list[Period]) -> None:
    """A supervisor suspends and resumes, so often, as soon as anybody holds a place."""
    who = Operator("supervisor")
    for nth in range(TIMES):
        time.sleep(OFF_S)
        made = core.perform(d.Suspend(who, None, None, None, {"en": "A flood."}, "flood"), f"suspend:{nth}")
        assert isinstance(made, SuspensionMade)
        since = time.monotonic_ns()
        time.sleep(ON_S)
        periods.append(Period(since, time.monotonic_ns()))
        core.perform(d.Resume(who, made.suspension), f"resume:{nth}")


def rows_of(core: Core, standing: list[UUID]) -> list[str]:
    """Every column of these bookings, as text."""
    whole = sa.text("SELECT b::text FROM bookings b WHERE id = ANY(:ids) ORDER BY id")
    return list(core.database.transact(lambda db: db.scalars(whole, {"ids": standing}).all()))


def book(core: Core, many: int, slot: UUID) -> list[UUID]:
    """Bookings of an ordinary day."""
    for nth, (_, who) in enumerate(on_line(core, telephones(900_000, many))):
        held = core.perform(c.HoldPlace(who, slot, 1, "none", "en"), f"standing:{nth}")
        assert isinstance(held, Held)
        core.perform(c.SetVisitor(who, held.booking, 1, *BORN), f"standing:{nth}:born")
        assert isinstance(core.perform(c.Confirm(who, held.booking, None), f"standing:{nth}:code"), Booked)
    return list(core.database.transact(lambda db: db.scalars(sa.select(bookings.c.id)).all()))


def test_twenty_suspensions_under_load(server: EmbeddedServer, crowd: Crowd) -> None:
    """No hold is given while one lasts, every hold that was given is confirmed, no standing booking is altered."""
    core = open_core(migrated(server, "suspensions"), size=3)
    url = server.url_of("suspensions")
    core.database.transact(lambda db: one_service(db, slots=12, seats=40))
    slots = [sale.slot for sale in read_sales(core)]
    standing = book(core, STANDING, slots[0])
    before = rows_of(core, standing)
    people = on_line(core, telephones(1, 240))
    asks = [Ask(*each, slots[1 + n % 11], follows="confirm" if n % 3 == 0 else "") for n, each in enumerate(people)]
    periods: list[Period] = []
    supervisor = threading.Thread(target=switching, args=(core, periods))
    supervisor.start()
    history = crowd.play(url, insisting, [tuple(asks[n::THREADS]) for n in range(THREADS)], seed=SEED)
    supervisor.join()
    state, after = read_state(core), rows_of(core, standing)
    # The checker knows what callers do: a supervisor's own rows, and the places' release, are none of its business.
    calling = [row for row in state.audit if row.action not in ("suspend", "resume", "release")]
    core.database.engine.dispose()
    assert len(periods) == TIMES
    assert judged(history, periods) == (0, 0)
    assert after == before
    others = {each for each in state.numbers.values() if each not in {one.number for one in history}}
    breaches = check(history, dataclasses.replace(state, audit=calling), others)
    assert not breaches, told(breaches)


def judged(history: list[Operation], periods: list[Period]) -> tuple[int, int]:
    """Holds given while suspended, and confirmations refused. A run in which too little happened proves nothing."""
    holds = [each for each in history if each.kind == "HoldPlace" and each.returned is not None]
    within = [
        each for each in holds
        if any(period.since <= each.invoke and (each.returned or 0) <= period.until for period in periods)
    ]  # fmt: skip
    confirmed = [each.answer for each in history if each.kind == "Confirm" and each.answer is not None]
    seen = Counter(type(each.answer) for each in holds)
    assert (seen[Held] > 60, seen[Suspended] > 30, len(confirmed) > 15) == (True, True, True), seen
    return (
        sum(isinstance(each.answer, Held) for each in within),
        sum(not isinstance(answer, Booked) for answer in confirmed),
    )
