"""Check-in codes: six digits, texted a day before the visit, good to the end of its day. Never spoken by a machine."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from booking_core import commands as c
from booking_core import outcomes
from booking_core.actors import Texter
from booking_core.bookings import ahead, find
from booking_core.code_budgets import code_budget
from booking_core.codes import count_send
from booking_core.identifiers import security_code, uuid7
from booking_core.outcomes import CheckInLater, CodeSent, NoSuchBooking, ProofNeeded, TooManyCodes
from booking_core.staging import CODES, UNASKED, stage
from booking_core.tables import codes
from booking_core.touching import CHECK_IN_BEFORE, Place
from booking_core.transaction import Transaction, person


def text(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """The code that is due, where texts go. `row`: the touch, with its booking's number, slot and texts."""
    if row.texts == "none":
        return {"state": "skipped"}
    code = _live(t, row.number, row.booking, row.slot, now) or _make(t, row.number, row.booking, row, now)
    message = _stage(t, row.number, row.booking, row, code, UNASKED, now)
    return {"state": "done", "asked_at": now, "asks": [message], "code": code}


def send(t: Transaction, command: c.SendCheckIn) -> outcomes.Outcome:
    """The same code once more, to the number itself: in a proven call, or as the answer to its own text."""
    whose = person(t, command.who)
    if whose is None or not (whose.proven or isinstance(command.who, Texter)):
        return ProofNeeded()
    own = [one.booking for one in ahead(t, whose.number, whose.at) if command.booking in (None, one.booking)]
    row = find(t, whose.number, own[0]) if own else None
    if row is None or row.status != "booked" or (row.texts == "none" and not isinstance(command.who, Texter)):
        return NoSuchBooking()
    if row.starts > whose.at + CHECK_IN_BEFORE:
        return CheckInLater()
    budget = code_budget(t, whose.number, whose.at)
    if isinstance(budget, TooManyCodes):
        return budget
    live = _live(t, whose.number, row.id, row.slot, whose.at)
    code = live or _make(t, whose.number, row.id, row, whose.at)
    count_send(t, whose.number, code, whose.at, whose.call)
    _stage(t, whose.number, row.id, row, code, CODES, whose.at)
    t.trail(command.who, "send_code", whose.number, whose.at, "check_in")
    return CodeSent(row.day_ends, again=live is not None)


def _live(t: Transaction, number: UUID, booking: UUID, slot: UUID, now: datetime) -> UUID | None:
    """The code for this time of the booking: another time has another, and a booking had back has its own again."""
    return t.connection.scalar(
        sa.select(codes.c.id).where(
            codes.c.number == number, codes.c.booking == booking, codes.c.slot == slot, codes.c.purpose == "check_in",
            codes.c.used_at.is_(None), codes.c.dead_at.is_(None), codes.c.expires_at > now,
        )
    )  # fmt: skip


def _make(t: Transaction, number: UUID, booking: UUID, row: sa.Row[Any], now: datetime) -> UUID:
    code, digits = uuid7(), security_code()
    t.connection.execute(
        sa.insert(codes).values(
            number=number, id=code, purpose="check_in", booking=booking, slot=row.slot,
            mac=t.keys.code_mac("check_in", digits, code), sealed=t.keys.encrypt(digits, "codes.sealed", code),
            made_at=now, expires_at=row.day_ends, sent_at=array([], type_=sa.DateTime(timezone=True)),
        )
    )  # fmt: skip
    return code


def _stage(t: Transaction, number: UUID, booking: UUID, row: sa.Row[Any], code: UUID, lane: int, now: datetime) -> UUID:
    return stage(t, kind="check_in", number=number, language=row.language, lane=lane, not_before=now,
                 not_after=row.starts, booking=booking, code=code)  # fmt: skip
