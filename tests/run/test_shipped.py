import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LOCK = (CHECKOUT / "requirements.lock").read_text()


def test_the_lock_has_hashes_and_no_address() -> None:
    """Every package is pinned to one version with its hashes, and nothing says from where it was fetched."""
    pins = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(pins) > 40
    for pin in pins:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==\S+ ", pin), pin
        assert "--hash=sha256:" in pin
    assert not re.search(r"https?:|file:|--index|--find-links|(^|\s)/", LOCK)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """Each dependency of pyproject.toml, the development ones included, is in the lock."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=]", line)[0] for line in asked}
    locked = set(re.findall(r"^([a-z0-9-]+)", LOCK, re.MULTILINE))
    assert names - locked == set()


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_scripts_can_be_started_and_parsed(script: str) -> None:
    """The two entry points are executable and free of syntax errors in the shell they name."""
    path = CHECKOUT / script
    shell = path.read_text().splitlines()[0].removeprefix("#!").split()
    assert path.stat().st_mode & 0o111
    assert subprocess.run([*shell, "-n", path], check=False).returncode == 0


@pytest.mark.parametrize(("strict", "code"), [("true", 1), ("", 0)])
def test_in_ci_a_skipped_test_fails_the_run(tmp_path: Path, strict: str, code: int) -> None:
    """CI cannot pass by leaving a test out; elsewhere a skip is only told."""
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no chromium')\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.left_out", "-p", "no:cacheprovider"]
    options = ["--nothing-left-out", "-n", "1"] if strict else []  # with workers, as in CI
    run = subprocess.run(
        [*command, *options, "--rootdir", tmp_path, "-c", "/dev/null", tmp_path],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout
    assert "1 passed, 1 skipped" in run.stdout.splitlines()[-1]
    assert ("CI may leave out none" in run.stdout) == bool(strict)
