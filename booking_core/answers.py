"""Stored answers: the same turn, text or form again gives the same answer and changes nothing more."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from booking_core import outcomes
from booking_core.outcomes import Outcome
from booking_core.tables import answers
from booking_core.transaction import Transaction


def told(t: Transaction, key: UUID) -> Outcome | None:
    """What was answered under this key, if anything was."""
    text = t.connection.scalar(sa.select(answers.c.outcome).where(answers.c.key == key))
    return None if text is None else outcomes.read(text)


def keep(t: Transaction, key: UUID, outcome: Outcome) -> None:
    """Keep an answer. Those that carry what was keyed in, and those that asking again cannot change, are not kept."""
    if type(outcome).kept:
        t.connection.execute(
            sa.insert(answers).values(
                key=key, at=sa.func.coalesce(t.pinned, sa.func.now()), outcome=outcomes.write(outcome)
            )
        )
