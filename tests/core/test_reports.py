from __future__ import annotations

from itertools import permutations
from uuid import UUID

import pytest

from booking_core import outbox
from booking_core.commands import Report, ReportDelivery
from booking_core.core import Core
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


@pytest.mark.parametrize("order", sorted(permutations([("delivered", None), ("undelivered", "30006"),
                                                       ("undelivered", "30003")])))  # fmt: skip
def test_the_telephones_own_word_counts(stage: Stage, order: tuple[tuple[Report, str | None], ...]) -> None:
    """Of final reports that contradict each other the same one stays, however they come: it was delivered."""
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
