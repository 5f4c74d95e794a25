"""Who waits for a person, in our order: class, then arrival. What the provider's queue thinks of it counts for nothing.

Every change of the queue takes the queue's lock first, after the lock of a number if it needs one: so who is rung for
whom is decided by one transaction at a time, and what a race would look like need not be thought of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.desk_outcomes import Queued
from booking_core.queue_wait import Rounds, minutes
from booking_core.tables import agent_states, agents, queue
from booking_core.transaction import Transaction

RECENT = timedelta(hours=2)
ROUNDS = 60
"""The wait is reckoned from so many of the last pick-ups, none older than RECENT."""

OPEN = queue.c.ended_at.is_(None)
IN_ORDER = (queue.c["class"].desc(), queue.c.arrived_at, queue.c.id)
AHEAD = ("waiting", "ringing")


def lock(t: Transaction) -> datetime:
    """Nobody else changes the queue until this transaction ends. Returns the instant, after the wait for that."""
    t.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('fairline queue'))")
    return t.now()


def of_call(t: Transaction, call: UUID) -> sa.Row[Any] | None:
    """The waiter that this call is, or was last; the open one first."""
    return t.connection.execute(
        sa.select(queue).where(queue.c.call == call).order_by(OPEN.desc(), queue.c.id.desc()).limit(1)
    ).first()


def waiter(t: Transaction, wanted: UUID) -> sa.Row[Any]:
    """A row of the queue."""
    return t.connection.execute(sa.select(queue).where(queue.c.id == wanted)).one()


def write(t: Transaction, wanted: UUID, **values: object) -> None:
    """Change a row of the queue."""
    t.connection.execute(sa.update(queue).where(queue.c.id == wanted).values(**values))


def on_duty(now: datetime) -> sa.ColumnElement[bool]:
    """An agent who is neither off, disabled, nor past the last hour: to be joined with `agents`."""
    return sa.and_(
        agent_states.c.state != "off", agents.c.disabled_at.is_(None),
        sa.or_(agents.c.until.is_(None), agents.c.until > now),
    )  # fmt: skip


def staffed(t: Transaction, now: datetime) -> bool:
    """Does anybody take calls?"""
    duty = sa.select(agents.c.id).join(agent_states, agent_states.c.agent == agents.c.id).where(on_duty(now))
    return t.connection.execute(duty.limit(1)).first() is not None


def place(t: Transaction, row: sa.Row[Any], now: datetime) -> Queued:
    """Where a waiter stands, and how long it waits at most, as far as anybody can know."""
    mine = sa.tuple_(-queue.c["class"], queue.c.arrived_at, queue.c.id)
    before = mine < sa.tuple_(sa.literal(-row._mapping["class"]), sa.literal(row.arrived_at), sa.literal(row.id))
    ahead = t.connection.execute(
        sa.select(sa.func.count()).where(OPEN, queue.c.state.in_(AHEAD), queue.c.id != row.id, before)
    ).scalar_one()
    return Queued(ahead + 1, minutes(rounds(t, row.language, now), ahead), row.language)


def speakers(t: Transaction, language: str, now: datetime) -> Sequence[sa.Row[Any]]:
    """The agents on duty who speak a language; all of them where none does: somebody has to, with an interpreter."""
    everyone: Sequence[Any] = t.connection.execute(
        sa.select(agents.c.id, agents.c.languages, agents.c.number, agent_states.c.state, agent_states.c.since)
        .join(agent_states, agent_states.c.agent == agents.c.id)
        .where(on_duty(now))
        .order_by(agent_states.c.since, agents.c.id)
    ).all()
    return [row for row in everyone if language in row.languages] or everyone


def rounds(t: Transaction, language: str, now: datetime) -> Rounds:
    """What the desk does, and has done of late, for whoever speaks this language."""
    able = speakers(t, language, now)
    written_up = timedelta(seconds=t.rules().queue_after_s)
    following = sa.func.lead(queue.c.picked_at).over(partition_by=queue.c.agent, order_by=queue.c.picked_at)
    last = (
        sa.select(queue.c.picked_at, queue.c.ended_at, following.label("next_at"))
        .where(queue.c.picked_at > now - RECENT, queue.c.agent.is_not(None))
        .order_by(queue.c.picked_at.desc())
        .limit(ROUNDS)
    )
    ended: list[float] = []
    running: list[float] = []
    for row in t.connection.execute(last):
        ends = [at for at in (row.next_at, row.ended_at and row.ended_at + written_up) if at is not None]
        over = min(ends) if ends and min(ends) <= now else None
        (running if over is None else ended).append(((over or now) - row.picked_at).total_seconds())
    idle = sum(row.state in ("available", "ringing") for row in able)
    return Rounds(len(able), idle, ended, running)
