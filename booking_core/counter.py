"""The counter of an office: the visits of its day without names, and whose visit a reference or check-in code names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from booking_core import bounds
from booking_core.actors import Staff
from booking_core.calls import last_two
from booking_core.clocks import day_ends, local_day
from booking_core.desk_commands import FindVisit, SeeDay, SeeVisit
from booking_core.desk_outcomes import (
    CodeShownBefore,
    CodeUnclear,
    CounterOffice,
    CounterOffices,
    DayVisit,
    DayVisits,
    EntryMistyped,
    EntryUnknown,
    NoSuchVisit,
    TooManyMisses,
    Visit,
    VisitElsewhere,
    VisitFound,
)
from booking_core.identifiers import is_reference
from booking_core.outcomes import Outcome
from booking_core.tables import agents, bookings, codes, numbers, offices, services, slots, visitors
from booking_core.transaction import Transaction

SHOWN = ("booked", "checked_in", "fulfilled", "no_show")
"""What is on the list of a day; what was given up or let go is not."""

_ROWS = (
    sa.select(bookings.c.id, bookings.c.slot, bookings.c.number, bookings.c.party, bookings.c.status,
              bookings.c.travel_date, bookings.c.arrived_at, bookings.c.service, slots.c.wall, slots.c.starts,
              services.c.travel_days, numbers.c.digits)
    .join(slots, slots.c.id == bookings.c.slot)
    .join(numbers, numbers.c.id == bookings.c.number)
    .join(services, services.c.id == bookings.c.service)
    .where(bookings.c.reference.is_not(None), bookings.c.status.in_(SHOWN))
)  # fmt: skip

# One statement finds and uses the code up. The codes of the day are few, and each is looked at: its mac is keyed with
# its own id, so that the table alone says nothing. Two bookings with the same digits are a matter of chance, and used
# up is neither. The last condition is asked again of a row that was waited for.
_USE_CODE = sa.text("""
    WITH here AS (
      SELECT k.number, k.id, k.used_at FROM bookings b
        JOIN codes k ON k.number = b.number AND k.booking = b.id AND k.slot = b.slot AND k.purpose = 'check_in'
       WHERE b.office = :office AND b.live_until = :ends AND b.reference IS NOT NULL
         AND b.status IN ('booked', 'checked_in', 'fulfilled') AND k.dead_at IS NULL AND k.expires_at > :now
         AND EXISTS (SELECT 1 FROM unnest(CAST(:tries AS bytea[])) t WHERE sha256(t || uuid_send(k.id)) = k.mac)
    ), used AS (
      UPDATE codes k SET used_at = :now FROM here h
       WHERE k.number = h.number AND k.id = h.id AND (SELECT count(*) FROM here) = 1 AND k.used_at IS NULL
       RETURNING k.booking
    )
    SELECT (SELECT booking FROM used) AS booking, (SELECT count(*) FROM here) AS found,
           (SELECT max(used_at) FROM here) AS shown
""")


def offices_of(t: Transaction) -> CounterOffices:
    """Every office."""
    rows = t.connection.execute(sa.select(offices).order_by(offices.c.name))
    return CounterOffices(tuple(CounterOffice(row.id, row.name, row.zone) for row in rows))


def day(t: Transaction, query: SeeDay) -> DayVisits | NoSuchVisit:
    """The visits of a day, by time."""
    at = _office(t, query.office)
    if at is None:
        return NoSuchVisit()
    now = _wall(t.now(), at)
    asked = query.day or now.date()
    begin = now - query.late if query.late is not None else datetime.combine(asked, query.begin or time.min)
    wanted = _of_day(at, asked).where(slots.c.wall >= begin).order_by(slots.c.starts, services.c.nth, bookings.c.id)
    if query.most is not None:
        wanted = wanted.limit(query.most + 1)
    rows = t.connection.execute(wanted).all()
    shown = rows[: query.most]
    more = rows[len(shown)].wall if len(rows) > len(shown) else None
    names = _names(t)
    return DayVisits(at, asked, now.date(), tuple(_shown(t, row, names) for row in shown), more)


def _names(t: Transaction) -> dict[UUID, dict[str, str]]:
    """What each service is called; once for a page, for they are read from JSON."""
    return {row.id: row.names for row in t.connection.execute(sa.select(services.c.id, services.c.names))}


def see(t: Transaction, query: SeeVisit) -> Visit | NoSuchVisit:
    """One of today's."""
    at, now = _office(t, query.office), t.now()
    if at is None:
        return NoSuchVisit()
    row = t.connection.execute(_of_day(at, local_day(now, at.zone)).where(bookings.c.id == query.booking)).first()
    if row is None:
        return NoSuchVisit()
    found = t.connection.scalars(
        sa.select(visitors.c.found).where(visitors.c.booking == row.id).order_by(visitors.c.nth)
    )
    by_code = sa.exists().where(
        codes.c.number == row.number, codes.c.booking == row.id, codes.c.purpose == "check_in",
        codes.c.used_at.is_not(None),
    )  # fmt: skip
    minutes = round((row.starts - now).total_seconds() / 60)
    return Visit(
        _shown(t, row, _names(t)), tuple(found), row.arrived_at, bool(t.connection.scalar(sa.select(by_code))), minutes
    )


