"""Checking the audit against its seals: what is missing, what was changed, and in which batch.

Every batch is looked at by itself and against the one before, so one that was tampered with is named and the next is
not blamed. Rows that are older than the rule for them may be gone, whole batches of them, and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import sealing, seals
from booking_core.seals import Head
from booking_core.tables import audit, audit_batches, audit_look
from booking_core.transaction import Transaction

PAGE = 50
"""Batches read at a time, with their rows, as they are at one instant."""

Transact = Callable[[Callable[[Transaction], "_Page"]], "_Page"]


@dataclass(frozen=True, slots=True)
class _Page:
    """Some batches, and the rows in and between them."""

    batches: list[Row[Any]]
    rows: list[Row[Any]]
    past: datetime
    """What was sealed before has had its time."""
    seen: int
    """The newest row that a sealer has looked at."""
    newest: int

    def between(self, after: int, upto: int) -> list[Row[Any]]:
        """The rows after one id, up to another."""
        first, last = (bisect_right(self.rows, id_, key=lambda row: row.id) for id_ in (after, upto))
        return self.rows[first:last]


@dataclass
class Check:
    """How far a check has come, and what it found."""

    heads: tuple[Head, ...] = ()
    """Published ones, which must be in it."""
    wrong: list[str] = field(default_factory=list)
    """Each names its batch."""
    keys: list[tuple[int, bytes]] = field(default_factory=list)
    """The keys that sealed, each with the first batch it did."""
    rows: int = 0
    first: int = 1
    """The first batch whose rows have not had their time."""
    number: int = 0
    """The last batch that was looked at."""
    upto: int = 0
    root: bytes = seals.FIRST

    def run(self, transact: Transact) -> Iterator[Check]:
        """Go through the whole audit; yields after every page, for who wants to see how far it is."""
        while (page := transact(self._read)).batches:
            for batch in page.batches:
                self._batch(batch, page)
            yield self
        if page.seen > max(page.newest, self.upto):
            self._found(self.number, f"rows up to {page.seen} had been looked at for the next seal, and are not there")
        for head in self.heads:
            self._beyond(head)

    def _read(self, t: Transaction) -> _Page:
        t.connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        next_ones = sa.select(audit_batches).where(audit_batches.c.number > self.number)
        batches = list(t.connection.execute(next_ones.order_by(audit_batches.c.number).limit(PAGE)))
        upto = batches[-1].upto if batches else self.upto
        of_them = sa.select(audit).where(audit.c.id > self.upto, audit.c.id <= upto)
        rows = list(t.connection.execute(of_them.order_by(audit.c.id)))
        past = t.now() - timedelta(days=t.rules().keep_audit_days)
        seen, newest = (t.connection.scalar(sa.select(sa.func.max(c))) or 0 for c in (audit_look.c.upto, audit.c.id))
        return _Page(batches, rows, past, seen, newest)

    def _batch(self, batch: Row[Any], page: _Page) -> None:
        head, follows = sealing.head_of(batch), batch.number == self.number + 1
        past = batch.erased_at is not None and batch.sealed_at <= page.past
        if not head.is_signed():
            self._found(batch.number, "its signature is not its key's")
        if not self.keys or self.keys[-1][1] != head.key:
            self.keys.append((batch.number, head.key))
        if follows or past:
            self._rows(batch, page.between(self.upto, batch.upto), page.past)
        else:
            self._found(batch.number, f"batches {self.number + 1} to {batch.number - 1} before it are missing")
        if any(known.number == head.number and known != head for known in self.heads):
            self._found(batch.number, "it is another one than the published head names")
        self.first = batch.number + 1 if past else self.first
        self.number, self.upto, self.root = batch.number, batch.upto, batch.root

    def _rows(self, batch: Row[Any], rows: list[Row[Any]], past: datetime) -> None:
        self.rows += len(rows)
        if batch.erased_at is not None:
            if batch.sealed_at > past:
                self._found(batch.number, f"erased before its time, for it was sealed on {batch.sealed_at:%Y-%m-%d}")
            elif rows:
                self._found(batch.number, f"{len(rows)} rows stand where all were erased")
        elif len(rows) < batch.entries:
            self._found(batch.number, f"{batch.entries - len(rows)} of its {batch.entries} rows are missing")
        elif len(rows) > batch.entries:
            self._found(batch.number, f"{len(rows) - batch.entries} rows were added to its {batch.entries}")
        elif seals.root(self.root, batch.number, rows) != batch.root:
            self._found(batch.number, "a row in it, or the batch before it, is not what was sealed")

    def _beyond(self, head: Head) -> None:
        if not head.is_signed():
            self._found(head.number, "the head that was given is not signed by its key")
        if head.number > self.number:
            self._found(head.number, f"a head of it was published, and the audit ends at batch {self.number}: "
                        "a tail was cut off, or an older copy was restored")  # fmt: skip

    def _found(self, batch: int, what: str) -> None:
        self.wrong.append(f"batch {batch}: {what}")
