"""Suspensions of new bookings: who stops what, from when until when, and why; and whether one holds here and now.

The claim reads the rows, so a suspension holds on every node as soon as it is committed. Existing bookings are none of
its business (laws.md, suspensions). Rows are kept when they are over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core import outcomes
from booking_core.desk_outcomes import (
    NothingSuspended,
    Stops,
    SuspensionEnded,
    SuspensionMade,
    Suspensions,
    SuspensionTold,
    TimesWrong,
    WordsTooLong,
    WordsWanted,
)
from booking_core.identifiers import uuid7
from booking_core.notices import LONGEST_WHY, Stop, plain
from booking_core.outcomes import Suspended
from booking_core.tables import bookings, lines, offices, places, services, suspensions
from booking_core.transaction import Transaction

INFINITY = sa.text("'infinity'")


def stopped(t: Transaction, service: UUID | None, office: UUID | None, channel: str) -> Suspended | None:
    """The suspension that holds here and now, as the refusal; see `sql/answer_v1.sql`."""
    found = t.function("suspended_v1", service, office, channel, t.now())
    return None if found is None else outcomes.suspended(found)


def suspend(t: Transaction, command: d.Suspend) -> SuspensionMade | WordsWanted | WordsTooLong | TimesWrong:
    """Stop new bookings, at once or from an instant on. Every language of the lines needs the reason."""
    words = {language: plain(text) for language, text in command.words.items()}
    fault = faults(t, words, LONGEST_WHY)
    if fault is not None:
        return fault
    now = t.now()
    begins = max(command.from_at or now, now)
    if command.until is not None and command.until <= begins:
        return TimesWrong()
    row = uuid7()
    t.connection.execute(
        sa.insert(suspensions).values(
            id=row, service=command.service, office=command.office, channel=command.channel, from_at=begins,
            until_at=command.until, reason=plain(command.reason), words=words, by=command.who.name, made_at=now,
        )
    )  # fmt: skip
    t.trail(command.who, "suspend", row, now)
    return SuspensionMade(row, begins, command.until)


def resume(t: Transaction, command: d.Resume) -> SuspensionEnded | NothingSuspended:
    """End a suspension, or one that has yet to begin."""
    now = t.now()
    ended = t.connection.execute(
        sa.update(suspensions)
        .where(suspensions.c.id == command.suspension, not_over(now))
        .values(ended_at=now, ended_by=command.who.name)
    ).rowcount
    if not ended:
        return NothingSuspended()
    t.trail(command.who, "resume", command.suspension, now)
    return SuspensionEnded()


def not_over(now: datetime) -> sa.ColumnElement[bool]:
    """Suspensions that hold, or will."""
    return sa.and_(
        suspensions.c.ended_at.is_(None), sa.or_(suspensions.c.until_at.is_(None), suspensions.c.until_at > now)
    )


def faults(t: Transaction, words: Mapping[str, str], most: int) -> WordsWanted | WordsTooLong | None:
    """What is wrong with a text for the public: a language of a line lacks it, or it is longer than `most`."""
    wanted = {each for languages in t.connection.scalars(sa.select(lines.c.languages)) for each in languages}
    missing = tuple(sorted(each for each in wanted if not words.get(each)))
    if missing:
        return WordsWanted(missing)
    long = tuple(sorted(each for each, text in words.items() if len(text) > most))
    return WordsTooLong(long, most) if long else None


def stops(t: Transaction, query: d.WhatStops) -> Stops:
    """What a suspension would stop, and how many bookings stay as they are."""
    now = t.now()

    def counted(table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
        scope = [
            table.c[name] == wanted
            for name, wanted in (("service", query.service), ("office", query.office)) if wanted is not None
        ]  # fmt: skip
        return t.connection.scalar(sa.select(sa.func.count()).select_from(table).where(*scope, *which)) or 0

    return Stops(
        free=counted(places, places.c.free_at < INFINITY, places.c.free_at <= now, places.c.starts > now,
                     places.c.pool == "public"),
        held=counted(bookings, bookings.c.status == "held", bookings.c.live_until > now),
        booked=counted(bookings, bookings.c.status.in_(("booked", "checked_in")), bookings.c.live_until > now),
    )  # fmt: skip


def listed(t: Transaction, query: d.ListSuspensions) -> Suspensions:
    """What is suspended, and what was."""
    now = t.now()
    rows = (
        sa.select(suspensions, services.c.names, offices.c.name, offices.c.zone)
        .outerjoin(services, services.c.id == suspensions.c.service)
        .outerjoin(offices, offices.c.id == suspensions.c.office)
    )
    over = sa.not_(sa.func.coalesce(not_over(now), sa.false()))
    ahead = t.connection.execute(rows.where(not_over(now)).order_by(suspensions.c.from_at, suspensions.c.id)).all()
    past = t.connection.execute(rows.where(over).order_by(suspensions.c.from_at.desc()).limit(query.over)).all()
    return Suspensions(tuple(map(_told, ahead)), tuple(map(_told, past)))


def _told(row: sa.Row[Any]) -> SuspensionTold:
    return SuspensionTold(
        row.id, row.names, row.name, row.zone, row.channel, row.from_at, row.until_at, row.reason, row.words, row.by,
        row.made_at, row.ended_at, row.ended_by,
    )  # fmt: skip


def read(t: Transaction) -> Iterator[Stop]:
    """Those that hold or will, as the dialogues see them."""
    rows = sa.select(suspensions, offices.c.zone).outerjoin(offices, offices.c.id == suspensions.c.office)
    for row in t.connection.execute(rows.where(not_over(t.now()))):
        words = tuple(row.words.items())
        yield Stop(row.service, row.office, row.channel, row.from_at, row.until_at, words, row.zone)
