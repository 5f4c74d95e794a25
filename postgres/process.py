"""The server's processes, seen from outside: which they are, how they are stopped, and the guard that stops them last.

Standard library only: the guard must start in milliseconds. Linux only: a process is known by its working folder, as
the process id in `postmaster.pid` may belong to somebody else after a crash or a restart of the machine.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

SOCKETS_PREFIX = "/tmp/fairline-"  # noqa: S108  a socket's path may have 107 bytes, so it cannot lie beside the data


def running(data: Path) -> list[int]:
    """Ids of the processes of the server over `data` (postmaster and backends), as far as this user may see them."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal() and _serves(entry, data)]


def _serves(entry: Path, data: Path) -> bool:
    try:
        return (entry / "comm").read_text() == "postgres\n" and os.readlink(entry / "cwd") == str(data)
    except OSError:  # gone, a zombie, or another user's
        return False


def postmaster(data: Path) -> int | None:
    """Process id of the living postmaster over `data`; None if there is none, whatever a left-over file says."""
    pid = _pid_file(data)[:1]
    return int(pid[0]) if pid and _serves(Path("/proc", pid[0]), data) else None


def sockets(data: Path) -> Path | None:
    """Folder of the socket of the server over `data`, also of one that was killed."""
    lines = _pid_file(data)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def wait_gone(data: Path, seconds: float) -> bool:
    """Whether every process over `data` left within `seconds`."""
    deadline = time.monotonic() + seconds
    while running(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def halt(data: Path) -> None:
    """Stop the server over `data`: sessions are ended and the data written out; without that after 30 seconds."""
    for sign, seconds in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):  # PostgreSQL's "fast" and "immediate"
        if pid := postmaster(data):
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        folder = sockets(data)
        if wait_gone(data, seconds):
            remove_sockets(folder)
            return


def clear_after_crash(data: Path, *, keep: Path | None = None) -> None:
    """Remove what a killed server left behind, once nothing runs over `data`; `keep` is a socket folder still wanted.

    PostgreSQL refuses to start while the process id in its lock files exists, be it another program's now or a
    zombie's: both are common in containers.
    """
    folder = sockets(data)
    (data / "postmaster.pid").unlink(missing_ok=True)
    if folder != keep:
        remove_sockets(folder)
    for left in keep.iterdir() if keep else ():
        left.unlink()


def remove_sockets(folder: Path | None) -> None:
    """Remove a socket folder, if it is one of ours."""
    if folder and str(folder).startswith(SOCKETS_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def hold(lock: Path, how: int) -> int:
    """Take a lock on a file (`fcntl.LOCK_*`) and return its descriptor; the kernel frees it when this process ends."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def guard(folder: Path, data: Path) -> None:
    """Wait until nobody uses the server any more, then stop it. One guard is enough; another one leaves at once."""
    try:
        mine = hold(folder / "guard.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    users = hold(folder / "users.lock", fcntl.LOCK_EX)
    halt(data)
    os.close(mine)  # first: whoever comes in once `users` is free must be able to set a guard of its own
    os.close(users)


if __name__ == "__main__" and os.fork() == 0:  # not a child of the user it outlives
    guard(Path(sys.argv[1]), Path(sys.argv[2]))
