"""When a number is looked up: laid down with the wish, in the same transaction, and asked of nobody there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from booking_core import commands as c
from booking_core import looking_up
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.admission import Policy
from booking_core.limits import LookUps, Package
from tests.core.stage import BEN, RENEWAL, Stage

AGES: Final[dict[Package, timedelta]] = {
    "line_type": timedelta(days=90), "sim_swap": timedelta(days=1), "reassigned": timedelta(days=30),
}  # fmt: skip


@pytest.fixture
def asking(stage: Stage) -> Stage:
    """A line that looks up every number's type and card, and whether it has another holder."""
    stage.core.policy = Policy(look_ups=LookUps(tuple(AGES), 100, AGES))
    return stage


def seek(stage: Stage, who: Caller | None = None) -> o.Outcome:
    """An office is chosen."""
    offices, services = stage.line.offices, stage.line.services
    wish = c.NextFree(offices[0].id, services[RENEWAL].id, 1, stage.now)
    return stage.do(c.SeekPlace(who or stage.call(), wish, "en"))


def asked(stage: Stage) -> list[str]:
    """The packages that wait for a worker."""
    return [row[0] for row in stage.rows("SELECT package FROM verdicts WHERE state = 'asked' ORDER BY package")]


def answer(stage: Stage, package: str, state: str = "found") -> None:
    """As a worker writes an answer."""
    stage.put("UPDATE verdicts SET state = :state, until = :until WHERE package = :package",
              state=state, package=package, until=stage.now + AGES[package])  # type: ignore[index]  # fmt: skip


def test_a_new_number_is_looked_up_once(asking: Stage) -> None:
    """By its first wish; while the answers are young enough, no wish and no later call asks again."""
    who = asking.call()
    assert isinstance(seek(asking, who), o.Offers)
    assert asked(asking) == ["line_type", "sim_swap"]
    assert set(asking.rows("SELECT reason, source, found FROM verdicts")) == {("sought", None, None)}
    for package in ("line_type", "sim_swap"):
        answer(asking, package)
    asking.wait(hours=23)
    seek(asking, who)
    seek(asking)
    assert asked(asking) == []


def test_each_package_has_an_age_of_its_own(asking: Stage) -> None:
    """After a day the card is asked for again, and the type of the line after ninety."""
    seek(asking)
    for package in ("line_type", "sim_swap"):
        answer(asking, package)
    asking.wait(days=1)
    seek(asking)
    assert asked(asking) == ["sim_swap"]
    answer(asking, "sim_swap")
    asking.wait(days=89)
    seek(asking)
    assert asked(asking) == ["line_type", "sim_swap"]


def test_who_was_seen_in_ninety_days_is_not_looked_up(asking: Stage) -> None:
    """Nobody paid for knowing them before: a day short of ninety nothing is asked, and at ninety all of it is."""
    policy, asking.core.policy = asking.core.policy, Policy()
    seek(asking)
    asking.core.policy = policy
    asking.wait(days=89)
    seek(asking)
    assert asked(asking) == []
    asking.wait(days=90)
    seek(asking)
    assert asked(asking) == ["line_type", "sim_swap"]


def test_a_call_alone_is_no_wish(asking: Stage) -> None:
    """Nobody warms a number up by calling and hanging up: it was not seen before it asked for places."""
    asking.call()
    asking.wait(days=2)
    seek(asking)
    assert asked(asking) == ["line_type", "sim_swap"]


def test_that_it_was_seen_is_kept_to_a_day(asking: Stage) -> None:
    """A wish of the same day writes no row of the number's."""
    seek(asking)
    first = asking.now
    asking.wait(hours=23)
    seek(asking)
    assert asking.one("SELECT seen_at FROM numbers") == first
    asking.wait(hours=1)
    seek(asking)
    assert asking.one("SELECT seen_at FROM numbers") == asking.now


def test_another_holder_is_asked_for_since_the_last_proof(asking: Stage) -> None:
    """A number that was never proven here has none to compare with."""
    asking.proven()
    seek(asking)
    seek(asking, asking.call(BEN))
    assert asked(asking) == ["line_type", "line_type", "reassigned", "sim_swap", "sim_swap"]


def test_without_a_policy_nothing_is_looked_up(stage: Stage) -> None:
    """Look-ups are the institution's choice."""
    seek(stage)
    assert stage.rows("SELECT FROM verdicts") == []


def test_who_could_not_be_looked_up_holds_for_five_minutes(asking: Stage) -> None:
    """Hold and code end together; an answer, or a proof, gives the ten minutes that all others have."""
    who = asking.call()
    seek(asking, who)
    assert asking.held(who).until == asking.now + timedelta(minutes=10)
    answer(asking, "line_type", "skipped")
    held = asking.held(who)
    assert held.until == asking.now + timedelta(minutes=5)
    assert asking.rows("SELECT min(expires_at) FROM codes") == [(held.until,)]
    asking.put("UPDATE verdicts SET state = 'found'")
    assert asking.held(who).until == asking.now + timedelta(minutes=10)


def test_a_code_asked_for_later_extends_no_such_hold(asking: Stage) -> None:
    """Whoever is rung instead has five minutes from then, and no more."""
    who = asking.call()
    seek(asking, who)
    answer(asking, "line_type", "skipped")
    held = asking.held(who, send="none")
    sent = asking.do(c.SendCode(who, "confirm", held.booking, "en", "call"))
    assert sent == o.CallComing(asking.now + timedelta(minutes=5))
    assert asking.one("SELECT live_until FROM bookings") == asking.now + timedelta(minutes=5)


def test_a_worker_that_is_away_is_noticed(asking: Stage) -> None:
    """What waits for longer than a minute is judged offline as what was skipped is."""
    who = asking.call()
    seek(asking, who)
    asking.wait(minutes=1)
    assert asking.held(who).until == asking.now + timedelta(minutes=5)


@pytest.mark.parametrize("state", ["asked", "skipped"])
def test_nobody_is_judged_offline_for_ever(asking: Stage, state: str) -> None:
    """A day after the wish no worker tries any more: it is judged by what is known, and the next wish asks anew."""
    seek(asking)
    asking.put("UPDATE verdicts SET state = :state, until = CASE WHEN :state = 'skipped' THEN asked_at + "
               "interval '1 day' END", state=state)  # fmt: skip
    offline = "SELECT offline_v1(id, :now) FROM numbers"
    asking.wait(hours=23)
    assert asking.one(offline, now=asking.now)
    asking.wait(hours=1)
    assert not asking.one(offline, now=asking.now)
    seek(asking)
    assert asking.rows("SELECT DISTINCT state, asked_at FROM verdicts") == [("asked", asking.now)]


def test_what_is_looked_up_no_longer_is_not_paid_for(asking: Stage) -> None:
    """What was laid down under another policy is left alone."""
    seek(asking)
    asking.core.policy = Policy(look_ups=LookUps(("sim_swap",), 100, AGES))
    [due] = asking.core.at(asking.now).transact(lambda t: looking_up.take(t, 4))
    assert due.packages == ("sim_swap",)
    asking.core.policy = Policy()
    asking.wait(minutes=1)
    assert asking.core.at(asking.now).transact(lambda t: looking_up.take(t, 4)) == []


def test_no_code_no_booking(asking: Stage) -> None:
    """While look-ups are away nothing is confirmed without a proof."""
    who = asking.call()
    seek(asking, who)
    answer(asking, "line_type", "skipped")
    held = asking.held(who)
    asking.born(who, held)
    assert not isinstance(asking.do(c.Confirm(who, held.booking, None)), o.Booked)
