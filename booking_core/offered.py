"""A place on offer, from the side of the person it is held for: hearing of it, taking it, passing it on.

An offer of any time is a hold of its own (channel `offer`), booked as every hold is: by its six-digit code, texted
back, or by the proof of a call. An offer of an earlier time is the booking's next places, as in a move. Neither takes
an allowance before it is accepted.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import bookings as booked
from booking_core import commands as c
from booking_core import hearing, moves, outcomes
from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.claims import confirm_within, keep_until
from booking_core.codes import prove
from booking_core.outcomes import CodeExpired, HoldLapsed, Offer, Offered, Outcome, Passed, ProofNeeded, Proven
from booking_core.staging import UNASKED, stage
from booking_core.tables import OFFER, bookings, calls, codes, numbers, offers, outbox, slots, visitors, waiting
from booking_core.transaction import Person, Transaction, person
from booking_core.waiting import ON_LIST

GRACE = timedelta(seconds=5)
"""So long after its end an offer's places are bound still: whoever took it in the last moment has long been written."""

RINGS = 3
"""So often an offer may ring out before the next is drawn."""

RINGS_AGAIN = timedelta(minutes=10)
"""From a call that nobody took to the next: somebody may be away from the telephone for a moment."""

PURPOSES = ("confirm", "offer", "pass")
"""Codes that an offer may have: to take an own hold, to take an earlier time, to pass."""


def find(t: Transaction, number: UUID, now: datetime, booking: UUID | None = None) -> sa.Row[Any] | None:
    """What is held on offer for a number now; a hold of its own while it is held, an earlier time while it is next."""
    hold = sa.and_(bookings.c.status == "held", bookings.c.live_until > now)
    later = sa.and_(bookings.c.status == "booked", bookings.c.next_slot == offers.c.slot, bookings.c.next_until > now)
    found: sa.Select[Any] = (
        sa.select(offers.c.id, offers.c.booking, offers.c.slot, offers.c.code, bookings.c.status, bookings.c.party,
                  sa.func.coalesce(bookings.c.next_until, bookings.c.live_until).label("until"),
                  slots.c.office, slots.c.service, slots.c.wall, slots.c.zone, slots.c.starts)
        .join(bookings, bookings.c.id == offers.c.booking)
        .join(slots, slots.c.id == offers.c.slot)
        .where(offers.c.number == number, offers.c.ended_at.is_(None), sa.or_(hold, later))
        .order_by(offers.c.made_at.desc())
    )  # fmt: skip
    return t.connection.execute(found if booking is None else found.where(offers.c.booking == booking)).first()


def tell(row: sa.Row[Any]) -> Offered:
    """An open offer, as it is told."""
    offer = Offer(row.slot, row.office, row.service, row.wall, row.zone, row.starts)
    return Offered(row.booking, row.until, row.party, offer, row.status == "booked")


def mine(t: Transaction, who: Caller | Agent) -> Outcome:
    """What is on offer for a proven caller; where nothing is, what is booked."""
    whose = person(t, who, lock=False)
    if whose is None or not whose.proven:
        return ProofNeeded()
    row = find(t, whose.number, whose.at)
    return hearing.mine(t, c.MyBookings(who)) if row is None else tell(row)


def prove_and_hear(t: Transaction, command: c.ProveAndHear) -> Outcome:
    """A right presence code, and the same, in one."""
    proven = prove(t, c.Prove(command.who, command.digits))
    return mine(t, command.who) if isinstance(proven, Proven) else proven


def carried(t: Transaction, whose: Person) -> Outcome | None:
    """The offer that this call of ours is about, or that it is over; None for a call about something else."""
    code = t.connection.scalar(
        sa.select(outbox.c.code)
        .join(calls, calls.c.delivery == outbox.c.id)
        .where(calls.c.id == whose.call, outbox.c.number == whose.number, outbox.c.kind == OFFER)
    )
    if code is None:
        return None
    row = find(t, whose.number, whose.at)
    return outcomes.ProofCallOver() if row is None or row.code != code else tell(row)


def passing(t: Transaction, number: UUID, booking: UUID) -> str:
    """The digits that pass an offer on, for its text."""
    code = t.connection.execute(
        sa.select(codes.c.id, codes.c.sealed)
        .where(codes.c.number == number, codes.c.booking == booking, codes.c.purpose == "pass")
        .order_by(codes.c.made_at.desc())
        .limit(1)
    ).one()
    return t.keys.decrypt(code.sealed, "codes.sealed", code.id)


def place_of(number: UUID, code: UUID) -> sa.ScalarSelect[Any]:
    """The slot that the offer with this code is of: not yet its booking's own, where it is an earlier one."""
    return sa.select(offers.c.slot).where(offers.c.number == number, offers.c.code == code).scalar_subquery()


