"""What a transaction of the core carries, and the few looks that several commands share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from booking_core.actors import Actor, Operator, Staff, Texter
from booking_core.admission import OPEN, Policy
from booking_core.humane import Hours
from booking_core.keys import Keys
from booking_core.tables import audit, calls, number_keys, numbers, proofs, rules

Answer = Any
"""What a function of `sql/` answers: JSON, an id, nothing; its caller knows."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: its connection, the keys, and the instant tests pinned (None: the database's clock)."""

    connection: Connection
    keys: Keys
    pinned: datetime | None
    policy: Policy = OPEN
    """The rules of admission."""
    staged: list[UUID] = field(default_factory=list)
    """Messages laid into the outbox: once this is committed, they can go."""

    def now(self) -> datetime:
        """This instant, by the database's clock; ask after the locks, for a wait may have outlived a hold."""
        if self.pinned is not None:
            return self.pinned
        now: datetime = self.connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        return now

    def rules(self) -> Row[Any]:
        """The numbers of the line."""
        return self.connection.execute(sa.select(rules)).one()

    def humane_hours(self) -> Hours:
        """When the line may write or ring unasked, by the rules."""
        rules = self.rules()
        return Hours(rules.unasked_from_h, rules.unasked_to_h, sundays=bool(rules.unasked_sundays))

    def trail(
        self,
        who: Actor | Staff | Operator | None,
        action: str,
        subject: UUID | None,
        now: datetime,
        why: str | None = None,
    ) -> None:
        """One audit row for one change, in the change's transaction.

        `who` None: the line did it by itself. `subject` None: the institution. `why` never names a person.
        """
        name = "line" if who is None else who.name
        self.connection.execute(sa.insert(audit).values(at=now, actor=name, action=action, subject=subject, why=why))

    def function(self, name: str, *arguments: object) -> Answer:
        """What a function of `sql/` answers."""
        places = ", ".join(["%s"] * len(arguments))
        return self.connection.exec_driver_sql(f"SELECT {name}({places})", arguments).scalar()


@dataclass(frozen=True, slots=True)
class Person:
    """Whose number it is in this turn, and the instant at which that was known."""

    number: UUID
    call: UUID | None
    refused: str | None
    proven: bool
    at: datetime
    keyed: bool
    """The number was keyed in during this call: anybody can do that, so it is less than a caller ID."""
    texts_off: bool
    """It has opted out: no machine texts or calls it."""


def person(t: Transaction, who: Actor, *, lock: bool = True) -> Person | None:
    """The number of this call or thread. None: withheld, or never seen.

    Its row is locked first, since every change of a number queues behind it; a query does without.
    """
    found = _whose(t, who)
    if found is None:
        return None
    number, call, keyed = found
    looked = sa.select(numbers.c.refused, numbers.c.opted_out_at).where(numbers.c.id == number)
    row = t.connection.execute(looked.with_for_update(key_share=True) if lock else looked).one()
    now = t.now()
    return Person(number, call, row.refused, _proven(t, number, call, now), now, keyed, row.opted_out_at is not None)


def _whose(t: Transaction, who: Actor) -> tuple[UUID, UUID | None, bool] | None:
    if isinstance(who, Texter):
        number = find_number(t, who.number.e164)
        return None if number is None else (number, None, False)
    row = t.connection.execute(sa.select(calls.c.number, calls.c.id, calls.c.keyed).where(calls.c.sid == who.sid)).one()
    return None if row.number is None else (row.number, row.id, row.keyed > 0)


def find_number(t: Transaction, e164: str, *, keep: bool = False) -> UUID | None:
    """The row of a number under any secret in use. `keep`: it is not erased before this transaction has ended."""
    hashed = sa.select(number_keys.c.number).where(number_keys.c.keyed_hash.in_(t.keys.number_hashes(e164))).limit(1)
    return t.connection.scalar(hashed.with_for_update(read=True, key_share=True) if keep else hashed)


def _proven(t: Transaction, number: UUID, call: UUID | None, now: datetime) -> bool:
    same = proofs.c.call.is_(None) if call is None else proofs.c.call == call
    return bool(
        t.connection.scalar(sa.select(sa.exists().where(proofs.c.number == number, proofs.c.until > now, same)))
    )
