"""Putting places on sale: each time a row that says who, when, how many and from when; there is no other way to sell.

A place of the public pool names its release, which the database itself insists on. A release for later is written now:
its places are there and cannot be found or held before their instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from booking_core.actors import Operator, Staff
from booking_core.clocks import instant
from booking_core.identifiers import uuid7
from booking_core.tables import audit, holidays, office_hours, offices, places, releases, slots


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be put on sale."""

    office: UUID
    service: UUID
    days: tuple[date, ...]
    every: timedelta
    """From one slot to the next, within the office's hours."""
    seats: int
    """Places a slot."""
    opens_at: datetime | None = None
    """From when they can be had; None: at once."""
    after: datetime | None = None
    """Only slots that begin later."""


def new_slots(connection: Connection, plan: Plan) -> list[UUID]:
    """Make the slots of a plan that are not there yet; returns theirs, and leaves those alone that stand."""
    planned = _planned(connection, plan)
    if not planned:
        return []
    made = insert(slots).on_conflict_do_nothing().returning(slots.c.id)
    return list(connection.scalars(made, planned))


def all_slots(connection: Connection, plan: Plan) -> list[UUID]:
    """Make those of its slots that are not there yet; returns all of them: places are added beside those that stand."""
    new_slots(connection, plan)
    return standing(connection, plan)


def standing(connection: Connection, plan: Plan) -> list[UUID]:
    """The slots of a plan that are there."""
    starts = [slot["starts"] for slot in _planned(connection, plan)]
    mine = sa.select(slots.c.id).where(slots.c.office == plan.office, slots.c.service == plan.service)
    return list(
        connection.scalars(mine.where(slots.c.starts == sa.any_(sa.literal(starts, sa.ARRAY(slots.c.starts.type)))))
    )


def count(connection: Connection, plan: Plan) -> int:
    """How many slots the plan has, new ones and standing ones."""
    return len(_planned(connection, plan))


def _planned(connection: Connection, plan: Plan) -> list[dict[str, object]]:
    """Its slots, those in the office's hours and on no holiday."""
    zone: str = connection.execute(sa.select(offices.c.zone).where(offices.c.id == plan.office)).scalar_one()
    hours = connection.execute(sa.select(office_hours).where(office_hours.c.office == plan.office)).all()
    closed = set(connection.scalars(sa.select(holidays.c.day).where(holidays.c.office == plan.office)))
    walls = [
        wall
        for day in plan.days if day not in closed
        for opening in hours if opening.weekday == day.isoweekday()
        for wall in _walls(datetime.combine(day, opening.opens), datetime.combine(day, opening.closes), plan.every)
    ]  # fmt: skip
    return [
        {"id": uuid7(), "office": plan.office, "service": plan.service, "wall": wall, "zone": zone, "starts": starts,
         "day_ends": day_ends(wall.date(), zone)}
        for wall in walls
        if (starts := instant(wall, zone)) is not None and (plan.after is None or starts > plan.after)
    ]  # fmt: skip


def _walls(opens: datetime, closes: datetime, every: timedelta) -> list[datetime]:
    return [opens + n * every for n in range(int((closes - opens) / every))]


def day_ends(day: date, zone: str) -> datetime:
    """The instant at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(UTC)


def release(
    connection: Connection,
    who: Staff | Operator | None,
    plan: Plan,
    into: Sequence[UUID],
    now: datetime | None = None,
) -> int:
    """Put `plan.seats` places on sale in each of these slots. Returns how many; none leave no row.

    `who` None: the line by itself. `now` None: the database's clock.
    """
    if not into:
        return 0
    how_many, made, name = len(into) * plan.seats, uuid7(), "line" if who is None else who.name
    at = sa.func.coalesce(now, sa.func.now())
    connection.execute(
        sa.insert(releases).values(
            id=made, office=plan.office, service=plan.service, by=name, at=at, places=how_many,
            opens_at=sa.func.coalesce(plan.opens_at, at), first_day=min(plan.days), last_day=max(plan.days),
        )
    )  # fmt: skip
    seats = sa.func.generate_series(1, plan.seats).table_valued("nth")
    opens = sa.text("'-infinity'::timestamptz") if plan.opens_at is None else sa.literal(plan.opens_at)
    chosen = slots.c.id == sa.any_(sa.literal(list(into), sa.ARRAY(sa.Uuid)))
    rows = sa.select(
        slots.c.id,
        slots.c.office,
        slots.c.service,
        slots.c.starts,
        sa.literal("public"),
        opens,
        sa.literal(made, sa.Uuid),
    )
    connection.execute(
        sa.insert(places).from_select(
            ["slot", "office", "service", "starts", "pool", "open_from", "release"],
            rows.select_from(slots.join(seats, sa.true())).where(chosen).order_by(slots.c.starts),
        )
    )
    connection.execute(
        sa.insert(audit).values(at=at, actor=name, action="release", subject=made, why=f"{how_many} places")
    )
    return how_many
