"""Invitations: a code that an agent is given once, to set a password and a second factor with.

The code has 80 bits, so nobody guesses it and it needs no slow hash (ASVS 5, 6.5.2); its row holds only the hash.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import second_factor
from booking_core.desk_commands import OpenInvitation
from booking_core.desk_outcomes import AgentAdded, Invited, NoInvitation
from booking_core.identifiers import uuid7
from booking_core.tables import agents, invitations, lines
from booking_core.transaction import Transaction

HOLDS: Final = timedelta(days=3)
"""An invitation is over after so long: time for a letter within the house."""

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 16
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_SEALED: Final = "invitations.second_factor"


def invite(t: Transaction, agent: UUID, login: str) -> AgentAdded:
    """A new invitation in the place of one that is open; returns its code, which is told to nobody else."""
    code, now = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)), t.now()
    t.connection.execute(sa.delete(invitations).where(invitations.c.agent == agent, invitations.c.used_at.is_(None)))
    t.connection.execute(
        sa.insert(invitations).values(id=uuid7(), hash=_hash(code), agent=agent, made_at=now, until=now + HOLDS)
    )
    grouped = "-".join(code[at : at + 4] for at in range(0, _LENGTH, 4))
    return AgentAdded(login, grouped, now + HOLDS)


def find(t: Transaction, code: str) -> Row[Any] | None:
    """The open invitation with this code and its agent's row, both locked."""
    now = t.now()
    return t.connection.execute(
        sa.select(invitations, agents.c.login, agents.c.name)
        .join(agents, agents.c.id == invitations.c.agent)
        .where(invitations.c.hash == _hash(code), invitations.c.used_at.is_(None), invitations.c.until > now,
               agents.c.disabled_at.is_(None), sa.or_(agents.c.until.is_(None), agents.c.until > now))
        .with_for_update()
    ).first()  # fmt: skip


def open_(t: Transaction, command: OpenInvitation) -> Invited | NoInvitation:
    """Whose it is, and the secret of the second factor to be: the same at each opening."""
    row = find(t, command.code)
    if row is None:
        return NoInvitation()
    secret = secret_of(t, row)
    issuer = t.connection.scalar(sa.select(lines.c.name).order_by(lines.c.id).limit(1))
    return Invited(row.login, row.name, secret, second_factor.address(secret, row.login, issuer or "Fairline"))


def secret_of(t: Transaction, row: Row[Any]) -> str:
    """The secret of the second factor to be, drawn at the first look."""
    if row.second_factor is not None:
        return t.keys.decrypt(row.second_factor, _SEALED, row.id)
    secret = second_factor.new()
    sealed = t.keys.encrypt(secret, _SEALED, row.id)
    t.connection.execute(sa.update(invitations).where(invitations.c.id == row.id).values(second_factor=sealed))
    return secret


def use(t: Transaction, row: Row[Any]) -> None:
    """It is used up."""
    t.connection.execute(
        sa.update(invitations).where(invitations.c.id == row.id).values(used_at=t.now(), second_factor=None)
    )


def _hash(code: str) -> bytes:
    """Of the code as it was meant: what is easily misread is read as what there is."""
    return hashlib.sha256(code.upper().translate(_MISREAD).encode()).digest()
