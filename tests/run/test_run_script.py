import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with a space in its path whose command line only repeats what it was given."""
    clone = tmp_path / "a folder"
    clone.mkdir()
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy(CHECKOUT / name, clone)
    (clone / "cli.py").write_text("import os, sys\nprint(sys.argv[1:], os.getcwd(), os.environ['PYTHONPATH'])\n")
    return clone


def _install_by_hand(clone: Path) -> None:
    """What an installation leaves behind: an interpreter and the note of what it was made from."""
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    version = subprocess.run([sys.executable, "-V"], capture_output=True, check=True).stdout
    contents = b"".join((clone / name).read_bytes() for name in ("requirements.lock", "pyproject.toml"))
    checksum = subprocess.run(["cksum"], input=contents, capture_output=True, check=True).stdout
    (clone / ".venv" / "made-from").write_bytes(checksum + version)


def _run(clone: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "run", *arguments],
        env={"PATH": os.environ["PATH"], **environ},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_once_installed_it_installs_nothing_more(clone: Path) -> None:
    """With everything in place it only starts the command, where the caller stands: no network, no word, no lock."""
    _install_by_hand(clone)
    done = _run(clone, "bookings", "export", "a b", PYTHON="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"['bookings', 'export', 'a b'] / {clone}\n"
    assert not (clone / ".venv.lock").exists()


def test_without_a_command_it_starts_the_service(clone: Path) -> None:
    """`./run` alone is `fairline up`."""
    _install_by_hand(clone)
    assert _run(clone).stdout.startswith("['up'] ")


def test_what_was_compiled_is_kept_in_venv(clone: Path) -> None:
    """Even for an account that wants no bytecode written: none lies beside the sources, and it goes with .venv."""
    _install_by_hand(clone)
    (clone / "cli.py").write_text("import room\n")
    (clone / "room.py").touch()
    assert _run(clone, PYTHONDONTWRITEBYTECODE="1").returncode == 0
    (compiled,) = clone.rglob("room*.pyc")
    assert compiled.is_relative_to(clone / ".venv")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_file_installs_anew(clone: Path, changed: str) -> None:
    """What was installed from other files is not used: here the new installation ends at the missing interpreter."""
    _install_by_hand(clone)
    (clone / changed).write_text((clone / changed).read_text() + "# changed\n")
    done = _run(clone, PYTHON="/nowhere")
    assert done.returncode == 69
    assert done.stderr.splitlines()[-1] == "PYTHON=/nowhere is no Python 3.11 or newer"


def test_without_the_venv_module_a_user_is_told_the_line(clone: Path) -> None:
    """On a fresh Debian, whose Python has no venv, a user reads the exact command that helps; exit code 69."""
    python = clone / "python-without-venv"
    python.write_text(f"#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\nexec '{sys.executable}' \"$@\"\n")
    python.chmod(0o755)
    (clone / "id").write_text("#!/bin/sh\necho 1000\n")
    (clone / "id").chmod(0o755)
    done = _run(clone, PYTHON=str(python), PATH=f"{clone}:{os.environ['PATH']}")
    assert done.returncode == 69
    assert done.stderr.splitlines()[-1].endswith("Run: sudo apt-get install --yes python3-venv")
    assert not (clone / ".venv").exists()
