"""What the public pages show at this moment."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from booking_core import bulletins, institution, scopes, suspensions
from booking_core.desk_commands import ListSuspensions
from booking_core.desk_outcomes import Published
from booking_core.tables import bulletins as bulletin_rows
from booking_core.tables import daily_answers
from booking_core.tables import suspensions as suspension_rows
from booking_core.transaction import Transaction

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def read(t: Transaction) -> Published:
    """Suspensions and bulletins that hold now, and the answers of the last days. Raises LookupError without a line."""
    line, known, now = institution.first_line(t.connection), scopes.read(t), t.now()
    if line is None:
        raise LookupError("there is no line to publish for")
    ahead = suspensions.listed(t, ListSuspensions()).ahead
    return Published(
        line.name, line.twin or line.number, known.languages, known.zone(None), _changed(t, now),
        tuple(stop for stop in ahead if stop.from_at <= now), tuple(bulletins.current(t)), tuple(bulletins.answered(t)),
    )  # fmt: skip


def _changed(t: Transaction, now: datetime) -> datetime:
    """When any of it was last another."""
    columns = (
        bulletin_rows.c.from_at, bulletin_rows.c.until_at, bulletin_rows.c.ended_at, suspension_rows.c.from_at,
        suspension_rows.c.until_at, suspension_rows.c.ended_at, daily_answers.c.at, daily_answers.c.ended_at,
    )  # fmt: skip
    newest = [sa.select(sa.func.max(column)).where(column <= now).scalar_subquery() for column in columns]
    found: datetime | None = t.connection.scalar(sa.select(sa.func.greatest(*newest)))
    return found or NEVER
