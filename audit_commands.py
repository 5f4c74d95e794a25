"""`fairline audit`, and the clock's jobs that seal it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booking_core import audit_list, sealing
from booking_core.audit_check import Check
from booking_core.desk_commands import AuditFilter
from booking_core.desk_outcomes import Act
from booking_core.keys import Secret
from booking_core.seals import Head, NoHead
from clock import Job
from database_commands import core, looking, operator
from settings import Settings

EVERY = timedelta(seconds=10)
BATCH = 2000
"""Rows sealed at once, and what retention takes at least: some 20 ms."""
EXIT_FOUND = 69


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The key that seals: AUDIT_KEY, or one that follows from the root secret."""
    if settings.audit_key is None:
        return Ed25519PrivateKey.from_private_bytes(Secret(settings.secret_key.get_secret_value().encode()).audit)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.audit_key.get_secret_value()))


def jobs(settings: Settings) -> tuple[Job, ...]:
    """Seal what stands still, and warn when it waits too long; run by the clock."""
    key = signing_key(settings)
    return (
        Job("seal the audit", EVERY, lambda t, most: sealing.seal(t, key, most), batch=BATCH),
        Job("watch the seals", timedelta(minutes=1), sealing.warn),
    )


@click.group()
def audit() -> None:
    """The record of every change: who, what, when, and that nobody changed it since."""


@audit.command()
def head() -> None:
    """Show the newest seal in one word: keep it elsewhere, and `audit verify --head` holds the audit to it."""
    found, since = looking(lambda t: (sealing.head(t), sealing.waiting_since(t, sealing.last_batch(t))))
    if found is None:
        raise click.ClickException("nothing is sealed yet: the worker does it every ten seconds")
    click.echo(str(found))
    if since is not None:
        click.echo(f"rows wait for their seal since {_instant(since)}", err=True)


@audit.command()
@click.option("--head", "words", multiple=True, help="A head that was published, as `audit head` shows it.")
def verify(words: tuple[str, ...]) -> None:
    """Compute every seal anew and say what is missing or was changed, by batch. Exit code 69 where something is."""
    try:
        check = Check(tuple(Head.read(word) for word in words))
    except NoHead as fault:
        raise click.UsageError(str(fault)) from None
    with core() as found:
        last = found.transact(sealing.last_batch)
        for step in check.run(found.transact):
            _progress(step.number, 0 if last is None else last.number)
        found.transact(lambda t: audit_list.note_check(t, operator(), check.number, len(check.wrong)))
    for line in _told(check):
        click.echo(line)
    sys.exit(EXIT_FOUND if check.wrong else 0)


def _progress(number: int, last: int) -> None:
    """Over one line, for a person who waits."""
    if sys.stderr.isatty():
        click.echo(f"\rbatch {number} of {max(last, number)}", nl=number >= last, err=True)


def _told(check: Check) -> Iterator[str]:
    yield from check.wrong
    for head in check.heads:
        if head.number < check.first:
            yield f"batch {head.number}: its rows have had their time, so this head says nothing any more"
    for number, key in check.keys:
        yield f"from batch {number} sealed by the key {key.hex()}"
    if check.first > 1:
        yield f"batches before {check.first} were erased in their time"
    verdict = f"{len(check.wrong)} findings" if check.wrong else "all is there, as it was sealed"
    yield f"{check.rows} rows in batches {check.first} to {check.number}: {verdict}"


@audit.command(name="list")
@click.option("--action", help="Only this action, as hold or records_keep.")
@click.option("--actor", help="Only who begins so: agent:kim, or operator: for all commands.")
@click.option("--since", type=click.DateTime(), help="UTC; a day ago otherwise.")
@click.option("--most", default=1000, show_default=True, type=click.IntRange(1), help="So many, the newest.")
def list_(action: str | None, actor: str | None, since: datetime | None, most: int) -> None:
    """Show what was changed, by whom and why, the newest first. No numbers: ids stand for bookings and people."""
    with core() as found:
        begin = found.transact(lambda t: t.now()) - timedelta(days=1) if since is None else since.replace(tzinfo=UTC)
        wanted, before = AuditFilter(begin, action, actor), None
        while most:
            part = found.transact(partial(audit_list.find, wanted=wanted, most=most, before=before))
            for act in part.acts:
                click.echo(_line(act))
            before, most = part.more, most - len(part.acts) if part.more is not None else 0


def _line(act: Act) -> str:
    words = f"{act.id:>9}  {_instant(act.at)}  {act.actor:<20} {act.action:<16} {act.subject or '-'}  {act.why or ''}"
    return words.rstrip()


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
