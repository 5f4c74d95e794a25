"""Changing the root secret while the line is up.

1. Set SECRET_KEY_NEXT on every node: both secrets open, and every new number gets a hash under each.
2. `rekey`: every number gets its hash under the next secret, and everything sealed is sealed anew. In batches, each its
   own transaction, so it may be stopped and run again.
3. Make the next secret SECRET_KEY on every node, unset SECRET_KEY_NEXT.
4. `rekey` again: the hashes of the old secret are dropped.

A code lives for ten minutes and its mac is not moved: during a rotation tries are checked under both secrets.
Case keys of live bookings are hashes of numbers nobody keeps; they end with their bookings.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.tables import codes, number_keys, numbers, outbox, visitors
from booking_core.transaction import Transaction

BATCH = 500

_SEALED = ((numbers.c.digits, "numbers.digits"), (visitors.c.birth_date, "visitors.birth_date"),
           (codes.c.sealed, "codes.sealed"), (outbox.c.rendered, "outbox.rendered"))  # fmt: skip


def rekey(database: Database, keys: Keys, progress: Callable[[int], None]) -> int:
    """Move everything to the newest secret. Returns how many rows were touched; calls `progress` after each batch."""
    touched = 0
    for step in (_hash, *(_resealer(column, name) for column, name in _SEALED), _drop):
        while done := database.transact(lambda c, s=step: s(Transaction(c, keys, None))):  # type: ignore[misc]
            touched += done
            progress(touched)
    return touched


def _hash(t: Transaction) -> int:
    """Give a batch of numbers the hash they lack under the newest secret."""
    newest = t.keys.newest
    has = sa.exists().where(number_keys.c.number == numbers.c.id, number_keys.c.kid == newest.kid)
    rows = t.connection.execute(sa.select(numbers.c.id, numbers.c.digits).where(~has).limit(BATCH)).all()
    for row in rows:
        hashed = newest.number_hash(t.keys.decrypt(row.digits, "numbers.digits", row.id))
        t.connection.execute(
            insert(number_keys).values(keyed_hash=hashed, kid=newest.kid, number=row.id).on_conflict_do_nothing()
        )
    return len(rows)


def _resealer(column: sa.Column[bytes], name: str) -> Callable[[Transaction], int]:
    def reseal(t: Transaction) -> int:
        kid = t.keys.newest.kid.to_bytes(2, "big")
        rows = t.connection.execute(
            sa.select(column.table.c.id, column)
            .where(column.is_not(None), sa.func.substring(column, 1, 2) != kid)
            .limit(BATCH)
            .with_for_update()
        ).all()
        for row in rows:
            row_id: UUID = row[0]
            fresh = t.keys.encrypt(t.keys.decrypt(row[1], name, row_id), name, row_id)
            t.connection.execute(
                sa.update(column.table).where(column.table.c.id == row_id).values({column.name: fresh})
            )
        return len(rows)

    return reseal


def _drop(t: Transaction) -> int:
    """Drop hashes of secrets no longer in use, once every number has one of a secret that is."""
    kids = [secret.kid for secret in t.keys.secrets]
    old = sa.select(number_keys.c.keyed_hash).where(number_keys.c.kid.not_in(kids)).limit(BATCH)
    gone = t.connection.execute(sa.delete(number_keys).where(number_keys.c.keyed_hash.in_(old)))
    return gone.rowcount
