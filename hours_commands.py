"""`fairline hours` and `fairline offices`: when offices are open, when people answer, and what offices are near to."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy.engine import Connection

import hours_files
from booking_core import institution, timetables
from booking_core.clocks import local_day
from booking_core.hours import changes
from booking_core.timetables import Kept
from booking_core.transaction import Transaction
from database_commands import core, looking, noted

_AREA = re.compile(r"[0-9]{1,5}", re.ASCII)
"""First digits of a postal code, as a caller keys them in."""


@click.group()
def hours() -> None:
    """When offices are open, and when people answer."""


@hours.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--office", metavar="NAME", help="The hours or holidays of this office.")
@click.option("--people", is_flag=True, help="Those of the people who answer, on every line.")
@click.option("--replace", is_flag=True, help="In the place of what is there, instead of beside it.")
def import_(file: Path, office: str | None, people: bool, replace: bool) -> None:
    """Read opening hours or holidays from FILE: CSV, or ICS with whole-day events. Says what has changed."""
    if people == (office is not None):
        raise click.UsageError("name an office with --office, or --people")
    try:
        with core() as found:
            said = found.transact(lambda t: _imported(t, file.read_bytes(), office, replace=replace))
    except hours_files.FileWrong as fault:
        raise click.ClickException(str(fault)) from None
    for line in said:
        click.echo(line)


def _imported(t: Transaction, content: bytes, office: str | None, *, replace: bool) -> list[str]:
    said = imported(t.connection, content, office, replace=replace)
    noted(t, "hours_import", f"{office or 'people'}: {len(said)} lines")
    return said


def imported(connection: Connection, content: bytes, office: str | None, *, replace: bool) -> list[str]:
    """Import for one office, or for the people of every line; returns what there is to say of it."""
    owners = timetables.of_people(connection) if office is None else _office(connection, office)
    today = local_day(datetime.now(UTC), owners[0].zone if owners else "UTC")
    found = hours_files.read(content, today)
    said = [f"not read: {event}" for event in found.left_out]
    for kept in owners:
        old = timetables.read(connection, kept)
        new = hours_files.merged(old, found.timetable, replace=replace)
        timetables.write(connection, kept, new)
        said += [f"{kept.name}: {line}" for line in changes(old, new) or ["nothing has changed"]]
        if office is not None:
            said += _standing(connection, kept, [day for day in new.holidays if day not in old.holidays])
    return said


def _office(connection: Connection, name: str) -> list[Kept]:
    offices = timetables.of_offices(connection)
    if name not in {kept.name for kept in offices}:
        raise click.ClickException(f"there is no such office; there are: {', '.join(kept.name for kept in offices)}")
    return [kept for kept in offices if kept.name == name]


def _standing(connection: Connection, kept: Kept, days: list[date]) -> list[str]:
    return [
        f"{kept.name}: {stands.day} has {stands.booked} booked and {stands.open} open places, which stay as they are"
        for stands in timetables.standing(connection, kept, days)
    ]


@hours.command()
def show() -> None:
    """Show all hours, and the holidays from today on."""
    for line in looking(lambda t: _shown(t.connection)):
        click.echo(line)


def _shown(connection: Connection) -> list[str]:
    lines = []
    for kept in (*timetables.of_offices(connection), *timetables.of_people(connection)):
        known = timetables.read(connection, kept)
        today = local_day(datetime.now(UTC), kept.zone)
        lines.append(f"{kept.name} ({kept.zone})")
        lines += [f"  {one}" for one in sorted(known.hours)] or ["  no hours"]
        lines += [f"  {day} {name}" for day, name in sorted(known.holidays.items()) if day >= today]
    return lines


@click.group()
def offices() -> None:
    """The offices of the institution."""


def _set_areas(t: Transaction, name: str, areas: tuple[str, ...]) -> None:
    institution.set_areas(t.connection, name, areas)
    noted(t, "areas", f"{name}: {' '.join(areas) or 'none'}")


@offices.command()
@click.argument("name")
@click.argument("areas", nargs=-1)
@click.option("--none", is_flag=True, help="Take all its areas away.")
def areas(name: str, areas: tuple[str, ...], none: bool) -> None:
    """Say by the first digits of postal codes what the office NAME is near to; without any, show them."""
    if areas and none:
        raise click.UsageError("name areas or --none")
    if not all(_AREA.fullmatch(area) for area in areas):
        raise click.UsageError("an area is the first 1 to 5 digits of a postal code, as 941")
    if areas or none:
        looking(lambda t: _set_areas(t, name, areas))
    found = looking(lambda t: institution.areas_of(t.connection, name))
    if found is None:
        raise click.ClickException("there is no such office")
    click.echo(f"{name}: {' '.join(found) or 'no areas'}")
