"""Who is rung for whom: the first in our order gets the agent who has been free the longest and speaks the language.

It runs in the transaction that adds a waiter, frees an agent or ends a ring, and at every tick of the clock, for rings
and the time after a call end by themselves. All of it under the queue's lock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.humane import humane
from booking_core.queue_order import IN_ORDER, OPEN, lock, speakers, write
from booking_core.staging import CODES, stage
from booking_core.tables import agent_states, agents, outbox, queue
from booking_core.transaction import Transaction
from booking_core.zones import holidays_of, zones_of

AGENT, CALL_BACK = "agent", "queue_callback"
"""Kinds of calls: to an agent's telephone, and to whoever asked to be called back."""

FETCH, PRESENCE, RELEASE = "fetch", "presence", "release"
"""Kinds of moves: the caller into the conference; the caller to a question and back; the agent out of it."""

MISSES = 2
"""Rings in a row that an agent may miss; then the desk thinks nobody sits there."""

FRESH = timedelta(hours=3)
"""Who has asked for a call-back today waits for it now; after so long, humane hours count again."""

PLACED = timedelta(seconds=60)
"""A call of ours is over by then, if nobody takes it: another to the same number waits so long."""

MEETS_WITHIN = timedelta(seconds=90)
"""From an agent's yes until somebody is joined; after that nobody comes, whatever was not reported."""

TALKS_AT_MOST = timedelta(hours=4)
"""The provider ends every call by then: whoever is on one longer is not, and its report was lost."""


def match(t: Transaction, now: datetime) -> int:
    """Ring agents for all who can have one; returns how many."""
    rung = 0
    due = sa.or_(queue.c.not_before.is_(None), queue.c.not_before <= now)
    waiting = sa.select(queue).where(OPEN, queue.c.state == "waiting", due).order_by(*IN_ORDER)
    for row in t.connection.execute(waiting).all() if _any_free(t) else ():
        free = [one for one in speakers(t, row.language, now) if one.state == "available" and one.number is not None]
        if free and _may_be_called(t, row, now):
            _ring(t, row, free[0], now)
            rung += 1
    return rung


def _any_free(t: Transaction) -> bool:
    return bool(t.connection.scalar(sa.select(sa.exists().where(agent_states.c.state == "available"))))


def _may_be_called(t: Transaction, row: sa.Row[Any], now: datetime) -> bool:
    """A call-back that was not had on its day waits for a humane hour; whoever is on the line needs none."""
    if row.mode == "waits" or now - row.arrived_at < FRESH:
        return True
    at = humane(now, zones_of(t, row.number, None), holidays_of(t, None), t.humane_hours())
    if at != now:
        write(t, row.id, not_before=at or now + timedelta(days=31))
    return at == now


def _ring(t: Transaction, row: sa.Row[Any], agent: sa.Row[Any], now: datetime) -> None:
    until = now + timedelta(seconds=t.rules().queue_ring_s)
    write(t, row.id, state="ringing", agent=agent.id, rung_until=until)
    state_of(t, agent.id, "ringing", now, waiter=row.id)
    stage(t, AGENT, agent.number, agent.languages[0], CODES, now, until, by="call", waiter=row.id)


def state_of(t: Transaction, agent: UUID, state: str, now: datetime, **more: object) -> None:
    """An agent's state, from now on. Without a `waiter` there is none."""
    values = {"state": state, "since": now, "waiter": None, **more}
    t.connection.execute(sa.update(agent_states).where(agent_states.c.agent == agent).values(**values))


def end_ring(t: Transaction, row: sa.Row[Any], now: datetime, *, missed: bool) -> None:
    """The ring for this waiter is over without a yes. Whoever misses several in a row is off, for nobody sits there."""
    write(t, row.id, state="waiting", agent=None, rung_until=None)
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.waiter == row.id, outbox.c.kind == AGENT, outbox.c.state == "waiting")
        .values(state="expired", lease_until=None, done_at=now)
    )
    doing = t.connection.execute(sa.select(agent_states).where(agent_states.c.agent == row.agent)).one()
    if doing.state != "ringing" or doing.waiter != row.id:
        return
    if not missed:
        state_of(t, row.agent, "available", doing.since)
    elif doing.missed + 1 >= MISSES:
        state_of(t, row.agent, "off", now, missed=doing.missed + 1)
    else:
        state_of(t, row.agent, "available", now, missed=doing.missed + 1)


def talk_over(t: Transaction, row: sa.Row[Any], now: datetime, *, caller_gone: bool = False) -> None:
    """They have talked, or would have. The agent writes it up; one who is alone in the conference is told."""
    write(t, row.id, state="done" if row.met_at is not None else "left", ended_at=now)
    state_of(t, row.agent, "after", now)
    if caller_gone:
        let_go(t, row, now)


def back(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """Into the queue again, at its place; a call-back that may still be ringing is not placed twice."""
    again = now + PLACED if row.mode == "callback" else None
    write(t, row.id, state="waiting", agent=None, picked_at=None, met_at=None, not_before=again)


def asked_for_keys(t: Transaction, talk: UUID) -> bool:
    """Is the caller of a talk being moved to the prompt for a code?"""
    moves = sa.exists().where(
        outbox.c.waiter == talk, outbox.c.kind == PRESENCE, outbox.c.state.in_(("waiting", "unknown"))
    )
    return bool(t.connection.scalar(sa.select(moves)))


def stage_move(t: Transaction, row: sa.Row[Any], kind: str, now: datetime) -> UUID:
    """Have a live leg of this waiter's talk asked elsewhere; it is carried under the number of its agent."""
    agent = t.connection.execute(sa.select(agents).where(agents.c.id == row.agent)).one()
    number = agent.number or row.number
    return stage(t, kind, number, agent.languages[0], CODES, now, now + PLACED, by="move", waiter=row.id)


def let_go(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """Have the agent's leg leave the conference, in which nobody else is."""
    leg = outbox.c.waiter == row.id, outbox.c.kind == AGENT, outbox.c.sid.is_not(None)
    if t.connection.scalar(sa.select(sa.exists().where(*leg))):
        stage_move(t, row, RELEASE, now)


def tick(t: Transaction, most: int) -> int:
    """What ends by itself: rings, the time after a call, talks whose end nobody told us of. Then all are matched."""
    now = lock(t)
    rung = sa.select(queue).where(OPEN, queue.c.state == "ringing", queue.c.rung_until <= now).limit(most)
    for row in t.connection.execute(rung).all():
        end_ring(t, row, now, missed=True)
    written_up = now - timedelta(seconds=t.rules().queue_after_s)
    t.connection.execute(
        sa.update(agent_states)
        .where(agent_states.c.state == "after", agent_states.c.since <= written_up)
        .values(state="available", since=now, waiter=None)
    )
    alone = sa.and_(queue.c.met_at.is_(None), queue.c.picked_at <= now - MEETS_WITHIN)
    for row in t.connection.execute(sa.select(queue).where(OPEN, queue.c.state == "joined", alone)).all():
        let_go(t, row, now)
        state_of(t, row.agent, "after", now)
        back(t, row, now)
    lost = sa.select(queue).where(OPEN, queue.c.state == "joined", queue.c.picked_at <= now - TALKS_AT_MOST)
    for row in t.connection.execute(lost).all():
        talk_over(t, row, now)
    match(t, now)
    return 0
