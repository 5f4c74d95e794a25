"""Budgets of codes by region and block: exact where messages leave, and known before a code is promised."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from booking_core import budgets
from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.admission import Policy
from booking_core.limits import Budget, Budgets, History
from tests.core.called_back import call_everybody_back, pick_up, seek
from tests.core.post import lease
from tests.core.stage import BEN, Stage

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
    while stage.one("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND lease_until IS NULL "
                    "AND not_before <= :now)", now=stage.now):  # fmt: skip
        left += len(lease(stage, 500))
    stage.put("UPDATE outbox SET state = 'sent', begun_at = :now, done_at = :now, lease_until = NULL "
              "WHERE state = 'waiting' AND lease_until IS NOT NULL", now=stage.now)  # fmt: skip
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


def test_ten_thousand_requests_from_two_hundred_blocks(bounded: Stage) -> None:
    """What leaves is the budget and no code more, in an hour, in a day and to a block; operators hear it at once."""
    began = bounded.now
    pump(bounded, 10_000, 200)
    assert carry(bounded) == 40
    assert bounded.rows("SELECT state, error, count(*) FROM outbox GROUP BY 1, 2 ORDER BY 3") == [
        ("sent", None, 40), ("refused", "budget", 9_960),
    ]  # fmt: skip
    assert bounded.rows("SELECT what, detail, first_at FROM alerts") == [("pumping", "US", began)]
    bounded.wait(hours=1)
    pump(bounded, 100, 200)
    assert carry(bounded) == 20
    bounded.wait(hours=22)
    pump(bounded, 100, 200)
    assert carry(bounded) == 0
    bounded.wait(hours=1)
    pump(bounded, 100, 200)
    assert carry(bounded) == 40


def test_without_budgets_all_of_it_leaves(stage: Stage) -> None:
    """It is the budgets that stop it."""
    pump(stage, 300, 6)
    assert carry(stage) == 300


def test_a_block_has_a_budget_of_its_own(bounded: Stage) -> None:
    """Five an hour; another block of the region is served."""
    pump(bounded, 30, 1)
    assert carry(bounded) == 5
    assert bounded.rows("SELECT scope FROM stops") == [("block",)]
    assert bounded.rows("SELECT what, detail FROM alerts") == [("pumping", "block")]
    assert isinstance(bounded.hold(bounded.call()), o.Held)
    assert carry(bounded) == 1


def test_a_region_without_a_row_has_the_small_one(bounded: Stage) -> None:
    """Three an hour, and what it takes is not taken from others."""
    pump(bounded, 30, 30, region="GU")
    assert carry(bounded) == 3
    assert isinstance(bounded.hold(bounded.call()), o.Held)


def test_two_workers_pass_it_by_nothing(bounded: Stage) -> None:
    """They take turns: together they send what one would."""
    pump(bounded, 400, 100)
    with ThreadPoolExecutor(2) as workers:
        left = sum(workers.map(lambda _: len(lease(bounded, 30)), range(12)))
    assert left == 40


def test_nobody_is_promised_a_code_that_does_not_go(bounded: Stage) -> None:
    """A hold, a code asked for and a call asked for are refused with the instant from which they go again."""
    who, held = bounded.call(), bounded.held(bounded.call(), send="none")
    pump(bounded, 200, 100)
    carry(bounded)
    until = o.TooManyCodes(bounded.now.replace(minute=0) + timedelta(hours=1))
    assert bounded.hold(bounded.call(BEN)) == until
    for purpose, booking in (("presence", None), ("confirm", held.booking)):
        for by in ("text", "call"):
            assert bounded.do(c.SendCode(who, purpose, booking, "en", by)) == until  # type: ignore[arg-type]
    bounded.now = until.until
    assert isinstance(bounded.hold(bounded.call(BEN)), o.Held)


def test_who_was_here_before_is_not_stopped(bounded: Stage) -> None:
    """A number that has proven itself gets its codes, whatever strangers do, and nothing is counted for it."""
    bounded.proven()
    pump(bounded, 200, 100)
    carry(bounded)
    counted = bounded.rows("SELECT scope, sum(sent) FROM tallies GROUP BY scope ORDER BY scope")
    assert isinstance(bounded.do(c.SendCode(bounded.call(), "presence", None, "en")), o.CodeSent)
    assert carry(bounded) == 1
    assert bounded.rows("SELECT scope, sum(sent) FROM tallies GROUP BY scope ORDER BY scope") == counted


def test_what_was_not_counted_is_not_counted_back(bounded: Stage) -> None:
    """A code that somebody known uses makes no room for one more to a stranger: there are as many as without it."""
    pump(bounded, 1, 1, region="GU")
    bounded.put("INSERT INTO proofs (id, number, at, until) SELECT gen_random_uuid(), id, cast(:now AS timestamptz) "
                "- interval '1 day', :now FROM numbers WHERE region = 'GU'", now=bounded.now)  # fmt: skip
    assert carry(bounded) == 1
    bounded.put("UPDATE codes SET used_at = :now", now=bounded.now)
    pump(bounded, 3, 3, region="GU")
    assert carry(bounded) == 3
    pump(bounded, 3, 3, region="GU")
    assert carry(bounded) == 0


def test_a_day_is_the_last_twenty_four_hours(bounded: Stage) -> None:
    """Neither midnight of the clock nor of UTC gives a region more than its day's codes."""
    bounded.now = bounded.now.replace(hour=17)
    left = 0
    for _ in range(10):
        pump(bounded, 6, 6, region="GU")
        left += carry(bounded)
        bounded.wait(hours=1)
        settle(bounded)
    assert left == 20


