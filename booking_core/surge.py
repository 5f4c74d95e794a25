"""Surge agents: many accounts at once, for some days, that may take calls and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from booking_core import staff
from booking_core.desk_commands import AddSurge, EndSurge, SwitchAgent
from booking_core.desk_outcomes import AgentAdded, SurgeAdded, SurgeEnded
from booking_core.invitations import invite
from booking_core.tables import agents
from booking_core.transaction import Transaction

MOST: Final = 100
"""At once."""

LONGEST_DAYS: Final = 60


def add(t: Transaction, command: AddSurge) -> SurgeAdded:
    """The numbered accounts of one batch. Raises ValueError for too many, or for too long."""
    if not (1 <= command.many <= MOST and 1 <= command.days <= LONGEST_DAYS):
        raise ValueError(f"1 to {MOST} agents for 1 to {LONGEST_DAYS} days")
    until = t.now() + timedelta(days=command.days)
    return SurgeAdded(tuple(_one(t, command, nth, until) for nth in range(1, command.many + 1)), until)


def _one(t: Transaction, command: AddSurge, nth: int, until: datetime) -> AgentAdded:
    login, name = f"{command.batch}-{nth}", f"{command.batch.upper()} {nth}"
    agent = t.connection.scalar(sa.select(agents.c.id).where(agents.c.login == login))
    if agent is None:
        agent = staff.add(t, command.who, login, name, "surge", command.languages, until)
    else:
        t.trail(command.who, "invite_agent", agent, t.now())
    return invite(t, agent, login)


def end(t: Transaction, command: EndSurge) -> SurgeEnded:
    """Every one that is not switched off yet is, with one audit row each."""
    logins = t.connection.scalars(
        sa.select(agents.c.login).where(agents.c.role == "surge", agents.c.disabled_at.is_(None)).order_by(agents.c.id)
    ).all()
    for login in logins:
        staff.switch(t, SwitchAgent(command.who, login, off=True))
    return SurgeEnded(len(logins))
