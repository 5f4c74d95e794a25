"""People who were on the waiting list before a run begins: a line that is sold out every day has a long one.

Without them a run of one day would show a list of a few people, among whom an attacker's clients are many.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from attack_range.acting import Actor, Life, wait_for
from attack_range.attackers.texting import answers
from attack_range.field import Days
from attack_range.numbers import Plan
from attack_range.parameters import PeopleTable
from attack_range.world import REGIONS
from booking_core.calls import enter
from booking_core.core import Core
from booking_core.identifiers import uuid7
from booking_core.numbers import Number, check
from booking_core.tables import services, waiting
from booking_core.transaction import Transaction

_LOOKS_S = 6 * 3600.0


def waited(days: Days, people: PeopleTable, seed: int) -> tuple[str, ...]:
    """The numbers of those for whom nothing was free on the days before, and who went on the list."""
    plan, left = Plan(random.Random(f"waiting {seed}")), max(0.0, people.demand - 1)
    return tuple(plan.here() for _ in range(round(days.places * left * people.waits_for_place * people.waiting_days)))


def put_on_list(core: Core, days: Days, numbers: Sequence[str]) -> None:
    """As they stand there when the run begins."""
    core.at(days.begins).transact(partial(_put, numbers=numbers))


def _put(t: Transaction, numbers: Sequence[str]) -> None:
    service = t.connection.execute(sa.select(services)).one()
    for e164 in numbers:
        number = check(e164, REGIONS)
        assert isinstance(number, Number)
        t.connection.execute(
            sa.insert(waiting).values(
                id=uuid7(), number=enter(t, number), limit_group=service.limit_group, service=service.id, party=1,
                language="en", texts="plain", short_notice=False, asked_at=t.now(), joined_at=t.now(),
            )
        )  # fmt: skip


def actors(days: Days, numbers: Sequence[str]) -> list[Actor]:
    """They do nothing but take what they are offered."""
    return [Actor("waiting", (number,), days.begins, _live) for number in numbers]


def _live(me: Actor) -> Life:
    while True:
        yield from answers((yield from wait_for(me.owns, _LOOKS_S)).texts)
