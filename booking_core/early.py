"""Early follow-up: a supervisor chooses bookings by signals, sees what that would do, and has their people asked now.

Asking is the ordinary machinery's (`touches`): a text, a call some hours later, the call list a day after that, each in
humane hours, and any answer keeps the booking. What stays silent is let go by a second supervisor (`early_release`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.calls import last_two
from booking_core.desk_commands import Chosen, PreviewEarly, StartEarly
from booking_core.desk_outcomes import EarlyPlanned, EarlySample, EarlyStarted, NothingChosen, TooManyChosen
from booking_core.identifiers import uuid7
from booking_core.tables import (
    admissions,
    bookings,
    each_fired,
    early_bookings,
    early_rounds,
    numbers,
    offices,
    slots,
    sold_reports,
    touches,
)
from booking_core.touches import Offices
from booking_core.touching import EARLY, EARLY_TAKES, Planned, plan_early
from booking_core.transaction import Transaction

MOST = 500
"""Bookings of one follow-up: so many can be called by people in a day or two."""

SAMPLE = 20

Asked = tuple[sa.Row[Any], tuple[Planned, ...]]
"""A booking, and when it would be asked; never, where its visit is too near."""


def preview(t: Transaction, query: PreviewEarly) -> EarlyPlanned | NothingChosen | TooManyChosen:
    """The dry run: nobody is asked, and nothing is written."""
    found = _planned(t, query.chosen)
    if not isinstance(found, list):
        return found
    rows = [row for row, plan in found if plan]
    by_day = Counter((row.at_office, row.wall.date()) for row in rows)
    sample = tuple(
        EarlySample(last_two(t, row.number, row.digits), row.booked_at, row.at_office, row.wall)
        for row in rows[:SAMPLE]
    )
    known = len({row.number for row in rows if row.came})
    days = tuple((office, day, many) for (office, day), many in sorted(by_day.items()))
    too_late = _too_near(t, query.chosen) + len(found) - len(rows)
    return EarlyPlanned(len(rows), known, too_late, days, sample)


def start(t: Transaction, command: StartEarly) -> EarlyStarted | NothingChosen | TooManyChosen:
    """A row of the round, and of what is due for each of its bookings."""
    planned = _planned(t, command.chosen)
    if not isinstance(planned, list):
        return planned
    found = [each for each in planned if each[1]]
    now, made = t.now(), uuid7()
    t.connection.execute(
        sa.insert(early_rounds).values(
            id=made, at=now, by=command.who.login, reason=command.reason, chosen=_named(command.chosen)
        )
    )
    t.connection.execute(
        sa.insert(early_bookings), [{"round": made, "booking": row.id, "slot": row.slot} for row, _ in found]
    )
    due = [
        {"id": uuid7(), "booking": row.id, "slot": row.slot, "kind": one.kind, "due": one.due, "until": one.until}
        for row, plan in found for one in plan
    ]  # fmt: skip
    # Two supervisors at once may have chosen the same booking: it is asked once, and stands in both rounds.
    t.connection.execute(insert(touches).values(due).on_conflict_do_nothing())
    t.trail(command.who, "ask_early", made, now, f"{command.reason}: {len(found)} bookings")
    return EarlyStarted(made, len(found))


def _named(chosen: Chosen) -> dict[str, str]:
    """What was chosen by, as the round keeps it; of a block only enough to tell it from others."""
    given = {name: str(value) for name, value in asdict(chosen).items() if value not in (None, False)}
    return given | ({"block": chosen.block[:8]} if chosen.block else {})


def _planned(t: Transaction, chosen: Chosen) -> list[Asked] | NothingChosen | TooManyChosen:
    """The bookings whose visits are far enough, the nearest first; some of them, but not all, may have too few humane
    hours left. However many fit, one more than the most is read.
    """
    if not chosen.has_signal:
        return NothingChosen()
    now, places = t.now(), Offices(t, t.humane_hours())
    far = _fitting(t, chosen).where(slots.c.starts >= now + EARLY_TAKES)
    rows = t.connection.execute(far.order_by(slots.c.starts, bookings.c.id).limit(MOST + 1)).all()
    if len(rows) > MOST:
        return TooManyChosen(MOST)
    planned = [(row, plan_early(now, row.starts, places.place(row))) for row in rows]
    return planned if any(plan for _, plan in planned) else NothingChosen()


def _too_near(t: Transaction, chosen: Chosen) -> int:
    """So many fit that cannot be asked early, whatever hours are humane."""
    near = _fitting(t, chosen).where(slots.c.starts < t.now() + EARLY_TAKES).subquery()
    return t.connection.execute(sa.select(sa.func.count()).select_from(near)).scalar_one()


def _fitting(t: Transaction, chosen: Chosen) -> sa.Select[Any]:
    """What is booked, still to come, and was not asked early about its present time."""
    b = bookings.c
    asked = sa.exists().where(touches.c.booking == b.id, touches.c.slot == b.slot, touches.c.kind == EARLY)
    return (
        sa.select(bookings, slots.c.starts, slots.c.wall, slots.c.zone, numbers.c.digits,
                  numbers.c.zones.label("number_zones"), offices.c.name.label("at_office"), _came().label("came"))
        .join(slots, slots.c.id == b.slot)
        .join(offices, offices.c.id == b.office)
        .join(numbers, numbers.c.id == b.number)
        .where(b.status == "booked", b.allowance.is_not(None), b.live_until > t.now(), numbers.c.kind == "telephone",
               b.booked_at >= chosen.begins, b.booked_at < chosen.ends, ~asked, *_signals(chosen))
    )  # fmt: skip


def _came() -> sa.Exists:
    """Has the number kept an appointment before?"""
    former = bookings.alias()
    return sa.exists().where(
        former.c.number == numbers.c.id, former.c.allowance.is_not(None), former.c.status == "fulfilled"
    )


def _signals(chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    """All that are named have to hold."""
    fired, (control, *_) = each_fired()
    controlled = sa.exists(
        sa.select(admissions.c.id)
        .select_from(admissions.join(fired, sa.true()))
        .where(admissions.c.number == bookings.c.number, admissions.c.at <= bookings.c.booked_at,
               admissions.c.at > bookings.c.booked_at - sa.text("interval '1 day'"),
               control == chosen.control)
    )  # fmt: skip
    sold = sa.exists().where(sold_reports.c.booking == bookings.c.id)
    named: tuple[tuple[object, sa.ColumnElement[bool]], ...] = (
        (chosen.office, bookings.c.office == chosen.office),
        (chosen.service, bookings.c.service == chosen.service),
        (chosen.block, sa.func.encode(numbers.c.block, "hex") == chosen.block),
        (chosen.carrier, numbers.c.carrier == chosen.carrier),
        (chosen.line_type, numbers.c.line_type == chosen.line_type),
        (chosen.control, controlled),
        (chosen.reported, sold),
        (chosen.never_came, ~_came()),
    )
    return [holds for value, holds in named if value]
