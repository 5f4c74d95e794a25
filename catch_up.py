"""`fairline catch-up`: after an outage, the calls and texts that reached nobody, from the provider's own log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import click

from app import build_core, build_provider, checker
from booking_core import commands, gap, institution
from booking_core.actors import Caller, Texter
from booking_core.commands import NoteGap
from booking_core.core import Core
from booking_core.numbers import Number, Refused
from booking_core.transaction import Transaction
from database_commands import database, noted
from settings import Settings, environment, load_or_exit
from telephony.incoming import OptOut
from telephony.provider import Came, Provider, Unclear

CALL_BACK = "call back"


class LogAway(Exception):
    """The provider does not show its log."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A call or text that came and that we know nothing of."""

    kind: Literal["call", "text"]
    came: Came
    sender: Number | Refused
    todo: str
    """What there is to do, in words."""

    def __str__(self) -> str:
        ending = f"ending {self.sender.e164[-2:]}" if isinstance(self.sender, Number) else ""
        return f"{self.came.at.astimezone(UTC):%Y-%m-%d %H:%M}  {self.kind}  {ending:<10} {self.todo}"


def lost(
    provider: Provider,
    core: Core,
    check: Callable[[str], Number | Refused],
    ours: Iterable[str],
    since: datetime,
    until: datetime,
    *,
    restored: bool = False,
) -> list[Lost]:
    """What came to our numbers in that time and is not in the database, oldest first. Raises LogAway.

    `restored`: the database is a copy, and calls that were under way when it was made count as lost.
    """
    logged = {entry.came.sid: entry for number in ours for entry in _logged(provider, check, number, since, until)}

    def look(t: Transaction) -> list[Lost]:
        unknown = [logged[sid] for sid in logged.keys() - gap.known(t, logged, restored=restored)]
        noted = gap.noted(t, [entry.came.sid for entry in unknown])
        return list(_judged(t, sorted(unknown, key=lambda entry: (entry.came.at, entry.came.sid)), noted))

    return core.database.transact(lambda connection: look(Transaction(connection, core.keys, core.now)))


def _logged(
    provider: Provider, check: Callable[[str], Number | Refused], number: str, since: datetime, until: datetime
) -> Iterator[Lost]:
    calls, texts = provider.list_calls(number, since, until), provider.list_texts(number, since, until)
    if isinstance(calls, Unclear) or isinstance(texts, Unclear):
        raise LogAway
    yield from (Lost("call", came, check(came.sender), CALL_BACK) for came in calls)
    yield from (Lost("text", came, check(came.sender), CALL_BACK) for came in texts)


def _judged(t: Transaction, unknown: list[Lost], noted: set[str]) -> Iterator[Lost]:
    """Each with what there is to do: one request a number, none for whom a person could not call or need not."""
    seen: set[str] = set()
    handled = {entry.sender for entry in unknown if entry.came.sid in noted}
    for entry in unknown:
        match entry.sender:
            case Refused(reason):
                todo = f"nothing: {reason}"
            case _ if entry.came.settled:
                todo = "nothing: answered by the provider"
            case Number(e164) if e164 in seen:
                todo = "nothing more: the same phone as above"
            case Number(e164) as number:
                seen.add(e164)
                waits = "waits for a call" if gap.waits(t, number) else CALL_BACK
                todo = "noted before" if number in handled else waits
        yield replace(entry, todo=todo)


def note(core: Core, found: list[Lost], language: str) -> int:
    """Make a call-back request for each number that is to be called; returns how many are new.

    Whatever else came from such a number is noted with it, so that a later look does not take it for something new.
    """
    for entry in found:
        if isinstance(entry.sender, Number):
            _turn_texts(core, entry, Texter(entry.sender))
        if isinstance(entry.sender, Number) and not entry.came.settled:
            who = Caller(entry.came.sid) if entry.kind == "call" else Texter(entry.sender)
            core.perform(NoteGap(who, entry.sender, entry.came.at, language), gap.note_key(entry.came.sid))
    return sum(entry.todo == CALL_BACK for entry in found)


def _turn_texts(core: Core, entry: Lost, who: Texter) -> None:
    """What the provider did about our texts in the gap we do too, in the order of the gap."""
    key = f"sms:{entry.came.sid}"
    if entry.came.opt_out is OptOut.STOP:
        core.perform(commands.OptOut(who, "word"), key)
    elif entry.came.opt_out is OptOut.START:
        core.perform(commands.OptIn(who, "word"), key)


def _instant(context: click.Context, parameter: click.Parameter, text: str | None) -> datetime:
    """An instant of ISO 8601, in UTC unless it says otherwise; now where none is given."""
    try:
        at = datetime.now(UTC) if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("is written as 2026-11-22T04:00 (UTC), or with an offset") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@click.command(name="catch-up")
@click.option("--since", required=True, callback=_instant, metavar="T", help="The beginning of the gap, ISO 8601; UTC.")
@click.option("--until", callback=_instant, metavar="T", help="Its end; now by default.")
@click.option("--restored", is_flag=True, help="After a restore: calls under way when the copy was made, too.")
@click.option("--note", "noting", is_flag=True, help="Make a call-back request for each number.")
def catch_up(since: datetime, until: datetime, restored: bool, noting: bool) -> None:
    """List the calls and texts of an outage that reached nobody, from the provider's log."""
    if since >= until:
        raise click.UsageError("--since must lie before --until")
    with database(load_or_exit(environment())) as settings:
        core = build_core(settings, size=2)
        try:
            _catch_up(settings, core, since, until, restored, noting)
        finally:
            core.database.engine.dispose()


def _catch_up(settings: Settings, core: Core, since: datetime, until: datetime, restored: bool, noting: bool) -> None:
    line = core.database.transact(institution.first_line)
    if line is None:
        raise click.ClickException("this database has no line yet")
    kept = core.transact(lambda t: timedelta(days=t.rules().keep_turns_days))
    if since < datetime.now(UTC) - kept:
        raise click.UsageError(f"what came is forgotten after {kept.days} days, so older calls and texts all look lost")
    ours = core.database.transact(lambda connection: gap.dialled(Transaction(connection, core.keys, None)))
    ours |= {number for number in (settings.twilio_number, settings.text_sender) if number.startswith("+")}
    found = lost(build_provider(settings), core, checker(settings), sorted(ours), since, until, restored=restored)
    for entry in found:
        click.echo(entry)
    click.echo(f"{len(found)} calls and texts reached nobody, {sum(e.todo == CALL_BACK for e in found)} to call back")
    if noting:
        made = note(core, found, line.languages[0])
        core.transact(lambda t: noted(t, "catch_up", f"{made} call-back requests"))
        click.echo(f"{made} call-back requests made")
