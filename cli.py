"""The `fairline` command: what `./run COMMAND` runs.

Errors are one line; exit codes 0, 64 usage, 69 unavailable, 78 configuration.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa

import demo
from agent_commands import agent
from audit_commands import audit
from booking_core import institution, reports, schema
from booking_core.db import Unavailable, Unknown
from bulletin_commands import bulletin
from callbacks_commands import callbacks
from catch_up import LogAway, catch_up
from consent_commands import consent
from costs_commands import costs
from database_commands import core, db, looking, operator
from flood_commands import flood
from hours_commands import hours, offices
from outbox_commands import outbox
from range_commands import range_command
from recordings_commands import recordings
from retention_commands import retention_command
from settings import EXIT_CONFIGURATION, Settings, environment, load_or_exit
from shield_commands import PolicyFaults, shield
from slots_commands import slots
from suspend_commands import reserve, resume, suspend
from vouchers_commands import vouchers

EXIT_USAGE = 64
EXIT_UNAVAILABLE = 69


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def fairline() -> None:
    """A telephone and text booking line that bots cannot empty."""


def prepare(url: str, say: Callable[[str], None] = click.echo) -> None:
    """Bring a database to this version; an empty one gets the demo institution, and that one its new days."""
    schema.migrate(url)
    engine = sa.create_engine(url, connect_args={"options": "-c statement_timeout=0"})
    with engine.begin() as connection:
        line = institution.first_line(connection)
        new = demo.seed(connection, date.today()) if line is None or line.name == demo.NAME else 0
    engine.dispose()
    if new:
        say(f"the demo institution has {new} more places")


@fairline.command()
@click.option("--once", is_flag=True, help="Book by call and by text through the exchange, check, stop.")
def up(once: bool) -> None:
    """Run the whole service: web, worker, and on one machine the database and the exchange too."""
    from processes import up as run
    from rehearsal import RehearsalFailed, rehearse

    try:
        sys.exit(run(load_or_exit(environment()), prepare=prepare, smoke=rehearse if once else None))
    except RehearsalFailed as fault:
        click.echo(f"it does not work: {fault}", err=True)
        sys.exit(EXIT_UNAVAILABLE)


def _telephone(name: str) -> Callable[[Callable[..., None]], click.Command]:
    def command(function: Callable[..., None]) -> click.Command:
        function = click.option("--record", type=click.Path(path_type=Path), help="Write the transcript here.")(
            function
        )
        function = click.option("--to", "to", default=None, help="The number to reach; the line by default.")(function)
        function = click.option("--from", "from_", default="+12025550101", show_default=True)(function)
        return fairline.command(name)(function)

    return command


@_telephone("call")
@click.option("--answer", is_flag=True, help="Wait for the telephone to ring instead, and pick up.")
def call(from_: str, to: str | None, record: Path | None, answer: bool) -> None:
    """Call the line from a telephone of the exchange, by keyboard or from a pipe."""
    from exchange.telephone import answer_in_terminal, call_in_terminal

    settings = load_or_exit(environment())
    _simulated_only(settings)
    if answer:
        sys.exit(answer_in_terminal(settings.exchange_url, from_, sys.stdin, sys.stdout, record))
    sys.exit(
        call_in_terminal(settings.exchange_url, from_, to or settings.twilio_number, sys.stdin, sys.stdout, record)
    )


@_telephone("text")
def text(from_: str, to: str | None, record: Path | None) -> None:
    """Text the line from a telephone of the exchange, by keyboard or from a pipe."""
    from exchange.telephone import text_in_terminal

    settings = load_or_exit(environment())
    _simulated_only(settings)
    sys.exit(
        text_in_terminal(settings.exchange_url, from_, to or settings.twilio_number, sys.stdin, sys.stdout, record)
    )


def _simulated_only(settings: Settings) -> None:
    if not settings.simulated:
        raise click.ClickException("the telephones of the exchange work with TELEPHONY=simulated only")


@fairline.command()
@click.argument("name", metavar="INSTITUTION", type=click.Choice(["demo"]))
def seed(name: str) -> None:
    """Set the demo institution up, or open the days that have come into its horizon since."""
    with core() as found:
        line = found.database.transact(institution.first_line)
        if line is not None and line.name != demo.NAME:
            raise click.ClickException(f"this database belongs to {line.name}")
        new = found.database.transact(lambda connection: demo.seed(connection, date.today(), operator()))
    click.echo(f"{new} new places for the {name} institution")


@fairline.group()
def bookings() -> None:
    """What is booked."""


@bookings.command()
@click.option("--json", "as_json", is_flag=True, required=True, help="One JSON object a line.")
def export(as_json: bool) -> None:
    """Write every booking: no telephone number, no birth date."""
    for row in looking(lambda t: list(reports.booking_list(t))):
        start = row.pop("starts").astimezone(ZoneInfo(row.pop("zone")))
        row.pop("wall")
        fields = {"reference": row.pop("reference"), "status": row.pop("status"), "office": row.pop("office"),
                  "service": row.pop("service"), "start": start.isoformat()} | row  # fmt: skip
        click.echo(json.dumps(fields))


@fairline.command()
def fallback() -> None:
    """Write the static fallback document: put a copy where the provider finds it when this machine is gone."""
    from ivr.apology import apology
    from telephony.twiml import fallback_document

    settings = load_or_exit(environment())
    said = apology(settings.languages, settings.staffed_number or "")
    sys.stdout.buffer.write(fallback_document(f"{settings.public_url}/voice", said))


@fairline.command()
@click.argument("names", nargs=-1)
def bench(names: tuple[str, ...]) -> None:
    """Measure the figures of bench/README.md, all of them or some by name."""
    from bench.__main__ import main as measure

    sys.exit(measure(list(names)))


fairline.add_command(audit)
fairline.add_command(agent)
fairline.add_command(bulletin)
fairline.add_command(callbacks)
fairline.add_command(catch_up)
fairline.add_command(consent)
fairline.add_command(costs)
fairline.add_command(db)
fairline.add_command(flood)
fairline.add_command(hours)
fairline.add_command(offices)
fairline.add_command(outbox)
fairline.add_command(range_command)
fairline.add_command(recordings)
fairline.add_command(reserve)
fairline.add_command(resume)
fairline.add_command(retention_command, "retention")
fairline.add_command(shield)
fairline.add_command(slots)
fairline.add_command(suspend)
fairline.add_command(vouchers)


def main() -> None:
    """Run the command; every error is one line."""
    from postgres import PostgresFailed

    try:
        fairline(prog_name="./run", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as fault:
        click.echo(fault.format_message(), err=True)
        sys.exit(EXIT_CONFIGURATION if isinstance(fault, PolicyFaults) else EXIT_USAGE)
    except LogAway:
        click.echo("the provider does not show its log", err=True)
        sys.exit(EXIT_UNAVAILABLE)
    except sa.exc.ProgrammingError:
        click.echo("the database is not at this version: ./run db upgrade", err=True)
        sys.exit(EXIT_UNAVAILABLE)
    except (Unavailable, Unknown, PostgresFailed, sa.exc.OperationalError) as fault:
        click.echo(f"the database does not answer ({type(fault).__name__})", err=True)
        sys.exit(EXIT_UNAVAILABLE)


if __name__ == "__main__":
    main()
