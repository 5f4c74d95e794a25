"""Documented exceptions: a person without any number books once, on a document, if a second person agrees.

What is written down is the kind of the document and a reason from a list, nothing of what the document says. A quota a
day for each agent, and the report, are what keeps it an exception (reliability page, row 19).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from booking_core import desk_commands as c
from booking_core.actors import Agent
from booking_core.desk_outcomes import (
    ExceptionAsked,
    ExceptionDecided,
    ExceptionRow,
    ExceptionRows,
    NoSuchRequest,
    OwnRequest,
    QuotaReached,
)
from booking_core.identifiers import uuid7
from booking_core.tables import agent_states, agents, bookings, calls, exceptions, queue
from booking_core.transaction import Transaction, person
from booking_core.vouchers import nameless, put
from booking_core.zones import house_zone

DAY = timedelta(days=1)
REPORTED = timedelta(days=30)


def ask(t: Transaction, command: c.AskException) -> ExceptionAsked | QuotaReached | NoSuchRequest:
    """Asked again for the same call while it is open, the first request stands."""
    agent = t.connection.execute(
        sa.select(agents.c.id).where(agents.c.login == command.who.login).with_for_update()
    ).one()
    call = t.connection.execute(sa.select(calls.c.id).where(calls.c.sid == command.who.sid)).scalar_one()
    whose = person(t, command.who, lock=False)
    if whose is not None and whose.proven:
        return NoSuchRequest()
    now, most = t.now(), t.rules().exceptions_day
    asked = t.connection.execute(
        sa.select(exceptions.c.asked_at, exceptions.c.call, exceptions.c.decided_at)
        .where(exceptions.c.agent == agent.id, exceptions.c.asked_at > now - DAY)
        .order_by(exceptions.c.asked_at)
    ).all()
    if any(one.call == call and one.decided_at is None for one in asked):
        return ExceptionAsked(max(0, most - len(asked)))
    if len(asked) >= most:
        return QuotaReached(asked[len(asked) - most].asked_at + DAY)
    row = uuid7()
    t.connection.execute(
        sa.insert(exceptions).values(id=row, agent=agent.id, call=call, document=command.document,
                                     reason=command.reason, asked_at=now)
    )  # fmt: skip
    t.trail(command.who, "ask_exception", row, now, command.reason)
    return ExceptionAsked(most - len(asked) - 1)


def decide(t: Transaction, command: c.DecideException) -> ExceptionDecided | OwnRequest | NoSuchRequest:
    """Approved, the call gets a number of its own, proven, under which one booking can be made."""
    asker = agents.alias()
    row = t.connection.execute(
        sa.select(exceptions, asker.c.login, calls.c.sid)
        .join(asker, asker.c.id == exceptions.c.agent)
        .join(calls, calls.c.id == exceptions.c.call)
        .where(exceptions.c.id == command.request, exceptions.c.decided_at.is_(None), _still_there())
        .with_for_update(of=exceptions)
    ).first()
    if row is None:
        return NoSuchRequest()
    if row.login == command.who.login:
        return OwnRequest()
    now, number = t.now(), None
    if command.approve:
        number = nameless(t, now)
        put(t, Agent(row.login, row.sid), number)
    approver = sa.select(agents.c.id).where(agents.c.login == command.who.login).scalar_subquery()
    decided = {"decided_at": now, "approver": approver, "number": number}
    t.connection.execute(sa.update(exceptions).where(exceptions.c.id == row.id).values(decided))
    t.trail(command.who, "approve_exception" if command.approve else "refuse_exception", row.id, now)
    return ExceptionDecided(command.approve)


def _still_there() -> sa.ColumnElement[bool]:
    """The agent talks with that caller still."""
    return sa.exists().where(
        agent_states.c.agent == exceptions.c.agent, agent_states.c.state == "talking",
        queue.c.id == agent_states.c.waiter, queue.c.call == exceptions.c.call, queue.c.ended_at.is_(None),
        calls.c.id == exceptions.c.call, calls.c.ended_at.is_(None),
    ).correlate(exceptions)  # fmt: skip


def report(t: Transaction) -> ExceptionRows:
    """Those of the last month, and what came of each."""
    asker, approver = agents.alias(), agents.alias()
    status = (
        sa.select(bookings.c.status)
        .where(bookings.c.number == exceptions.c.number, bookings.c.booked_at.is_not(None))
        .order_by(bookings.c.booked_at.desc()).limit(1).scalar_subquery()
    )  # fmt: skip
    rows = t.connection.execute(
        sa.select(exceptions, asker.c.login.label("by"), approver.c.login.label("second"), status.label("status"),
                  _still_there().label("waits"))
        .join(asker, asker.c.id == exceptions.c.agent)
        .outerjoin(approver, approver.c.id == exceptions.c.approver)
        .where(exceptions.c.asked_at > t.now() - REPORTED)
        .order_by(exceptions.c.asked_at.desc())
    )  # fmt: skip
    told = (
        ExceptionRow(row.id, row.by, row.document, row.reason, row.asked_at, _state(row), row.second, row.status)
        for row in rows
    )
    return ExceptionRows(tuple(told), house_zone(t))


def _state(row: sa.Row[Any]) -> str:
    if row.decided_at is not None:
        return "refused" if row.number is None else "approved"
    return "waits" if row.waits else "over"
