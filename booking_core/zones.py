"""Where a person's clocks are, as far as is known, and an office's holidays: what humane hours are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from booking_core.tables import holidays, line_offices, lines, numbers, offices
from booking_core.transaction import Transaction

_FIRST = (
    sa.select(offices.c.id)
    .join(line_offices, line_offices.c.office == offices.c.id)
    .join(lines, lines.c.id == line_offices.c.line)
    .order_by(lines.c.id, line_offices.c.nth)
    .limit(1)
    .scalar_subquery()
)
"""The oldest line's first office: it lends its clock to what is about no office."""


def zones_of(t: Transaction, number: UUID, office: UUID | None) -> tuple[str, ...]:
    """IANA zones that count for a message to this number about this office (None: about none), each once.

    The number's own, where the numbering plan tells them, and the office's, which is the last.
    """
    own = t.connection.scalar(sa.select(numbers.c.zones).where(numbers.c.id == number)) or []
    return together(own, zone_of(t, office))


def together(own: Sequence[str], office: str | None) -> tuple[str, ...]:
    """A number's zones and an office's, each once."""
    return tuple(dict.fromkeys([*own, *([] if office is None else [office])]))


def zone_of(t: Transaction, office: UUID | None) -> str | None:
    """The clock of this office (None: of the oldest line's first one); None while there is no office at all."""
    return t.connection.scalar(sa.select(offices.c.zone).where(offices.c.id == _or_first(office)))


def house_zone(t: Transaction) -> str:
    """The clock by which the desk tells what is about no single office; UTC while there is no office at all."""
    return zone_of(t, None) or "UTC"


def holidays_of(t: Transaction, office: UUID | None) -> frozenset[date]:
    """Days on which this office (None: the oldest line's first one) is closed."""
    return frozenset(t.connection.scalars(sa.select(holidays.c.day).where(holidays.c.office == _or_first(office))))


def _or_first(office: UUID | None) -> UUID | sa.ScalarSelect[UUID]:
    return _FIRST if office is None else office
