"""Waiting for a person: how a call comes into the queue, how it comes out, and the call-back that keeps its place.

Whoever is cut off while waiting and calls again in time has the old place. A call-back is one a number; who asks for
a second keeps the first one's place. Outside the hours of the desk, and while nobody staffs it, a person calls back
from the call list, as on a line without a desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core import timetables
from booking_core.actors import Caller
from booking_core.calls import note_callback
from booking_core.desk_outcomes import (
    CallbackPlaced,
    KeysWanted,
    OutOfQueue,
    Queued,
    QueueFull,
    QueueOver,
)
from booking_core.identifiers import uuid7
from booking_core.matching import asked_for_keys, end_ring, match, talk_over
from booking_core.outcomes import CallbackNoted, NumberNeeded, Outcome
from booking_core.queue_ends import join, leave, over
from booking_core.queue_order import AHEAD, OPEN, lock, of_call, place, staffed, waiter, write
from booking_core.tables import bookings, calls, queue, slots
from booking_core.transaction import Person, Transaction, person

SOON = timedelta(days=1)
"""Whoever has a visit within this time, and has proven it, comes before others."""

HANGS_UP_AT_MOST = timedelta(seconds=60)
"""A call-back waits for the end of the call that asked for it, but not longer than this."""


def ask(t: Transaction, command: d.AskForPerson) -> Outcome:
    """Into the queue, or, where nobody is in, onto the call list."""
    whose = person(t, command.who)
    now = lock(t)
    call = _call(t, command.who)
    mine = of_call(t, call.id)
    if mine is not None and mine.state == "joined":
        return join(t, mine, call, whose, now)
    noted = timetables.call_back(t.connection, call.line, now)
    if noted.opens is not None or not staffed(t, now):
        return _to_the_list(t, command.who, whose, call, command.reason, command.language, now)
    if mine is None or mine.ended_at is not None:
        mine = None if whose is None or whose.keyed else _called_back(t, whose)
    if mine is not None:
        write(t, mine.id, mode="waits", call=call.id, not_before=now if mine.mode == "callback" else mine.not_before)
        return place(t, mine, now)
    return _enter(t, command, whose, call, now)


def _enter(t: Transaction, command: d.AskForPerson, whose: Person | None, call: sa.Row[Any], now: datetime) -> Outcome:
    waits = sa.select(sa.func.count()).where(OPEN, queue.c.mode == "waits")
    if t.connection.execute(waits).scalar_one() >= t.rules().queue_max:
        return QueueFull()
    row = _insert(t, command.who, whose, call, command.reason, command.language, "waits", now)
    told = place(t, row, now)
    write(t, row.id, promised_s=told.minutes * 60)
    match(t, now)
    return told


def _insert(
    t: Transaction, who: Caller, whose: Person | None, call: sa.Row[Any], reason: str, language: str, mode: str,
    now: datetime,
) -> sa.Row[Any]:  # fmt: skip
    """A new waiter, at the place it had when it was cut off, if that was a moment ago."""
    old = None if whose is None or whose.keyed else _cut_off(t, whose, now)
    rank, arrived = (_rank(t, whose, now), now) if old is None else (old._mapping["class"], old.arrived_at)
    wanted = uuid7()
    t.connection.execute(
        sa.insert(queue).values(
            {"id": wanted, "line": call.line, "number": None if whose is None else whose.number, "call": call.id,
             "reason": reason, "language": language, "class": rank, "arrived_at": arrived, "mode": mode}
        )
    )  # fmt: skip
    t.trail(who, "queue", wanted, now, reason)
    return waiter(t, wanted)


def _cut_off(t: Transaction, whose: Person, now: datetime) -> sa.Row[Any] | None:
    """The waiter of this number that has left the queue without a talk a few minutes ago."""
    since = now - timedelta(seconds=t.rules().queue_back_s)
    left = queue.c.number == whose.number, queue.c.state == "left", queue.c.ended_at > since
    return t.connection.execute(sa.select(queue).where(*left).order_by(queue.c.arrived_at).limit(1)).first()


def _called_back(t: Transaction, whose: Person) -> sa.Row[Any] | None:
    """The call-back that this number waits for. Whoever calls from it meanwhile waits on the line in its place."""
    waits = queue.c.number == whose.number, OPEN, queue.c.mode == "callback", queue.c.state.in_(AHEAD)
    return t.connection.execute(sa.select(queue).where(*waits)).first()


def _rank(t: Transaction, whose: Person | None, now: datetime) -> int:
    """1 for a proven number with a visit within a day, else 0: a place in the queue tells no stranger who has one."""
    if whose is None or not whose.proven:
        return 0
    soon = sa.exists().where(
        bookings.c.number == whose.number, bookings.c.status == "booked", slots.c.id == bookings.c.slot,
        slots.c.starts > now, slots.c.starts <= now + SOON,
    )  # fmt: skip
    return int(bool(t.connection.scalar(sa.select(soon))))


def _to_the_list(
    t: Transaction, who: Caller, whose: Person | None, call: sa.Row[Any], reason: str, language: str, now: datetime
) -> CallbackNoted | NumberNeeded:
    """Nobody answers now: a person calls back, in the order in which people came."""
    if whose is None:
        return NumberNeeded()
    mine = of_call(t, call.id)
    waited = mine is not None and mine.ended_at is None
    if mine is not None and waited:
        leave(t, mine, "left", now)
    note_callback(t, who, whose.number, call.id, reason, language, mine.arrived_at if mine and waited else now)
    return timetables.call_back(t.connection, call.line, now)


def come_out(t: Transaction, command: d.ComeOut) -> Outcome:
    """What a call hears that has left the provider's queue, or its conference."""
    whose = person(t, command.who)
    now = lock(t)
    call = _call(t, command.who)
    mine = of_call(t, call.id)
    if mine is not None and mine.state == "joined" and command.how != "over":
        return KeysWanted(mine.id, mine.language) if asked_for_keys(t, mine.id) else join(t, mine, call, whose, now)
    if mine is not None and mine.state == "joined":
        talk_over(t, mine, now)
        return over(mine, call, whose)
    if mine is not None and mine.ended_at is not None and (command.how == "over" or mine.met_at is not None):
        return over(mine, call, whose)
    waits = mine is not None and mine.ended_at is None
    if mine is not None and waits and mine.mode == "callback":  # the agent has ended the talk for it
        return CallbackPlaced((told := place(t, mine, now)).position, told.minutes)
    if waits and command.how in ("left", "failed") and staffed(t, now):
        return OutOfQueue()
    return ask(t, d.AskForPerson(command.who, "asked" if mine is None else mine.reason, command.language))


