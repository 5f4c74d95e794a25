"""Who wants no texts of ours: told by word, by the provider's flag, or by its refusal of a text (laws.md, hours).

After an opt-out only a person dials: no automatic text and no automatic call leaves until the number opts in again. A
booking stays as it is. What holds now is one column of the number, written with one row of record in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.calls import enter
from booking_core.identifiers import uuid7
from booking_core.outcomes import Done, TextsOff, TextsOn
from booking_core.tables import bookings, consents, metadata, numbers
from booking_core.transaction import Transaction, find_number


def out(t: Transaction, command: c.OptOut) -> TextsOff:
    """Somebody texted that we shall not text; a number never seen gets its row, so that we never begin."""
    opt_out(t, enter(t, command.who.number), command.source)
    return TextsOff()


def back(t: Transaction, command: c.OptIn) -> TextsOn | Done:
    """The texting number wants our texts again. `Done`: it had not turned them off."""
    number = find_number(t, command.who.number.e164)
    return TextsOn() if number is not None and opt_in(t, number, command.source) else Done()


def opt_out(t: Transaction, number: UUID, source: str) -> bool:
    """No machine texts or calls this number any more. False: it was so already, and nothing is written.

    `source`: who says so: "word" or "flag" in a text of the number, "report" of the provider, or what else a person
    reading the record understands.
    """
    return _set(t, number, "out", source)


def opt_in(t: Transaction, number: UUID, source: str) -> bool:
    """It wants texts and calls again. False: it had not turned them off."""
    return _set(t, number, "in", source)


def _set(t: Transaction, number: UUID, what: str, source: str) -> bool:
    at = t.now()
    stands = numbers.c.opted_out_at.is_(None) if what == "out" else numbers.c.opted_out_at.is_not(None)
    changed = t.connection.execute(
        sa.update(numbers).where(numbers.c.id == number, stands).values(opted_out_at=at if what == "out" else None)
    ).rowcount
    if changed:
        t.connection.execute(sa.insert(consents).values(id=uuid7(), number=number, at=at, what=what, source=source))
    return bool(changed)


def is_off(t: Transaction, number: UUID) -> bool:
    """Has this number turned our texts and calls off?"""
    return bool(t.connection.scalar(sa.select(numbers.c.opted_out_at.is_not(None)).where(numbers.c.id == number)))


# ── The record ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """Since when something may be texted or not, and why."""

    at: datetime
    what: str
    """"booking", "waiting", "out" or "in"."""
    texts: str
    """Of a booking or a wish: plain, discreet or none; else ""."""
    why: str
    """Reference and channel, or how it was said."""


def record(t: Transaction, number: UUID) -> list[Entry]:
    """All that stands about writing to this number, the oldest first."""
    return sorted((*_booked(t, number), *_waiting(t, number), *_said(t, number)), key=lambda entry: entry.at)


def _booked(t: Transaction, number: UUID) -> Iterator[Entry]:
    """Its bookings that are still about a person: what may be texted was asked when each was made."""
    mine = sa.and_(bookings.c.number == number, bookings.c.allowance.is_not(None), bookings.c.reference.is_not(None))
    for row in t.connection.execute(sa.select(bookings).where(mine)):
        yield Entry(row.held_at, "booking", row.texts, f"{row.reference}, {row.status}, by {row.channel}")


def _waiting(t: Transaction, number: UUID) -> Iterator[Entry]:
    """What it waits to hear of, where there is a waiting list."""
    waits = metadata.tables.get("waiting")
    if waits is None:
        return
    for row in t.connection.execute(sa.select(waits).where(waits.c.number == number, waits.c.ended_at.is_(None))):
        yield Entry(row.asked_at, "waiting", row.texts, "waiting list")


def _said(t: Transaction, number: UUID) -> Iterator[Entry]:
    for row in t.connection.execute(sa.select(consents).where(consents.c.number == number)):
        yield Entry(row.at, row.what, "", row.source)
