"""The outbox: a message is a row, written with the change it tells of and carried out afterwards by the worker.

A row is leased first (`leases`). Before it goes to the provider it is rendered and marked unknown, and that is
committed: whatever dies after that, the next worker asks the provider for the very text before it sends it again. Only
a clear answer takes the mark away. What was rendered is resent byte for byte, from the same sender, so it can be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import admission_calls, bulletins, mishaps, offered, queue_calls
from booking_core import commands as c
from booking_core.alerts import alert
from booking_core.bookings import booked
from booking_core.calls import digits_of
from booking_core.leases import LEASE
from booking_core.matching import AGENT
from booking_core.outcomes import Booked, Done
from booking_core.refusals import CAUSES, UNKNOWN
from booking_core.tables import ADMISSION_CALL, OFFER, bookings, codes, offices, outbox, services, slots
from booking_core.transaction import Transaction
from booking_core.verdicts import another_holder

# Reports may arrive doubled and in any order: a row only ever climbs, so all orders end alike. Of what contradicts
# itself, the telephone's own word counts most: a network calls a text lost when only its receipt was late.
_RANK = {"waiting": 0, "unknown": 0, "expired": 1, "sent": 2, "refused": 3, "undelivered": 4, "delivered": 5}

_ANOTHERS = another_holder(bookings.c.number, sa.func.coalesce(bookings.c.booked_at, bookings.c.held_at))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to send, opened for the worker; it lives in memory only."""

    id: UUID
    kind: str
    by: str
    """`text`, `call` or `move`."""
    lane: int
    to: str
    """E.164; of a move, the provider's id of the call that is moved."""
    language: str
    not_before: datetime
    not_after: datetime
    attempts: int
    unknown: bool
    """An earlier attempt may have been taken by the provider: look there first."""
    unknowns: int
    """Requests of which nobody knows whether they were carried out: 0, 1, or 2 for no more."""
    begun_at: datetime | None
    """The first of those requests."""
    sender: str | None
    """Who sent them: until they are known, nobody else sends it."""
    leased_until: datetime
    code: str | None
    booking: Booked | None
    office: str | None
    """Name of the booking's office."""
    discreet: bool
    """Nothing may be texted that says what the booking is about."""
    bring: str | None
    """What to bring to the booking, in one clause; None: nothing is said but the ID."""
    rendered: str | None
    passing: str | None = None
    """Of an offer: the digits that pass it on."""
    bulletin: str | None = None
    """The words of a bulletin that was asked for."""


def open_row(t: Transaction, row: sa.Row[Any]) -> Delivery:
    """What a leased row says, opened. Raises keys.Unreadable for one sealed with a secret that is not in use."""
    code = told = rendered = passing = None
    bulletin = None if row.bulletin is None else bulletins.written(t, row.bulletin, row.language)
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
            sa.select(
                bookings,
                slots.c.wall,
                slots.c.zone,
                slots.c.starts,
                offices.c.name.label("office_name"),
                services.c.bring[row.language].astext.label("bring"),
                sa.or_(bookings.c.texts == "discreet", _ANOTHERS).label("discreet"),
            )
            .select_from(bookings)
            .join(slots, slots.c.id == slot)
            .join(offices, offices.c.id == slots.c.office)
            .join(services, services.c.id == slots.c.service)
            .where(bookings.c.id == row.booking)
        ).one()
    if row.rendered is not None:
        rendered = t.keys.decrypt(row.rendered, "outbox.rendered", row.id)
    return Delivery(
        row.id, row.kind, row.by, row.lane, _to(t, row), row.language, row.not_before, row.not_after,
        row.attempts, row.state == "unknown", row.unknowns, row.begun_at,
        row.sender if row.state == "unknown" else None, row.lease_until, code, None if told is None else booked(told),
        None if told is None else told.office_name, told is not None and told.discreet,
        None if told is None else told.bring, rendered, passing, bulletin,
    )  # fmt: skip


def _to(t: Transaction, row: sa.Row[Any]) -> str:
    return queue_calls.leg(t, row) if row.by == "move" else digits_of(t, row.number)


def begin(t: Transaction, delivery: Delivery, sender: str, text: str, segments: int | None = None) -> bool:
    """Before anything is sent: words and sender are kept, the row is unknown, the lease begins anew.

    False: another has it. A call has no words yet: "". `segments`: what a text is billed as.
    """
    sealed = t.keys.encrypt(text, "outbox.rendered", delivery.id) if text else None
    now = t.now()
    first = sa.case((outbox.c.unknowns > 0, outbox.c.begun_at), else_=sa.literal(now, outbox.c.begun_at.type))
    begun = t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery.id, outbox.c.lease_until == delivery.leased_until)
        .values(rendered=sealed, state="unknown", lease_until=now + LEASE, sender=sender, begun_at=first,
                unknowns=outbox.c.unknowns + 1, segments=segments)
    )  # fmt: skip
    return begun.rowcount == 1


