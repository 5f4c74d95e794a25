"""`fairline retention`: erase what has had its time, prove that it is gone, and hold what records need."""

from __future__ import annotations

import contextlib
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from booking_core import records, retention, traces
from booking_core.canary import Canary
from booking_core.forgetting import ALSO
from database_commands import core, looking, noted, operator
from processes import address_of_redis
from settings import environment, load_or_exit

BATCH = 200
EXIT_FOUND = 69
CHUNK = 1 << 20
OVERLAP = 1 << 10
"""Bytes of a file that are looked at with the ones before too: no writing of a canary is longer."""


@click.group(invoke_without_command=True)
@click.option("--check", is_flag=True, help="Erase nothing; look for what is given on standard input, one a line.")
@click.pass_context
def retention_command(context: click.Context, check: bool) -> None:
    """Erase what has had its time, as the clock does every hour; or show with --check that it is gone."""
    if context.invoked_subcommand is None:
        if check:
            sys.exit(_check())
        _erase()


def _erase() -> None:
    with core() as found:
        done = Counter[str]()
        while batch := found.transact(lambda t: retention.erase(t, BATCH)):
            done += batch
        found.transact(lambda t: noted(t, "retention", f"{done.total() - done[ALSO]} rows"))
    for table, rows in sorted(done.items()):
        if table != ALSO:
            click.echo(f"{table:<14} {rows}")
    click.echo(f"{done.total() - done[ALSO]} rows erased")


def _check() -> int:
    """0 where nothing is beyond its time and nothing stands where it may not."""
    canaries = _asked()
    with core() as found:
        late = traces.overdue(found)
        stands = traces.in_tables(found, canaries)
    stands += [*_in_files(load_or_exit(environment()).fairline_var, canaries), *_in_redis(canaries)]
    for table, rows in sorted(late.items()):
        click.echo(f"late   {table}: {rows} rows should be gone")
    for trace in stands:
        click.echo(f"{'in time' if trace.allowed and not late else 'found'}  {trace.place}: {trace.rows}")
    wrong = bool(late) or not all(trace.allowed for trace in stands)
    click.echo("something is there that should not be" if wrong else "nothing is there that should not be")
    return EXIT_FOUND if wrong else 0


def _asked() -> list[Canary]:
    """What is to be sought; never an argument, for those show in the list of processes and the shell's history."""
    if sys.stdin.isatty():
        click.echo("A number, birth date (MMDDYYYY), reference or code a line; end with Ctrl-D.", err=True)
    try:
        return [Canary(line.strip()) for line in sys.stdin if line.strip()]
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None


def _in_files(folder: Path, canaries: list[Canary]) -> Iterator[traces.Trace]:
    """Files below FAIRLINE_VAR, but the database's own folder: what stands there was sought in its tables."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any((above / "PG_VERSION").exists() for above in path.parents):
            continue
        hits = sum(traces.stands(canaries, part) for part in _parts(path))
        if hits:
            yield traces.Trace(f"file {path.relative_to(folder)}", hits, allowed=False)


def _parts(path: Path) -> Iterator[bytes]:
    """A file, piece by piece; each begins with the end of the one before."""
    with path.open("rb") as file:
        before = b""
        while part := file.read(CHUNK):
            yield before + part
            before = part[-OVERLAP:]


def _in_redis(canaries: list[Canary]) -> Iterator[traces.Trace]:
    """Keys and values of Redis, where there is one."""
    settings = load_or_exit(environment())
    url = address_of_redis(settings)
    if url is None:
        return
    from redis import Redis

    with Redis.from_url(url, socket_timeout=5) as redis:
        reads = {
            b"string": redis.get, b"hash": redis.hgetall, b"set": redis.smembers,
            b"list": lambda key: redis.lrange(key, 0, -1), b"zset": lambda key: redis.zrange(key, 0, -1),
        }  # fmt: skip
        for key in redis.scan_iter():
            kind = redis.type(key)
            held = reads.get(kind, redis.dump)(key)
            if any(traces.stands(canaries, part) for part in (key, *_parts_of(held))):
                yield traces.Trace(f"redis, a {kind.decode()}", 1, allowed=False)


def _parts_of(held: object) -> Iterator[bytes]:
    """All bytes in what Redis holds under a key, and once more unpacked: jobs are kept compressed."""
    match held:
        case bytes():
            yield held
            with contextlib.suppress(zlib.error):
                yield zlib.decompress(held)
        case dict():
            yield from (part for pair in held.items() for part in _parts_of(pair))
        case list() | set() | tuple():
            yield from (part for each in held for part in _parts_of(each))
        case _:
            return


@retention_command.command()
@click.argument("reference")
@click.option("--why", required=True, help="The reason, for the record; no names.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Through this day; until it is released otherwise.")
def keep(reference: str, why: str, until: datetime | None) -> None:
    """Hold the booking REFERENCE for records: nothing of it is erased."""
    day = None if until is None else until.date()
    if not looking(lambda t: records.keep(t, operator(), _digits(reference), why, day)):
        raise click.ClickException("no booking has this reference, or not any more")
    click.echo("held for records")


@retention_command.command()
@click.argument("reference")
def release(reference: str) -> None:
    """End the hold for records of the booking REFERENCE."""
    if not looking(lambda t: records.release(t, operator(), _digits(reference))):
        raise click.ClickException("no booking with this reference is held for records")
    click.echo("released")


@retention_command.command()
def kept() -> None:
    """List what is held for records."""
    for row in looking(lambda t: list(records.kept(t))):
        until = "released" if row["until"] is None else f"{row['until']:%Y-%m-%d}"
        click.echo(f"{row['reference']}  since {row['at']:%Y-%m-%d}, until {until:<10}  {row['by']}  {row['reason']}")


def _digits(reference: str) -> str:
    """As it is written in texts, "4821 7730", or without its space."""
    return reference.replace(" ", "")
