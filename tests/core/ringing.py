"""Calls of ours on the stage: asked for, placed, picked up or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.numbers import Reason, Refused
from tests.core.stage import Stage

CALLED = "SELECT id, code, not_before, not_after, state FROM outbox WHERE kind = 'proof_call' ORDER BY id"


def ask(stage: Stage, who: Caller, held: o.Held | None = None, by: c.By = "call") -> o.Outcome:
    """Ask for a code, carried by a call unless a text is asked for: for a hold, or to prove the phone."""
    return stage.do(c.SendCode(who, "confirm" if held else "presence", held.booking if held else None, "en", by))


def waiting(stage: Stage) -> list[Row[Any]]:
    """The proof calls that are still to be made."""
    return [row for row in stage.rows(CALLED) if row.state == "waiting"]


def ring(stage: Stage) -> UUID:
    """The worker places the one call that waits; the provider took it."""
    (row,) = waiting(stage)
    stage.now = max(stage.now, row.not_before)
    stage.put("UPDATE outbox SET state = 'sent' WHERE id = :id", id=row.id)
    return UUID(str(row.id))


def pick_up(stage: Stage, delivery: UUID | None = None) -> Caller:
    """The telephone rings and is answered."""
    delivery = delivery or ring(stage)
    sid = f"CA{next(stage.turns):032x}"
    assert stage.do(c.StartProofCall(sid, stage.line.number, delivery)) == o.CallStarted(False, language="en")
    return Caller(sid)


def rings_out(stage: Stage) -> None:
    """It rings, and nobody takes it."""
    stage.do(c.ReportProofCall(ring(stage), "CA" + "e" * 32, False))


def withheld(stage: Stage) -> Caller:
    """A call without a number."""
    sid = f"CA{next(stage.turns):032x}"
    stage.do(c.StartCall(sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    return Caller(sid)
