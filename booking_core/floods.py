"""Declared floods: a person says that a line is being flooded, why, and for how long; never a machine.

While one holds, the line is stricter at its door (`doorstep`) and admission sees the signal `flood`. It ends by itself
after hours at most. Who has booked is not touched by it. Rows are kept when they are over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core.desk_outcomes import FloodDeclared, FloodEnded, Floods, FloodTold, NothingDeclared, WhyWanted
from booking_core.identifiers import uuid7
from booking_core.notices import Flood, plain
from booking_core.tables import floods, lines
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

MOST_MINUTES: Final = 240
"""Nobody declares for longer: what goes on is looked at again, and declared again."""


def holds(now: datetime, line: sa.ColumnElement[Any] | None = None) -> sa.Exists:
    """Whether a flood is declared now: of every line, or of the line whose id this column is."""
    here = floods.c.line.is_(None)
    return sa.exists().where(holding(now), here if line is None else sa.or_(here, floods.c.line == line))


def holding(now: datetime) -> sa.ColumnElement[bool]:
    """Floods that are not over."""
    return sa.and_(floods.c.ended_at.is_(None), floods.c.declared_at <= now, floods.c.until_at > now)


def declare(t: Transaction, command: d.DeclareFlood) -> FloodDeclared | WhyWanted:
    """From now on, and for so long. Raises ValueError for minutes that nobody may declare."""
    if not 1 <= command.minutes <= MOST_MINUTES:
        raise ValueError(f"a flood is declared for 1 to {MOST_MINUTES} minutes")
    why = plain(command.why)
    if not why:
        return WhyWanted()
    now, row = t.now(), uuid7()
    until = now + timedelta(minutes=command.minutes)
    t.connection.execute(
        sa.insert(floods).values(
            id=row, line=command.line, declared_at=now, until_at=until, why=why, by=command.who.name
        )
    )
    t.trail(command.who, "declare_flood", row, now)
    return FloodDeclared(row, until)


def end(t: Transaction, command: d.EndFlood) -> FloodEnded | NothingDeclared:
    """Before its time."""
    now = t.now()
    ended = t.connection.execute(
        sa.update(floods)
        .where(floods.c.id == command.flood, holding(now))
        .values(ended_at=now, ended_by=command.who.name)
    ).rowcount
    if not ended:
        return NothingDeclared()
    t.trail(command.who, "end_flood", command.flood, now)
    return FloodEnded()


def listed(t: Transaction, query: d.ListFloods) -> Floods:
    """What is declared, and what was."""
    now = t.now()
    rows = sa.select(floods, lines.c.name).outerjoin(lines, lines.c.id == floods.c.line)
    here = t.connection.execute(rows.where(holding(now)).order_by(floods.c.until_at)).all()
    over = t.connection.execute(
        rows.where(sa.not_(holding(now))).order_by(floods.c.declared_at.desc()).limit(query.over)
    ).all()
    return Floods(tuple(map(_told, here)), tuple(map(_told, over)), house_zone(t))


def _told(row: sa.Row[Any]) -> FloodTold:
    return FloodTold(row.id, row.name, row.declared_at, row.until_at, row.why, row.by, row.ended_at, row.ended_by)


def read(t: Transaction) -> Iterator[Flood]:
    """Those that hold, as the dialogues see them."""
    rows = (
        sa.select(lines.c.number, floods.c.until_at).select_from(floods).outerjoin(lines, lines.c.id == floods.c.line)
    )
    for row in t.connection.execute(rows.where(holding(t.now()))):
        yield Flood(row.number, row.until_at)
