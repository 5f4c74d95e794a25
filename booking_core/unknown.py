"""Settling what was said as unknown, so that nobody waits for a booking that is not (laws.md, invariant 3)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes
from booking_core.answers import close
from booking_core.identifiers import answer_key, uuid7
from booking_core.outcomes import Booked, Settled
from booking_core.tables import calls, outbox
from booking_core.transaction import Transaction

TELL_WITHIN = timedelta(hours=4)


def settle(t: Transaction, command: c.SettleUnknown) -> Settled:
    """Close the key of a lost confirmation, or find that it was answered; tell the caller unless it was booked."""
    found = close(t, answer_key(command.key), outcomes.HoldLapsed())
    call = t.connection.execute(sa.select(calls).where(calls.c.sid == command.sid)).first()
    if isinstance(found, Booked) or call is None or call.number is None:
        return Settled()
    now = t.now()
    t.connection.execute(
        sa.insert(outbox).values(
            id=uuid7(), kind="not_booked", number=call.number, language=call.language, lane=1,
            not_before=now, not_after=now + TELL_WITHIN,
        )
    )  # fmt: skip
    return Settled()
