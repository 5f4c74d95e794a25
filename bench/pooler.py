"""PgBouncer in transaction mode before a server of ours, as institutions run it: every transaction another session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa

from postgres.account import Switch
from postgres.server import ROLE

_PORT = 6432
"""Only names the socket; nothing listens on the network."""
_FOLDERS = ("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")


def program() -> str | None:
    """Where PgBouncer is installed (Debian: `apt-get install pgbouncer`), or None."""
    return shutil.which("pgbouncer", path=os.pathsep.join(_FOLDERS))


@contextmanager
def pooler(url: str, sessions: int = 8) -> Iterator[str]:
    """The address of the database `url` through a pooler with so many sessions, for the time of the context."""
    installed = program()
    if installed is None:
        raise FileNotFoundError("pgbouncer is not installed")
    address = sa.make_url(url)
    sockets = Path(str(address.query["host"]))
    owner = sockets.stat()  # the server's account: the only one its socket lets in, and PgBouncer refuses to be root
    with tempfile.TemporaryDirectory(prefix="fairline-pooler-") as name:
        folder = Path(name)
        (folder / "users").write_text(f'"{ROLE}" ""\n')
        (folder / "settings").write_text(_settings(folder, sockets, str(address.database), sessions))
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.st_uid, owner.st_gid)
        switch = Switch() if owner.st_uid == os.geteuid() else _under(owner)
        running = subprocess.Popen(
            [installed, "-q", str(folder / "settings")], cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **switch,
        )  # fmt: skip
        pooled = f"postgresql+psycopg://{ROLE}@/{address.database}?host={folder}&port={_PORT}"
        try:
            _await(pooled, running)
            yield pooled
        finally:
            running.terminate()
            running.wait(10)


def _under(owner: os.stat_result) -> Switch:
    return Switch(user=owner.st_uid, group=owner.st_gid, extra_groups=[])


def _settings(folder: Path, sockets: Path, database: str, sessions: int) -> str:
    return "\n".join(
        (
            "[databases]",
            f"{database} = host={sockets} dbname={database} user={ROLE}",
            "[pgbouncer]",
            "pool_mode = transaction",
            f"default_pool_size = {sessions}",
            "max_client_conn = 200",
            "listen_addr =",
            f"listen_port = {_PORT}",
            f"unix_socket_dir = {folder}",
            "auth_type = trust",
            f"auth_file = {folder / 'users'}",
            "",
        )
    )


def _await(url: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
        except psycopg.OperationalError:
            if running.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
