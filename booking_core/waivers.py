"""Waivers: one booking more for a number, for a reason, for a time, by a supervisor, and never for oneself.

A waiver is a row of `allowances` beyond the ordinary ones, so the claim knows nothing new: the unique index on live
bookings and allowances is the limit still.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import desk_commands as c
from booking_core.actors import Staff
from booking_core.calls import enter, last_two
from booking_core.desk_outcomes import (
    NoSuchWaiver,
    Waiver,
    WaiverAdded,
    WaiverForOneself,
    WaiverReport,
    WaiverRevoked,
)
from booking_core.identifiers import uuid7
from booking_core.tables import agent_states, agents, allowances, bookings, calls, limit_groups, numbers, queue
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

FIRST = 1000
"""Waivers are counted from here, so that a limit which is made wider later meets none of them."""

REPORTED = timedelta(days=180)


def add(t: Transaction, command: c.AddWaiver) -> WaiverAdded | WaiverForOneself:
    """Whether the number has ever called is not told: a row is made where there is none."""
    number = enter(t, command.number)
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == number).with_for_update(key_share=True))
    if _own(t, command.who, number):
        return WaiverForOneself()
    now = t.now()
    until = now + timedelta(days=command.days)
    mine = allowances.c.number == number, allowances.c.limit_group == command.group
    last = t.connection.scalar(sa.select(sa.func.max(allowances.c.nth)).where(*mine)) or 0
    row = uuid7()
    t.connection.execute(
        sa.insert(allowances).values(id=row, number=number, limit_group=command.group, nth=max(FIRST, last + 1),
                                     waiver=command.reason, expires_at=until, granted_by=command.who.login,
                                     granted_at=now)
    )  # fmt: skip
    t.trail(command.who, "waive", row, now, command.reason)
    return WaiverAdded(until)


def _own(t: Transaction, who: Staff, number: UUID) -> bool:
    """The telephone they are rung on, or the caller they talk with."""
    mine = sa.exists().where(agents.c.login == who.login, agents.c.number == number)
    talks = sa.exists().where(
        agents.c.login == who.login, agent_states.c.agent == agents.c.id, queue.c.id == agent_states.c.waiter,
        calls.c.id == queue.c.call, calls.c.number == number,
    )  # fmt: skip
    return bool(t.connection.scalar(sa.select(sa.or_(mine, talks))))


def revoke(t: Transaction, command: c.RevokeWaiver) -> WaiverRevoked | NoSuchWaiver:
    """It ends now."""
    now = t.now()
    open_ = allowances.c.id == command.waiver, allowances.c.granted_at.is_not(None), allowances.c.expires_at > now
    ended = sa.update(allowances).where(*open_).values(expires_at=now, revoked_at=now)
    if not t.connection.execute(ended).rowcount:
        return NoSuchWaiver()
    t.trail(command.who, "revoke_waiver", command.waiver, now)
    return WaiverRevoked()


def report(t: Transaction) -> WaiverReport:
    """The waivers of the last months, each number as its last two digits."""
    now = t.now()
    used = sa.exists().where(bookings.c.allowance == allowances.c.id, bookings.c.booked_at.is_not(None))
    rows = t.connection.execute(
        sa.select(allowances, limit_groups.c.name, numbers.c.digits, used.label("used"))
        .join(limit_groups, limit_groups.c.id == allowances.c.limit_group)
        .join(numbers, numbers.c.id == allowances.c.number)
        .where(allowances.c.granted_at > now - REPORTED)
        .order_by(allowances.c.granted_at.desc())
    )
    groups = t.connection.execute(sa.select(limit_groups.c.id, limit_groups.c.name).order_by(limit_groups.c.name))
    return WaiverReport(
        tuple(_told(t, row, now) for row in rows), tuple((row.id, row.name) for row in groups), house_zone(t)
    )


def _told(t: Transaction, row: sa.Row[Any], now: datetime) -> Waiver:
    state = "revoked" if row.revoked_at else "used" if row.used else "open" if row.expires_at > now else "expired"
    ending = last_two(t, row.number, row.digits)
    return Waiver(row.id, ending, row.name, row.waiver, row.granted_by, row.granted_at, row.expires_at, state)
