"""What became of an early follow-up; letting go what stays silent, by a second supervisor; and the way back.

Silent is who got our text and let our call ring, or let two calls ring where no texts go, and whom a person has called
in vain. What did not arrive is no silence, and on a day on which nobody works on the call list nothing is let go.
A few bookings are let go in a transaction, and a number that is busy is not waited for: whoever phones back just then
is not kept waiting, and keeps theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import call_list, joining
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core.actors import Caller
from booking_core.audit_list import row_before
from booking_core.bookings import NO_ANSWER, held_by, take_back
from booking_core.calls import last_two
from booking_core.clocks import local_day
from booking_core.desk_outcomes import (
    EarlyBooking,
    EarlyRound,
    EarlySeen,
    FirstOnList,
    InvitedToday,
    ListUnstaffed,
    NoSuchRound,
    OwnRequest,
    SilentReleased,
)
from booking_core.identifiers import uuid7
from booking_core.outcomes import NoSuchBooking, OnList, Outcome, TooLate
from booking_core.releasing import RINGS, let_go
from booking_core.tables import (
    agents,
    audit,
    bookings,
    callbacks,
    early_bookings,
    early_rounds,
    numbers,
    offices,
    slots,
    touches,
    waiting,
)
from booking_core.touches import Offices
from booking_core.touching import EARLY, EARLY_AGAIN, EARLY_LIST, EARLY_ONES
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

APPEALED = 1
"""Class on the waiting list of who was let go and asked for it back: before others, and drawn among each other."""

_COUNTED = sa.select(sa.func.count()).where(early_bookings.c.round == early_rounds.c.id)
ROUNDS = sa.select(
    early_rounds, _COUNTED.scalar_subquery().label("many"),
    _COUNTED.where(early_bookings.c.released_at.is_not(None)).scalar_subquery().label("released"),
)  # fmt: skip

_SENDS: dict[str, c.Send] = {"plain": "text", "discreet": "discreet", "none": "none"}
"""How a booking's texts go, as a wish says it."""


def told(row: sa.Row[Any]) -> EarlyRound:
    """A row of `ROUNDS`."""
    return EarlyRound(row.id, row.at, row.by, row.reason, row.many, row.released)


def see(t: Transaction, query: d.SeeRound) -> EarlySeen | NoSuchRound:
    """Each booking with its state."""
    found = t.connection.execute(ROUNDS.where(early_rounds.c.id == query.round)).first()
    if found is None:
        return NoSuchRound()
    now = t.now()
    rows = t.connection.execute(_rows().where(early_bookings.c.round == query.round).order_by(slots.c.starts)).all()
    seen = tuple(
        EarlyBooking(row.booking, last_two(t, row.number, row.digits), row.at_office, row.wall, _state(row, now))
        for row in rows
    )
    return EarlySeen(told(found), seen, house_zone(t))


def _rows() -> sa.Select[Any]:
    """Bookings of rounds, with all that their state and letting one go need."""
    booking, slot = early_bookings.c.booking, early_bookings.c.slot
    own = touches.c.booking == booking, touches.c.slot == slot
    answered = sa.exists().where(*own, touches.c.kind.in_(EARLY_ONES), touches.c.answered_at.is_not(None))
    listed = sa.exists().where(*own, touches.c.kind == EARLY_LIST, touches.c.state == "done")
    return (
        sa.select(early_bookings, bookings.c.number, bookings.c.office, bookings.c.texts, bookings.c.language,
                  bookings.c.status, bookings.c.slot.label("present"), slots.c.starts, slots.c.wall, slots.c.zone,
                  numbers.c.digits, numbers.c.opted_out_at, numbers.c.zones.label("number_zones"),
                  offices.c.name.label("at_office"), answered.label("answered"), listed.label("listed"),
                  call_list.rings(booking, slot, (EARLY, EARLY_AGAIN)).label("rings"),
                  call_list.arrived(booking, slot, (EARLY,)).label("text_arrived"),
                  call_list.tried(booking).label("tried"))
        .join(bookings, bookings.c.id == early_bookings.c.booking)
        .join(slots, slots.c.id == early_bookings.c.slot)
        .join(offices, offices.c.id == bookings.c.office)
        .join(numbers, numbers.c.id == bookings.c.number)
    )  # fmt: skip


def _state(row: sa.Row[Any], now: datetime) -> str:
    if row.status != "booked":
        return "released" if row.released_at is not None else "changed"
    if row.answered or row.released_at is not None:  # had back after it was let go
        return "keeps"
    if row.present != row.slot or row.starts <= now:
        return "changed"
    if not row.listed:
        return "asked"
    if not _unheard(row):
        return "unreached"
    return "silent" if row.tried else "person"


