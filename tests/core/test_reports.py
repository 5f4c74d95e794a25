from __future__ import annotations

import math
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
import sqlalchemy as sa

from booking_core import outbox, staging
from booking_core.commands import Report, ReportDelivery
from booking_core.core import Core
from booking_core.tables import numbers
from booking_core.tables import outbox as table
from booking_core.transaction import Transaction
from tests.core.post import lease
from tests.core.stage import Stage

RANK = {"sent": 1, "delivered": 2, "undelivered": 2}


@pytest.mark.parametrize("order", set(permutations(["sent", "delivered", "sent", "delivered"])))
def test_reports_in_any_order_only_climb(stage: Stage, order: tuple[Report, ...]) -> None:
    """Doubled, shuffled and late: what was delivered stays delivered, and no report lowers a state."""
    stage.held(stage.call())
    message = stage.one("SELECT id FROM outbox")
    seen = []
    for state in order:
        stage.do(ReportDelivery(message, state, "SM" + "1" * 32, None))
        seen.append(RANK[str(stage.one("SELECT state FROM outbox"))])
    assert seen == sorted(seen)
    assert seen[-1] == 2


@pytest.mark.parametrize("order", list(permutations([("delivered", None), ("undelivered", "30006")])))
def test_the_telephones_own_word_counts(stage: Stage, order: tuple[tuple[Report, str | None], ...]) -> None:
    """Of two final reports that contradict each other the same one stays, however they come: it was delivered."""
    stage.held(stage.call())
    message = stage.one("SELECT id FROM outbox")
    for state, error in order:
        stage.do(ReportDelivery(message, state, "SM" + "1" * 32, error))
    assert stage.rows("SELECT state, error FROM outbox WHERE kind = 'code'") == [("delivered", None)]


def test_a_report_that_overtakes_the_answer_stays(stage: Stage, core: Core) -> None:
    """Delivered before our own note that it was sent: the note lowers nothing, and nothing is sent again."""
    stage.held(stage.call())
    (taken,) = lease(stage, 1)
    stage.do(ReportDelivery(taken.id, "delivered", "SM" + "1" * 32, None))
    core.database.transact(lambda db: outbox.sent(Transaction(db, core.keys, stage.now), taken.id, "SM" + "1" * 32))
    assert stage.one("SELECT state FROM outbox") == "delivered"
    stage.wait(minutes=1)
    assert lease(stage, 1) == []


def test_a_report_of_no_message_of_ours(stage: Stage) -> None:
    """It changes nothing and is no fault."""
    stage.held(stage.call())
    stage.do(ReportDelivery(UUID(int=7), "delivered", "SM" + "1" * 32, None))
    assert stage.one("SELECT state FROM outbox") == "waiting"


CALLBACKS: tuple[tuple[Report, str | None], ...] = (
    ("sent", None), ("sent", None), ("delivered", None), ("undelivered", "30003"), ("undelivered", "30007"),
)  # fmt: skip
"""What queued, sent, delivered, undelivered and failed say to us."""


@pytest.mark.parametrize("callbacks", [CALLBACKS, CALLBACKS[:2] + CALLBACKS[3:]], ids=["all", "none delivered"])
def test_all_orders_of_doubled_reports_end_alike(
    stage: Stage, callbacks: tuple[tuple[Report, str | None], ...]
) -> None:
    """Five reports in every order, each twice in a row or the whole row twice: one and the same final row."""
    orders = list(permutations(callbacks))
    sequences = [*([each for each in order for _ in range(2)] for order in orders), *(order * 2 for order in orders)]
    stage.call()

    def ends(t: Transaction) -> set[tuple[object, ...]]:
        found = set()
        number = t.connection.scalars(sa.select(numbers.c.id)).one()
        for sequence in sequences:
            row = staging.stage(t, "booked", number, "en", 1, stage.now, stage.now + timedelta(days=1))
            for state, error in sequence:
                outbox.report(t, ReportDelivery(row, state, "SM" + "1" * 32, error))
            kept = sa.select(*(column for column in table.c if column.name not in ("id", "again")))
            kept = kept.where(table.c.id == row)
            found.add(tuple(t.connection.execute(kept).one()))
        return found

    assert len(sequences) == 2 * math.factorial(len(callbacks))
    assert len(stage.core.at(stage.now).transact(ends)) == 1