def find(t: Transaction, command: FindVisit) -> Outcome:
    """Eight digits are a reference, six a code. What is found here is not charged; a slip of a finger is not either."""
    digits, at, now = command.digits, _office(t, command.office), t.now()
    if at is None or not (is_reference(digits) or _is_code(digits)):
        return EntryMistyped()
    most = t.rules().misses_hour
    if bounds.charge(t, command.who, agents.c.misses, most, now) is None:
        return TooManyMisses(_wall(bounds.again_at(t, command.who, agents.c.misses, most, now), at))
    by = "reference" if len(digits) == 8 else "code"
    found = _by_reference(t, command.who, at, digits, now) if by == "reference" else _by_code(t, at, digits, now)
    if isinstance(found, VisitFound):
        bounds.refund(t, command.who, agents.c.misses)
        t.trail(command.who, "find_visit", found.booking, now, by)
    return found


def _wall(instant: datetime, at: CounterOffice) -> datetime:
    return instant.astimezone(ZoneInfo(at.zone)).replace(tzinfo=None)


def _is_code(digits: str) -> bool:
    return len(digits) == 6 and digits.isascii() and digits.isdigit()


def _office(t: Transaction, office: UUID) -> CounterOffice | None:
    row = t.connection.execute(sa.select(offices).where(offices.c.id == office)).first()
    return None if row is None else CounterOffice(row.id, row.name, row.zone)


def _of_day(at: CounterOffice, asked: date) -> sa.Select[Any]:
    """By the end of that day, which is in an index, and which every visit of the day has."""
    return _ROWS.where(bookings.c.live_until == day_ends(asked, at.zone), bookings.c.office == at.office)


def _shown(t: Transaction, row: sa.Row[Any], names: Mapping[UUID, Mapping[str, str]]) -> DayVisit:
    travels = row.travel_date if row.travel_days is not None else None
    ends = last_two(t, row.number, row.digits)
    return DayVisit(row.id, row.slot, row.wall, row.starts, names[row.service], row.party, ends, row.status, travels)


def _by_reference(t: Transaction, who: Staff, at: CounterOffice, digits: str, now: datetime) -> Outcome:
    row = t.connection.execute(
        sa.select(bookings.c.id, bookings.c.status, bookings.c.office, offices.c.name, offices.c.zone, slots.c.wall)
        .join(slots, slots.c.id == bookings.c.slot)
        .join(offices, offices.c.id == bookings.c.office)
        .where(bookings.c.reference == digits)
    ).first()
    if row is None:
        return EntryUnknown()
    here, days = row.office == at.office, (row.wall.date() - local_day(now, row.zone)).days
    if here and days == 0 and row.status in SHOWN:
        return VisitFound(row.id)
    t.trail(who, "find_visit", row.id, now, "elsewhere")  # where and when is told, so who asked is known
    return VisitElsewhere(row.name, row.wall, days, here, row.status)


def _by_code(t: Transaction, at: CounterOffice, digits: str, now: datetime) -> Outcome:
    row = t.connection.execute(_USE_CODE, {
        "office": at.office, "ends": day_ends(local_day(now, at.zone), at.zone), "now": now,
        "tries": t.keys.code_tries(("check_in",), digits),
    }).one()  # fmt: skip
    if row.booking is not None:
        return VisitFound(row.booking)
    if row.found > 1:
        return CodeUnclear()
    # Of two clerks at once the second has still read it as unused.
    return CodeShownBefore(_wall(row.shown or now, at)) if row.found else EntryUnknown()
