"""What an early follow-up can choose by, and those that were started: what the supervisors' page shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from booking_core.admission import LINE_TYPE, Policy
from booking_core.desk_commands import SeeEarly
from booking_core.desk_outcomes import EarlyDesk
from booking_core.early_release import ROUNDS, told
from booking_core.scopes import read
from booking_core.tables import bookings, early_rounds, numbers, sold_reports
from booking_core.transaction import Transaction
from booking_core.zones import house_zone

SHOWN = 20
SINCE = timedelta(days=30)
"""Reports of sellers are counted as far back."""
SEVERAL = 3
"""Bookings of one block that make it one to choose by."""


def see(t: Transaction, query: SeeEarly) -> EarlyDesk:
    """What bookings can be chosen by, and the newest rounds. Carriers, kinds of line and blocks are those of numbers
    with something booked; controls those that the policy has now, whether or not they have fired.
    """
    scopes, since = read(t, query.language), t.now() - SINCE
    rounds = t.connection.execute(ROUNDS.order_by(early_rounds.c.at.desc()).limit(SHOWN))
    reports = sa.select(sa.func.count()).where(sold_reports.c.at > since)
    return EarlyDesk(
        tuple(told(row) for row in rounds),
        tuple((str(each.id), each.name) for each in scopes.offices),
        tuple((str(each.id), each.name) for each in scopes.services),
        _words(t, sa.select(numbers.c.line_type).where(numbers.c.line_type.is_not(None), _books())),
        _words(t, sa.select(numbers.c.carrier).where(numbers.c.carrier.is_not(None), _books())),
        _controls(t.policy), _blocks(t), t.connection.execute(reports).scalar_one(), house_zone(t),
    )  # fmt: skip


def _controls(policy: Policy) -> tuple[str, ...]:
    """Those that enforce or record, by name; what is off or was taken out of the policy is not offered."""
    table = (LINE_TYPE,) if policy.line_types and policy.line_type_mode != "off" else ()
    return tuple(sorted((*(each.name for each in policy.controls if each.mode != "off"), *table)))


def _books() -> sa.Exists:
    """Has the number something booked?"""
    return sa.exists().where(
        bookings.c.number == numbers.c.id, bookings.c.allowance.is_not(None), bookings.c.status == "booked"
    )


def _words(t: Transaction, found: sa.Select[tuple[str]]) -> tuple[str, ...]:
    words: Iterable[str] = t.connection.scalars(found.distinct())
    return tuple(sorted(words))


def _blocks(t: Transaction) -> tuple[tuple[str, str, int], ...]:
    """Those with the most bookings first."""
    many = sa.func.count()
    rows = t.connection.execute(
        sa.select(sa.func.encode(numbers.c.block, "hex"), sa.func.min(numbers.c.region), many)
        .join(bookings, bookings.c.number == numbers.c.id)
        .where(bookings.c.status == "booked", bookings.c.allowance.is_not(None), numbers.c.block.is_not(None))
        .group_by(numbers.c.block)
        .having(many >= SEVERAL)
        .order_by(many.desc(), numbers.c.block)
        .limit(SHOWN)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)
