"""The outbox: a message is a row, written with the change it tells of and carried out afterwards by the worker.

A row is leased before it is sent and the lease is committed first, so a worker that dies loses no message and two
workers never send one at once. What was rendered is kept and resent byte for byte: a text can then be found again at
the provider, which is how an answer that got lost is told from a message that was never taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.bookings import booked
from booking_core.calls import digits_of
from booking_core.outcomes import Booked, Done
from booking_core.tables import bookings, codes, outbox, slots
from booking_core.transaction import Transaction

LEASE = timedelta(seconds=30)
"""Longer than any call of the provider may take."""

# Reports may arrive doubled and in any order: a row only ever climbs.
_RANK = {"waiting": 0, "unknown": 0, "sent": 1, "delivered": 2, "undelivered": 2, "refused": 2, "expired": 2}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to send, opened for the worker; it lives in memory only."""

    id: UUID
    kind: str
    to: str
    """E.164."""
    language: str
    not_before: datetime
    not_after: datetime
    attempts: int
    unknown: bool
    """An earlier attempt may have been taken by the provider: look there first."""
    code: str | None
    booking: Booked | None
    rendered: str | None


def lease(t: Transaction, most: int) -> list[Delivery]:
    """Up to `most` messages that are due, the most urgent lane first, leased to this worker."""
    now = t.now()
    due = (
        sa.select(outbox.c.id)
        .where(outbox.c.state.in_(("waiting", "unknown")), outbox.c.not_before <= now,
               sa.or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now))
        .order_by(outbox.c.lane, outbox.c.not_before)
        .limit(most)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    rows = t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == sa.any_(sa.func.array(due.scalar_subquery())))
        .values(lease_until=now + LEASE, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    ).all()
    late = [row.id for row in rows if row.not_after <= now]
    if late:
        _end(t, late, "expired", now)
    return sorted(
        (_open(t, row) for row in rows if row.not_after > now),
        key=lambda delivery: (delivery.kind not in ("code", "presence"), delivery.not_before),
    )


def _open(t: Transaction, row: sa.Row[Any]) -> Delivery:
    code = told = rendered = None
    if row.code is not None:
        sealed = t.connection.execute(
            sa.select(codes.c.sealed).where(codes.c.number == row.number, codes.c.id == row.code)
        ).scalar_one()
        code = t.keys.decrypt(sealed, "codes.sealed", row.code)
    if row.booking is not None:
        told = t.connection.execute(
            sa.select(bookings, slots.c.wall, slots.c.zone, slots.c.starts)
            .join(slots, slots.c.id == bookings.c.slot)
            .where(bookings.c.id == row.booking)
        ).one()
    if row.rendered is not None:
        rendered = t.keys.decrypt(row.rendered, "outbox.rendered", row.id)
    return Delivery(
        row.id, row.kind, digits_of(t, row.number), row.language, row.not_before, row.not_after, row.attempts,
        row.state == "unknown", code, None if told is None else booked(told), rendered,
    )  # fmt: skip


def render(t: Transaction, delivery: UUID, text: str) -> None:
    """Keep the words of a message before it is first sent."""
    sealed = t.keys.encrypt(text, "outbox.rendered", delivery)
    t.connection.execute(sa.update(outbox).where(outbox.c.id == delivery).values(rendered=sealed))


def sent(t: Transaction, delivery: UUID, sid: str) -> None:
    """The provider took it."""
    _climb(t, delivery, "sent", {"sid": sid})


def refused(t: Transaction, delivery: UUID, error: str) -> None:
    """The provider will never take it."""
    _climb(t, delivery, "refused", {"error": error})


def later(t: Transaction, delivery: UUID, seconds: float, *, unknown: bool) -> None:
    """Try again after `seconds`. `unknown`: it may have been taken; whoever tries again looks first."""
    values: dict[str, Any] = {"not_before": t.now() + timedelta(seconds=seconds), "lease_until": None}
    if unknown:
        values["state"] = "unknown"
    t.connection.execute(
        sa.update(outbox).where(outbox.c.id == delivery, outbox.c.state.in_(("waiting", "unknown"))).values(values)
    )


def report(t: Transaction, command: c.ReportDelivery) -> Done:
    """What the provider says became of it; doubled and late reports change nothing."""
    _climb(t, command.delivery, command.state, {"sid": command.sid, "error": command.error})
    return Done()


def _climb(t: Transaction, delivery: UUID, state: str, values: dict[str, Any]) -> None:
    below = [name for name, rank in _RANK.items() if rank < _RANK[state]]
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(below))
        .values(state=state, lease_until=None, done_at=t.now(), **values)
    )


def _end(t: Transaction, deliveries: list[UUID], state: str, now: datetime) -> None:
    t.connection.execute(
        sa.update(outbox).where(outbox.c.id.in_(deliveries)).values(state=state, lease_until=None, done_at=now)
    )