def test_codes_that_are_used_stop_nobody(bounded: Stage) -> None:
    """A rush of honest callers is ten times the budget: what was used is counted back before anybody is stopped."""
    for _ in range(20):
        pump(bounded, 20, 10)
        assert carry(bounded) == 20
        bounded.put("UPDATE codes SET used_at = :now WHERE used_at IS NULL", now=bounded.now)
        bounded.wait(seconds=5)
    assert bounded.rows("SELECT FROM stops") == []


def test_a_stop_is_lifted_when_there_is_room(bounded: Stage) -> None:
    """Those who were slow use their codes after all: the clock's next tick lifts the stop."""
    pump(bounded, 50, 25)
    assert carry(bounded) == 40
    assert isinstance(bounded.hold(bounded.call()), o.TooManyCodes)
    settle(bounded)
    assert isinstance(bounded.hold(bounded.call()), o.TooManyCodes)
    bounded.put("UPDATE codes SET used_at = :now", now=bounded.now)
    settle(bounded)
    assert isinstance(bounded.hold(bounded.call()), o.Held)


def test_the_best_of_fourteen_days_raises_it(bounded: Stage) -> None:
    """A region in which 500 codes were used in a day may have 100 lie unused; a day later in the past counts not."""
    ago = "INSERT INTO tallies VALUES ('code', 'region', 'US', :hour, 500, 500)"
    bounded.put(ago, hour=bounded.now.replace(minute=0) - timedelta(days=16))
    bounded.put(ago, hour=bounded.now.replace(minute=0) - timedelta(days=8))
    core = bounded.core.at(bounded.now)
    left = core.transact(lambda t: budgets._left(t, SMALL, [("region", "US")], bounded.now))
    assert left == {("region", "US"): 40}
    pump(bounded, 50, 50)
    carry(bounded)
    bounded.wait(hours=1)
    left = core.transact(lambda t: budgets._left(t, SMALL, [("region", "US")], bounded.now))
    assert left == {("region", "US"): 40}
    bounded.wait(hours=1)
    pump(bounded, 50, 50)
    carry(bounded)
    left = core.transact(lambda t: budgets._left(t, SMALL, [("region", "US")], bounded.now + timedelta(hours=1)))
    assert left == {("region", "US"): 20}


def test_one_message_is_counted_once(bounded: Stage) -> None:
    """However often the provider has to be asked to take it."""
    pump(bounded, 1, 1)
    carry(bounded)
    bounded.put("UPDATE outbox SET state = 'unknown'")
    carry(bounded)
    assert bounded.rows("SELECT sent FROM tallies") == [(1,), (1,)]


def test_other_messages_are_not_counted(bounded: Stage) -> None:
    """What is about a booking always goes."""
    who = bounded.proven()
    pump(bounded, 200, 100)
    carry(bounded)
    bounded.book(who)
    assert carry(bounded) > 0


def test_a_call_back_counts_and_is_not_promised_where_nothing_goes(bounded: Stage) -> None:
    """It takes of the same budget, counts back when its key was pressed, and leaves once it was promised."""
    stage = call_everybody_back(bounded)
    stage.now = stage.now.replace(minute=10, second=0)
    stage.core.policy = replace(stage.core.policy, budgets=SMALL)
    assert isinstance(seek(stage, stage.call()), o.CallingBack)
    stage.wait(minutes=30)
    ours, _ = pick_up(stage)
    stage.put("UPDATE outbox SET begun_at = :now", now=stage.now)
    sent = "SELECT sent, used FROM tallies WHERE scope = 'region'"
    assert stage.rows(sent) == [(1, 0)]
    stage.do(c.PressKey(ours))
    settle(stage)
    assert stage.rows(sent) == [(1, 1)]
    pump(stage, 200, 100)
    carry(stage)
    assert isinstance(seek(stage, stage.call(BEN)), o.NotAdmitted)


def test_who_was_promised_before_the_stop_is_told(bounded: Stage) -> None:
    """The code in between never leaves: whoever waits for it hears so, and nobody is called instead."""
    pump(bounded, 200, 100)
    who = bounded.call()
    held = bounded.held(who)
    carry(bounded)
    assert bounded.do(c.SendCode(who, "confirm", held.booking, "en", "call")) == o.TooManyCodes(
        bounded.now.replace(minute=0) + timedelta(hours=1)
    )
    assert bounded.ask(c.LookForCode(who, "confirm", held.booking)) == o.TextFailed()
    assert bounded.rows("SELECT FROM callbacks") == []
    assert bounded.rows("SELECT FROM outbox WHERE kind = 'proof_call'") == []
