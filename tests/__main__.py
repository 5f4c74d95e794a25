"""`./run test [all] [pytest arguments]`: lint, types and tests; says what it leaves out and why."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[1]
LONG: Final = {
    "browser": "pages in a real browser, needs chromium",
    "kill": "kill -9 of web, worker and database under load",
    "storm": "minutes of many callers at once",
    "matrix": "every step of a call times everything that can happen there; some steps stay",
    "scale": "large tables and a pooler in between, needs pgbouncer",
    "range": "every attack of the range once, on a small line",
}
CHECKS: Final = (
    ("lint", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
)


def main(arguments: list[str]) -> int:
    """Run the checks and then the tests, all of them even if one fails; returns an exit code."""
    whole = arguments[:1] == ["all"]
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    selection = arguments[1:] if whole else ["-m", " and ".join(f"not {marker}" for marker in LONG), *arguments]
    if not whole:
        print("left out, for they take minutes (./run test all runs them):")
        for marker, what in LONG.items():
            print(f"  {marker:<8} {what}")
    # A test that wants a program which is not there is skipped with its reason; in CI that is a failure.
    strict = ["--nothing-left-out"] if whole and os.environ.get("CI") == "true" else []
    # Who has nothing left takes over from the other: dealt out in fixed parts, one worked on alone for minutes.
    # Three on two processors would be a tenth quicker, but the tests that measure the sending's pace fail then.
    spread = ["-n", "2", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", "-p", "tests.left_out", *spread, *strict, *selection]
    code = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
    if failed:
        print(f"failed before the tests: {', '.join(failed)}", file=sys.stderr)
    return code or (1 if failed else 0)


def _passes(name: str, command: tuple[str, ...]) -> bool:
    began = time.monotonic()
    print(f"{name:<7} ", end="", flush=True)
    done = subprocess.run([sys.executable, "-m", *command], cwd=CHECKOUT, check=False, capture_output=True, text=True)
    print(f"{'failed' if done.returncode else 'ok'} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        print(done.stdout + done.stderr)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
