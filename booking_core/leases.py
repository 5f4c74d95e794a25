"""Leases: which messages a worker may carry now. A lease is committed before any request leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.selectable import LateralFromClause

from booking_core import admission_calls, budgets, quiet
from booking_core.calls import note_callback
from booking_core.matching import AGENT
from booking_core.pacing import SHARES, Caps, Pace, hold, keep
from booking_core.refusals import OPTED_OUT
from booking_core.staging import CODES, UNASKED
from booking_core.tables import ADMISSION_CALL, bookings, codes, numbers, outbox
from booking_core.transaction import Transaction

LEASE = timedelta(seconds=30)
"""Longer than any call of the provider may take."""

BEFORE_THE_DAY = ("second_touch", "follow_up", "check_in", "reminder")
"""Kinds that are about a visit to come: none of them leaves once it was given up or let go (laws.md)."""

LOOK = 20
"""So many of each lane are looked at: what is too late or pointless among them ends, and takes no slot."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a worker got."""

    rows: Sequence[tuple[sa.Row[Any], float]]
    """Each with the seconds until its slot."""
    rest_s: float | None
    """Until a slot for what is left; None: nothing is due that only waits for a slot."""


def lease(t: Transaction, most: int, caps: Caps, codes_only: int = 0) -> Taken:
    """Up to `most` messages that are due and have a slot, the most urgent lane first, leased to this worker.

    The last `codes_only` of them are codes or nothing. What is past its time ends here, as does a code that was used,
    replaced or killed before its text left, whatever would go to a number that has opted out, and a code over budget.
    """
    now = t.now()
    rows: list[tuple[sa.Row[Any], float]] = []
    rests = []
    due = _due(t, now)
    if due:
        budgets.lock(t)
    for by in due:
        pace = hold(t, by, caps)
        waiting = _waiting(t, by, now, max(most, LOOK))
        alive, charged = budgets.within(t, quiet.put_off(t, _end(t, waiting, now)), now)
        chosen, rest_s = _choose(pace, alive, most - len(rows), codes_only)
        if chosen:
            keep(t, pace)
            leased = _leased(t, list(chosen), now)
            budgets.charge(t, [key for row in leased for key in charged.get(row.id, ())], now)
            rows += [(row, chosen[row.id]) for row in leased]
        if len(alive) < len(waiting):
            rest_s = 0.0  # there may be more behind what ended
        if rest_s is not None:
            rests.append(rest_s)
    rows.sort(key=lambda each: (each[0].lane, each[1], each[0].not_before))
    return Taken(rows, min(rests, default=None))


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        outbox.c.state.in_(("waiting", "unknown")), outbox.c.not_before <= now,
        sa.or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
    )  # fmt: skip


def _lanes(by: Sequence[str]) -> sa.TableValuedAlias:
    """All lanes of these ways. Arrays and no VALUES, which SQLAlchemy compiles anew for every look."""
    ways, lanes = zip(*((each, lane) for each in by for lane in SHARES), strict=True)
    columns = (sa.column("by", sa.Text), sa.column("lane", sa.SmallInteger))
    pairs = sa.func.unnest(sa.cast(list(ways), ARRAY(sa.Text)), sa.cast(list(lanes), ARRAY(sa.SmallInteger)))
    return pairs.table_valued(*columns, name="lanes").render_derived()


def _first(lanes: sa.TableValuedAlias, now: datetime, most: int) -> LateralFromClause:
    """The first rows of each lane: an index gives them, however much waits for later."""
    same = sa.and_(outbox.c.by == lanes.c.by, outbox.c.lane == lanes.c.lane, _is_due(now))
    return sa.select(outbox).where(same).order_by(outbox.c.not_before).limit(most).lateral("due")


def _due(t: Transaction, now: datetime) -> list[str]:
    """Whether texts, calls or moves are due: without a lock, for mostly nothing is."""
    lanes = _lanes(("call", "move", "text"))
    first = _first(lanes, now, 1)
    return list(t.connection.scalars(sa.select(lanes.c.by).join(first, sa.true()).distinct().order_by(lanes.c.by)))


def _waiting(t: Transaction, by: str, now: datetime, most: int) -> Sequence[sa.Row[Any]]:
    lanes = _lanes((by,))
    first = _first(lanes, now, most)
    # A copy that goes again knows nothing of what withdrew the first: a word about the day of a visit that is not.
    void = sa.and_(first.c.kind.in_(BEFORE_THE_DAY), bookings.c.status != "booked")
    over = sa.or_(codes.c.dead_at.is_not(None), codes.c.used_at.is_not(None), void)
    return t.connection.execute(
        sa.select(first, numbers.c.opted_out_at, sa.func.coalesce(over, False).label("over"))
        .select_from(lanes)
        .join(first, sa.true())
        .join(numbers, numbers.c.id == first.c.number)
        .outerjoin(codes, sa.and_(codes.c.number == first.c.number, codes.c.id == first.c.code))
        .outerjoin(bookings, bookings.c.id == first.c.booking)
        .order_by(first.c.lane, first.c.not_before)
    ).all()


def _end(t: Transaction, rows: Sequence[sa.Row[Any]], now: datetime) -> list[sa.Row[Any]]:
    """End what may not leave any more; returns the others."""
    late = [row for row in rows if row.not_after <= now or row.over]
    in_time = [row for row in rows if not (row.not_after <= now or row.over)]
    unwanted = [row for row in in_time if _is_unwanted(row)]
    for state, error, over in (("expired", None, late), ("refused", OPTED_OUT, unwanted)):
        if over:
            t.connection.execute(
                sa.update(outbox)
                .where(outbox.c.id.in_([row.id for row in over]), _is_due(now))
                .values(state=state, error=error, lease_until=None, done_at=now)
            )
    for row in (*late, *unwanted):
        if row.kind == ADMISSION_CALL:
            admission_calls.give_up(t, row.id)
    for row in unwanted:
        if row.lane < UNASKED:  # somebody waits for it, and after an opt-out only a person calls
            note_callback(t, None, row.number, None, "opted_out", row.language, now)
    return [row for row in in_time if not _is_unwanted(row)]


def _is_unwanted(row: sa.Row[Any]) -> bool:
    """Whoever has opted out is neither texted nor rung; an agent who goes available wants to be."""
    return row.opted_out_at is not None and row.by != "move" and row.kind != AGENT


def _choose(
    pace: Pace, waiting: Sequence[sa.Row[Any]], most: int, codes_only: int
) -> tuple[dict[Any, float], float | None]:
    """The ids that get a slot, with the seconds until it; and the seconds until one for the next, if it has none."""
    chosen: dict[Any, float] = {}
    for row in waiting:
        if len(chosen) >= (most if row.lane == CODES else most - codes_only):
            break
        wait_s = pace.wait(row.lane)
        if wait_s is None or wait_s > 0:  # the lanes behind it wait as long or longer
            return chosen, wait_s
        chosen[row.id] = pace.take(row.lane)
    return chosen, None


def _leased(t: Transaction, ids: Sequence[Any], now: datetime) -> Sequence[sa.Row[Any]]:
    """A row that a report holds or has ended meanwhile is left out."""
    free = sa.select(outbox.c.id).where(outbox.c.id.in_(ids), _is_due(now)).with_for_update(skip_locked=True)
    return t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id == sa.any_(sa.func.array(free.scalar_subquery())))
        .values(lease_until=now + LEASE, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    ).all()