def take(t: Transaction, command: c.TakeOffer) -> Outcome:
    """Book it, or move to it, for its proven caller."""
    whose = person(t, command.who)
    if whose is None or not whose.proven:
        return ProofNeeded()
    row = find(t, whose.number, whose.at, command.booking)
    if row is None:
        return HoldLapsed()
    if row.status == "booked":
        return _move(t, command.who, whose, row.booking)
    _answered(t, whose, row)
    return confirm_within(t, command.who, row.booking)


def take_next(t: Transaction, who: Texter, whose: Person, row: sa.Row[Any], slot: UUID) -> Outcome:
    """Move to the earlier time that its question named; another may have been held since."""
    if row.next_slot != slot or row.next_until <= whose.at:
        return CodeExpired()
    return _move(t, who, whose, row.id)


def _move(t: Transaction, who: Actor, whose: Person, booking: UUID) -> Outcome:
    row = booked.find(t, whose.number, booking)
    assert row is not None
    return moves.make_current(t, who, whose.at, row)


def _answered(t: Transaction, whose: Person, row: sa.Row[Any]) -> None:
    """Its code is used, and the first time that gives the minutes to key in birth dates that are missing."""
    held = t.connection.execute(sa.select(bookings).where(bookings.c.id == row.booking)).one()
    used = t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == whose.number, codes.c.id == row.code, codes.c.used_at.is_(None))
        .values(used_at=whose.at)
    ).rowcount
    given = t.connection.scalar(sa.select(sa.func.count()).where(visitors.c.booking == held.id))
    if used and given != held.party:
        until = max(held.live_until, whose.at + timedelta(seconds=t.rules().hold_s))
        keep_until(t, held.id, held.places, until, held.cool_s)
    t.connection.execute(sa.update(bookings).where(bookings.c.id == held.id).values(call=whose.call))


def pass_on(t: Transaction, command: c.PassOffer) -> Passed | ProofNeeded:
    """Give it to the next, for its proven caller; what is over already has gone on."""
    whose = person(t, command.who)
    if whose is None or not whose.proven:
        return ProofNeeded()
    return decline(t, command.who, whose, command.booking)


def decline(t: Transaction, who: Actor, whose: Person, booking: UUID) -> Passed:
    """The same for whoever has the authority, and the lock on the number's row."""
    row = find(t, whose.number, whose.at, booking)
    if row is not None:
        withdraw(t, whose.number, row, whose.at, "passed")
        t.trail(who, "pass", booking, whose.at)
    on_list = sa.exists().where(ON_LIST, waiting.c.number == whose.number)
    return Passed(bool(t.connection.scalar(sa.select(on_list))))


def withdraw(t: Transaction, number: UUID, row: sa.Row[Any], now: datetime, how: str) -> None:
    """End a live offer: its places are free for the next, at once, and nothing answers it any more."""
    if row.status == "held":
        t.function("release_v1", row.booking, how, now)
    else:
        _let_next_go(t, number, row, now)
    end(t, row.id, now, how)


def _let_next_go(t: Transaction, number: UUID, row: sa.Row[Any], now: datetime) -> None:
    own = booked.find(t, number, row.booking)
    assert own is not None
    booked.set_free(t, own, own.next_places, now)
    t.connection.execute(
        sa.update(bookings).where(bookings.c.id == own.id).values(next_slot=None, next_places=None, next_until=None)
    )
    t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == number, codes.c.booking == own.id, codes.c.purpose.in_(PURPOSES),
               codes.c.used_at.is_(None), codes.c.dead_at.is_(None))
        .values(dead_at=now)
    )  # fmt: skip


def end(t: Transaction, offer: UUID, now: datetime, how: str) -> None:
    """What became of an offer, in its row."""
    t.connection.execute(
        sa.update(offers).where(offers.c.id == offer, offers.c.ended_at.is_(None)).values(ended_at=now, how=how)
    )


def failed(t: Transaction, delivery: UUID, *, opted_out: bool) -> None:
    """A text or a call with an offer came back: where calls may help they are tried, else the next is drawn at once.

    Whoever has opted out is called by no machine (laws.md, hours).
    """
    sent = t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery)).one()
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == sent.number).with_for_update(key_share=True))
    now = t.now()
    row = find(t, sent.number, now)
    if row is None or row.code != sent.code:
        return
    rung = t.connection.execute(
        sa.select(sa.func.count()).where(outbox.c.code == sent.code, outbox.c.kind == OFFER, outbox.c.by == "call")
    ).scalar_one()
    again = now if sent.by == "text" else now + RINGS_AGAIN
    if opted_out or rung >= RINGS or again >= row.until:
        withdraw(t, sent.number, row, now, "unreached")
    else:
        stage(t, OFFER, sent.number, sent.language, UNASKED, again, row.until, booking=row.booking, code=row.code,
              by="call")  # fmt: skip
