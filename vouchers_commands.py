"""`fairline vouchers`: make, list and revoke what people without a telephone book with."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import click

from booking_core.clocks import local_day
from booking_core.desk_commands import MakeVouchers, ReadBatches, RevokeVouchers
from booking_core.desk_outcomes import Batch, NoSuchBatch, VouchersMade
from booking_core.identifiers import uuid7
from booking_core.vouchers import MOST
from database_commands import core, operator


@click.group(invoke_without_command=True)
@click.pass_context
def vouchers(context: click.Context) -> None:
    """List the batches, with how many of each booked, came and did not come."""
    if context.invoked_subcommand is None:
        with core() as found:
            told = found.ask(ReadBatches(operator()))
        for batch in told.batches:
            click.echo(_line(batch, told.zone))


def _line(batch: Batch, zone: str) -> str:
    first, last = (local_day(at, zone) for at in (batch.from_at, batch.until_at - timedelta(seconds=1)))
    state = "  revoked" if batch.revoked_at else ""
    return (f"{batch.id}  {first} to {last}  {batch.size} vouchers, {batch.booked} booked, {batch.came} came, "
            f"{batch.no_show} did not  {batch.partner}{state}")  # fmt: skip


@vouchers.command()
@click.option("--partner", required=True, help="Who hands them out.")
@click.option("--from", "first", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day on which they book.")
@click.option("--until", "last", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last such day.")
@click.argument("size", type=click.IntRange(1, MOST))
def make(partner: str, first: datetime, last: datetime, size: int) -> None:
    """Make SIZE vouchers and print their digits, a line each: this once, they are stored nowhere."""
    with core() as found:
        command = MakeVouchers(operator(), partner, first.date(), last.date(), size)
        made = found.perform(command, f"vouchers:{uuid7()}")
    if not isinstance(made, VouchersMade):
        raise click.ClickException("nothing was made: name a partner, and days that are still to come")
    for digits in made.digits:
        click.echo(digits)
    click.echo(f"batch {made.batch}", err=True)


@vouchers.command()
@click.argument("batch", type=click.UUID)
def revoke(batch: UUID) -> None:
    """End a batch: none of its vouchers books any more; what is booked with one stays."""
    with core() as found:
        told = found.perform(RevokeVouchers(operator(), batch), f"vouchers:{uuid7()}")
    if isinstance(told, NoSuchBatch):
        raise click.ClickException("there is no such batch, or it is revoked already")
