"""A look-up that is answered after the wish decides about that wish: nobody gains by being quicker than it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from booking_core.admission import Decision
from booking_core.seeking import judge, look, write_down
from booking_core.tables import admissions, bookings, calls, queue
from booking_core.transaction import Transaction

WISHES: Final = timedelta(minutes=30)
"""So long after a wish a look-up still decides about it: as long as a thread proves its number, and most calls last."""
WISHES_MOST: Final = 20
"""Of a number's wishes the newest; what is decided of one stands for all."""

JUDGED: Final = "judged"
"""Why such a hold ended: nothing that its holder did."""


def seek_again(t: Transaction, number: UUID, e164: str) -> None:
    """Decide anew about the latest wishes of a number of which a look-up has told more; only what is new is written.

    The next hold or move reads it, and a hold that was quicker is let go. Whoever calls this has locked the number's
    row. A person decides about whom they talk with.
    """
    hashes = t.keys.number_hashes(e164)
    for sid, channel, service, office in dict.fromkeys(map(tuple, t.connection.execute(_wishes(number, t.now())))):
        found = look(t, (None, t.pinned, sid, hashes, service, None))
        judged = judge(found, t.policy, channel, service, office) if found["number"] == str(number) else None
        if judged is None:
            continue
        if judged.row["until"] is not None:
            write_down(t, judged)
        if judged.next > Decision.PROVE:
            _let_holds_go(t, number, found["call"])


def _let_holds_go(t: Transaction, number: UUID, call: str | None) -> None:
    """A machine is quicker than its look-up, and would be confirmed before anybody knew. The next wish says why."""
    held = sa.select(bookings.c.id).where(
        bookings.c.number == number, bookings.c.status == "held", bookings.c.channel.in_(("voice", "sms")),
        bookings.c.call.is_not_distinct_from(call),
    )  # fmt: skip
    for hold in t.connection.scalars(held).all():
        t.function("release_v1", hold, JUDGED, t.now())


def _wishes(number: UUID, now: datetime) -> sa.Select[Any]:
    """Newest first: call (null: by text), channel, service, office."""
    row = admissions.c
    talks = sa.exists().where(queue.c.call == row.call, queue.c.ended_at.is_(None), queue.c.state == "joined")
    return (
        sa.select(calls.c.sid, row.channel, row.service, row.office)
        .select_from(admissions.outerjoin(calls, calls.c.id == row.call))
        .where(row.number == number, row.at > now - WISHES, ~talks)
        .order_by(row.at.desc())
        .limit(WISHES_MOST)
    )
