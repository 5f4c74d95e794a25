"""Joining the waiting list and leaving it, by call and by text. Who may be messaged must have asked, and be proven:
in a call by its proof, by text by a nonce that was told to the number alone.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import bookings, outcomes, telling
from booking_core import commands as c
from booking_core.actors import Texter
from booking_core.codes import QUESTIONS, prove
from booking_core.identifiers import uuid7
from booking_core.offered import find, withdraw
from booking_core.outcomes import (
    AskedTooOften,
    AskedToWait,
    Booked,
    Bookings,
    MovesUsed,
    NoSuchBooking,
    OffList,
    Outcome,
    ProofNeeded,
)
from booking_core.questions import NONCES_DAY, make
from booking_core.tables import calls, codes, services, waiting
from booking_core.transaction import Person, Transaction, find_number, person
from booking_core.waiting import begin
from booking_core.waiting import leave as off

Wish = dict[str, Any]
"""What is waited for, and how it is told: columns of `waiting`."""

JOINS = ("join", "join_soon")
"""Purposes of the two nonces: on the list, and on it for times within a day too."""


def join(t: Transaction, command: c.JoinList) -> Outcome:
    """Put the wish of a proven caller on the list."""
    whose = person(t, command.who)
    if whose is None or not whose.proven:
        return ProofNeeded()
    booking, service = command.booking, command.service
    own = _own(t, whose, service) if booking is None else _movable(t, whose, booking)
    if isinstance(own, Outcome):
        return own
    if own is None:
        travel = t.connection.scalar(sa.select(calls.c.travel_date).where(calls.c.id == whose.call))
        texts = "plain" if command.send == "text" else command.send
        wanted = c.Wanted(service, command.office, command.party, travel)
        wish = _wish(t, wanted, command.language, texts)
    else:
        wish = _earlier(own)
    row = _written(t, whose, wish, asked=False)
    return begin(t, command.who, whose, row, short_notice=command.short_notice)


def prove_and_join(t: Transaction, command: c.ProveAndJoin) -> Outcome:
    """A right presence code, and the wish, in one."""
    proven = prove(t, c.Prove(command.wish.who, command.digits))
    return join(t, command.wish) if isinstance(proven, outcomes.Proven) else proven


def leave(t: Transaction, command: c.LeaveList | c.TextLeave) -> OffList | ProofNeeded:
    """Off the list; what is held on offer goes to the next."""
    whose = person(t, command.who)
    if whose is None:
        return OffList()
    if isinstance(command, c.LeaveList) and not whose.proven:
        return ProofNeeded()
    off(t, whose.number, whose.at)
    offer = find(t, whose.number, whose.at)
    if offer is not None:
        withdraw(t, whose.number, offer, whose.at, "passed")
    t.trail(command.who, "leave_list", whose.number, whose.at)
    return OffList()


def ask(t: Transaction, command: c.AskToWait) -> Outcome:
    """Ask about any time or, where the number has booked the service already, about one before that."""
    whose = person(t, command.who)
    if whose is None:
        return Bookings(())
    talking = timedelta(seconds=t.rules().question_s)
    if _asked_often(t, whose) or not (whose.proven or telling.may_tell(t, whose, talking)):
        return AskedTooOften()
    if command.wanted is None:
        return _ask_earlier(t, whose, command.booking)
    own = _own(t, whose, command.wanted.service)
    if isinstance(own, Outcome):
        return own
    if own is not None:
        return _ask_earlier(t, whose, own.id)
    wish = _wish(t, command.wanted, command.language, "plain")
    return _question(t, whose, wish, command.wanted.office, None)


def _ask_earlier(t: Transaction, whose: Person, booking: UUID | None) -> Outcome:
    own = [each for each in telling.known_to(t, whose) if booking in (None, each.booking)]
    if booking is None and len(own) != 1:
        return Bookings(tuple(own))
    row = _movable(t, whose, own[0].booking) if own else NoSuchBooking()
    if isinstance(row, Outcome):
        return row
    return _question(t, whose, _earlier(row), row.office, bookings.booked(row))


def _asked_often(t: Transaction, whose: Person) -> bool:
    told = sa.select(sa.func.count()).where(
        codes.c.number == whose.number, codes.c.purpose.in_(QUESTIONS), codes.c.made_at > whose.at - timedelta(days=1)
    )
    return t.connection.execute(told).scalar_one() >= NONCES_DAY


def _own(t: Transaction, whose: Person, service: UUID) -> sa.Row[Any] | Outcome | None:
    """What the number has of this service, whose time is to be beaten; or why it may not have one at all."""
    for each in reversed(telling.known_to(t, whose)):
        if each.offer.service == service:
            return _movable(t, whose, each.booking)
    group = t.connection.scalar(sa.select(services.c.limit_group).where(services.c.id == service))
    refused = t.connection.scalar(
        sa.text("SELECT limit_v1(:number, :group, NULL, :now, r)::text FROM rules r"),
        {"number": whose.number, "group": group, "now": whose.at},
    )
    return None if refused is None else outcomes.read(refused)


def _movable(t: Transaction, whose: Person, booking: UUID) -> sa.Row[Any] | MovesUsed | NoSuchBooking:
    row = bookings.find(t, whose.number, booking)
    if row is None or row.status != "booked" or row.live_until <= whose.at:
        return NoSuchBooking()
    return MovesUsed() if row.moves >= t.rules().moves_max else row


def _wish(t: Transaction, wanted: c.Wanted, language: str, texts: str) -> Wish:
    """Any time."""
    group = t.connection.scalar(sa.select(services.c.limit_group).where(services.c.id == wanted.service))
    return {
        "limit_group": group, "service": wanted.service, "office": wanted.office, "party": wanted.party,
        "before": wanted.travel, "booking": None, "language": language, "texts": texts,
    }  # fmt: skip


def _earlier(row: sa.Row[Any]) -> Wish:
    """A time before a booking's own, at its office, told as the booking's own news are."""
    return {
        "limit_group": row.limit_group, "service": row.service, "office": row.office, "party": row.party,
        "before": row.travel_date, "booking": row.id, "language": row.language, "texts": row.texts,
    }  # fmt: skip


def _written(t: Transaction, whose: Person, wish: Wish, *, asked: bool) -> UUID:
    """The row of a wish: a new one, unless there is one to be changed. Who is `asked` by text changes nothing that is
    on the list before the answer.
    """
    open_ = waiting.c.joined_at.is_(None) if asked else waiting.c.ended_at.is_(None)
    found = t.connection.execute(
        sa.select(waiting.c.id)
        .where(waiting.c.number == whose.number, waiting.c.limit_group == wish["limit_group"], open_)
        .order_by(waiting.c.joined_at.nulls_last())
    ).first()
    if found is not None:
        t.connection.execute(sa.update(waiting).where(waiting.c.id == found.id).values(wish))
        return UUID(str(found.id))
    made = uuid7()
    t.connection.execute(
        sa.insert(waiting).values(id=made, number=whose.number, short_notice=False, asked_at=whose.at, **wish)
    )
    return made


# ── The question by text ─────────────────────────────────────────────────────────────────────────────


def _question(t: Transaction, whose: Person, wish: Wish, office: UUID, earlier: Booked | None) -> AskedToWait:
    """Two answers, each with its nonce; the same as long as they live."""
    row = _written(t, whose, wish, asked=True)
    until = whose.at + timedelta(seconds=t.rules().question_s)
    live = _nonces(t, whose.number, row, whose.at)
    for purpose in JOINS:
        if purpose not in live:
            _, live[purpose] = make(t, whose.number, whose.at, row, purpose, None, until)
    return AskedToWait(row, live["join"], live["join_soon"], until, office, earlier)


def _nonces(t: Transaction, number: UUID, wish: UUID, now: datetime | None) -> dict[str, str]:
    """The digits by purpose; `now` None: of the newest, used or not."""
    rows = t.connection.execute(
        sa.select(codes)
        .where(codes.c.number == number, codes.c.booking == wish, codes.c.purpose.in_(JOINS))
        .order_by(codes.c.made_at)
    ).all()
    return {
        row.purpose: t.keys.decrypt(row.sealed, "codes.sealed", row.id) for row in rows
        if now is None or (row.used_at is None and row.dead_at is None and row.expires_at > now)
    }  # fmt: skip


def with_digits(t: Transaction, who: Texter, asked: AskedToWait) -> AskedToWait | None:
    """The same as it was told, for a text that came again; None: they are erased (see `questions.with_digits`)."""
    number = find_number(t, who.number.e164)
    told = {} if number is None else _nonces(t, number, asked.wish, None)
    if not {"join", "join_soon"} <= told.keys():
        return None
    return dataclasses.replace(asked, join=told["join"], soon=told["join_soon"])
