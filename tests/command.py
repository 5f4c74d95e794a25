"""A command of the line as a shell gives it, without a process of its own."""

from __future__ import annotations

import sys

import pytest

import cli


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of `fairline` with these words."""
    monkeypatch.setattr(sys, "argv", ["fairline", *words])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
