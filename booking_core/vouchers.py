"""Vouchers: numbers for people without a telephone, handed out by a shelter, a court, a social service.

A voucher is a row of `numbers` like any other, so claim and limit are one road. Its ten digits, the last a check digit,
are known to whoever holds it and to nobody else: here stands their keyed hash. Keyed in by an agent they are the number
of the call and its proof. One voucher books once: while that is live the digits open it again; afterwards nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import bounds
from booking_core import desk_commands as c
from booking_core.actors import Agent
from booking_core.clocks import day_ends
from booking_core.codes import note_proof
from booking_core.desk_outcomes import (
    Batch,
    Batches,
    BatchWrong,
    NoSuchBatch,
    TooManyGuesses,
    VoucherNoted,
    VoucherRefused,
    VouchersMade,
    VouchersRevoked,
)
from booking_core.identifiers import is_voucher, uuid7, voucher
from booking_core.outcomes import Outcome
from booking_core.tables import agents, bookings, calls, number_keys, numbers, voucher_batches, vouchers
from booking_core.transaction import Transaction, find_number, person
from booking_core.zones import house_zone

MOST = 500
"""Vouchers of one batch: as many as one partner hands out in a month, and as one page can print."""


def nameless(t: Transaction, now: datetime) -> UUID:
    """A number that no telephone has: nothing is ever sent to it."""
    row = uuid7()
    t.connection.execute(
        sa.insert(numbers).values(
            {"id": row, "kind": "voucher", "region": "?", "line_kind": "voucher", "opted_out_at": now}
        )
    )
    return row


def put(t: Transaction, who: Agent, number: UUID) -> None:
    """Make it the number of the agent's call, proven there."""
    t.connection.execute(
        sa.update(calls).where(calls.c.sid == who.sid).values(number=number, keyed=calls.c.keyed + 1, reason=None)
    )
    whose = person(t, who)
    assert whose is not None
    note_proof(t, who, whose, whose.at)


# ── Keyed in ─────────────────────────────────────────────────────────────────────────────────────────


def note(t: Transaction, command: c.NoteVoucher) -> VoucherNoted | VoucherRefused | TooManyGuesses:
    """The voucher of a caller; wrong ones are counted against the agent, whose guesses they may be."""
    now, most, who = t.now(), t.rules().guesses_hour, command.who
    if bounds.charge(t, who, agents.c.guesses, most, now) is None:
        return TooManyGuesses(bounds.again_at(t, who, agents.c.guesses, most, now))
    whose = person(t, who)
    if whose is not None and whose.proven:
        bounds.refund(t, who, agents.c.guesses)
        return VoucherRefused("proven")
    found = _found(t, command.digits)
    why = "wrong" if found is None else _refused(t, found, now)
    if found is None or why is not None:
        agent = t.connection.scalar(sa.select(agents.c.id).where(agents.c.login == who.login))
        t.trail(who, "voucher_refused", agent, now, why)
        return VoucherRefused(why or "wrong")
    bounds.refund(t, who, agents.c.guesses)
    put(t, who, found.number)
    t.trail(who, "note_voucher", found.number, now)
    return VoucherNoted()


def _found(t: Transaction, digits: str) -> sa.Row[Any] | None:
    number = find_number(t, _named(digits)) if is_voucher(digits) else None
    if number is None:
        return None
    locked = sa.select(numbers.c.id).where(numbers.c.id == number).with_for_update(key_share=True)
    t.connection.execute(locked)
    return t.connection.execute(
        sa.select(vouchers.c.number, voucher_batches).join(voucher_batches).where(vouchers.c.number == number)
    ).one()


def _named(digits: str) -> str:
    """What is hashed: no telephone is called so."""
    return f"voucher:{digits}"


def _refused(t: Transaction, row: sa.Row[Any], now: datetime) -> str | None:
    """Why a voucher opens nothing. Its own live booking it opens whatever became of the batch."""
    mine = bookings.c.number == row.number, bookings.c.booked_at.is_not(None)
    undo = sa.and_(bookings.c.status == "cancelled", bookings.c.undo_until > now)
    live = sa.or_(sa.and_(bookings.c.status.in_(("booked", "checked_in")), bookings.c.live_until > now), undo)
    made, stands = t.connection.execute(sa.select(sa.func.count(), sa.func.count().filter(live)).where(*mine)).one()
    if made:
        return None if stands else "used"
    if row.revoked_at is not None:
        return "revoked"
    return "early" if now < row.from_at else "expired" if now >= row.until_at else None


# ── Batches ──────────────────────────────────────────────────────────────────────────────────────────


def make(t: Transaction, command: c.MakeVouchers) -> VouchersMade | BatchWrong:
    """A batch, and the digits of its vouchers, for the one time that anybody sees them."""
    now, here = t.now(), house_zone(t)
    until = day_ends(command.last, here)
    begins = day_ends(command.first - timedelta(days=1), here)
    partner = command.partner.strip()
    if not partner or not 1 <= command.size <= MOST or until <= max(now, begins):
        return BatchWrong()
    batch = uuid7()
    t.connection.execute(
        sa.insert(voucher_batches).values(id=batch, partner=partner, from_at=begins, until_at=until,
                                          size=command.size, made_at=now, made_by=command.who.name)
    )  # fmt: skip
    digits = tuple(_one(t, batch, now) for _ in range(command.size))
    t.trail(command.who, "make_vouchers", batch, now, str(command.size))
    return VouchersMade(batch, command.size, digits)


def _one(t: Transaction, batch: UUID, now: datetime) -> str:
    digits = next(made for made in iter(voucher, None) if find_number(t, _named(made)) is None)
    number = nameless(t, now)
    t.connection.execute(
        sa.insert(number_keys),
        [{"keyed_hash": secret.number_hash(_named(digits)), "kid": secret.kid, "number": number}
         for secret in t.keys.secrets],
    )  # fmt: skip
    t.connection.execute(sa.insert(vouchers).values(number=number, batch=batch))
    return digits


def revoke(t: Transaction, command: c.RevokeVouchers) -> VouchersRevoked | NoSuchBatch:
    """Whatever is not booked yet books no more."""
    now = t.now()
    one = voucher_batches.c.id == command.batch, voucher_batches.c.revoked_at.is_(None)
    if not t.connection.execute(sa.update(voucher_batches).where(*one).values(revoked_at=now)).rowcount:
        return NoSuchBatch()
    t.trail(command.who, "revoke_vouchers", command.batch, now)
    return VouchersRevoked()


def report(t: Transaction) -> Outcome:
    """The batches, with how many of their vouchers booked, came and did not come."""
    status = {
        "booked": bookings.c.booked_at.is_not(None),
        "came": bookings.c.status.in_(("checked_in", "fulfilled")),
        "no_show": bookings.c.status == "no_show",
    }
    counted = [
        sa.func.count(sa.distinct(bookings.c.number)).filter(which).label(name) for name, which in status.items()
    ]
    rows = t.connection.execute(
        sa.select(voucher_batches, *counted)
        .select_from(voucher_batches.join(vouchers).outerjoin(bookings, bookings.c.number == vouchers.c.number))
        .group_by(voucher_batches.c.id)
        .order_by(voucher_batches.c.made_at.desc())
    )
    return Batches(
        tuple(Batch(row.id, row.partner, row.from_at, row.until_at, row.size, row.made_at, row.made_by, row.revoked_at,
                    row.booked, row.came, row.no_show) for row in rows), house_zone(t)
    )  # fmt: skip
