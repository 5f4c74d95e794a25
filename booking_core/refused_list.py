"""What else was refused on a day: codes that a budget ended, by number, and what is only counted.

All of it is read from what stands anyway: a refusal writes nothing for this list.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa

from booking_core.refusals import OVER_BUDGET
from booking_core.tables import bookings, figures, outbox, turned_away
from booking_core.transaction import Transaction

NO_CODE: Final = "no_code"
"""The decision of such a row, beside those of `admission.Decision`."""
WHY: Final = "stopped"

_ELSEWHERE: Final = ("NotAdmitted", "CallingBack", "PlaceGone", "NoneFree", "Suspended", "caller.withheld")
"""What stands in rows, what is nobody's fault, and who keeps the number back and keys one in."""
_LABELS: Final = 40
"""More than there are."""


def stopped_codes(begins: datetime, ends: datetime, most: int) -> sa.Subquery:
    """The newest, as rows of `admissions` would have them. Whom a code was for tells the channel."""
    by_text = sa.or_(outbox.c.kind == "presence_thread", bookings.c.channel == "sms")
    by_agent = sa.or_(outbox.c.kind == "presence_desk", bookings.c.channel == "desk")
    channel = sa.case((by_text, "sms"), (by_agent, "desk"), else_="voice")
    return (
        sa.select(
            outbox.c.done_at.label("at"), outbox.c.number, sa.cast(sa.null(), sa.Uuid).label("call"),
            channel.label("channel"), sa.literal(NO_CODE).label("decision"), sa.literal(WHY).label("why"),
            sa.cast(sa.null(), sa.Text).label("control"), sa.cast(sa.null(), sa.Text).label("lifted_by"),
        )
        .outerjoin(bookings, bookings.c.id == outbox.c.booking)
        .where(*_between(begins, ends))
        .order_by(outbox.c.done_at.desc())
        .limit(most)
        .subquery()
    )  # fmt: skip


def stopped(t: Transaction, begins: datetime, ends: datetime) -> int:
    """How many."""
    return int(t.connection.scalar(sa.select(sa.func.count()).where(*_between(begins, ends))) or 0)


def _between(begins: datetime, ends: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """By an index of nothing else; so its condition is in the words of the statement."""
    over = outbox.c.error == sa.literal_column(f"'{OVER_BUDGET}'")
    return over, outbox.c.state == "refused", outbox.c.done_at >= begins, outbox.c.done_at < ends


def counted(t: Transaction, begins: datetime, ends: datetime) -> tuple[tuple[str, int], ...]:
    """Refusals by label, as far as the clock has counted the day."""
    here = figures.c.at >= begins, figures.c.at < ends, figures.c.name == "refused", figures.c.label.not_in(_ELSEWHERE)
    many = sa.func.sum(figures.c.many)
    rows = t.connection.execute(
        sa.select(figures.c.label, many).where(*here).group_by(figures.c.label)
        .order_by(many.desc(), figures.c.label).limit(_LABELS)
    )  # fmt: skip
    return tuple((label, int(all_)) for label, all_ in rows)


def turned(t: Transaction, begins: datetime, ends: datetime) -> tuple[tuple[str, int], ...]:
    """What the doorstep did in these hours."""
    met, many = turned_away.c.met + "." + turned_away.c.why, sa.func.sum(turned_away.c.many)
    here = turned_away.c.at >= begins, turned_away.c.at < ends
    rows = t.connection.execute(
        sa.select(met, many).where(*here).group_by(turned_away.c.met, turned_away.c.why)
        .order_by(many.desc(), met).limit(_LABELS)
    )  # fmt: skip
    return tuple((label, int(all_)) for label, all_ in rows)
