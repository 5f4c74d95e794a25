"""What the doorstep did, in each hour and by reason, for people to see; and whom it knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core.outcomes import NumberKnown
from booking_core.tables import bookings, codes, proofs, turned_away
from booking_core.transaction import Transaction, find_number

Met = tuple[str, str]
"""What somebody met there (`rejected`, `explained`, `silent`), and why."""

DAY: Final = timedelta(days=1)


def knows(t: Transaction, query: c.KnowsNumber) -> NumberKnown:
    """A number that was proven, or has booked: whoever only calls a lot is no better known for it."""
    number = find_number(t, query.number.e164)
    if number is None:
        return NumberKnown(False)
    proven = sa.exists().where(proofs.c.number == number)
    if query.within is not None:
        since = t.now() - query.within
        used = sa.exists().where(codes.c.number == number, codes.c.used_at > since)
        shown = sa.or_(proven.where(proofs.c.at > since), used)
        return NumberKnown(bool(t.connection.scalar(sa.select(shown))))
    booked = sa.exists().where(bookings.c.number == number, bookings.c.booked_at.is_not(None))
    return NumberKnown(bool(t.connection.scalar(sa.select(sa.or_(proven, booked)))))


def add(t: Transaction, counted: Mapping[Met, int]) -> None:
    """Count these in the hour that is."""
    hour = t.now().replace(minute=0, second=0, microsecond=0)
    rows = [{"at": hour, "met": met, "why": why, "many": many} for (met, why), many in sorted(counted.items())]
    new = insert(turned_away).values(rows)
    t.connection.execute(
        new.on_conflict_do_update(
            index_elements=["at", "met", "why"], set_={"many": turned_away.c.many + new.excluded.many}
        )
    )


def read(t: Transaction, back: timedelta = DAY) -> dict[Met, int]:
    """What was met since then, begun hours whole; the most frequent first."""
    many = sa.func.sum(turned_away.c.many)
    rows = t.connection.execute(
        sa.select(turned_away.c.met, turned_away.c.why, many)
        .where(turned_away.c.at > t.now() - back - timedelta(hours=1))
        .group_by(turned_away.c.met, turned_away.c.why).order_by(many.desc(), turned_away.c.met, turned_away.c.why)
    )  # fmt: skip
    return {(met, why): int(total) for met, why, total in rows}
