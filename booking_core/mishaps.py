"""What is done about a message that did not arrive: a call, a person's call, or an operator who mends the cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import admission_calls, consent, proof_calls, queue_calls
from booking_core.alerts import alert
from booking_core.calls import note_callback
from booking_core.refusals import CAUSES, OPTED_OUT
from booking_core.staging import stage_again
from booking_core.tables import ADMISSION_CALL, outbox
from booking_core.touching import REMINDER
from booking_core.transaction import Transaction

MENDED = timedelta(minutes=15)
"""From a message that met what an operator can mend to its next try."""


def waits_for_mend(t: Transaction, delivery: UUID, error: str) -> bool:
    """Whether a message that was refused is tried again: an operator hears the cause, and there is time to mend it.

    A code is not: whoever waits for one is called instead.
    """
    row = _row(t, delivery)
    if error not in CAUSES or row is None or not _in_time(t, row):
        return False
    alert(t, CAUSES[error], error)
    return True


def follow(t: Transaction, delivery: UUID, error: str | None, *, for_good: bool) -> None:
    """A message came back. `error`: the provider's code, if it said one. `for_good`: the same again is useless.

    Codes are followed by a call of the line's (`proof_calls`); whatever else did not arrive, a person tells.
    """
    row, now = _row(t, delivery), t.now()
    if row is None:
        return
    if error in CAUSES:
        alert(t, CAUSES[error], error)
    if row.by == "move" or row.kind in queue_calls.KINDS:
        queue_calls.failed(t, row.kind, delivery)
        return
    if error == OPTED_OUT:
        consent.opt_out(t, row.number, "report")
    if row.kind == ADMISSION_CALL:
        admission_calls.rung(t, delivery, for_good=for_good)
    elif row.code is not None:
        proof_calls.failed(t, delivery, error, for_good=for_good)
    elif error in CAUSES and _in_time(t, row):
        stage_again(t, row, now + MENDED)
    elif error == OPTED_OUT:
        note_callback(t, None, row.number, None, "opted_out", row.language, now)
    elif row.kind != REMINDER:  # what it says stands in the texts before it
        note_callback(t, None, row.number, None, "undelivered", row.language, now)


def withdraw(t: Transaction, delivery: UUID) -> None:
    """A message that was to go once more has arrived after all: its second copy stays here, if it has not left."""
    again = sa.select(outbox.c.again).where(outbox.c.id == delivery).scalar_subquery()
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == again, outbox.c.state == "waiting")
        .values(state="expired", done_at=t.now())
    )


def _in_time(t: Transaction, row: sa.Row[Any]) -> bool:
    return row.code is None and bool(t.now() + MENDED < row.not_after)


def _row(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    return t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery)).first()
