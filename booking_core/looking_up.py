"""Look-ups as a worker does them: what is due is leased and paid from the day's budget, then asked, then noted.

The provider is asked between two transactions, never within one. What it does not answer is asked again a few times,
then skipped: the line judges that number offline, and the worker goes on trying for a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.alerts import alert
from booking_core.limits import PACKAGES, Package
from booking_core.spending import may_spend
from booking_core.tables import bookings, numbers, proofs, tallies, verdicts
from booking_core.transaction import Transaction
from booking_core.verdicts import SOUGHT

LEASE: Final = timedelta(seconds=30)
"""Longer than any look-up may take."""
RETRY_S: Final = (1, 5)
"""Waits before what nobody answered is asked again; then it is skipped."""
HEALS_AFTER: Final = timedelta(minutes=1)
"""What was skipped since nobody answered is tried again after so long."""
HEALED_FOR: Final = timedelta(days=1)
"""For so long a worker tries; then it waits for the number's next wish."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One number to be asked about."""

    number: UUID
    e164: str = field(repr=False)
    region: str
    packages: tuple[Package, ...]
    tries: int
    """This one included."""
    proven_on: date | None
    """When the number was last proven here, as was known at that instant."""
    at: datetime


def take(t: Transaction, most: int) -> list[Enquiry]:
    """Up to `most` numbers about which something is due, leased and counted. Over budget: they are skipped."""
    now = t.now()
    rows = t.connection.execute(_due(t, now).limit(most * len(PACKAGES)).with_for_update(skip_locked=True)).all()
    first = list(dict.fromkeys(row.number for row in rows))[:most]
    due = [row for row in rows if row.number in first]
    if not due:
        return []
    t.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('fairline look-ups'))")
    left = t.policy.look_ups.per_day - _asked_today(t, now)
    if not may_spend(t):
        return _skip_over(t, due, "cap", now)
    if left <= 0:
        return _skip_over(t, due, "budget", now)
    leased = [row.id for row in due[:left]]
    t.connection.execute(
        sa.update(verdicts).where(verdicts.c.id.in_(leased)).values(not_before=now + LEASE, tries=verdicts.c.tries + 1)
    )
    found = _opened(t, leased, now)
    for each in found:
        _count(t, each.region, len(each.packages), now)
    return found


def _due(t: Transaction, now: datetime) -> sa.Select[Any]:
    """Who waits for the first answer goes first. What the policy looks up no longer is not paid for."""
    return (
        sa.select(verdicts.c.id, verdicts.c.number)
        .where(verdicts.c.state.in_(("asked", "skipped")), verdicts.c.not_before <= now,
               verdicts.c.asked_at > now - HEALED_FOR, verdicts.c.package.in_(t.policy.look_ups.packages))
        .order_by(verdicts.c.state, verdicts.c.not_before)
    )  # fmt: skip


def _asked_today(t: Transaction, now: datetime) -> int:
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = sa.select(sa.func.coalesce(sa.func.sum(tallies.c.sent), 0))
    return int(t.connection.scalar(asked.where(tallies.c.what == "look_up", tallies.c.hour >= midnight)) or 0)


def _count(t: Transaction, region: str, packages: int, now: datetime) -> None:
    row = insert(tallies).values(what="look_up", scope="region", key=region, sent=packages,
                                 hour=sa.func.date_trunc("hour", sa.literal(now), "UTC"))  # fmt: skip
    more = {"sent": tallies.c.sent + row.excluded.sent}
    t.connection.execute(row.on_conflict_do_update(index_elements=["what", "scope", "key", "hour"], set_=more))


