"""What the database swallowed: turns whose outcome nobody knew when they were answered (laws.md, invariant 3).

The web process appends call or message id and key, nothing personal, to a file that is flushed to the disk before the
caller hears "I do not know yet". The worker resolves each line once the database is back: the key is found, and what
was done is told; or it is not, then it is closed for good and the person is told that nothing was done.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

RESOLVE_AFTER_S = 60
"""The caller is asked to do the same again: so long, the same key may still be on its way."""


@dataclass(frozen=True, slots=True)
class UnknownTurn:
    """One turn nobody knows the outcome of."""

    id: str
    """Call or message id of the provider."""
    key: str
    at: float
    """Seconds since the epoch, by this machine's clock."""
    number: UUID | None = None
    """Row of the number that texted; a call names its own."""


class Unknowns:
    """The file of one machine, shared by its processes."""

    def __init__(self, folder: Path) -> None:
        """`folder` is FAIRLINE_VAR; it is made when it is first needed."""
        self._path = folder / "unknown.jsonl"

    def note(self, identifier: str, key: str, number: UUID | None = None) -> None:
        """Append one turn; returns when it is on the disk."""
        self._append(UnknownTurn(identifier, key, time.time(), number))

    def resolve(self, settle: Callable[[UnknownTurn], None]) -> int:
        """Settle what is old enough; returns how many. What `settle` raises on stays in the file.

        The file is moved aside first, so that a turn noted meanwhile is never lost.
        """
        aside = self._path.with_suffix(".resolving")
        if self._path.exists() and not aside.exists():
            with self._locked():
                self._path.replace(aside)
        if not aside.exists():
            return 0
        turns = list(_read(aside))
        ripe = [turn for turn in turns if time.time() - turn.at >= RESOLVE_AFTER_S]
        for turn in ripe:
            settle(turn)
        for turn in turns:
            if turn not in ripe:
                self._append(turn)
        aside.unlink()
        return len(ripe)

    def _append(self, turn: UnknownTurn) -> None:
        with self._locked(), self._path.open("a", encoding="utf-8") as file:
            number = None if turn.number is None else str(turn.number)
            file.write(json.dumps({"id": turn.id, "key": turn.key, "at": turn.at, "number": number}) + "\n")
            file.flush()
            os.fsync(file.fileno())
            _sync_folder(self._path.parent)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One at a time over all processes: nobody writes to a file that is being moved aside."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is on the disk only once the folder is (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Iterator[UnknownTurn]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            fields = json.loads(line)
            number = None if fields["number"] is None else UUID(fields["number"])
            yield UnknownTurn(str(fields["id"]), str(fields["key"]), float(fields["at"]), number)
        except (ValueError, KeyError, TypeError):
            continue  # torn by a crash before it was flushed: nobody was told anything yet
