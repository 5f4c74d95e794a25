"""Settling what was said as unknown, so that nobody waits for what is not, or misses what is (laws.md, invariant 3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import consent, outcomes, threads
from booking_core.answers import close
from booking_core.calls import note_callback
from booking_core.claims import holds_of
from booking_core.identifiers import answer_key
from booking_core.outcomes import Booked, Cancelled, Kept, Moved, Settled
from booking_core.staging import ANSWERS, stage
from booking_core.tables import audit, bookings, calls, outbox
from booking_core.transaction import Transaction

TELL_WITHIN = timedelta(hours=4)

ASKED = timedelta(minutes=1)
"""A question of the core is over, or was said to be unknown, long before; two clocks differ by less."""

_DONE: dict[type[outcomes.Outcome], str] = {
    Booked: "booked",
    Kept: "booked",
    Moved: "moved",
    Cancelled: "given_up",
}
"""What was done → the text that says so."""

_CHANGES = ("confirm", "move", "cancel", "undo_cancel")


def settle(t: Transaction, command: c.SettleUnknown) -> Settled:
    """Close the key, or find its answer; tell whoever has not heard of it."""
    key = answer_key(command.key)
    found = close(t, key, outcomes.HoldLapsed())
    call = t.connection.execute(sa.select(calls).where(calls.c.sid == command.sid)).first()
    number = command.number if call is None else call.number
    if number is None or (call is not None and found is not None and call.answer == key):
        return Settled()  # nobody to tell; or the turn was repeated, and its answer heard
    if isinstance(found, Booked | Kept | Moved | Cancelled):
        _tell_done(t, command, number, found)
    elif not _went_on(t, number, command.at):
        _tell_nothing(t, number, None if call is None else call.id)
    return Settled()


def _tell_done(
    t: Transaction, command: c.SettleUnknown, number: UUID, found: Booked | Kept | Moved | Cancelled
) -> None:
    """The text that belongs to it, unless it was staged with the change itself, or is not true any more."""
    row = t.connection.execute(sa.select(bookings).where(bookings.c.id == found.booking)).one()
    there = row.status == "cancelled" if isinstance(found, Cancelled) else row.slot == found.offer.slot
    staged = sa.exists().where(
        outbox.c.booking == row.id, outbox.c.kind == _DONE[type(found)], outbox.c.not_before > command.at - ASKED
    )
    if there and (row.texts == "none" or consent.is_off(t, number)):
        note_callback(t, None, number, None, "unknown", row.language, t.now())
    elif there and not t.connection.scalar(sa.select(staged)):
        _text(t, number, row.language, row.id, kind=_DONE[type(found)])


def _went_on(t: Transaction, number: UUID, at: datetime) -> bool:
    """Has the number booked or changed something since, and heard so?"""
    mine = sa.select(bookings.c.id).where(bookings.c.number == number, bookings.c.allowance.is_not(None))
    since = sa.exists().where(audit.c.subject.in_(mine), audit.c.action.in_(_CHANGES), audit.c.at >= at)
    return bool(t.connection.scalar(sa.select(since)))


def _tell_nothing(t: Transaction, number: UUID, call: UUID | None) -> None:
    language = threads.language(t, number)
    if language is None:
        return  # never called and never booked: there was nothing to be done
    if consent.is_off(t, number) or (call is not None and _is_called(t, number, call)):
        note_callback(t, None, number, call, "unknown", language, t.now())
    else:
        _text(t, number, language, None, kind="not_booked")


def _is_called(t: Transaction, number: UUID, call: UUID) -> bool:
    """Is this a call of ours, or is there a booking about which nothing may be texted, or nothing that says what?"""
    ours = sa.exists().where(calls.c.id == call, calls.c.delivery.is_not(None))
    # A hold that is over has no index but its id, which is younger than that of its call.
    found = sa.or_(bookings.c.id > call, holds_of(number), bookings.c.allowance.is_not(None))
    silent = sa.exists().where(
        bookings.c.number == number, bookings.c.texts != "plain", found,
        sa.or_(bookings.c.call == call, bookings.c.live_until > t.now()),
    )  # fmt: skip
    return bool(t.connection.scalar(sa.select(sa.or_(ours, silent))))


def _text(t: Transaction, number: UUID, language: str, booking: UUID | None, *, kind: str) -> None:
    now = t.now()
    stage(t, kind, number, language, ANSWERS, now, now + TELL_WITHIN, booking=booking)
