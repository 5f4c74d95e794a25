"""`fairline db`, and the way of every command to the database."""

from __future__ import annotations

import contextlib
import os
import pwd
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import click
import sqlalchemy as sa
from pydantic import SecretStr

from booking_core import rekey as rekeying
from booking_core import restored, schema
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.tables import rules
from booking_core.transaction import Transaction
from settings import Settings, environment, load_or_exit

T = TypeVar("T")
LONGEST_CALL = timedelta(minutes=30)
"""A call that began so long before the copy was made may have been under way then."""


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Settings that name the database; without one of its own, the embedded server is joined or started."""
    if settings.database_url is not None:
        yield settings
        return
    from postgres import EmbeddedServer

    server = EmbeddedServer.start(settings.fairline_var / "postgres")
    try:
        yield settings.model_copy(update={"database_url": SecretStr(server.url)})
    finally:
        server.stop()


@contextlib.contextmanager
def core() -> Iterator[Core]:
    """The booking core on the configured database, for one command."""
    from app import build_core

    with database(load_or_exit(environment())) as settings:
        built = build_core(settings, size=2)
        try:
            yield built
        finally:
            built.database.engine.dispose()


def looking(work: Callable[[Transaction], T]) -> T:
    """What a look at the database finds; what it changes is committed."""
    with core() as found:
        return found.database.transact(lambda connection: work(Transaction(connection, found.keys, None)))


def operator() -> Operator:
    """Who gives this command, by the account it runs under; what the environment says of that anybody can change."""
    return Operator(pwd.getpwuid(os.getuid()).pw_name)


def noted(t: Transaction, action: str, why: str | None = None, subject: UUID | None = None) -> None:
    """What a command does by itself is in the audit, with the account that gave it. `why`: nothing personal."""
    t.trail(operator(), action, subject, t.now(), why)


@click.group()
def db() -> None:
    """The database: migrations, rules, keys."""


@db.command()
def upgrade() -> None:
    """Migrate to this version. Safe to run again, and on several nodes at once."""
    with database(load_or_exit(environment())) as settings:
        direct = settings.database_url_direct or settings.database_url
        assert direct is not None
        schema.migrate(direct.get_secret_value())
    looking(lambda t: noted(t, "db_upgrade"))
    click.echo("the database is current")


@db.command()
@click.option("--yes", is_flag=True, required=True, help="Everything in it is lost.")
def downgrade(yes: bool) -> None:
    """Take the whole schema away, with everything in it."""
    with database(load_or_exit(environment())) as settings:
        direct = settings.database_url_direct or settings.database_url
        assert direct is not None
        schema.migrate(direct.get_secret_value(), "base")
    click.echo("the database is empty")


@db.command(name="restored")
def restored_command() -> None:
    """After a restore, before the line starts: have the provider asked for what the copy says is still to be sent."""

    def look(t: Transaction) -> tuple[int, datetime | None]:
        found = restored.look_first(t), restored.copied_at(t)
        noted(t, "db_restored", f"{found[0]} messages")
        return found

    due, last = looking(look)
    click.echo(f"{due} messages are looked for at the provider before they are sent")
    if last is not None:
        click.echo(f"the copy ends at {last.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC; once the line is up:")
        click.echo(f"./run catch-up --restored --since {(last - LONGEST_CALL).astimezone(UTC):%Y-%m-%dT%H:%M}")


@db.command(name="rules")
@click.argument("name", required=False)
@click.argument("value", required=False, type=click.IntRange(0))
def rules_command(name: str | None, value: int | None) -> None:
    """Show the numbers of the line, or set one: NAME VALUE."""
    if name is not None and (name not in rules.c or name == "one"):
        raise click.UsageError(f"there is no rule {name}")
    if name is not None and value is not None:
        looking(lambda t: _set(t, name, value))
    for key, current in looking(lambda t: t.rules())._mapping.items():
        if key != "one" and name in (None, key):
            click.echo(f"{key:<18} {current}")


def _set(t: Transaction, name: str, value: int) -> None:
    before = t.rules()._mapping[name]
    t.connection.execute(sa.update(rules).values({name: value}))
    noted(t, "rule", f"{name}: {before} → {value}")


@db.command()
def rekey() -> None:
    """Move everything to SECRET_KEY while SECRET_KEY_NEXT still opens the old; run again without it to drop the old."""
    with core() as found:
        touched = rekeying.rekey(found.database, found.keys, lambda n: click.echo(f"{n} rows", err=True))
        found.transact(lambda t: noted(t, "rekey", f"{touched} rows"))
    click.echo(f"{touched} rows moved to SECRET_KEY")
