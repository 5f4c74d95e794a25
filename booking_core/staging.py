"""Laying a message into the outbox, in the transaction of what it tells of: the one way in, but for the claim's own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core.identifiers import uuid7
from booking_core.tables import outbox
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
