"""Fixtures: a stage whose audit is sealed, and who tampers with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booking_core import sealing
from booking_core.audit_check import Check
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.seals import Head
from tests.core.stage import Stage

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass
class Trail:
    """The audit of a stage."""

    stage: Stage

    def write(self, rows: int = 1) -> None:
        """So many changes, each in a transaction of its own."""
        for _ in range(rows):
            self.stage.core.at(self.stage.now).transact(lambda t: t.trail(None, "hold", None, t.now()))

    def seal(self, most: int = 100, key: Ed25519PrivateKey = KEY) -> int:
        """One run of the sealer; returns how many rows it sealed."""
        return self.stage.core.at(self.stage.now).transact(lambda t: sealing.seal(t, key, most))

    def sealed(self, *batches: int) -> None:
        """Batches of so many rows each."""
        for rows in batches:
            self.write(rows)
            while not self.seal(most=100):
                pass

    def head(self) -> Head:
        """The head as it would be published."""
        head = self.stage.core.transact(sealing.head)
        assert head is not None
        return head

    def check(self, *heads: Head) -> Check:
        """A whole check."""
        check = Check(heads)
        for _ in check.run(self.stage.core.at(self.stage.now).transact):
            pass
        return check

    def wrong(self, *heads: Head) -> list[str]:
        """What a check finds."""
        return self.check(*heads).wrong

    def tamper(self, statement: str, **parameters: object) -> None:
        """What somebody does who rules the database and has put its triggers to sleep."""
        self.stage.core.database.transact(
            lambda db: (
                db.exec_driver_sql("SET LOCAL session_replication_role = replica"),
                db.execute(sa.text(statement), parameters),
            )
        )


@pytest.fixture
def trail(core: Core, line: Line) -> Trail:
    """An empty audit at the present instant."""
    return Trail(Stage(core, line, datetime.now(UTC).replace(microsecond=0)))
