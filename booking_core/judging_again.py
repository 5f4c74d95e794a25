"""A look-up that is answered after the wish decides about that wish: nobody gains by being quicker than it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from booking_core.admission import Policy
from booking_core.seeking import Judged, judge, look, write_down
from booking_core.tables import admissions, bookings, calls, queue
from booking_core.transaction import Transaction

WISHES: Final = timedelta(minutes=30)
"""So long after a wish a look-up still decides about it: as long as a thread proves its number, and most calls last."""
WISHES_MOST: Final = 20
"""Of a number's wishes the newest; what is decided of one stands for all."""


def seek_again(t: Transaction, number: UUID, e164: str) -> None:
    """Decide anew about the latest wishes of a number of which a look-up has told more; only what is new is written.

    The next hold, confirmation or move reads it. Whoever calls this has locked the number's row. A person decides about
    whom they talk with. Whoever holds a place is judged once more as the number's own, for the code that confirms it
    proves that; until then anybody could hold in its name, so it stands no longer than what the policy asks of such
    calls otherwise.
    """
    hashes = t.keys.number_hashes(e164)
    for sid, channel, service, office, holds in t.connection.execute(_latest(number, t.now())).all():
        for own in (False, True) if holds else (False,):
            known = look(t, (None, t.pinned, sid, hashes, service, None), own=own)
            judged = judge(known, t.policy, channel, service, office) if known["number"] == str(number) else None
            if judged is None or judged.row["until"] is None:
                continue
            if own and not known["proven"] and known["stir"] != "A":
                _ends_sooner(judged, t.policy, datetime.fromisoformat(known["at"]))
            write_down(t, judged)


def _ends_sooner(judged: Judged, policy: Policy, at: datetime) -> None:
    """It is only presumed that the call is the number's own."""
    until, row = judged.row["until"], judged.row
    for control in policy.controls:
        if until is not None and control.name == row["control"] and control.unvouched is not None:
            row["until"] = min(datetime.fromisoformat(until), at + control.unvouched[1]).isoformat()


def _latest(number: UUID, now: datetime) -> sa.Select[Any]:
    """Newest first, each wish once."""
    row = admissions.c
    talks = sa.exists().where(queue.c.call == row.call, queue.c.ended_at.is_(None), queue.c.state == "joined")
    holds = sa.exists().where(
        bookings.c.number == number, bookings.c.status == "held", bookings.c.live_until > now,
        bookings.c.channel.in_(("voice", "sms")), bookings.c.call.is_not_distinct_from(row.call),
    )  # fmt: skip
    return (
        sa.select(calls.c.sid, row.channel, row.service, row.office, holds.label("holds"))
        .select_from(admissions.outerjoin(calls, calls.c.id == row.call))
        .where(row.number == number, row.at > now - WISHES, ~talks)
        .group_by(calls.c.sid, row.channel, row.service, row.office, row.call)
        .order_by(sa.func.max(row.at).desc())
        .limit(WISHES_MOST)
    )
