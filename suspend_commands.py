"""`fairline suspend`, `resume` and `reserve`: stopping new bookings, and keeping places for urgent ones.

Whoever types these answers for the machine, and stands in the audit by the name of the account.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from booking_core import clocks, scopes, suspensions
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.commands import Command, O_co
from booking_core.desk_outcomes import Named, Scopes
from database_commands import core, looking, operator

SHOWN = 8
"""So many last characters of an id name a row."""
WALL = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
CHANNELS = ("voice", "sms", "desk")


def done(command: Command[O_co]) -> O_co:
    """Perform a command of an operator's, once."""
    with core() as found:
        return found.perform(command, f"operator:{uuid.uuid4()}")


def named(among: Sequence[Named], name: str | None, what: str) -> UUID | None:
    """The id of an office, a service or a line by its name; None for all of them."""
    if name is None:
        return None
    for each in among:
        if each.name.casefold() == name.casefold():
            return each.id
    raise click.ClickException(f"there is no such {what}; there are: {', '.join(each.name for each in among)}")


def instant(known: Scopes, wall: datetime | None, office: UUID | None) -> datetime | None:
    """The instant of a wall time, by the clock of the office or of the first one."""
    if wall is None:
        return None
    at = clocks.instant(wall, known.zone(office))
    if at is None:
        raise click.UsageError(f"{wall:%Y-%m-%d %H:%M} is skipped there, as clocks go forward that night")
    return at


def scope(function: Callable[..., None]) -> Callable[..., None]:
    """`--service` and `--office`."""
    function = click.option("--office", metavar="NAME", help="Only at this office.")(function)
    return click.option("--service", metavar="NAME", help="Only this service.")(function)


def times(function: Callable[..., None]) -> Callable[..., None]:
    """`--from` and `--until`, wall times."""
    function = click.option("--until", type=WALL, help="By that clock; else until it is ended.")(function)
    return click.option("--from", "from_", type=WALL, help="By the office's clock, or the first office's; else now.")(
        function
    )


def refusal(outcome: object) -> click.ClickException:
    """What was wrong, in one line."""
    match outcome:
        case o.WordsWanted(languages):
            return click.ClickException(f"the text is wanted in every language of the lines: {', '.join(languages)}")
        case o.WordsTooLong(languages, most):
            return click.ClickException(f"longer than {most} characters: {', '.join(languages)}")
        case o.TimesWrong():
            return click.ClickException("it would be over before it begins")
        case _:
            return click.ClickException("there is none of that id, or it is over")


@click.command()
@scope
@click.option("--channel", type=click.Choice(CHANNELS), help="Only calls, only texts, or only clerks.")
@times
@click.option("--why", required=True, metavar="TEXT", help="The reason, for colleagues; no names.")
@click.option("--say", nargs=2, multiple=True, metavar="LANGUAGE TEXT", help="The reason, as callers hear and read it.")
@click.option("--yes", is_flag=True, help="Do it; without this, only what it would stop is shown.")
def suspend(service: str | None, office: str | None, channel: str | None, from_: datetime | None,
            until: datetime | None, why: str, say: tuple[tuple[str, str], ...], yes: bool) -> None:  # fmt: skip
    """Stop new bookings, now or at a time; what is held and booked stays as it is."""
    known = looking(scopes.read)
    at_office, of = named(known.offices, office, "office"), named(known.services, service, "service")
    stops = looking(lambda t: suspensions.stops(t, d.WhatStops(of, at_office)))
    click.echo(f"{stops.free} free places could not be booked; {stops.held} holds and {stops.booked} bookings stay")
    command = d.Suspend(operator(), of, at_office, channel, dict(say), why, instant(known, from_, at_office),
                        instant(known, until, at_office))  # fmt: skip
    if not yes:
        click.echo("nothing is stopped yet: say --yes")
        return
    made = done(command)
    if not isinstance(made, o.SuspensionMade):
        raise refusal(made)
    click.echo(f"suspended as {str(made.suspension)[-SHOWN:]}")


@click.command()
@click.argument("entry", metavar="[ID]", required=False)
@click.option("--all", "all_", is_flag=True, help="End all of them.")
def resume(entry: str | None, all_: bool) -> None:
    """End a suspension by its ID; without one, show what is suspended and planned."""
    rows = looking(lambda t: suspensions.listed(t, d.ListSuspensions())).ahead
    if entry is None and not all_:
        for row in rows:
            click.echo(_told(row))
        return
    ended = [row for row in rows if all_ or (entry is not None and ends_with(row.id, entry))]
    if not ended:
        raise click.ClickException("there is no such suspension")
    for row in ended:
        if not isinstance(done(d.Resume(operator(), row.id)), o.SuspensionEnded):
            raise refusal(None)
        click.echo(f"resumed: {_told(row)}")


def ends_with(row: UUID, entry: str) -> bool:
    """Whether a row is meant by the last characters of its id, as many as are shown or more."""
    return len(entry) >= SHOWN and str(row).endswith(entry)


def _told(row: o.SuspensionTold) -> str:
    service = row.service and next(iter(row.service.values()))
    what = ", ".join(part or f"all {kind}" for part, kind in
                     ((service, "services"), (row.office, "offices"), (row.channel, "channels")))  # fmt: skip
    zone = ZoneInfo(row.zone or "UTC")
    until = "until it is ended" if row.until is None else f"until {row.until.astimezone(zone):%Y-%m-%d %H:%M}"
    return (
        f"{str(row.id)[-SHOWN:]}  {row.from_at.astimezone(zone):%Y-%m-%d %H:%M} {zone} {until}  {what}  "
        f"{row.by}: {row.reason}"
    )


@click.command()
@click.argument("office")
@click.argument("service")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("places", type=click.IntRange(0))
def reserve(office: str, service: str, day: datetime, places: int) -> None:
    """Have so many free PLACES of one DAY in reserve, for urgent cases that agents book with a reason."""
    known = looking(scopes.read)
    at_office, of = named(known.offices, office, "office"), named(known.services, service, "service")
    assert at_office is not None
    assert of is not None
    kept = done(d.KeepInReserve(operator(), at_office, of, day.date(), places))
    click.echo(f"{kept.places} in reserve on {day:%Y-%m-%d}")
