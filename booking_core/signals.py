"""What is known about who asks, read from rows at this instant, for `admission.decide`."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from booking_core.actors import Actor
from booking_core.admission import LineType, Signals
from booking_core.numbers import LineKind
from booking_core.tables import calls, numbers, proofs
from booking_core.transaction import Person, Transaction

BY_PLAN = {
    LineKind.MOBILE: LineType.MOBILE,
    LineKind.FIXED: LineType.LANDLINE,
    LineKind.VOIP: LineType.NON_FIXED_VOIP,
}
"""What the numbering plan says where nobody has looked; ranges that are both mobile and fixed say nothing."""


def read(t: Transaction, who: Actor, whose: Person) -> Signals:
    """The signals of a number in this call or thread."""
    mine = calls.c.number == whose.number, calls.c.delivery.is_(None)
    day = whose.at - timedelta(days=1)
    first_proof = sa.select(sa.func.min(proofs.c.at)).where(proofs.c.number == whose.number).scalar_subquery()
    row = t.connection.execute(
        sa.select(
            numbers.c.region, numbers.c.line_type, numbers.c.line_kind, first_proof.label("proven_at"),
            sa.select(calls.c.stir).where(calls.c.id == whose.call).scalar_subquery().label("stir"),
            sa.select(sa.func.count()).where(*mine, calls.c.started_at > day).scalar_subquery().label("day"),
            sa.select(sa.func.count()).where(*mine, calls.c.started_at > whose.at - timedelta(hours=1))
            .scalar_subquery().label("hour"),
        ).where(numbers.c.id == whose.number)
    ).one()  # fmt: skip
    line_type = LineType(row.line_type) if row.line_type else BY_PLAN.get(LineKind(row.line_kind), LineType.UNKNOWN)
    known = 0 if row.proven_at is None else (whose.at - row.proven_at).days
    return Signals(
        who.channel, region=row.region, line_type=line_type, stir=row.stir, known_days=known,
        calls_hour=row.hour, calls_day=row.day, looked_up=row.line_type is not None,
    )  # fmt: skip
