"""Sessions of the desk: rows, so that one can be ended here and is over on every node (OWASP ASVS 5, V7.4).

The browser holds a random token, the row its hash: whoever reads the table can sign in as nobody.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from booking_core.desk_commands import EndSessions, SeeSession, SignOut
from booking_core.desk_outcomes import NoSuchAgent, NotSignedIn, SignedAs
from booking_core.outcomes import Done
from booking_core.tables import agent_states, agents, desk_sessions
from booking_core.transaction import Transaction

REST = timedelta(minutes=15)
"""Without a request for so long, a session is over."""

WRITTEN = timedelta(minutes=1)

LONGEST = timedelta(hours=10)
"""A working day: then one signs in again (reliability page, row 31)."""


def begin(t: Transaction, agent: UUID) -> str:
    """A new session of an agent whose sign-in was just checked; returns its token, which nobody else is told."""
    token, now = secrets.token_urlsafe(32), t.now()
    t.connection.execute(sa.insert(desk_sessions).values(hash=_hash(token), agent=agent, made_at=now, seen_at=now))
    return token


def see(t: Transaction, command: SeeSession) -> SignedAs | NotSignedIn:
    """Whose session this is. Over: after a rest or a day, or once it or its agent has been ended.

    That somebody is still there is written once a minute, so that most pages write nothing; a rest may so be a minute
    shorter than REST.
    """
    now, mine = t.now(), desk_sessions.c.hash == _hash(command.token)
    row = t.connection.execute(
        sa.select(agents, desk_sessions.c.seen_at, _left(command.asleep).label("left"))
        .join(agents, agents.c.id == desk_sessions.c.agent)
        .where(
            mine, desk_sessions.c.ended_at.is_(None), desk_sessions.c.seen_at > now - REST,
            desk_sessions.c.made_at > now - LONGEST, agents.c.disabled_at.is_(None),
            sa.or_(agents.c.until.is_(None), agents.c.until > now),
        )
    ).first()  # fmt: skip
    if row is None:
        return NotSignedIn()
    if not row.left and row.seen_at < now - WRITTEN:
        t.connection.execute(sa.update(desk_sessions).where(mine).values(seen_at=now))
    return SignedAs(row.id, row.login, row.name, row.role, row.languages[0])


def _left(asleep: bool) -> sa.ColumnElement[bool]:
    """Has the person left the page to itself? Whoever takes calls has not: two rings missed, and that is over."""
    takes = sa.exists().where(agent_states.c.agent == desk_sessions.c.agent, agent_states.c.state != "off")
    return sa.and_(sa.literal(asleep), ~takes)


def end(t: Transaction, command: SignOut) -> Done:
    """The session is over."""
    mine = desk_sessions.c.hash == _hash(command.token), desk_sessions.c.ended_at.is_(None)
    t.connection.execute(sa.update(desk_sessions).where(*mine).values(ended_at=t.now()))
    return Done()


def end_all(t: Transaction, command: EndSessions) -> Done | NoSuchAgent:
    """Sign an agent out everywhere."""
    agent = t.connection.scalar(sa.select(agents.c.id).where(agents.c.login == command.login))
    if agent is None:
        return NoSuchAgent()
    end_of(t, agent)
    t.trail(command.who, "end_sessions", agent, t.now())
    return Done()


def end_of(t: Transaction, agent: UUID) -> None:
    """No session of this agent holds any longer."""
    open_ = desk_sessions.c.agent == agent, desk_sessions.c.ended_at.is_(None)
    t.connection.execute(sa.update(desk_sessions).where(*open_).values(ended_at=t.now()))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
