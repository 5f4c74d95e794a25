"""Calls back of admission: who has to wait for one is rung at a random instant, and a key there goes on with the wish.

Nobody can be at the telephone for many numbers at instants that nobody foretells. Who is called has asked for it: so at
any hour but those of the night, and after an opt-out by a person only (laws.md, hours).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import consent, timetables
from booking_core.actors import Agent
from booking_core.calls import note_callback
from booking_core.humane import Hours, humane
from booking_core.identifiers import uuid7
from booking_core.outcomes import CallbackNoted, CallingBack, NotAdmitted, Sought
from booking_core.staging import ANSWERS, stage
from booking_core.tables import ADMISSION_CALL, admission_calls, calls, numbers, outbox, slots
from booking_core.transaction import Person, Transaction, person

RINGS = 3
"""So often the telephone may ring before a person calls; this and the next are ours (docs/reference/rules.md)."""

RINGS_AGAIN = timedelta(minutes=2)
"""From a call in which nobody pressed the key to the next."""

LATE = timedelta(minutes=15)
"""So long after the instant that was told a call may still ring; then a person calls."""

NUMBER_DAY = 2
"""Calls back that a number is promised in 24 hours: anybody can claim to call from somebody else's telephone."""

BLOCK_DAY = 20
"""The same of all numbers of a block of 10,000."""

AWAKE = Hours(8, 21, sundays=True)
"""A call that was asked for rings at any hour but those of the night, by the clocks of the number."""

_ROW = admission_calls.c
_CARRIED: tuple[sa.Column[Any], ...] = (outbox.c.number, outbox.c.language, outbox.c.kind)


def promise(
    t: Transaction, command: c.SeekPlace, whose: Person, why: str, until: datetime
) -> CallingBack | NotAdmitted | CallbackNoted:
    """Promise to call this number and to go on with the wish; one that is promised already goes on with the new wish.

    After an opt-out a person calls. Where the day's calls are used up a person helps until `until`, when the decision
    ends.
    """
    # One call back a number: of two calls at once the second finds what the first was promised.
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == whose.number).with_for_update(key_share=True))
    if whose.texts_off:
        note_callback(t, command.who, whose.number, whose.call, "admission", command.language, whose.at)
        noted = timetables.call_back(t.connection, None, whose.at)
        return CallbackNoted(noted.opens, noted.zone, why)
    promised = _promised(t, command, whose)
    if promised is not None:
        late = timedelta(0) if promised.until > whose.at else LATE
        return CallingBack(promised.why, promised.until + late)
    if _used_up(t, whose):
        return NotAdmitted(why, until, agents_may=True)
    return _lay(t, command, whose, why)


def before_hold(t: Transaction, command: c.HoldPlace, asked: CallingBack) -> CallingBack | NotAdmitted | CallbackNoted:
    """The same for whom a call back was asked of after the times were told; `asked`: why, and when that ends."""
    whose = person(t, command.who, lock=False)
    assert whose is not None
    assert not isinstance(command.who, Agent)
    slot = t.connection.execute(sa.select(slots.c.office, slots.c.service).where(slots.c.id == command.slot)).one()
    wish = c.NextFree(slot.office, slot.service, command.party, whose.at, travel=command.travel)
    return promise(t, c.SeekPlace(command.who, wish, command.language, command.send), whose, asked.why, asked.until)


def _promised(t: Transaction, command: c.SeekPlace, whose: Person) -> sa.Row[Any] | None:
    """The call back that this number waits for, with the wish it has now. What was lost, no report of it came, ends."""
    open_ones = sa.update(admission_calls).where(_ROW.number == whose.number, _ROW.ended_at.is_(None))
    t.connection.execute(open_ones.where(_ROW.until <= whose.at - LATE).values(ended_at=whose.at, how="lost"))
    return t.connection.execute(
        open_ones.values(**_wish(t, command, whose)).returning(_ROW.why, _ROW.until)
    ).first()  # fmt: skip


def _wish(t: Transaction, command: c.SeekPlace, whose: Person) -> dict[str, Any]:
    wish, travel = command.wish, command.wish.travel
    if whose.call is not None:
        travel = t.connection.scalar(sa.select(calls.c.travel_date).where(calls.c.id == whose.call))
    return {
        "call": whose.call, "service": wish.service, "office": wish.office, "party": wish.party,
        "travel_date": travel, "send": command.send, "language": command.language,
    }  # fmt: skip


