"""What an agent does now, as the desk shows and changes it: free to be rung, off, talking, writing a call up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import desk_commands as d
from booking_core.actors import Staff
from booking_core.calls import ending_of, last_two
from booking_core.desk_outcomes import AgentNow, AtDesk, QueueNow, TelephoneNeeded, Waiting
from booking_core.matching import MISSES, end_ring, match, state_of
from booking_core.queue_order import IN_ORDER, OPEN, lock, waiter
from booking_core.tables import agent_states, agents, calls, numbers, queue
from booking_core.transaction import Transaction

TAKES_CALLS = ("agent", "surge", "supervisor")
"""Roles that may be rung."""


def available(t: Transaction, command: d.GoAvailable) -> AgentNow | TelephoneNeeded:
    """Ready for a call; whoever was put off for missed rings begins anew."""
    now = lock(t)
    agent = _agent(t, command.who)
    if agent.number is None or agent.role not in TAKES_CALLS:
        return TelephoneNeeded()
    row = insert(agent_states).values(agent=agent.id, state="available", since=now)
    t.connection.execute(
        row.on_conflict_do_update(
            index_elements=["agent"], set_={"state": "available", "since": now, "waiter": None, "missed": 0},
            where=agent_states.c.state.in_(("off", "after")),
        )
    )  # fmt: skip
    t.trail(command.who, "go_available", agent.id, now)
    match(t, now)
    return _now(t, agent.id)


def off(t: Transaction, command: d.GoOff) -> AgentNow:
    """No more rings; the one that is ringing goes to the next."""
    now = lock(t)
    agent = _agent(t, command.who)
    doing = _doing(t, agent.id)
    if doing is None or doing.state in ("off", "talking"):
        return _now(t, agent.id)
    if doing.state == "ringing":
        end_ring(t, waiter(t, doing.waiter), now, missed=False)
    state_of(t, agent.id, "off", now, missed=0)
    t.trail(command.who, "go_off", agent.id, now)
    match(t, now)
    return _now(t, agent.id)


def finish(t: Transaction, command: d.FinishCall) -> AgentNow:
    """The last call is written up."""
    now = lock(t)
    agent = _agent(t, command.who)
    doing = _doing(t, agent.id)
    if doing is not None and doing.state == "after":
        state_of(t, agent.id, "available", now)
        match(t, now)
    return _now(t, agent.id)


def mine(t: Transaction, query: d.MyDesk) -> AtDesk:
    """An agent's own state, and the caller it is about."""
    agent = _agent(t, query.who)
    doing = _doing(t, agent.id)
    if doing is None:
        return AtDesk("off", agent.made_at, None, put_off=False)
    row = None if doing.waiter is None else waiter(t, doing.waiter)
    ends = None if row is None else row.rung_until
    if doing.state == "after":
        ends = doing.since + timedelta(seconds=t.rules().queue_after_s)
    told = AtDesk(doing.state, doing.since, ends, doing.state == "off" and doing.missed >= MISSES)
    return told if row is None else _with_caller(t, told, row)


def _with_caller(t: Transaction, told: AtDesk, row: sa.Row[Any]) -> AtDesk:
    sid = t.connection.scalar(sa.select(calls.c.sid).where(calls.c.id == row.call))
    return AtDesk(
        told.state, told.since, told.until, told.put_off, row.id, sid, row.reason, row.language,
        ending_of(t, row.number),
    )  # fmt: skip


def everyone(t: Transaction) -> QueueNow:
    """All who wait, with no more of a number than its last two digits."""
    rows = t.connection.execute(
        sa.select(queue, agents.c.login, numbers.c.digits)
        .outerjoin(agents, agents.c.id == queue.c.agent)
        .outerjoin(numbers, numbers.c.id == queue.c.number)
        .where(OPEN)
        .order_by(*IN_ORDER)
    ).all()
    return QueueNow(tuple(
        Waiting(row.id, last_two(t, row.number, row.digits), row.reason, row.language, row.arrived_at, row.mode,
                row.state, row.login, row.tries)
        for row in rows
    ))  # fmt: skip


def _agent(t: Transaction, who: Staff) -> sa.Row[Any]:
    return t.connection.execute(sa.select(agents).where(agents.c.login == who.login)).one()


def _doing(t: Transaction, agent: UUID) -> sa.Row[Any] | None:
    return t.connection.execute(sa.select(agent_states).where(agent_states.c.agent == agent)).first()


def _now(t: Transaction, agent: UUID) -> AgentNow:
    doing = _doing(t, agent)
    return AgentNow("off" if doing is None else doing.state)
