"""A PostgreSQL for measuring: its own data, thrown away afterwards, flushing for real, on a fast disk or a slow one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from bench.stock import connect
from postgres import EmbeddedServer

_SETTINGS = {
    # What is measured would otherwise meet them at random; every run starts vacuumed and just after a checkpoint.
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "8GB",
    "shared_buffers": "512MB",
}


class Disk(StrEnum):
    """The disk as it is, and one whose flush takes 2 ms.

    PostgreSQL sleeps `commit_delay` in the leader of a group commit, just as a slow flush would hold it up; on a fast
    disk the worst designs look fine.
    """

    FAST = "fast disk"
    SLOW = "2 ms disk"


@contextmanager
def arena(**settings: str) -> Iterator[EmbeddedServer]:
    """A server for one measurement; `settings` are PostgreSQL's own."""
    with EmbeddedServer.scratch({**_SETTINGS, **settings}) as server:
        yield server


def use_disk(server: EmbeddedServer, disk: Disk) -> None:
    """Give the server this disk, for all its sessions from now on."""
    delay = 2000 if disk is Disk.SLOW else 0
    with connect(server.url) as connection:
        connection.execute(f"ALTER SYSTEM SET commit_delay = {delay}".encode())
        connection.execute(b"ALTER SYSTEM SET commit_siblings = 0")
        connection.execute(b"SELECT pg_reload_conf()")