def _used_up(t: Transaction, whose: Person) -> bool:
    """Has this number, or its block, had what it may have in a day, or does nothing go there for now?"""
    if t.function("stopped_v1", whose.number, whose.at) is not None:
        return True
    day = sa.select(sa.func.count()).select_from(admission_calls).where(_ROW.asked_at > whose.at - timedelta(days=1))
    own = t.connection.execute(day.where(_ROW.number == whose.number)).scalar_one()
    block = sa.select(numbers.c.block).where(numbers.c.id == whose.number).scalar_subquery()
    near = day.join(numbers, numbers.c.id == _ROW.number).where(numbers.c.block == block)
    return own >= NUMBER_DAY or t.connection.execute(near).scalar_one() >= BLOCK_DAY


def _lay(t: Transaction, command: c.SeekPlace, whose: Person, why: str) -> CallingBack:
    at, until = _drawn(t, whose)
    row = uuid7()
    t.connection.execute(
        sa.insert(admission_calls).values(
            id=row, number=whose.number, why=why, asked_at=whose.at, until=until, **_wish(t, command, whose)
        )
    )
    stage(t, ADMISSION_CALL, whose.number, command.language, ANSWERS, at, until + LATE, by="call", admission=row)
    t.trail(command.who, "call_back", whose.number, whose.at, why)
    return CallingBack(why, until)


def _drawn(t: Transaction, whose: Person) -> tuple[datetime, datetime]:
    """When it rings, and the instant that is told: it rings before that. What would ring at night waits for morning."""
    least, most = t.policy.call_back
    after = least + timedelta(seconds=secrets.randbelow(int((most - least).total_seconds()) + 1))
    zones = t.connection.execute(sa.select(numbers.c.zones).where(numbers.c.id == whose.number)).scalar_one()
    rings = whose.at + after
    awake = humane(rings, zones, (), AWAKE)
    if awake is None or awake == rings:  # where no hour is one of day on all its clocks, it is rung as it was asked for
        return rings, whose.at + most
    return awake + after, awake + most


def carries(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    """The row of a call back that is waited for: number, language, kind; None: of another kind, or it is over."""
    return t.connection.execute(
        sa.select(*_CARRIED)
        .join(admission_calls, _ROW.id == outbox.c.admission)
        .where(outbox.c.id == delivery, _ROW.ended_at.is_(None))
    ).first()


def picked_up(t: Transaction, sid: str, delivery: UUID) -> Sought | None:
    """What this call of ours goes on with, once a key is pressed; its travel date goes to the call's row."""
    row = _of(t, delivery)
    if row is None:
        return None
    t.connection.execute(sa.update(calls).where(calls.c.sid == sid).values(travel_date=row.travel_date))
    return Sought(row.service, row.office, row.party, row.send)


def pressed(t: Transaction, command: c.PressKey, whose: Person) -> c.SeekPlace | None:
    """The wish to go on with; None: this call is of another kind. Its number waits for it no longer."""
    row = _of(t, sa.select(calls.c.delivery).where(calls.c.id == whose.call).scalar_subquery())
    if row is None:
        return None
    _end(t, row.id, whose.at, "pressed")
    wish = c.NextFree(row.office, row.service, row.party, whose.at, sid=command.who.sid)
    return c.SeekPlace(command.who, wish, row.language, row.send)


def rung(t: Transaction, delivery: UUID, *, for_good: bool) -> None:
    """A call back is over. Without a key it rings again, or a person calls. `for_good`: ringing again is useless."""
    row, now = _of(t, delivery), t.now()
    if row is None or row.ended_at is not None:
        return
    again = now + RINGS_AGAIN
    if for_good or row.rings + 1 >= RINGS or again >= row.until + LATE or consent.is_off(t, row.number):
        give_up(t, delivery)
        return
    t.connection.execute(sa.update(admission_calls).where(_ROW.id == row.id).values(rings=row.rings + 1))
    stage(
        t, ADMISSION_CALL, row.number, row.language, ANSWERS, again, row.until + LATE, by="call", admission=row.id
    )  # fmt: skip


def give_up(t: Transaction, delivery: UUID) -> None:
    """No machine reaches this number, or none in time: a person calls."""
    row, now = _of(t, delivery), t.now()
    if row is None or row.ended_at is not None:
        return
    _end(t, row.id, now, "person")
    note_callback(t, None, row.number, row.call, "admission_call", row.language, now)


def _of(t: Transaction, delivery: UUID | sa.ScalarSelect[Any]) -> sa.Row[Any] | None:
    return t.connection.execute(
        sa.select(admission_calls)
        .join(outbox, outbox.c.admission == _ROW.id)
        .where(outbox.c.id == delivery)
        .with_for_update(of=admission_calls)
    ).first()


def _end(t: Transaction, row: UUID, now: datetime, how: str) -> None:
    t.connection.execute(sa.update(admission_calls).where(_ROW.id == row).values(ended_at=now, how=how))