def _opened(t: Transaction, leased: Sequence[UUID], now: datetime) -> list[Enquiry]:
    """By number, so that one request asks for all. A number that was erased meanwhile is asked about no more."""
    proven = sa.select(sa.func.max(proofs.c.at)).where(proofs.c.number == numbers.c.id).scalar_subquery()
    booked = sa.select(sa.func.max(bookings.c.booked_at)).where(bookings.c.number == numbers.c.id).scalar_subquery()
    rows = t.connection.execute(
        sa.select(numbers.c.id, numbers.c.digits, numbers.c.region, sa.func.max(verdicts.c.tries).label("tries"),
                  sa.func.array_agg(verdicts.c.package).label("packages"),
                  sa.func.greatest(proven, booked).label("proven_at"))
        .join(numbers, numbers.c.id == verdicts.c.number)
        .where(verdicts.c.id.in_(leased), numbers.c.digits.is_not(None))
        .group_by(numbers.c.id)
    ).all()  # fmt: skip
    return [
        Enquiry(row.id, t.keys.decrypt(row.digits, "numbers.digits", row.id), row.region, tuple(sorted(row.packages)),
                row.tries, row.proven_at and row.proven_at.astimezone(UTC).date(), now)
        for row in rows
    ]  # fmt: skip


def _skip_over(t: Transaction, due: Sequence[sa.Row[Any]], reason: str, now: datetime) -> list[Enquiry]:
    """Nothing more may be paid for today."""
    tomorrow = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    _skip(t, [row.id for row in due], reason, tomorrow)
    alert(t, "line_checks", reason)
    return []


def _skip(t: Transaction, rows: Sequence[UUID], reason: str, again: datetime) -> None:
    t.connection.execute(
        sa.update(verdicts)
        .where(verdicts.c.id.in_(rows))
        .values(state="skipped", reason=reason, not_before=again, until=verdicts.c.asked_at + HEALED_FOR)
    )


def lock(t: Transaction, enquiry: Enquiry) -> None:
    """Before any answer is noted: the number's row comes first, as in every turn, so that neither waits for ever."""
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == enquiry.number).with_for_update(key_share=True))


def note_found(t: Transaction, enquiry: Enquiry, package: Package, facts: Mapping[str, Any], source: str) -> None:
    """Facts of one package, as `verdicts` words them; `source`: who says so."""
    _answered(t, enquiry, package, state="found", reason=SOUGHT, found=facts, source=source, found_at=t.now())
    known = sa.update(numbers).where(numbers.c.id == enquiry.number)
    if package == "line_type":
        t.connection.execute(known.values(line_type=facts["line_type"], carrier=facts["carrier"]))
    if package == "reassigned" and facts["reassigned"]:
        t.connection.execute(known.values(new_holder_at=enquiry.at))  # whoever proves it meanwhile is the new holder


def note_failed(t: Transaction, enquiry: Enquiry, package: Package, reason: str, source: str) -> None:
    """This package has no answer for this number; what was known before still stands."""
    _answered(t, enquiry, package, state="failed", reason=reason, source=source)


def _answered(t: Transaction, enquiry: Enquiry, package: Package, **values: object) -> None:
    age = t.policy.look_ups.ages.get(package, HEALED_FOR)
    t.connection.execute(
        sa.update(verdicts)
        .where(verdicts.c.number == enquiry.number, verdicts.c.package == package)
        .values(until=t.now() + age, **values)
    )


def note_away(t: Transaction, enquiry: Enquiry) -> None:
    """Nobody answered: nothing was paid, and it is asked again; after some tries it is skipped."""
    now = t.now()
    _count(t, enquiry.region, -len(enquiry.packages), now)
    mine = sa.and_(verdicts.c.number == enquiry.number, verdicts.c.package.in_(enquiry.packages))
    if enquiry.tries <= len(RETRY_S):
        again = now + timedelta(seconds=RETRY_S[enquiry.tries - 1])
        t.connection.execute(sa.update(verdicts).where(mine).values(not_before=again))
    else:
        rows = t.connection.scalars(sa.select(verdicts.c.id).where(mine)).all()
        _skip(t, rows, "away", now + HEALS_AFTER)


def skip_all(t: Transaction) -> None:
    """The provider is known to be away: whoever waits for a first answer is judged offline at once."""
    now = t.now()
    rows = t.connection.scalars(
        sa.select(verdicts.c.id).where(verdicts.c.state == "asked", verdicts.c.not_before <= now)
        .with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    if rows:
        _skip(t, rows, "away", now)


def note_silence(t: Transaction) -> None:
    """Operators hear that nobody answers."""
    alert(t, "line_checks", "away")
