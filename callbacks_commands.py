"""`fairline callbacks`: the call list, and what came of each call."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from booking_core import call_list
from booking_core.transaction import Transaction
from database_commands import looking, noted, operator

SHOWN = 8
"""So many characters of an entry's id name it."""

REASONS: Final = {
    "unanswered": "did not answer whether they come",
    "silent_twice": "new here, did not answer after booking and does not now",
    "undelivered": "our question whether they come reached nobody",
    "early": "asked early whether they come, and did not answer",
    "released": "did not answer an early question; the visit is let go, and no text can tell them",
    "opted_out": "wants no calls or texts of a machine",
}
"""Why somebody is on the list who has not asked to be called; the other reasons are on the page of the lists."""


@click.group(invoke_without_command=True)
@click.pass_context
def callbacks(context: click.Context) -> None:
    """List whom to call, in calling order. For staff: it shows numbers."""
    if context.invoked_subcommand is None:
        for row in looking(_seen):
            click.echo(_line(row))


def _seen(t: Transaction) -> list[dict[str, Any]]:
    """Whoever looks at numbers leaves a trace."""
    rows = list(call_list.waiting(t))
    noted(t, "callbacks_view", f"{len(rows)} numbers")
    return rows


def _line(row: dict[str, Any]) -> str:
    words = REASONS.get(row["reason"])
    said = row["reason"] if words is None else f"{row['reason']}: {words}"
    if row["starts"] is not None:
        said += f"; visit {row['starts'].astimezone(ZoneInfo(row['zone'])):%a %b %d %H:%M}, {row['office']}"
    if row["attempts"]:
        said += f"; called {len(row['attempts'])} times in vain"
    return f"{str(row['id'])[-SHOWN:]}  {row['asked_at']:%Y-%m-%d %H:%M}  {row['number']:<16} {row['language']}  {said}"


@callbacks.command()
@click.argument("entry", metavar="ID")
@click.option("--reached", "result", flag_value="reached", help="Talked to; the visit stays as it is.")
@click.option("--no-answer", "result", flag_value="no_answer", help="Called in vain; stays on the list.")
@click.option("--keeps", "result", flag_value="keeps", help="Comes to the visit.")
@click.option("--gives-up", "result", flag_value="gives_up", help="Gives the visit up.")
def done(entry: str, result: call_list.Result | None) -> None:
    """Say what came of calling the entry ID."""
    if result is None:
        raise click.UsageError("say --reached, --no-answer, --keeps or --gives-up")
    if len(entry) < SHOWN or not looking(lambda t: call_list.record(t, operator(), entry, result)):
        raise click.ClickException("there is no such entry on the list")
