"""Reading the audit: what was changed, by whom, since when. Ids stand for bookings and numbers; nothing is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core.actors import Operator
from booking_core.tables import audit, audit_batches
from booking_core.transaction import Transaction

VERIFIED = "audit_verify"
"""The action under which a check of the audit is noted."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are asked for; None: any."""

    since: datetime
    action: str | None = None
    actor: str | None = None
    """As it stands there, or its beginning: "agent:" is everybody at the desk."""


def entries(t: Transaction, asked: Filter, most: int, before: int | None = None) -> list[Row[Any]]:
    """The newest of them first, at most `most`; `before`: only rows older than this one, for the next page."""
    wanted = [audit.c.id > _before(t, asked.since), audit.c.at >= asked.since]
    if asked.action is not None:
        wanted.append(audit.c.action == asked.action)
    if asked.actor is not None:
        wanted.append(audit.c.actor.startswith(asked.actor, autoescape=True))
    if before is not None:
        wanted.append(audit.c.id < before)
    return list(t.connection.execute(sa.select(audit).where(*wanted).order_by(audit.c.id.desc()).limit(most)))


def _before(t: Transaction, since: datetime) -> int:
    """A row before all that were written since: found by the seals, so that no row pays for an index of instants."""
    sealed = sa.select(audit_batches.c.upto).where(audit_batches.c.sealed_at < since)
    return t.connection.scalar(sealed.order_by(audit_batches.c.sealed_at.desc()).limit(1)) or 0


def note_check(t: Transaction, who: Operator, number: int, wrong: int) -> None:
    """Say in the audit itself that it was checked up to this batch, and how much was wrong."""
    t.trail(who, VERIFIED, None, t.now(), f"batch {number}: {wrong} findings")


def last_check(t: Transaction) -> Row[Any] | None:
    """When it was last checked, by whom, and what came of it."""
    checked = sa.select(audit).where(audit.c.action == VERIFIED)
    return t.connection.execute(checked.order_by(audit.c.id.desc()).limit(1)).first()
