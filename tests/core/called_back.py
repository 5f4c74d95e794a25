"""Calls back of admission on the stage: everybody is called back, and rung when the test lets the worker look."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Row

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller, Texter
from booking_core.admission import Condition, Control, Decision, Policy
from tests.core.post import lease
from tests.core.stage import ANN, RENEWAL, Stage

FIVE, THIRTY = timedelta(minutes=5), timedelta(minutes=30)
HERE = ZoneInfo("America/New_York")
"""Of every number on this stage."""

ALWAYS = (Condition("calls_day", at_least=0),)
LAID = "SELECT id, not_before, not_after, language FROM outbox WHERE kind = 'admission' AND state = 'waiting'"


def call_everybody_back(stage: Stage) -> Stage:
    """Everybody is called back, and it is noon tomorrow."""
    control = Control("everybody", "enforce", Decision.CALL_BACK, "often", timedelta(hours=2), ALWAYS)
    stage.core.policy = Policy((control,))
    at(stage, 12)
    return stage


def at(stage: Stage, hour: int) -> None:
    """That hour of tomorrow, by the number's clock."""
    stage.now = (stage.now.astimezone(HERE) + timedelta(days=1)).replace(hour=hour, minute=0, second=0)


def wish(stage: Stage, office: int = 0, party: int = 1, sid: str | None = None) -> c.NextFree:
    """Times for a renewal."""
    return c.NextFree(stage.line.offices[office].id, stage.line.services[RENEWAL].id, party, stage.now, sid=sid)


def seek(stage: Stage, who: Caller | Texter, office: int = 0, party: int = 1) -> o.Outcome:
    """Choose an office."""
    sid = who.sid if isinstance(who, Caller) else None
    return stage.do(c.SeekPlace(who, wish(stage, office, party, sid), "es", "none"))


def promised(stage: Stage, e164: str = ANN) -> o.CallingBack:
    """A caller who is told that the line calls."""
    told = seek(stage, stage.call(e164))
    assert isinstance(told, o.CallingBack)
    return told


def laid(stage: Stage) -> Row[object]:
    """The one call that waits."""
    (row,) = stage.rows(LAID)
    return row


def ring(stage: Stage) -> UUID:
    """The worker places it."""
    row = laid(stage)
    stage.now = max(stage.now, row.not_before)
    assert [each.id for each in lease(stage)] == [row.id]
    stage.put("UPDATE outbox SET state = 'sent', lease_until = NULL WHERE id = :id", id=row.id)
    return UUID(str(row.id))


def pick_up(stage: Stage) -> tuple[Caller, o.CallStarted]:
    """It rings and is answered."""
    sid = f"CA{next(stage.turns):032x}"
    started = stage.do(c.StartProofCall(sid, stage.line.number, ring(stage)))
    assert isinstance(started, o.CallStarted)
    return Caller(sid), started


def in_vain(stage: Stage, *, answered: bool = False) -> None:
    """It rings, and nobody presses the key."""
    stage.do(c.ReportProofCall(ring(stage), "CA" + "e" * 32, answered))
