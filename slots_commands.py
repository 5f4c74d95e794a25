"""`fairline slots`: what is free, and what is put on sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from booking_core import releases, reports
from booking_core.desk_commands import Plan, PreviewRelease, ReleasePlaces, SeeReleases
from booking_core.desk_outcomes import NothingToRelease, Office
from booking_core.transaction import Transaction
from database_commands import looking, operator

DAY = click.DateTime(["%Y-%m-%d"])
NOTHING = "nothing to release: closed on these days, or over"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, in words."""

    office: str
    service: str
    days: tuple[date, ...]
    every: int
    """Minutes."""
    seats: int
    opens: datetime | None
    """By the office's clock."""


@click.group(invoke_without_command=True)
@click.pass_context
def slots(context: click.Context) -> None:
    """List free places and the first free time, by office and service."""
    if context.invoked_subcommand is None:
        for row in looking(lambda t: list(reports.free_places(t))):
            first = row["first"].astimezone(ZoneInfo(row["zone"]))
            click.echo(f"{row['office']:<16} {row['service']:<20} {row['free']:>6} free, first {first:%a %b %d %H:%M}")


@slots.command()
@click.argument("office")
@click.argument("service")
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day; the first by default.")
@click.option("--every", type=click.IntRange(5, 480), default=20, show_default=True, help="Minutes between slots.")
@click.option("--places", "seats", type=click.IntRange(1, 500), required=True, help="Places in each slot.")
@click.option("--opens", type=click.DateTime(), help="From when they can be had, by the office's clock; at once.")
@click.option("--preview", is_flag=True, help="Only say what it would put on sale.")
def release(
    office: str, service: str, first: datetime, last: datetime | None, every: int, seats: int,
    opens: datetime | None, preview: bool,
) -> None:  # fmt: skip
    """Put places of a SERVICE on sale at an OFFICE, within its hours, beside those that are there."""
    days = ((last or first) - first).days
    if not 0 <= days <= releases.LONGEST:
        raise click.UsageError(f"--to lies up to {releases.LONGEST} days after --from")

    wanted = Wish(
        office, service, tuple(first.date() + timedelta(days=n) for n in range(days + 1)), every, seats, opens
    )
    click.echo(looking(lambda t: _previewed(t, wanted) if preview else _released(t, wanted)))


def _previewed(t: Transaction, wish: Wish) -> str:
    planned = releases.preview(t, PreviewRelease(_plan(t, wish)))
    if isinstance(planned, NothingToRelease):
        return NOTHING
    return f"{planned.places} places in {planned.slots} slots, {planned.standing} of which are there already"


def _released(t: Transaction, wish: Wish) -> str:
    done = releases.put_on_sale(t, ReleasePlaces(operator(), _plan(t, wish)))
    return NOTHING if isinstance(done, NothingToRelease) else f"{done.places} places are released"


def _plan(t: Transaction, wish: Wish) -> Plan:
    """The wish by ids. Office and service are named as the lists show them."""
    known = releases.see(t, SeeReleases())
    office = next((each for each in known.offices if each.name == wish.office), None)
    service = next((id_ for id_, name in known.services if name == wish.service), None)
    if office is None or service is None:
        there = known.offices if office is None else known.services
        names = ", ".join(each.name if isinstance(each, Office) else each[1] for each in there)
        raise click.UsageError(f"there is no such {'office' if office is None else 'service'}; there are: {names}")
    opens = None if wish.opens is None else wish.opens.replace(tzinfo=ZoneInfo(office.zone))
    return Plan(office.id, service, wish.days, timedelta(minutes=wish.every), wish.seats, opens)
