"""Changing the root secret while the line is up.

1. Every node: SECRET_KEY the old one, SECRET_KEY_NEXT the new one. Both open; the old one still seals.
2. Every node: SECRET_KEY the new one, SECRET_KEY_NEXT the old one. Now the new one seals, and everybody can read it.
3. `rekey`: every number gets its hashes under the new secret, its block's too, and everything sealed is sealed anew. In
   batches, each its own transaction that passes over rows in use, so it may be stopped and run again.
4. Every node: SECRET_KEY the new one, no SECRET_KEY_NEXT. `rekey` again drops the hashes of the old one.

A code's mac is made anew with its digits: a follow-up's and a check-in code live for days. Case keys are hashes of
numbers nobody keeps; they end with their bookings, and until then the second limit does not see across the change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.tables import admissions, agents, codes, invitations, number_keys, numbers, outbox, visitors
from booking_core.transaction import Transaction

BATCH = 50
"""Rows a transaction: few, for the callers whose rows they are wait."""

SEALED = ((numbers.c.digits, "numbers.digits"), (visitors.c.birth_date, "visitors.birth_date"),
           (codes.c.sealed, "codes.sealed"), (outbox.c.rendered, "outbox.rendered"),
           (agents.c.second_factor, "agents.second_factor"),
           (invitations.c.second_factor, "invitations.second_factor"))  # fmt: skip

Step = Callable[[Transaction, UUID], tuple[int, UUID | None]]
"""Works on the batch after an id; returns how many rows it touched, and the last id it looked at (None: the end)."""


def rekey(database: Database, keys: Keys, progress: Callable[[int], None]) -> int:
    """Move everything to SECRET_KEY. Returns how many rows were touched; calls `progress` after each batch."""
    touched = 0
    for step in (_hash, _block, *(_resealer(column, name) for column, name in SEALED), _drop):
        last: UUID | None = UUID(int=0)
        while last is not None:
            done, last = database.transact(partial(_batch, keys, step, last))
            touched += done
            progress(touched)
    return touched


def _batch(keys: Keys, step: Step, after: UUID, connection: Connection) -> tuple[int, UUID | None]:
    return step(Transaction(connection, keys, None), after)


def _hash(t: Transaction, after: UUID) -> tuple[int, UUID | None]:
    """Give a batch of numbers the hash they lack under SECRET_KEY."""
    present = t.keys.present
    has = sa.exists().where(number_keys.c.number == numbers.c.id, number_keys.c.kid == present.kid)
    rows = t.connection.execute(
        sa.select(numbers.c.id, numbers.c.digits, has.label("has"))
        .where(numbers.c.id > after, numbers.c.digits.is_not(None))
        .order_by(numbers.c.id)
        .limit(BATCH)
    ).all()
    new = [row for row in rows if not row.has]
    for row in new:
        hashed = present.number_hash(t.keys.decrypt(row.digits, "numbers.digits", row.id))
        t.connection.execute(
            insert(number_keys).values(keyed_hash=hashed, kid=present.kid, number=row.id).on_conflict_do_nothing()
        )
    return len(new), rows[-1].id if rows else None


def _block(t: Transaction, after: UUID) -> tuple[int, UUID | None]:
    """Move a batch of numbers to their block's hash under SECRET_KEY, and what was decided about them with them: who is
    judged then is still compared with the same neighbours.
    """
    rows = t.connection.execute(
        sa.select(numbers.c.id, numbers.c.digits, numbers.c.block)
        .where(numbers.c.id > after, numbers.c.digits.is_not(None))
        .order_by(numbers.c.id)
        .limit(BATCH)
        .with_for_update(key_share=True)
    ).all()
    hashed = {row.id: t.keys.present.block_hash(t.keys.decrypt(row.digits, "numbers.digits", row.id)) for row in rows}
    old = [row.id for row in rows if row.block != hashed[row.id]]
    for number in old:
        block = {"block": hashed[number]}
        t.connection.execute(sa.update(numbers).where(numbers.c.id == number).values(block))
        t.connection.execute(sa.update(admissions).where(admissions.c.number == number).values(block))
    return len(old), rows[-1].id if rows else None


def _resealer(column: sa.Column[bytes], name: str) -> Step:
    table, coded = column.table, column is codes.c.sealed

    def reseal(t: Transaction, after: UUID) -> tuple[int, UUID | None]:
        kid = t.keys.present.kid.to_bytes(2, "big")
        rows = t.connection.execute(
            sa.select(table.c.id, *table.primary_key, column.label("sealed"), *([codes.c.purpose] if coded else []))
            .where(table.c.id > after)
            .order_by(table.c.id)
            .limit(BATCH)
            .with_for_update(key_share=True)
        ).all()
        old = [row for row in rows if row.sealed is not None and row.sealed[:2] != kid]
        for row in old:
            plain = t.keys.decrypt(row.sealed, name, row.id)
            fresh = {column.name: t.keys.encrypt(plain, name, row.id)}
            fresh |= {"mac": t.keys.code_mac(row.purpose, plain, row.id)} if coded else {}
            same = [key == getattr(row, key.name) for key in table.primary_key]
            t.connection.execute(sa.update(table).where(*same).values(fresh))
        return len(old), rows[-1].id if rows else None

    return reseal


def _drop(t: Transaction, after: UUID) -> tuple[int, UUID | None]:
    """Drop hashes of secrets no longer in use, of numbers that have one under SECRET_KEY."""
    kids = [secret.kid for secret in t.keys.secrets]
    fresh = number_keys.alias()
    has = sa.exists().where(fresh.c.number == number_keys.c.number, fresh.c.kid == t.keys.present.kid)
    ids = list(
        t.connection.scalars(sa.select(numbers.c.id).where(numbers.c.id > after).order_by(numbers.c.id).limit(BATCH))
    )
    gone = t.connection.execute(
        sa.delete(number_keys).where(number_keys.c.number.in_(ids), number_keys.c.kid.not_in(kids), has)
    )
    return gone.rowcount, ids[-1] if ids else None
