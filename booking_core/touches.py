"""What is due for a booking before its day: planned for the time it has, and done when its hour has come.

Two jobs of the clock. Nothing of the claim knows of them: a booking whose `planned` is not its slot is new, was moved
or was taken back, and is planned. What is done is done with the number's row locked, so nobody is asked about a
booking that is just being given up. After a pause of the line what is late is done at the next humane instant, or not
at all once it is of no use.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import call_list, check_in, releasing, timetables
from booking_core.alerts import alert
from booking_core.hours import Timetable
from booking_core.humane import Hours, humane
from booking_core.identifiers import uuid7
from booking_core.questions import make
from booking_core.staging import UNASKED, stage
from booking_core.tables import audit, bookings, holidays, numbers, office_hours, slots, touches
from booking_core.timetables import Kept
from booking_core.touching import (
    ASKS,
    CALL_LIST,
    CHECK_IN,
    EARLY,
    EARLY_AGAIN,
    EARLY_LIST,
    FOLLOW_UP_AGAIN,
    RELEASE,
    REMINDER,
    SECOND_TOUCH,
    Place,
    answer_by,
    answerable_until,
    plan,
)
from booking_core.transaction import Transaction
from booking_core.zones import together

CALLS = 2
"""So often an ask by call rings,"""
CALL_AGAIN = timedelta(hours=3)
"""so long apart: whoever was out may be back."""

TRY_AGAIN = timedelta(minutes=10)
"""What has failed is done again after so long, while it is of use."""

_DRAWS = 1 << 30


@dataclass(frozen=True, slots=True)
class Offices:
    """The timetables of offices and the humane hours, each read once in a transaction."""

    t: Transaction
    hours: Hours
    known: dict[UUID, Timetable] = field(default_factory=dict)

    def place(self, row: sa.Row[Any]) -> Place:
        """Where a booking's visit is, and the clocks of its number: `office`, `zone` and `number_zone` of the row."""
        if row.office not in self.known:
            kept = Kept("", row.office, row.zone, office_hours, holidays)
            self.known[row.office] = timetables.read(self.t.connection, kept)
        return Place(row.zone, self.known[row.office], together(row.number_zones, row.zone), self.hours)


def plan_due(t: Transaction, most: int) -> int:
    """Plan up to `most` bookings that have no plan for their present time; returns how many."""
    rows = t.connection.execute(_unplanned(t.now(), most)).all()
    offices, reminder = Offices(t, t.humane_hours()), timedelta(seconds=t.rules().reminder_s)
    _write(t, [
        {"id": uuid7(), "booking": row.id, "slot": row.slot, "kind": one.kind, "due": one.due, "until": one.until}
        for row in rows
        for one in plan(row.moved_at or row.booked_at, row.starts, offices.place(row),
                        # whoever has moved it since has been heard of once more
                        is_new=row.is_new and row.moved_at is None,
                        draw=secrets.randbelow(_DRAWS) / _DRAWS, reminder=reminder)
    ])  # fmt: skip
    planned = [row.id for row in rows]
    t.connection.execute(sa.update(bookings).where(bookings.c.id.in_(planned)).values(planned=bookings.c.slot))
    return len(rows)


def _unplanned(now: datetime, most: int) -> sa.Select[Any]:
    """The conditions on `allowance` let indexes of what is live, or a number's, serve: the whole table is longer."""
    former, touched = bookings.alias(), touches.alias()
    been = sa.exists().where(
        former.c.number == bookings.c.number, former.c.allowance.is_not(None), former.c.status == "fulfilled"
    )
    asked = sa.exists().where(
        touched.c.booking == bookings.c.id, touched.c.kind == SECOND_TOUCH, touched.c.asked_at.is_not(None)
    )
    moved = sa.select(sa.func.max(audit.c.at)).where(audit.c.subject == bookings.c.id, audit.c.action == "move")
    return (
        sa.select(bookings.c.id, bookings.c.slot, bookings.c.office, bookings.c.booked_at, slots.c.zone, slots.c.starts,
                  numbers.c.zones.label("number_zones"), moved.scalar_subquery().label("moved_at"),
                  sa.and_(~been, ~asked).label("is_new"))
        .join(slots, slots.c.id == bookings.c.slot)
        .join(numbers, numbers.c.id == bookings.c.number)
        .where(bookings.c.status == "booked", bookings.c.allowance.is_not(None), slots.c.starts > now,
               numbers.c.kind == "telephone",  # a voucher can be asked nothing, and its silence says nothing
               bookings.c.planned.is_distinct_from(bookings.c.slot))
        .limit(most)
        .with_for_update(of=bookings, key_share=True, skip_locked=True)
    )  # fmt: skip


def _write(t: Transaction, rows: list[dict[str, Any]]) -> None:
    """A booking that is back at a time it had keeps what was done for it; what was left out meanwhile comes again."""
    if not rows:
        return
    new = insert(touches).values(rows)
    t.connection.execute(
        new.on_conflict_do_update(
            index_elements=["booking", "slot", "kind"],
            set_={"due": new.excluded.due, "until": new.excluded.until, "state": "planned"},
            where=sa.and_(touches.c.state == "skipped", touches.c.asked_at.is_(None)),
        )
    )


