"""Signing in: password and second factor, or the word of the institution's own sign-in; and setting both up.

A password takes a twentieth of a second of a core, so it is tried between two transactions and not within one. The
second one locks the agent's row and decides: tries made at the same time count one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import invitations, second_factor, sessions
from booking_core.actors import Staff
from booking_core.desk_commands import SignIn, SignInElsewhere, TakeInvitation
from booking_core.desk_outcomes import (
    NoInvitation,
    PasswordRefused,
    SecondFactorWrong,
    SignedIn,
    SignInBusy,
    SignInRefused,
)
from booking_core.passwords import Busy, Passwords, weakness
from booking_core.tables import agents, lines
from booking_core.transaction import Transaction

T = TypeVar("T")

FREE: Final = 4
"""So many wrong tries in a row cost nothing but the try; each further one locks for twice as long as the last."""

FIRST_LOCK: Final = timedelta(seconds=30)
LONGEST_LOCK: Final = timedelta(hours=1)

LAST: Final = 100
"""After so many wrong tries in a row only a new invitation helps (NIST SP 800-63B-4, 3.2.2)."""

_SEALED: Final = "agents.second_factor"


class Transact(Protocol):
    """One transaction of the core."""

    def __call__(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in it."""


def sign_in(transact: Transact, passwords: Passwords, command: SignIn) -> SignedIn | SignInRefused | SignInBusy:
    """A new session, if password and second factor are right and the agent is not locked.

    The answer and its time are the same whatever is wrong. A try against a locked agent counts for nothing, right or
    wrong: the lock ends when it was said to end.
    """
    known = transact(lambda t: _kept(t, command.login))
    try:
        right = passwords.fits(known, command.password)
        fresh = passwords.hashed(command.password) if right and known and passwords.outdated(known) else known
    except Busy:
        return SignInBusy()
    return transact(lambda t: _decide(t, command, known if right else None, fresh))


def _kept(t: Transaction, login: str) -> str | None:
    kept: str | None = t.connection.scalar(sa.select(agents.c.password).where(agents.c.login == login))
    return kept


def _decide(t: Transaction, command: SignIn, right: str | None, fresh: str | None) -> SignedIn | SignInRefused:
    """`right`: the password as it was kept when it was found right; None: it was wrong."""
    agent = t.connection.execute(
        sa.select(agents).where(agents.c.login == command.login).with_for_update(key_share=True)
    ).first()
    now = t.now()
    locked = agent is not None and agent.locked_until is not None and agent.locked_until > now
    if agent is None or agent.wrong >= LAST or (locked and not command.known):
        return SignInRefused()
    step = _step(t, agent, command.digits)
    if right is None or right != agent.password or step is None:
        _count(t, agent)
        return SignInRefused()
    if not _employed(t, agent):
        return SignInRefused()
    mine = agents.c.id == agent.id
    t.connection.execute(
        sa.update(agents).where(mine).values(wrong=0, locked_until=None, last_step=step, password=fresh)
    )
    return _begin(t, agent.id, agent.login)


def _step(t: Transaction, agent: Row[Any], digits: str) -> int | None:
    if agent.second_factor is None:
        return None
    secret = t.keys.decrypt(agent.second_factor, _SEALED, agent.id)
    return second_factor.step_of(secret, digits, t.now(), agent.last_step)


def _count(t: Transaction, agent: Row[Any]) -> None:
    """One more wrong try, and the lock it earns."""
    wrong, now = agent.wrong + 1, t.now()
    locked = min(FIRST_LOCK * 2 ** min(wrong - FREE - 1, 20), LONGEST_LOCK) if wrong > FREE else None
    t.connection.execute(
        sa.update(agents)
        .where(agents.c.id == agent.id)
        .values(wrong=wrong, locked_until=None if locked is None else now + locked)
    )
    if locked is not None:
        t.trail(None, "lock_sign_in", agent.id, now)


def _employed(t: Transaction, agent: Row[Any]) -> bool:
    return agent.disabled_at is None and (agent.until is None or agent.until > t.now())


def _begin(t: Transaction, agent: UUID, login: str) -> SignedIn:
    t.trail(Staff(login), "sign_in", agent, t.now())
    return SignedIn(sessions.begin(t, agent))


def elsewhere(t: Transaction, command: SignInElsewhere) -> SignedIn | SignInRefused:
    """A new session of the agent who is bound to this subject; nobody is made."""
    agent = t.connection.execute(sa.select(agents).where(agents.c.subject == command.subject)).first()
    if agent is None or not _employed(t, agent):
        return SignInRefused()
    return _begin(t, agent.id, agent.login)


def take_invitation(
    transact: Transact, passwords: Passwords, command: TakeInvitation
) -> SignedIn | NoInvitation | PasswordRefused | SecondFactorWrong | SignInBusy:
    """Password and second factor are set, the invitation is used, and the agent is signed in."""
    about = transact(lambda t: _about(t, command.code))
    if about is None:
        return NoInvitation()
    why = weakness(command.password, about)
    if why is not None:
        return PasswordRefused(why)
    try:
        hashed = passwords.hashed(command.password)
    except Busy:
        return SignInBusy()
    return transact(lambda t: _set_up(t, command, hashed))


def _about(t: Transaction, code: str) -> list[str] | None:
    """The words that a password of this agent may not consist of; None: there is no such invitation."""
    row = invitations.find(t, code)
    if row is None:
        return None
    return [row.login, row.name, "fairline", *t.connection.scalars(sa.select(lines.c.name))]


def _set_up(t: Transaction, command: TakeInvitation, hashed: str) -> SignedIn | NoInvitation | SecondFactorWrong:
    row = invitations.find(t, command.code)
    if row is None:
        return NoInvitation()
    secret = invitations.secret_of(t, row)
    step = second_factor.step_of(secret, command.digits, t.now(), None)
    if step is None:
        return SecondFactorWrong()
    t.connection.execute(
        sa.update(agents).where(agents.c.id == row.agent)
        .values(password=hashed, second_factor=t.keys.encrypt(secret, _SEALED, row.agent), last_step=step,
                wrong=0, locked_until=None)
    )  # fmt: skip
    invitations.use(t, row)
    sessions.end_of(t, row.agent)
    return _begin(t, row.agent, row.login)