def keep_place(t: Transaction, command: d.KeepPlace) -> Outcome:
    """The line calls back when this place's turn comes; the earlier of two places counts."""
    whose = person(t, command.who)
    now = lock(t)
    call = _call(t, command.who)
    mine = of_call(t, call.id)
    mine = None if mine is None or mine.ended_at is not None else mine
    if mine is not None and mine.state == "joined":
        return join(t, mine, call, whose, now)
    if whose is None:
        return NumberNeeded()
    reason = command.reason if mine is None else mine.reason
    if whose.texts_off or whose.refused is not None:  # only a person dials it
        off = "opted_out" if whose.texts_off else reason
        return _to_the_list(t, command.who, whose, call, off, command.language, now)
    if not staffed(t, now) or (not whose.proven and _in_vain(t, whose, now)):
        return _to_the_list(t, command.who, whose, call, reason, command.language, now)
    row = _call_back(t, command, whose, call, mine, now)
    told = place(t, row, now)
    match(t, now)
    return CallbackPlaced(told.position, told.minutes)


def _in_vain(t: Transaction, whose: Person, now: datetime) -> bool:
    """Was this number called back in vain today? Anybody can ask that a number be rung: nobody has one rung all day."""
    failed = queue.c.number == whose.number, queue.c.state == "failed", queue.c.ended_at > now - SOON
    return bool(t.connection.scalar(sa.select(sa.exists().where(*failed))))


def _call_back(
    t: Transaction, command: d.KeepPlace, whose: Person, call: sa.Row[Any], mine: sa.Row[Any] | None, now: datetime
) -> sa.Row[Any]:
    """This waiter as a call-back, or the one that its number has already."""
    placed = _called_back(t, whose)
    if placed is not None and (mine is None or placed.id != mine.id):
        if mine is not None:
            leave(t, mine, "left", now)
            write(t, placed.id, arrived_at=min(placed.arrived_at, mine.arrived_at))
        return waiter(t, placed.id)
    if mine is None:
        mine = _insert(t, command.who, whose, call, command.reason, command.language, "callback", now)
    elif mine.state == "ringing":  # the agent would call a telephone that is still in use
        end_ring(t, mine, now, missed=False)
    write(t, mine.id, mode="callback", number=whose.number, not_before=now + HANGS_UP_AT_MOST)
    t.trail(command.who, "queue_callback", mine.id, now)
    return waiter(t, mine.id)


def my_place(t: Transaction, query: d.MyPlace) -> Queued | QueueOver:
    """Where the call stands; whoever is wanted elsewhere is told to come out of the provider's queue."""
    call = _call(t, query.who)
    mine, now = of_call(t, call.id), t.now()
    if mine is None or mine.ended_at is not None or mine.state not in AHEAD or not staffed(t, now):
        return QueueOver()
    return place(t, mine, now)


def _call(t: Transaction, who: Caller) -> sa.Row[Any]:
    return t.connection.execute(sa.select(calls).where(calls.c.sid == who.sid)).one()
