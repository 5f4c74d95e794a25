"""What one number may be sent, and may try, for now: over all callers and channels, by the rows themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core import outcomes
from booking_core.transaction import Transaction

_RULES = sa.text("(SELECT r FROM rules r)")


def code_budget(t: Transaction, number: UUID, now: datetime) -> outcomes.Outcome | None:
    """Why nothing more may be sent to this number for now, over all callers; None: it may."""
    return _budget(t, "code_budget_v1", number, now)


def try_budget(t: Transaction, number: UUID, now: datetime) -> outcomes.Outcome | None:
    """Why no code of this number may be tried for now; None: one may."""
    return _budget(t, "try_budget_v1", number, now)


def _budget(t: Transaction, function: str, number: UUID, now: datetime) -> outcomes.Outcome | None:
    found = t.connection.execute(sa.select(sa.cast(getattr(sa.func, function)(number, now, _RULES), sa.Text))).scalar()
    return None if found is None else outcomes.read(found)
