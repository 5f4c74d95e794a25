"""The embedded server as the rest of the house sees it.

Any number of processes may use one server: each holds a shared lock, which the kernel drops however the process ends.
Who leaves last stops it; if all were killed, a guard does. Nothing is left running, and nobody's server is taken away.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

import psycopg
from psycopg import sql

from postgres import process
from postgres.account import PostgresFailed, Quarters, settle

ROLE: Final = "fairline"
DATABASE: Final = "fairline"
START_SECONDS: Final = 120  # recovery after a crash reads the write-ahead log first
NO_SETTINGS: Final[Mapping[str, str]] = MappingProxyType({})
SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "listen_addresses": "",  # the socket only: its folder is closed to everybody else, so its users are trusted
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "synchronous_commit": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        # Details and statements of errors may hold telephone numbers, which no log may.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
)
_ENVIRONMENT: Final = {"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}  # no PG* variable of the caller's reaches it


class EmbeddedServer:
    """A PostgreSQL server over the data in a folder. Make it with `start` or `scratch`."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._settings = {**SETTINGS, **settings}
        self._quarters: Quarters = settle(folder)
        self._users: int | None = None
        self._sockets: Path | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, folder: Path, *, settings: Mapping[str, str] = NO_SETTINGS) -> Self:
        """Use the server over the data in `folder`: the one that runs, or a new one, with new data at first.

        `settings` are PostgreSQL's own, for a server that is started here. Raises `PostgresFailed`.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder = folder.resolve()
            starting = process.hold(folder / "starting.lock", fcntl.LOCK_EX)
            try:
                server = cls(folder, settings)
                server._open()
            finally:
                os.close(starting)
        except OSError as trouble:
            raise PostgresFailed(f"{trouble.filename or folder}: {trouble.strerror}") from trouble
        return server

    @classmethod
    @contextmanager
    def scratch(cls, settings: Mapping[str, str] = NO_SETTINGS, within: Path | None = None) -> Iterator[Self]:
        """A server over data of its own that is thrown away, for tests and measurements; its folder lies `within`."""
        folder = Path(tempfile.mkdtemp(prefix="fairline-data-", dir=within)).resolve()
        folder.chmod(0o711)  # mkdtemp closes it; the server's account must pass through to its data
        server = cls.start(folder, settings=settings)
        try:
            yield server
        finally:
            server.stop()
            for used in {folder, server._quarters.data.parent}:  # the data may lie elsewhere, see `account`
                shutil.rmtree(used)

    def _open(self) -> None:
        self._users = process.hold(self._folder / "users.lock", fcntl.LOCK_SH)  # waits while a guard stops the last one
        try:
            if not self._quarters.data.exists():
                self._make_data()
            if not self._adopt():
                self._launch()
            self._set_guard()
            self.create_database(DATABASE)
        except BaseException:
            self.stop()
            raise

    def _make_data(self) -> None:
        """Make the data beside its place and move it there, so that a crash leaves all of it or none."""
        data = self._quarters.data
        draft = data.with_name("data.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._quarters.give(draft)
        # PostgreSQL's own C.UTF-8 sorts alike on every machine, whatever locales that has.
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [
            "-D",
            str(draft),
            "-U",
            ROLE,
            *locale,
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
        ]
        durable = self._settings.get("fsync") != "off"
        made = subprocess.run(
            [self.program("initdb"), *command, *([] if durable else ["--no-sync"])],
            cwd="/", env=_ENVIRONMENT, capture_output=True, text=True, check=False, **self._quarters.switch,
        )  # fmt: skip
        if made.returncode:
            raise PostgresFailed(f"PostgreSQL cannot make its data in {data}: {made.stderr.strip().splitlines()[-1:]}")
        draft.rename(data)

    def _adopt(self) -> bool:
        """Whether a server already runs over the data and answers; waits for one that is starting or stopping."""
        data = self._quarters.data
        deadline = time.monotonic() + START_SECONDS
        while process.postmaster(data):
            self._sockets = process.sockets(data)
            if self._sockets and self._answers():
                return True
            if time.monotonic() > deadline:
                raise PostgresFailed(f"the server over {data} does not answer: see {self._folder / 'log'}")
            time.sleep(0.05)
        self._sockets = None
        return False

    def _launch(self) -> None:
        data = self._quarters.data
        if not process.wait_gone(data, 10):
            raise PostgresFailed(f"processes of a killed server still use {data}: {process.running(data)}")
        process.clear_after_crash(data, keep=self._sockets)
        if self._sockets is None:
            self._sockets = Path(tempfile.mkdtemp(prefix=Path(process.SOCKETS_PREFIX).name, dir="/tmp"))
            self._quarters.give(self._sockets)
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        with open(self._folder / "log", "ab") as log:
            # A session of its own: Ctrl-C at the terminal must reach the database last, and from us.
            self._child = subprocess.Popen(
                [self.program("postgres"), "-D", str(data), "-k", str(self._sockets), *options],
                cwd="/", env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **self._quarters.switch,
            )  # fmt: skip
        self._await_answer(self._child)

    def _await_answer(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if child.poll() is not None or time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL did not start: its log {self._folder / 'log'} says why")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._sockets), user=ROLE, dbname="postgres", connect_timeout=5, autocommit=True
        )

    def _set_guard(self) -> None:
        """Leave a process behind that stops the server if all its users are killed."""
        subprocess.run(
            [sys.executable, "-ES", process.__file__, str(self._folder), str(self._quarters.data)],
            cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, check=True,
        )  # fmt: skip

    def program(self, name: str) -> str:
        """Path of one of PostgreSQL's programs, as `psql`, `pg_dump` or `pgbench`."""
        return str(self._quarters.programs / name)

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the database, over the socket."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """SQLAlchemy's address of another database of this server."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self._sockets}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database, unless it is there, and return its address. Nobody may be connected to `template`."""
        with self._connect() as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount == 0:
                statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url_of(name)

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster, None when it does not run."""
        return process.postmaster(self._quarters.data)

    def kill(self) -> None:
        """Kill the postmaster as a crash would (SIGKILL) and wait until its backends have noticed."""
        if pid := self.pid:
            os.kill(pid, signal.SIGKILL)
        process.wait_gone(self._quarters.data, 30)
        self._reap()

    def start_again(self) -> None:
        """Start the server anew after `kill`, at the same address."""
        self._launch()

    def stop(self) -> None:
        """Leave the server; who leaves last stops it, and returns when it has ended."""
        if self._users is None:
            return
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._users, fcntl.LOCK_SH)  # beside other users at once; a guard that was first is waited for
        else:
            process.halt(self._quarters.data)
        os.close(self._users)
        self._users = None
        self._reap()

    def _reap(self) -> None:
        """Take note of the end of the server we started: where process 1 takes none, it would stay a zombie."""
        if self._child and self.pid == self._child.pid:
            self._child.returncode = 0  # it lives on for others; Popen would warn of a child left behind
        elif self._child:
            self._child.send_signal(signal.SIGINT)  # in case we were interrupted before it wrote its process id
            self._child.wait()
        self._child = None
