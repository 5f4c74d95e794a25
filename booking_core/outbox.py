"""The outbox: a message is a row, written with the change it tells of and carried out afterwards by the worker.

A row is leased first. Before it goes to the provider it is rendered and marked unknown, and that is committed: whatever
dies after that, the next worker asks the provider for the very text before it sends it again. Only a clear answer
takes the mark away. What was rendered is resent byte for byte, so it can be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import offered, proof_calls
from booking_core.bookings import booked
from booking_core.calls import digits_of
from booking_core.outcomes import Booked, Done
from booking_core.tables import OFFER, bookings, codes, offices, outbox, slots
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
    by: str
    """`text` or `call`."""
    to: str
    """E.164."""
    language: str
    not_before: datetime
    not_after: datetime
    attempts: int
    unknown: bool
    """An earlier attempt may have been taken by the provider: look there first."""
    leased_until: datetime
    code: str | None
    booking: Booked | None
    office: str | None
    """Name of the booking's office."""
    discreet: bool
    """Nothing may be texted that says what the booking is about."""
    rendered: str | None
    passing: str | None = None
    """Of an offer: the digits that pass it on."""


def lease(t: Transaction, most: int) -> list[sa.Row[Any]]:
    """Up to `most` messages that are due, the most urgent lane first, leased to this worker; what is too late ends.

    Too late is past its time, and a code that was used, replaced or killed before its text left.
    """
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
    late = {row.id for row in rows if row.not_after <= now} | _pointless(t, rows)
    if late:
        t.connection.execute(
            sa.update(outbox).where(outbox.c.id.in_(late)).values(state="expired", lease_until=None, done_at=now)
        )
    return sorted((row for row in rows if row.id not in late), key=lambda row: (row.lane, row.not_before))


def _pointless(t: Transaction, rows: Sequence[sa.Row[Any]]) -> set[UUID]:
    coded = [row for row in rows if row.code is not None]
    over = set(
        t.connection.scalars(
            sa.select(codes.c.id).where(
                codes.c.number.in_([row.number for row in coded]), codes.c.id.in_([row.code for row in coded]),
                sa.or_(codes.c.dead_at.is_not(None), codes.c.used_at.is_not(None)),
            )
        )
    )  # fmt: skip
    return {row.id for row in coded if row.code in over}


def open_row(t: Transaction, row: sa.Row[Any]) -> Delivery:
    """What a leased row says, opened. Raises keys.Unreadable for one sealed with a secret that is not in use."""
    code = told = rendered = passing = None
    if row.kind == OFFER:
        passing = offered.passing(t, row.number, row.booking)
    if row.code is not None and row.by == "text":  # the code of a call is told to nobody
        sealed = t.connection.execute(
            sa.select(codes.c.sealed).where(codes.c.number == row.number, codes.c.id == row.code)
        ).scalar_one()
        code = t.keys.decrypt(sealed, "codes.sealed", row.code)
    if row.booking is not None:
        slot = bookings.c.slot if row.kind != OFFER else offered.place_of(row.number, row.code)
        told = t.connection.execute(
            sa.select(bookings, slots.c.wall, slots.c.zone, slots.c.starts, offices.c.name.label("office_name"))
            .select_from(bookings)
            .join(slots, slots.c.id == slot)
            .join(offices, offices.c.id == slots.c.office)
            .where(bookings.c.id == row.booking)
        ).one()
    if row.rendered is not None:
        rendered = t.keys.decrypt(row.rendered, "outbox.rendered", row.id)
    return Delivery(
        row.id, row.kind, row.by, digits_of(t, row.number), row.language, row.not_before, row.not_after, row.attempts,
        row.state == "unknown", row.lease_until, code, None if told is None else booked(told),
        None if told is None else told.office_name, told is not None and told.texts == "discreet", rendered,
        passing,
    )  # fmt: skip


def begin(t: Transaction, delivery: Delivery, text: str) -> bool:
    """Before anything is sent: the words are kept, the row is unknown, the lease begins anew. False: another has it.

    A call has no words yet: "".
    """
    sealed = t.keys.encrypt(text, "outbox.rendered", delivery.id) if text else None
    begun = t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery.id, outbox.c.lease_until == delivery.leased_until)
        .values(rendered=sealed, state="unknown", lease_until=t.now() + LEASE)
    )
    return begun.rowcount == 1


def sent(t: Transaction, delivery: UUID, sid: str) -> None:
    """The provider took it."""
    _climb(t, delivery, "sent", {"sid": sid})


def refused(t: Transaction, delivery: UUID, error: str) -> None:
    """The provider will never take it."""
    if _climb(t, delivery, "refused", {"error": error}):
        proof_calls.failed(t, delivery, error, for_good=True)


def unclear(t: Transaction, delivery: UUID) -> None:
    """Nobody knows whether the provider took it, and it is not tried again: it may have arrived."""
    _climb(t, delivery, "refused", {"error": "unknown"})


def later(t: Transaction, delivery: UUID, seconds: float, *, unknown: bool) -> None:
    """Try again after `seconds`. `unknown`: it may have been taken; whoever tries again looks first."""
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(("waiting", "unknown")))
        .values(not_before=t.now() + timedelta(seconds=seconds), lease_until=None,
                state="unknown" if unknown else "waiting")
    )  # fmt: skip


def report(t: Transaction, command: c.ReportDelivery) -> Done:
    """What the provider says became of it; doubled and late reports change nothing."""
    climbed = _climb(t, command.delivery, command.state, {"sid": command.sid, "error": command.error})
    if climbed and command.state in ("undelivered", "refused"):
        proof_calls.failed(t, command.delivery, command.error, for_good=False)
    return Done()


def report_call(t: Transaction, command: c.ReportProofCall) -> Done:
    """What became of one ringing; doubled and late reports change nothing."""
    state = "delivered" if command.answered else "undelivered"
    if _climb(t, command.delivery, state, {"sid": command.sid}) and not command.answered:
        proof_calls.failed(t, command.delivery, None, for_good=False)
    return Done()


def _climb(t: Transaction, delivery: UUID, state: str, values: dict[str, Any]) -> bool:
    """Move a row up to `state`; False where it stood there or higher."""
    below = [name for name, rank in _RANK.items() if rank < _RANK[state]]
    climbed = t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(below))
        .values(state=state, lease_until=None, done_at=t.now(), **values)
    )
    return climbed.rowcount == 1
