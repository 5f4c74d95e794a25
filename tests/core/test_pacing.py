from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from booking_core.leases import Taken, lease
from booking_core.pacing import SHARES, Caps, Pace
from booking_core.staging import ANSWERS, CODES, UNASKED
from tests.core.post import Post
from tests.core.stage import Stage
from tests.house import at_any_hour

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEN = Caps(texts_per_second=10, calls_per_second=1)


def pace(caps: Caps = TEN, today: int = 0, until: float = 0.0) -> Pace:
    """The texts' pace, with its next slots `until` seconds from now."""
    return Pace("text", NOW, dict.fromkeys(SHARES, until), today, caps)


def taken(lane: int, seconds: float) -> int:
    """How many messages of a lane get slots within so many seconds, by a worker that asks every 10 ms."""
    many, until = 0, dict.fromkeys(SHARES, 0.0)
    for _ in range(round(seconds * 100)):
        slots = pace()
        slots._until = until
        while slots.wait(lane) == 0:
            slots.take(lane)
            many += 1
        until = {lane: at - 0.01 for lane, at in slots._until.items()}
    return many


@pytest.mark.parametrize("lane", SHARES)
def test_a_lane_gets_its_share(lane: int) -> None:
    """All of the rate for codes, less for what can wait; over a minute, and with no more than a moment ahead."""
    assert taken(lane, 60) == pytest.approx(600 * SHARES[lane], abs=3)


def test_there_is_always_a_slot_for_a_code() -> None:
    """When the others have used up theirs, one interval later; they wait for a code's slot as for their own."""
    slots = pace()
    while slots.wait(UNASKED) == 0:
        slots.take(UNASKED)
    wait = slots.wait(CODES)
    assert wait is not None
    assert wait <= 1.5 / 10
    assert wait < (slots.wait(UNASKED) or 0)


def test_a_clock_that_is_set_back_stops_nobody() -> None:
    """A slot two hours ahead is none of ours."""
    wait = pace(until=7200).wait(UNASKED)
    assert wait is not None
    assert wait <= 0.2


def test_the_day_is_full_for_unasked_ones_only() -> None:
    """Codes and answers always go."""
    full = pace(Caps(10, 1, texts_per_day=5), today=5)
    assert [full.wait(lane) for lane in (CODES, ANSWERS, UNASKED)] == [0, 0, None]


def lay(stage: Stage, many: int, lane: int) -> None:
    """Notices that are due."""
    stage.put("INSERT INTO outbox(id, kind, number, language, lane, not_before, not_after) SELECT gen_random_uuid(), "
              "'not_booked', n.id, 'en', :lane, :now, :late FROM numbers n, generate_series(1, :many)",
              now=stage.now, late=stage.now + timedelta(days=1), lane=lane, many=many)  # fmt: skip


def lease_of(stage: Stage, caps: Caps, most: int = 20, codes_only: int = 0) -> Taken:
    """What a worker gets at the stage's instant."""
    return stage.core.at(stage.now).transact(lambda t: lease(t, most, caps, codes_only))


def test_one_pace_for_all_workers(stage: Stage) -> None:
    """One slot, whoever asks; the next worker is told when to come again."""
    stage.call()
    lay(stage, 10, ANSWERS)
    slow = Caps(texts_per_second=0.5, calls_per_second=1)
    assert len(lease_of(stage, slow).rows) == 1
    other = lease_of(stage, slow)
    assert other.rows == []
    assert other.rest_s is not None
    assert 1 < other.rest_s < 2.3


def test_the_last_hands_are_for_codes(stage: Stage) -> None:
    """However many notices are due, so many senders stay free for a code."""
    stage.held(stage.call())
    lay(stage, 30, ANSWERS)
    fast = Caps(1e6, 1e6)
    assert [row.lane for row, _ in lease_of(stage, fast, most=4, codes_only=2).rows] == [CODES, ANSWERS]
    assert lease_of(stage, fast, most=2, codes_only=2).rows == []


def test_no_more_texts_than_a_day_has(stage: Stage) -> None:
    """Three a day are used up by what was asked for; the reminders wait, though slots are free."""
    at_any_hour(stage.core)
    stage.call()
    lay(stage, 2, UNASKED)
    day = Caps(1e6, 1e6, texts_per_day=3)
    assert len(lease_of(stage, day, most=1).rows) == 1
    lay(stage, 3, ANSWERS)
    assert [row.lane for row, _ in lease_of(stage, day).rows] == [ANSWERS] * 3
    assert lease_of(stage, day).rows == []
    stage.put("UPDATE paces SET day = day - 1")
    assert [row.lane for row, _ in lease_of(stage, day).rows] == [UNASKED]


def test_what_is_too_late_takes_no_slot(stage: Stage, post: Post) -> None:
    """A hundred reminders whose time is over end at once; the text behind them leaves now."""
    stage.call()
    lay(stage, 100, ANSWERS)
    stage.put("UPDATE outbox SET not_after = not_before")
    stage.wait(seconds=1)
    lay(stage, 1, ANSWERS)
    post.settings = post.settings.model_copy(update={"texts_per_second": 1.0})
    assert post.round() == 1
    assert stage.rows("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state") == [
        ("expired", 100), ("sent", 1),
    ]  # fmt: skip
