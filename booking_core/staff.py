"""Who works at the desk: rows of `agents`, made, changed and switched off, never deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import calls, sessions
from booking_core.actors import Operator, Staff
from booking_core.desk_commands import AddAgent, BindAgent, InviteAnew, SetAgentNumber, SetOff, SwitchAgent
from booking_core.desk_outcomes import AgentAdded, AgentKnown, AgentList, LoginTaken, NoSuchAgent, SubjectTaken
from booking_core.identifiers import uuid7
from booking_core.invitations import invite
from booking_core.matching import end_ring, match, state_of
from booking_core.outcomes import Done
from booking_core.queue_order import lock, waiter
from booking_core.tables import agent_states, agents, desk_sessions
from booking_core.transaction import Transaction

LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}", re.ASCII)
"""A name to sign in with, as the audit and the address bar can show it."""


def add(
    t: Transaction,
    who: Staff | Operator,
    login: str,
    name: str,
    role: str,
    languages: Sequence[str],
    until: datetime | None = None,
) -> UUID:
    """A new agent, who cannot sign in before a password is set or another sign-in is configured."""
    agent, now = uuid7(), t.now()
    t.connection.execute(
        sa.insert(agents).values(
            id=agent, login=login, name=name, role=role, languages=list(languages), until=until, made_at=now
        )
    )
    t.trail(who, "add_agent", agent, now, role)
    return agent


def add_invited(t: Transaction, command: AddAgent) -> AgentAdded | LoginTaken:
    """A new agent and an invitation. Raises ValueError for a login that is none."""
    if not LOGIN.fullmatch(command.login):
        raise ValueError("a login is of small letters, digits, dots, hyphens and low lines, and begins with a letter")
    if _find(t, command.login) is not None:
        return LoginTaken()
    agent = add(t, command.who, command.login, command.name, command.role, command.languages, command.until)
    return invite(t, agent, command.login)


def invite_anew(t: Transaction, command: InviteAnew) -> AgentAdded | NoSuchAgent:
    """What the agent signed in with until now is void, wrong tries and locks with it."""
    agent = _find(t, command.login)
    if agent is None:
        return NoSuchAgent()
    nothing = {"password": None, "second_factor": None, "last_step": None, "wrong": 0, "locked_until": None}
    t.connection.execute(sa.update(agents).where(agents.c.id == agent.id).values(nothing))
    sessions.end_of(t, agent.id)
    t.trail(command.who, "invite_agent", agent.id, t.now())
    return invite(t, agent.id, command.login)


def switch(t: Transaction, command: SwitchAgent) -> Done | NoSuchAgent:
    """Off: every session ends and no telephone of this agent rings; on: the agent may sign in again."""
    agent = _find(t, command.login)
    if agent is None:
        return NoSuchAgent()
    now = t.now()
    disabled = now if command.off else None
    t.connection.execute(sa.update(agents).where(agents.c.id == agent.id).values(disabled_at=disabled))
    if command.off:
        sessions.end_of(t, agent.id)
        silence(t, agent.id)
    t.trail(command.who, "disable_agent" if command.off else "enable_agent", agent.id, now)
    return Done()


def off(t: Transaction, command: SetOff) -> Done | NoSuchAgent:
    """A supervisor sets an agent off who forgot to, or whose state is stuck."""
    agent = _find(t, command.login)
    if agent is None:
        return NoSuchAgent()
    silence(t, agent.id)
    t.trail(command.who, "set_agent_off", agent.id, t.now())
    return Done()


def silence(t: Transaction, agent: UUID) -> None:
    """The agent is off, whatever the state was: a ring goes to the next one, a call that is under way goes on."""
    now = lock(t)
    doing = t.connection.execute(sa.select(agent_states).where(agent_states.c.agent == agent)).first()
    if doing is None or doing.state == "off":
        return
    if doing.state == "ringing":
        end_ring(t, waiter(t, doing.waiter), now, missed=False)
    state_of(t, agent, "off", now, missed=0)
    match(t, now)


def set_number(t: Transaction, command: SetAgentNumber) -> Done | NoSuchAgent:
    """The telephone of an agent, or that there is none."""
    number = None if command.number is None else calls.enter(t, command.number)
    return _set(t, command.who, command.login, "number_agent", number=number)


def bind(t: Transaction, command: BindAgent) -> Done | NoSuchAgent | SubjectTaken:
    """Who an agent is elsewhere; a subject is one agent's."""
    other = agents.c.subject == command.subject, agents.c.login != command.login
    if command.subject is not None and t.connection.scalar(sa.select(sa.exists().where(*other))):
        return SubjectTaken()
    return _set(t, command.who, command.login, "bind_agent", subject=command.subject)


def _set(t: Transaction, who: Staff | Operator, login: str, action: str, **values: object) -> Done | NoSuchAgent:
    agent = _find(t, login)
    if agent is None:
        return NoSuchAgent()
    t.connection.execute(sa.update(agents).where(agents.c.id == agent.id).values(values))
    t.trail(who, action, agent.id, t.now())
    return Done()


def _find(t: Transaction, login: str) -> Row[Any] | None:
    return t.connection.execute(
        sa.select(agents.c.id).where(agents.c.login == login).with_for_update(key_share=True)
    ).first()


def everybody(t: Transaction) -> AgentList:
    """All agents by name, those who are switched off last."""
    alive = desk_sessions.c.ended_at.is_(None), desk_sessions.c.seen_at > t.now() - sessions.REST
    signed_in = sa.exists().where(desk_sessions.c.agent == agents.c.id, *alive)
    rows = t.connection.execute(
        sa.select(agents, agent_states.c.state, agent_states.c.since, signed_in.label("signed_in"))
        .select_from(agents.outerjoin(agent_states, agent_states.c.agent == agents.c.id))
        .order_by(agents.c.disabled_at.is_not(None), agents.c.name, agents.c.login)
    )
    return AgentList(tuple(_known(row) for row in rows))


def _known(row: Row[Any]) -> AgentKnown:
    return AgentKnown(
        row.login, row.name, row.role, tuple(row.languages), row.state or "off", row.since, row.signed_in,
        row.password is not None or row.subject is not None, row.number is not None, row.subject, row.until,
        row.disabled_at is not None,
    )  # fmt: skip
