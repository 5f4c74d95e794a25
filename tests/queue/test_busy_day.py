"""Call-backs of a busy day: rings that nobody hears, people who are out, and every report of the provider twice."""

from __future__ import annotations

import random
from collections import Counter

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from tests.queue.floor import Floor
from tests.queue.test_call_backs import on_duty, placed

NUMBERS = [f"+120255502{nth:02d}" for nth in range(24)]
OUT, UNHEARD = 0.3, 0.15
"""Shares of the calls that nobody answers, and of the rings that an agent misses."""


def one_turn(floor: Floor, chance: random.Random, met: Counter[str]) -> None:
    """The agent is rung and, mostly, takes it; the number is called, and joined if somebody is there."""
    if chance.random() < UNHEARD:
        floor.tick(seconds=45)
        return
    ring = floor.ring()
    assert isinstance(floor.takes(ring), o.Taken)
    floor.takes(ring, "CA" + "e" * 32)  # the same key, pressed on a call that came of the same ring once more
    delivery = floor.sent("queue_callback")[-1]
    if chance.random() < OUT:
        floor.call_ends(delivery, answered=False)
        floor.call_ends(delivery, answered=False)
        return
    back = floor.called()
    assert isinstance(floor.stage.do(c.PressKey(back)), o.Joined)
    floor.stage.do(c.PressKey(back))
    met[str(floor.stage.one("SELECT number FROM calls WHERE sid = :sid", sid=back.sid))] += 1
    floor.stage.wait(seconds=chance.randint(60, 300))
    floor.stage.hang_up(back)
    floor.stage.hang_up(back)


def test_no_call_back_is_lost_or_doubled(floor: Floor) -> None:
    """Everybody who asked is met exactly once, or was called three times in vain; nobody is met again after it."""
    amy, chance, met = on_duty(floor), random.Random(20261122), Counter[str]()
    for e164 in NUMBERS:
        placed(floor, e164)
    for _ in range(400):
        if not [row for row in floor.rows() if row.ended_at is None]:
            break
        floor.stage.do(d.GoAvailable(amy))
        floor.tick(seconds=5)
        if floor.rings() is None:
            floor.tick(minutes=2)
        else:
            one_turn(floor, chance, met)
            floor.stage.do(d.FinishCall(amy))
    rows = floor.rows()
    done = [str(row.number) for row in rows if row.state == "done"]
    assert len(rows) == len(NUMBERS)
    assert met == Counter(done)
    assert set(met.values()) == {1}
    assert {(row.state, row.tries) for row in rows if str(row.number) not in met} == {("failed", 3)}
    assert {row.tries for row in rows if row.state == "done"} == {0, 1, 2}  # else the day was too calm to show it
    assert len(floor.sent("queue_callback")) == sum(row.tries + (row.state == "done") for row in rows)
