"""Putting places on sale: each time a row that says who, when, how many and from when; there is no other way to sell.

A place of the public pool names its release, which the database itself insists on. A release for later is written now:
its places are there and cannot be found or held before their instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from booking_core.actors import Operator, Staff
from booking_core.clocks import day_ends, instant
from booking_core.desk_commands import Plan, PreviewRelease, ReleasePlaces, SeeReleases
from booking_core.desk_outcomes import NothingToRelease, Office, Release, Released, ReleasePlanned, Releases
from booking_core.identifiers import uuid7
from booking_core.lines import named
from booking_core.tables import audit, holidays, office_hours, offices, places, releases, services, slots
from booking_core.transaction import Transaction

LONGEST = 366
"""Days of one release."""

SHOWN = 100
"""So many releases are listed."""


def new_slots(connection: Connection, plan: Plan) -> list[UUID]:
    """Make the slots of a plan that are not there yet; returns theirs, and leaves those alone that stand."""
    planned = _planned(connection, plan)
    if not planned:
        return []
    made = insert(slots).on_conflict_do_nothing().returning(slots.c.id)
    return list(connection.scalars(made, planned))


def _standing(connection: Connection, plan: Plan) -> list[UUID]:
    """The slots of a plan that are there."""
    starts = sa.literal([slot["starts"] for slot in _planned(connection, plan)], sa.ARRAY(slots.c.starts.type))
    mine = (slots.c.office == plan.office, slots.c.service == plan.service, slots.c.starts == sa.any_(starts))
    return list(connection.scalars(sa.select(slots.c.id).where(*mine)))


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


def release(
    connection: Connection,
    who: Staff | Operator | None,
    plan: Plan,
    into: Sequence[UUID],
    now: datetime | None = None,
) -> int:
    """Put `plan.seats` places on sale in each of these slots. Returns how many; none leave no row.

    `who` None: the line by itself, as the demo opens its days; that stands in the release alone. `now` None: the
    database's clock.
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
    if who is not None:
        act = sa.insert(audit).values(at=at, actor=name, action="release", subject=made, why=f"{how_many} places")
        connection.execute(act)
    return how_many


def put_on_sale(t: Transaction, command: ReleasePlaces) -> Released | NothingToRelease:
    """Release places by somebody's decision."""
    plan, now = replace(command.plan, after=t.now()), t.now()
    new_slots(t.connection, plan)
    done = release(t.connection, command.who, plan, _standing(t.connection, plan), now)
    return Released(done) if done else NothingToRelease()


def preview(t: Transaction, query: PreviewRelease) -> ReleasePlanned | NothingToRelease:
    """What that would do."""
    plan = replace(query.plan, after=t.now())
    planned = len(_planned(t.connection, plan))
    if not planned:
        return NothingToRelease()
    return ReleasePlanned(planned, len(_standing(t.connection, plan)), planned * plan.seats)


def see(t: Transaction, query: SeeReleases) -> Releases:
    """The newest releases."""
    rows = t.connection.execute(
        sa.select(releases, offices.c.name.label("named"), offices.c.zone, services.c.names)
        .join(offices, offices.c.id == releases.c.office)
        .join(services, services.c.id == releases.c.service)
        .order_by(releases.c.at.desc(), releases.c.id.desc())
        .limit(SHOWN)
    )
    found = tuple(
        Release(row.by, row.at, row.opens_at, row.named, row.zone, named(row.names, query.language),
                row.first_day, row.last_day, row.places)
        for row in rows
    )  # fmt: skip
    places_of = t.connection.execute(sa.select(offices).order_by(offices.c.name))
    offered = t.connection.execute(sa.select(services.c.id, services.c.names).order_by(services.c.nth))
    return Releases(
        found,
        tuple(Office(o.id, o.name, o.zone) for o in places_of),
        tuple((each.id, named(each.names, query.language)) for each in offered),
    )