def do_due(t: Transaction, most: int) -> int:
    """Do up to `most` of what is due; returns how many were looked at."""
    now, offices = t.now(), Offices(t, t.humane_hours())
    rows = t.connection.execute(_due(now, most)).all()
    # Read once the numbers are locked: what was changed while they were waited for is seen.
    held = [row.booking for row in rows]
    live = sa.select(bookings.c.id, bookings.c.slot).where(bookings.c.id.in_(held), bookings.c.status == "booked")
    standing = {row.id: row.slot for row in t.connection.execute(live)}
    for row in rows:
        stands = standing.get(row.booking) == row.slot and now < row.until
        changes = _done(t, row, offices.place(row), now) if stands else {"state": "skipped"}
        t.connection.execute(sa.update(touches).where(touches.c.id == row.id).values(changes))
        if row.kind == RELEASE and changes.get("state") == "done":
            del standing[row.booking]  # nothing else that is due for it just now is sent any more
    return len(rows)


def _done(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """What doing it makes of its row. One that fails keeps no other from being done: it is tried again, and told of."""
    try:
        with t.connection.begin_nested():
            return _DO[row.kind](t, row, place, now)
    except sa.exc.DBAPIError:
        raise  # the database's own trouble is everybody's
    except Exception as fault:
        alert(t, "touch", f"{row.kind} {type(fault).__name__}")
        return {"due": now + TRY_AGAIN}


def _due(now: datetime, most: int) -> sa.Select[Any]:
    return (
        sa.select(touches, bookings.c.number, bookings.c.office, bookings.c.texts, bookings.c.language,
                  bookings.c.booked_at, slots.c.zone, slots.c.starts, slots.c.day_ends,
                  numbers.c.zones.label("number_zones"), numbers.c.opted_out_at)
        .join(bookings, bookings.c.id == touches.c.booking)
        .join(slots, slots.c.id == touches.c.slot)
        .join(numbers, numbers.c.id == bookings.c.number)
        .where(touches.c.state == "planned", touches.c.due <= now)
        .order_by(touches.c.due)
        .limit(most)
        .with_for_update(of=(touches, numbers), key_share=True, skip_locked=True)
    )  # fmt: skip


_Do = Callable[[Transaction, sa.Row[Any], Place, datetime], dict[str, Any]]


def _in_humane_hours(do: _Do) -> _Do:
    """Now, if the hour is humane; else at the next that is, while it is of use. Nothing to who wants no machine."""

    def done(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
        then = humane(now, place.zones, place.timetable.holidays, place.hours)
        if row.opted_out_at is not None or then is None or then >= row.until:
            return {"state": "skipped"}
        return do(t, row, place, now) if then == now else {"due": then}

    return done


def _ask(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """By text, and the second time by the other channel; by call both times where no texts go."""
    if row.kind in (FOLLOW_UP_AGAIN, EARLY_AGAIN) or row.texts == "none":
        return _ask_by_call(t, row, place, now)
    until = row.until if row.kind == EARLY else min(answer_by(row.kind, row.starts, place), row.starts)
    code, _ = make(t, row.number, now, row.booking, "follow_up", row.slot,
                   answerable_until(row.booked_at, row.starts, place))  # fmt: skip
    message = stage(t, _message(row), row.number, row.language, UNASKED, now, until, booking=row.booking, code=code)
    return {"state": "done", "asked_at": now, "asks": [*row.asks, message], "code": code}


def _ask_by_call(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """One ringing; the next, if it is to be, some hours later."""
    until = min(row.until, now + CALL_AGAIN)
    call = stage(t, _message(row), row.number, row.language, UNASKED, now, until, booking=row.booking, by="call")
    asks = [*row.asks, call]
    done = {"state": "done", "asked_at": row.asked_at or now, "asks": asks}
    again = humane(now + CALL_AGAIN, place.zones, place.timetable.holidays, place.hours)
    if len(asks) < CALLS and again is not None and again < row.until:
        done |= {"state": "planned", "due": again}
    return done


def _message(row: sa.Row[Any]) -> str:
    """What it is called in the outbox: both follow-ups ask the same."""
    kind = "second_touch" if row.kind == SECOND_TOUCH else "follow_up"
    return kind


def _remind(t: Transaction, row: sa.Row[Any], place: Place, now: datetime) -> dict[str, Any]:
    """A text, where texts go."""
    if row.texts == "none":
        return {"state": "skipped"}
    message = stage(t, kind="reminder", number=row.number, language=row.language, lane=UNASKED, not_before=now,
                    not_after=row.starts, booking=row.booking)  # fmt: skip
    return {"state": "done", "asked_at": now, "asks": [message]}


_DO: dict[str, _Do] = {
    **dict.fromkeys(ASKS, _in_humane_hours(_ask)),
    CHECK_IN: _in_humane_hours(check_in.text),
    REMINDER: _in_humane_hours(_remind),
    CALL_LIST: call_list.enter,
    EARLY_LIST: call_list.enter,
    RELEASE: releasing.release,
}
"""Kind → what doing it makes of its row."""
