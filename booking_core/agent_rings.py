"""An agent's telephone: it rings, is picked up, one key takes the caller, and its end is the end of the talk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core.calls import ending_of
from booking_core.desk_outcomes import RingAnswered, RingOver, Taken
from booking_core.matching import (
    AGENT,
    CALL_BACK,
    FETCH,
    RELEASE,
    back,
    end_ring,
    match,
    stage_move,
    state_of,
    talk_over,
)
from booking_core.queue_order import lock, waiter, write
from booking_core.staging import CODES, stage
from booking_core.tables import agents, lines, outbox, queue
from booking_core.transaction import Transaction

LISTENS = timedelta(seconds=12)
"""Whoever picks up at the last moment still has time to hear what it is about."""


def answer(t: Transaction, command: d.AnswerRing) -> RingAnswered | RingOver:
    """Whom the ring is for; or that it is over."""
    now = lock(t)
    ring, row = _rung(t, command.delivery)
    if row is None or not _is_for(ring, row):
        return _over(ring, row)
    heard_until = max(row.rung_until, now + LISTENS)
    write(t, row.id, rung_until=heard_until)
    line = t.connection.execute(sa.select(lines.c.name).where(lines.c.id == row.line)).scalar_one()
    return RingAnswered(
        line, ring.language, row.reason, row.language, ending_of(t, row.number),
        int((now - row.arrived_at).total_seconds()), row.mode == "callback",
    )  # fmt: skip


def take(t: Transaction, command: d.TakeCaller) -> Taken | RingOver:
    """The caller is this agent's: fetched out of whatever it hears, or called."""
    now = lock(t)
    ring, row = _rung(t, command.delivery)
    if row is None or not _is_for(ring, row):
        return _over(ring, row)
    t.connection.execute(sa.update(outbox).where(outbox.c.id == ring.id).values(sid=command.sid))
    write(t, row.id, state="joined", picked_at=now, rung_until=None)
    state_of(t, row.agent, "talking", now, waiter=row.id, missed=0)
    t.trail(None, "take_caller", row.id, now)
    if row.mode == "waits":
        stage_move(t, row, FETCH, now)
    else:
        stage(t, CALL_BACK, row.number, row.language, CODES, now, now + timedelta(minutes=1), by="call", waiter=row.id)
    return Taken(row.id, ring.language, row.mode == "callback")


def _rung(t: Transaction, delivery: UUID) -> tuple[sa.Row[Any], sa.Row[Any] | None]:
    """The outbox row that rang, and its waiter with the number of the agent that it is for now."""
    ring = t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery)).one()
    return ring, t.connection.execute(
        sa.select(queue, agents.c.number.label("telephone"))
        .outerjoin(agents, agents.c.id == queue.c.agent)
        .where(queue.c.id == ring.waiter)
    ).first()


def _is_for(ring: sa.Row[Any], row: sa.Row[Any]) -> bool:
    return bool(ring.kind == AGENT and row.state == "ringing" and row.telephone == ring.number)


def _over(ring: sa.Row[Any], row: sa.Row[Any] | None) -> RingOver:
    gone = ring.kind == RELEASE or row is None or (row.ended_at is not None and row.state == "left")
    return RingOver(ring.language, gone)


def ended(t: Transaction, delivery: UUID) -> None:
    """The agent's leg is over: a ring that nobody took, or the talk."""
    now = lock(t)
    ring, row = _rung(t, delivery)
    if row is None or row.telephone != ring.number or row.ended_at is not None or not _is_last(t, ring):
        return
    if row.state == "ringing":
        end_ring(t, row, now, missed=True)
    elif row.state == "joined" and row.met_at is not None:
        talk_over(t, row, now)
    elif row.state == "joined":  # gone before they met: the caller keeps the place
        state_of(t, row.agent, "after", now)
        back(t, row, now)
    match(t, now)


def _is_last(t: Transaction, ring: sa.Row[Any]) -> bool:
    """Is this the last ring for its waiter? The report of an earlier one may be late."""
    newer = sa.exists().where(outbox.c.waiter == ring.waiter, outbox.c.kind == AGENT, outbox.c.id > ring.id)
    return not t.connection.scalar(sa.select(newer))


def unmoved(t: Transaction, delivery: UUID) -> None:
    """The provider did not take the move of a caller: that call is gone, and the agent is free.

    Should it wait all the same, its next look at its place finds that out and gets it back.
    """
    move = t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery)).one()
    if move.kind != FETCH:
        return
    now = lock(t)
    row = waiter(t, move.waiter)
    if row.state == "joined" and row.met_at is None:
        talk_over(t, row, now, caller_gone=True)
        match(t, now)
