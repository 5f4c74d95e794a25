"""Laying a message into the outbox, in the transaction of what it tells of: the one way in, but for the claim's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.identifiers import uuid7
from booking_core.tables import outbox, touches
from booking_core.transaction import Transaction

CODES, ANSWERS, UNASKED = 0, 1, 2
"""Lanes: codes somebody waits for; answers to what was asked; the rest, in humane hours only."""


def stage(
    t: Transaction,
    kind: str,
    number: UUID,
    language: str,
    lane: int,
    not_before: datetime,
    not_after: datetime,
    **about: UUID | str | None,
) -> UUID:
    """One message to a number, carried between these instants. Returns the id of its row.

    `kind` is the key of its text in the catalogues, or for a call what the call is for; `about`: `booking`, `code`,
    and `by`, "text" or "call".
    """
    row = uuid7()
    t.connection.execute(
        sa.insert(outbox).values(
            id=row, kind=kind, number=number, language=language, lane=lane, not_before=not_before,
            not_after=not_after, **about,
        )
    )  # fmt: skip
    t.staged.append(row)
    return row


def stage_again(t: Transaction, row: sa.Row[Any], not_before: datetime) -> UUID:
    """The same message once more, as a row of its own: late reports of the first one say nothing of the second.

    What was asked by it is asked by the second too: its arrival makes silence silence.
    """
    again = stage(
        t, row.kind, row.number, row.language, row.lane, not_before, row.not_after,
        booking=row.booking, code=row.code, by=row.by,
    )  # fmt: skip
    t.connection.execute(sa.update(outbox).where(outbox.c.id == row.id).values(again=again))
    t.connection.execute(
        sa.update(touches)
        .where(touches.c.booking == row.booking, sa.literal(row.id, sa.Uuid) == sa.any_(touches.c.asks))
        .values(asks=sa.func.array_append(touches.c.asks, again))
    )
    return again
