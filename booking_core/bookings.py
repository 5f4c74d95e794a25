"""What is booked: hearing it, and giving it up with time to undo. Always after proof, never on a caller ID."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import codes, consent, outcomes, waiting
from booking_core import commands as c
from booking_core.actors import Actor, Operator, Texter
from booking_core.outcomes import (
    Booked,
    Cancelled,
    NoSuchBooking,
    Offer,
    ProofNeeded,
    TooLate,
)
from booking_core.staging import ANSWERS, stage
from booking_core.tables import bookings, outbox, places, slots
from booking_core.transaction import Person, Transaction, person

GIVEN_UP_NEWS = timedelta(hours=1)
"""After so long the news that a booking was given up would come out of the blue."""

NO_ANSWER = "no_answer"
"""Why a booking ended whose number did not answer the follow-up."""

WITH_SLOT = sa.select(
    bookings, slots.c.wall, slots.c.zone, slots.c.starts, slots.c.day_ends
).join(slots, slots.c.id == bookings.c.slot)  # fmt: skip


def ahead(t: Transaction, number: UUID, now: datetime) -> tuple[Booked, ...]:
    """What a number has booked and still before it, earliest first."""
    rows = t.connection.execute(booked_ahead(number, now).order_by(slots.c.starts))
    return tuple(booked(row) for row in rows)


def booked_ahead(number: UUID, now: datetime) -> sa.Select[Any]:
    """The rows of that."""
    return WITH_SLOT.where(
        bookings.c.number == number, bookings.c.allowance.is_not(None),
        bookings.c.status.in_(("booked", "checked_in")), bookings.c.live_until > now,
    )  # fmt: skip


def booked(row: sa.Row[Any]) -> Booked:
    """A booking row with its slot, as it is told."""
    return Booked(row.id, row.reference, row.party,
                  Offer(row.slot, row.office, row.service, row.wall, row.zone, row.starts))  # fmt: skip


def held_by(
    t: Transaction, who: Actor, booking: UUID, *, lock: bool = True
) -> tuple[Person, sa.Row[Any]] | NoSuchBooking | ProofNeeded:
    """The proven person and the booking, its number's row locked; a query does without."""
    whose = person(t, who, lock=lock)
    if whose is None or not whose.proven:
        return ProofNeeded()
    row = find(t, whose.number, booking)
    return NoSuchBooking() if row is None else (whose, row)


def find(t: Transaction, number: UUID, booking: UUID) -> sa.Row[Any] | None:
    """A booking of this number, with its slot."""
    return t.connection.execute(WITH_SLOT.where(bookings.c.id == booking, bookings.c.number == number)).first()


def cancel(t: Transaction, command: c.Cancel) -> Cancelled | NoSuchBooking | ProofNeeded:
    """Give up, for the proven person."""
    own = held_by(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    whose, row = own
    return NoSuchBooking() if command.slot not in (None, row.slot) else give_up(t, command.who, whose.at, row)


def give_up(t: Transaction, who: Actor | Operator, now: datetime, row: sa.Row[Any]) -> Cancelled | NoSuchBooking:
    """Give up: the allowance is free at once; the place is bound for the undo time, then cools, then is public.

    Whoever calls has the authority, and the lock on the number's row.
    """
    if row.status != "booked" or row.live_until <= now:
        return NoSuchBooking()
    undo = now + timedelta(seconds=t.rules().undo_s)
    end(t, row, now, by=who.name, why="given_up", undo_until=undo, bound_until=undo)
    codes.end_questions(t, row.number, row.id, now)
    tell_change(t, who, row, now, min(now + GIVEN_UP_NEWS, row.starts), kind="given_up")
    t.trail(who, "cancel", row.id, now)
    return Cancelled(row.id, undo)


def end(
    t: Transaction, row: sa.Row[Any], now: datetime, *, by: str, why: str, undo_until: datetime, bound_until: datetime
) -> None:
    """A booking is cancelled: its places go on after `bound_until`, and it can be had back until `undo_until`."""
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(status="cancelled", ended_at=now, ended_by=by, ended_why=why, undo_until=undo_until, next_slot=None,
                next_places=None, next_until=None)
    )  # fmt: skip
    hand_on(t, row, row.places, bound_until)
    cool_next(t, row, now)


