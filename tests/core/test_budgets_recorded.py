"""Budgets that only record: all of it leaves, it is told what would not have, and the count is the enforced one's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booking_core import outcomes as o
from booking_core import shield_report
from booking_core.admission import Policy
from booking_core.shield_report import OverBudget, Report
from tests.core.stage import BEN, Stage
from tests.core.test_budgets import SMALL, carry, pump, settle

RECORDED = replace(SMALL, recorded=True)


@pytest.fixture
def recorded(stage: Stage) -> Stage:
    """A line whose small budgets only record, at ten past."""
    stage.now = stage.now.replace(minute=10, second=0)
    stage.core.policy = Policy(budgets=RECORDED)
    return stage


def report(stage: Stage) -> Report:
    """What `shield report` reads of a day."""
    return stage.core.at(stage.now).transact(lambda t: shield_report.read(t, 1))


def test_all_of_it_leaves_and_what_would_not_have_is_told(recorded: Stage) -> None:
    """As many as enforced budgets let through are within them, hour by hour; operators hear it, nobody is stopped."""
    for over in (60, 60 + 80, 60 + 80 + 100):  # of an hour's 40, and of the 20 and none that are left of the day's 60
        pump(recorded, 100, 50)
        assert carry(recorded) == 100
        assert report(recorded).over_budget == [OverBudget("US", over, 0)]
        assert isinstance(recorded.hold(recorded.call()), o.Held)
        recorded.wait(hours=1)
    assert recorded.rows("SELECT FROM stops") == []
    assert recorded.rows("SELECT what, detail FROM alerts") == [("pumping", "US")]
    assert recorded.rows("SELECT FROM outbox WHERE error IS NOT NULL") == []


def test_what_people_would_have_gone_without_is_told(recorded: Stage) -> None:
    """Codes over budget that were used are counted there, and make no room that enforced budgets would not have."""
    pump(recorded, 60, 30)
    carry(recorded)
    recorded.put("UPDATE codes SET used_at = :now WHERE id IN (SELECT code FROM outbox WHERE over_budget)",
                 now=recorded.now)  # fmt: skip
    settle(recorded)
    assert report(recorded).over_budget == [OverBudget("US", 20, 20)]
    pump(recorded, 5, 5)
    carry(recorded)
    assert report(recorded).over_budget == [OverBudget("US", 25, 20)]
    assert recorded.rows("SELECT sent, used FROM tallies WHERE what = 'code' AND scope = 'region'") == [(40, 0)]


def test_a_stop_of_an_enforced_policy_is_lifted(recorded: Stage) -> None:
    """Whoever turns budgets to record, or off, waits for no hour to end."""
    for budgets in (RECORDED, None):
        recorded.core.policy = Policy(budgets=SMALL)
        pump(recorded, 100, 50)
        carry(recorded)
        assert isinstance(recorded.hold(recorded.call(BEN)), o.TooManyCodes)
        recorded.core.policy = Policy(budgets=budgets)
        settle(recorded)
        assert recorded.rows("SELECT FROM stops") == []
