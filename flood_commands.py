"""`fairline flood`: a person declares that the line is being flooded, ends it, and sees what the doorstep did."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import click

from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core import floods, scopes, turned_away
from database_commands import looking, operator
from suspend_commands import SHOWN, done, ends_with, named

OVER = 5
"""So many that are over are shown."""


@click.group()
def flood() -> None:
    """A flood of calls: declare it, end it, see what is kept out."""


@flood.command()
@click.option("--line", metavar="NAME", help="Only this line.")
@click.option("--minutes", type=click.IntRange(1, floods.MOST_MINUTES), default=60, show_default=True,
              help="It ends by itself.")  # fmt: skip
@click.option("--why", required=True, metavar="TEXT", help="The reason, for colleagues; no names.")
def declare(line: str | None, minutes: int, why: str) -> None:
    """Say that a flood is on: the doorstep and admission are stricter until it ends."""
    of: UUID | None = named(looking(scopes.read).lines, line, "line")
    made = done(d.DeclareFlood(operator(), of, why, minutes))
    if not isinstance(made, o.FloodDeclared):
        raise click.ClickException("colleagues need a reason: --why TEXT")
    click.echo(f"declared as {str(made.flood)[-SHOWN:]}; it ends by itself after {minutes} minutes")


@flood.command()
@click.argument("entry", metavar="[ID]", required=False)
@click.option("--all", "all_", is_flag=True, help="End all of them.")
def end(entry: str | None, all_: bool) -> None:
    """End a declared flood by its ID before its time."""
    found = looking(lambda t: floods.listed(t, d.ListFloods()))
    ended = [row for row in found.now if all_ or (entry is not None and ends_with(row.id, entry))]
    if not ended:
        raise click.ClickException("no such flood is declared")
    for row in ended:
        done(d.EndFlood(operator(), row.id))
        click.echo(f"ended: {_told(row, found.zone)}")


@flood.command()
def show() -> None:
    """What is declared, and whom the doorstep did not let in within a day."""
    found = looking(lambda t: floods.listed(t, d.ListFloods(OVER)))
    for row in found.now:
        click.echo(f"now   {_told(row, found.zone)}")
    for row in found.over:
        click.echo(f"over  {_told(row, found.zone)}")
    if not found.now:
        click.echo("no flood is declared")
    for (met, why), many in looking(turned_away.read).items():
        click.echo(f"{many:>8}  {met:<9}  {REASONS[why]}")


REASONS = {
    "origin": "numbers that cannot be",
    "hang_ups": "numbers that only hang up",
    "full": "new to us, while the line was full",
    "often": "called too often",
    "alike": "many numbers of one block",
    "texts": "texted too often",
}
"""Why, as `turned_away` has it; what was met stands beside it."""


def _told(row: o.FloodTold, zone: str) -> str:
    until = (row.ended_at or row.until).astimezone(ZoneInfo(zone))
    began = row.declared_at.astimezone(ZoneInfo(zone))
    return (
        f"{str(row.id)[-SHOWN:]}  {row.line or 'all lines'}  {began:%Y-%m-%d %H:%M} until {until:%H:%M} {zone}  "
        f"{row.by}: {row.why}"
    )