def cool_next(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """The next places of a booking, if it has any, go back after a random moment."""
    if row.next_places is not None:
        set_free(t, row, row.next_places, now + timedelta(seconds=secrets.randbelow(t.rules().cool_max_s + 1)))


def tell_change(
    t: Transaction, who: Actor | Operator, row: sa.Row[Any], now: datetime, until: datetime, *, kind: str
) -> None:
    """Text the number that its booking was changed, where texts may go; a texter has the answer in the thread."""
    if row.texts == "none" or isinstance(who, Texter) or consent.is_off(t, row.number):
        return
    stage(t, kind, row.number, row.language, ANSWERS, now, until, booking=row.id)


def hand_on(t: Transaction, row: sa.Row[Any], given: list[int], bound_until: datetime) -> None:
    """Places that a booking gives up go on after `bound_until`: where somebody waits for such a time to the waiting
    list, which alone gives them back; else to open sale, once they have cooled down.
    """
    if waiting.anybody(t, booked(row).offer, len(given), bound_until):
        to_pool(t, given, "offer")
        set_free(t, row, given, bound_until)
    else:
        to_pool(t, given, "public")
        set_free(t, row, given, bound_until + cooling(t, row.starts - bound_until))


def to_pool(t: Transaction, given: Sequence[int], pool: str) -> None:
    """Who may take these places; what is kept for agents stays theirs."""
    t.connection.execute(
        sa.update(places).where(places.c.id.in_(given), places.c.pool.not_in((pool, "reserve"))).values(pool=pool)
    )


def cooling(t: Transaction, left: timedelta) -> timedelta:
    """A random time before a place given up is on sale, at most a tenth of the time left to it."""
    rules = t.rules()
    seconds = rules.release_min_s + secrets.randbelow(max(1, rules.release_max_s - rules.release_min_s + 1))
    return max(timedelta(0), min(timedelta(seconds=seconds), left / 10))


def set_free(t: Transaction, row: sa.Row[Any], given: list[int], at: datetime) -> None:
    """These places of a booking are free at `at`, or sooner if they were to be."""
    t.connection.execute(sa.update(places).where(places.c.id.in_(given), places.c.booking == row.id).values(free_at=at))


def undo(t: Transaction, command: c.UndoCancel) -> outcomes.Outcome:
    """Take a given-up booking back, for the proven person."""
    own = held_by(t, command.who, command.booking)
    return take_back(t, command.who, own[0].at, own[1]) if isinstance(own, tuple) else own


def take_back(t: Transaction, who: Actor, now: datetime, row: sa.Row[Any]) -> outcomes.Outcome:
    """Take a given-up booking back. Its allowance may have been used since; and the places of one that was let go
    for want of an answer are not bound, so somebody may have them."""
    if row.status == "booked":
        return booked(row)
    if row.status != "cancelled" or row.undo_until is None:
        return NoSuchBooking()
    if row.undo_until <= now:
        return TooLate()
    t.function("retire_v1", row.number, now)
    if case_taken(t, row):
        return outcomes.LimitReached("case", None)
    allowance = t.function("allowance_v1", row.number, row.limit_group, now)
    if allowance is None:
        return outcomes.LimitReached("live", None)
    if not _bind(t, row):
        return TooLate()
    t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == row.id)
        .values(status="booked", allowance=allowance, ended_at=None, ended_by=None, ended_why=None, undo_until=None,
                planned=None)
    )  # fmt: skip
    stopped = t.connection.execute(  # news that is not true any more; the lane lets the index of what waits serve
        sa.update(outbox)
        .where(outbox.c.booking == row.id, outbox.c.kind.in_(("given_up", "released")), outbox.c.lane.in_((1, 2)),
               outbox.c.state == "waiting")
        .values(state="expired", done_at=now)
    ).rowcount  # fmt: skip
    if not stopped:
        tell_change(t, who, row, now, row.starts, kind="booked")  # the last text said that it is given up
    codes.end_questions(t, row.number, row.id, now)
    t.trail(who, "undo_cancel", row.id, now)
    return booked(row)


def _bind(t: Transaction, row: sa.Row[Any]) -> bool:
    """The places are the booking's for good; False, and nothing changed, where another one has them by now."""
    own = places.c.id.in_(row.places), places.c.booking == row.id
    owned = t.connection.scalars(sa.select(places.c.id).where(*own).order_by(places.c.id).with_for_update()).all()
    if len(owned) == row.party:
        t.connection.execute(sa.update(places).where(*own).values(free_at=sa.text("'infinity'"), pool="public"))
        return True
    if row.ended_why != NO_ANSWER:
        raise AssertionError("a given-up booking within its undo time does not own its places")
    return False


def case_taken(t: Transaction, row: sa.Row[Any]) -> bool:
    """Has somebody else booked for the same case since?"""
    live = sa.exists().where(
        bookings.c.limit_group == row.limit_group, bookings.c.case_key == row.case_key,
        bookings.c.allowance.is_not(None), bookings.c.status.in_(("held", "booked", "checked_in")),
    )  # fmt: skip
    return row.case_key is not None and bool(t.connection.scalar(sa.select(live)))
