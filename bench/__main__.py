"""`python -m bench NAME…`: measure, and print a table. Exit codes: 0 all met, 1 missed or failed, 64 usage."""

from __future__ import annotations

import importlib
import sys
import time

from bench.figures import Failed, Figure, progress, table

NAMES = ("claim", "turns", "search", "deliveries", "expiry", "admission")
USAGE = 64


def main(arguments: list[str]) -> int:
    """Measure what is named, all of it by default; returns an exit code."""
    names = [argument for argument in arguments if argument in NAMES]
    options = [argument for argument in arguments if argument.startswith("--")]
    if len(names) + len(options) < len(arguments):
        print(f"usage: python -m bench [{'|'.join(NAMES)}]", file=sys.stderr)
        return USAGE
    figures: list[Figure] = []
    for name in names or NAMES:
        began = time.monotonic()
        try:
            figures += importlib.import_module(f"bench.{name}").measure()
        except Failed as fault:
            print(f"{name}: {fault}", file=sys.stderr)
            return 1
        progress(f"{name}: {time.monotonic() - began:.0f} s")
    print(table(figures))
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