def _unheard(row: sa.Row[Any]) -> bool:
    """What was asked has arrived on two channels, or twice on the one there is, and nobody answered."""
    return bool(row.rings >= RINGS if row.texts == "none" else row.rings and row.text_arrived)


def release(
    t: Transaction, command: d.ReleaseSilent
) -> SilentReleased | OwnRequest | InvitedToday | ListUnstaffed | NoSuchRound:
    """Those of the first few that are silent at this very moment."""
    found = t.connection.execute(sa.select(early_rounds).where(early_rounds.c.id == command.round)).first()
    if found is None:
        return NoSuchRound()
    if found.by == command.who.login:
        return OwnRequest()
    now = t.now()
    if _invited(t, found.by, command.who.login, now):
        return InvitedToday()
    if not _staffed(t, now):
        return ListUnstaffed()
    looked_at, places = _locked(t, command), Offices(t, t.humane_hours())
    silent = [row for row in looked_at if _state(row, now) == "silent"]
    for row in silent:
        _let_go(t, row, places, command, now)
    return SilentReleased(len(silent), len(looked_at) - len(silent), len(command.bookings) - len(looked_at))


def _locked(t: Transaction, command: d.ReleaseSilent) -> Sequence[sa.Row[Any]]:
    """The first few of them whose numbers nobody has locked, read once these are."""
    few = command.bookings[: d.RELEASED_AT_ONCE]
    wanted = early_bookings.c.round == command.round, early_bookings.c.booking.in_(few)
    own = sa.select(bookings.c.number).join(early_bookings, early_bookings.c.booking == bookings.c.id).where(*wanted)
    ours = t.connection.scalars(
        sa.select(numbers.c.id)
        .where(numbers.c.id.in_(own))
        .order_by(numbers.c.id)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    return t.connection.execute(_rows().where(*wanted, numbers.c.id.in_(ours))).all()


def _staffed(t: Transaction, now: datetime) -> bool:
    """Has a person worked on the call list since midnight, by the clock of the house?"""
    zone = house_zone(t)
    return call_list.staffed(t, datetime.combine(local_day(now, zone), time(0), ZoneInfo(zone)))


def _invited(t: Transaction, by: str, whom: str, now: datetime) -> bool:
    """Has one of them let the other in just now?"""
    since = now - timedelta(days=1)
    them = sa.select(agents.c.id).where(agents.c.login == whom).scalar_subquery()
    invited = sa.exists().where(
        audit.c.id > row_before(t, since), audit.c.at > since, audit.c.subject == them,
        audit.c.actor == f"agent:{by}", audit.c.action.in_(("add_agent", "invite_agent")),
    )  # fmt: skip
    return bool(t.connection.scalar(sa.select(invited)))


def _let_go(t: Transaction, row: sa.Row[Any], places: Offices, command: d.ReleaseSilent, now: datetime) -> None:
    """As the line lets one go; whom no text can tell is put on the call list."""
    texts = let_go(t, row, places.place(row), now, command.who, command.reason, "release_early")
    if not texts:
        t.connection.execute(
            insert(callbacks)
            .values(id=uuid7(), number=row.number, reason="released", language=row.language, asked_at=now)
            .on_conflict_do_nothing()
        )
    t.connection.execute(
        sa.update(early_bookings)
        .where(early_bookings.c.round == row.round, early_bookings.c.booking == row.booking)
        .values(released_at=now, released_by=command.who.login, released_why=command.reason)
    )


def appeal(t: Transaction, command: d.Appeal) -> Outcome:
    """The place, while nobody else has it; else the first of the waiting list, for any time at that office."""
    own = held_by(t, command.who, command.booking)
    if not isinstance(own, tuple):
        return own
    whose, row = own
    if row.ended_why != NO_ANSWER:
        return NoSuchBooking()
    back = take_back(t, command.who, whose.at, row)
    if not isinstance(back, TooLate):
        return back
    send = _SENDS[row.texts]
    wish = c.JoinList(Caller(command.who.sid), None, row.service, row.office, row.party, send, command.language)
    joined = joining.join(t, wish)
    if not isinstance(joined, OnList):
        return joined
    mine = waiting.c.number == whose.number, waiting.c.limit_group == row.limit_group, waiting.c.ended_at.is_(None)
    t.connection.execute(sa.update(waiting).where(*mine).values({"class": APPEALED}))
    t.trail(command.who, "appeal", row.id, whose.at)
    return FirstOnList()
