"""Who works at the desk: rows of `agents`, made, changed and switched off, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core.actors import Operator, Staff
from booking_core.identifiers import uuid7
from booking_core.tables import agents
from booking_core.transaction import Transaction


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
