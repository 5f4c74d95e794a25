"""Budgets of codes by region and block: exact where messages leave, and known before a code is promised."""

from __future__ import annotations

import pytest

from booking_core import budgets
from booking_core.admission import Policy
from booking_core.limits import Budget, Budgets, History
from tests.core.post import lease
from tests.core.stage import Stage

SMALL = Budgets(region=Budget(20, 3), block=Budget(10, 5), regions={"US": Budget(60, 40)})


@pytest.fixture
def bounded(stage: Stage) -> Stage:
    """A line with small budgets, at ten past."""
    stage.now = stage.now.replace(minute=10, second=0)
    stage.core.policy = Policy(budgets=SMALL)
    return stage


def pump(stage: Stage, many: int, blocks: int, region: str = "US") -> None:
    """So many codes wait for new numbers of so many blocks, as holds of robots would leave them."""
    stage.put(
        """WITH n AS (
          INSERT INTO numbers (id, kind, digits, region, line_kind, block)
          SELECT gen_random_uuid(), 'telephone', '', :region, 'mobile', sha256(cast(:region || i % :blocks AS bytea))
            FROM generate_series(1, :many) i RETURNING id),
        k AS (
          INSERT INTO codes (number, id, purpose, mac, sealed, made_at, expires_at, sent_at)
          SELECT id, gen_random_uuid(), 'presence', '', '', :now, cast(:now AS timestamptz) + interval '10 minutes',
                 ARRAY[cast(:now AS timestamptz)] FROM n RETURNING number, id, expires_at)
        INSERT INTO outbox (id, kind, number, code, language, lane, not_before, not_after)
        SELECT gen_random_uuid(), 'presence', number, id, 'en', 0, :now, expires_at FROM k""",
        many=many, blocks=blocks, region=region, now=stage.now,
    )  # fmt: skip


def carry(stage: Stage) -> int:
    """The worker takes all that may leave, and sends it; returns how many left."""
    left = 0
    while rows := lease(stage) or stage.one("SELECT count(*) FROM outbox WHERE state = 'waiting' "
                                            "AND lease_until IS NULL AND not_before <= :now", now=stage.now):  # fmt: skip
        left += len(rows) if isinstance(rows, list) else 0
    stage.put("UPDATE outbox SET state = 'sent', begun_at = :now, done_at = :now WHERE lease_until IS NOT NULL "
              "AND state = 'waiting'", now=stage.now)  # fmt: skip
    return left


def settle(stage: Stage) -> None:
    """A tick of the clock."""
    stage.core.at(stage.now).transact(lambda t: budgets.settle(t, 200))


@pytest.mark.parametrize(
    ("past", "day", "hour"),
    [
        (History(), 20, 3),
        (History(open_day=20, open_hour=3), 0, 0),
        (History(best_day=50), 20, 3),
        (History(best_day=200), 40, 6),
        (History(used_day=200, open_day=10), 30, 6),
        (History(used_hour=100, used_day=100), 20, 20),
        (History(used_hour=100, used_day=100, open_hour=25, open_day=25), -5, -5),
    ],
)
def test_what_is_left(past: History, day: int, hour: int) -> None:
    """A floor, or a fifth of what was used: of the best day, of this day, of this hour; an hour a sixth of the day."""
    budget = Budget(day=20, hour=3)
    assert (budget.left_of_day(past), budget.left_of_hour(past)) == (day, hour)