def others(t: Transaction, delivery: UUID, sids: Sequence[str]) -> set[str]:
    """Of these ids of the provider's, those that belong to other messages: the same code sent twice is two texts."""
    return set(
        t.connection.scalars(sa.select(outbox.c.sid).where(outbox.c.sid.in_(sids), outbox.c.id != delivery)).all()
    )


def sent(t: Transaction, delivery: UUID, sid: str) -> None:
    """The provider took it."""
    _climb(t, delivery, "sent", {"sid": sid, "error": None})


def moved(t: Transaction, delivery: UUID) -> None:
    """The provider has moved the call: nothing more is reported of it."""
    _climb(t, delivery, "delivered", {"error": None})


def refused(t: Transaction, delivery: UUID, error: str) -> None:
    """The provider did not take it. Where an operator can mend that in time, it waits; else that was the last word."""
    if mishaps.waits_for_mend(t, delivery, error):
        later(t, delivery, mishaps.MENDED.total_seconds(), unknown=False)
        t.connection.execute(sa.update(outbox).where(outbox.c.id == delivery).values(error=error))
    elif _climb(t, delivery, "refused", {"error": error}):
        mishaps.follow(t, delivery, error, for_good=True)


def busy(t: Transaction, delivery: UUID, error: str, seconds: float) -> None:
    """The provider takes nothing for now: tried again after `seconds`; an operator hears what can be mended."""
    if error in CAUSES:
        alert(t, CAUSES[error], error)
    later(t, delivery, seconds, unknown=False)


def unclear(t: Transaction, delivery: UUID) -> None:
    """Nobody knows whether the provider took it, and it is not tried again: it may have arrived."""
    if _climb(t, delivery, "refused", {"error": UNKNOWN}):
        mishaps.follow(t, delivery, UNKNOWN, for_good=True)


def later(t: Transaction, delivery: UUID, seconds: float, *, unknown: bool) -> None:
    """Try again after `seconds`. `unknown`: it may have been taken; whoever tries again looks first.

    Otherwise the last request was certainly not carried out; an unknown one before it is so still.
    """
    left = outbox.c.unknowns if unknown else sa.func.greatest(outbox.c.unknowns - 1, 0)
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(("waiting", "unknown")))
        .values(not_before=t.now() + timedelta(seconds=seconds), lease_until=None, unknowns=left,
                state=sa.case((left > 0, "unknown"), else_="waiting"))
    )  # fmt: skip


def postpone(t: Transaction, delivery: UUID, seconds: float) -> None:
    """Nothing was asked of the provider: the row is as it was, and due again after `seconds`."""
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(("waiting", "unknown")))
        .values(not_before=t.now() + timedelta(seconds=seconds), lease_until=None)
    )


def report(t: Transaction, command: c.ReportDelivery) -> Done:
    """What the provider says became of it; doubled and late reports change nothing."""
    climbed = _climb(t, command.delivery, command.state, {"sid": command.sid, "error": command.error})
    if climbed and command.state in ("undelivered", "refused"):
        mishaps.follow(t, command.delivery, command.error, for_good=False)
    elif climbed and command.state == "delivered":
        mishaps.withdraw(t, command.delivery)
    return Done()


def report_call(t: Transaction, command: c.ReportProofCall) -> Done:
    """What became of one ringing; doubled and late reports change nothing."""
    kind = t.connection.scalar(sa.select(outbox.c.kind).where(outbox.c.id == command.delivery))
    # An agent who lets it ring is no failure of the provider's: the next one is rung.
    state = "delivered" if command.answered or kind == AGENT else "undelivered"
    if not _climb(t, command.delivery, state, {"sid": command.sid}):
        return Done()
    if kind is not None and kind in queue_calls.KINDS:
        queue_calls.finished(t, kind, command.delivery)
    elif kind == ADMISSION_CALL:
        admission_calls.rung(t, command.delivery, for_good=False)
    elif not command.answered:
        mishaps.follow(t, command.delivery, None, for_good=False)
    return Done()


def _climb(t: Transaction, delivery: UUID, state: str, values: dict[str, Any]) -> bool:
    """Move a row up to `state`; False where it stood there or higher.

    Of two errors in one state the greater stays, so that the order in which they came leaves no trace.
    """
    rank = _RANK[state]
    below = [name for name, each in _RANK.items() if each < rank]
    change = sa.update(outbox).where(outbox.c.id == delivery)
    climbed = t.connection.execute(
        change.where(outbox.c.state.in_(below)).values(state=state, lease_until=None, done_at=t.now(), **values)
    ).rowcount
    error = values.get("error")
    if not climbed and error is not None:
        less = sa.func.coalesce(outbox.c.error, "") < error
        t.connection.execute(change.where(outbox.c.state == state, less).values(error=error))
    return climbed == 1
