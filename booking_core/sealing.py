"""Sealing the audit in batches, off the way of whoever books; and taking away what has had its time.

A transaction that chained its row to the last one would wait for every other (a fifth of the rate, measured). So rows
lie unsealed for some seconds, and the sealer has to know when none is to come any more: ids are given in order, but
commits are not. It looks twice. The first look notes the newest row and its own transaction's number; a row's
transaction has its number before the row has its id, so whatever may still come with an older id belongs to a
transaction with a lower number. Once those are all over, everything up to the noted row stands still, and is sealed.
Numbers of transactions mean nothing on another server: after a restore it looks anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row

from booking_core import seals
from booking_core.alerts import alert
from booking_core.restored import here
from booking_core.tables import audit, audit_batches, audit_look
from booking_core.transaction import Transaction

LATE = timedelta(minutes=5)
"""Rows that wait for their seal so long are a fault."""


def seal(t: Transaction, key: Ed25519PrivateKey, most: int) -> int:
    """Seal one batch of at most `most` rows that stand still; returns how many.

    For a transaction that has changed nothing yet. Two sealers at once: one of them leaves it to the other.
    """
    alone = "SELECT pg_try_advisory_xact_lock(hashtext('fairline audit'))"
    if not t.connection.exec_driver_sql(alone).scalar():
        return 0
    newest = _newest(t)
    last = last_batch(t)
    look = t.connection.execute(sa.select(audit_look)).first()
    sealed = 0
    if look is not None and look.server == here(t):
        if _oldest_running(t) < look.xid:
            return 0
        rows = _rows(t, 0 if last is None else last.upto, look.upto, most)
        sealed = _seal(t, key, last, rows)
    if sealed < most and newest > (rows[-1].id if sealed else 0 if last is None else last.upto):
        _look(t, newest)
    return sealed


def _newest(t: Transaction) -> int:
    """The newest row there is. The number of this transaction must be given after it was looked for."""
    if t.connection.exec_driver_sql("SELECT pg_current_xact_id_if_assigned()").scalar() is not None:
        raise RuntimeError("the sealer looks before its transaction changes anything")
    return t.connection.scalar(sa.select(sa.func.max(audit.c.id))) or 0


def _oldest_running(t: Transaction) -> int:
    """All transactions with lower numbers are over."""
    oldest = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    return int(t.connection.exec_driver_sql(oldest).scalar_one())


def _rows(t: Transaction, after: int, upto: int, most: int) -> list[Row[Any]]:
    standing = sa.select(audit).where(audit.c.id > after, audit.c.id <= upto)
    return list(t.connection.execute(standing.order_by(audit.c.id).limit(most)))


def _seal(t: Transaction, key: Ed25519PrivateKey, last: Row[Any] | None, rows: list[Row[Any]]) -> int:
    if not rows:
        return 0
    number, before = (1, seals.FIRST) if last is None else (last.number + 1, last.root)
    head = seals.sign(key, number, len(rows), seals.root(before, number, rows), t.now())
    t.connection.execute(
        sa.insert(audit_batches).values(
            number=number, upto=rows[-1].id, entries=head.count, root=head.root,
            sealed_at=head.sealed_at, key=head.key, signature=head.signature,
        )
    )  # fmt: skip
    return len(rows)


def _look(t: Transaction, newest: int) -> None:
    xid = sa.text("pg_current_xact_id()::text::bigint")
    row = {"upto": newest, "xid": xid, "server": here(t), "at": t.now()}
    t.connection.execute(insert(audit_look).values(**row).on_conflict_do_update(index_elements=["one"], set_=row))


def last_batch(t: Transaction) -> Row[Any] | None:
    """The newest seal."""
    return t.connection.execute(sa.select(audit_batches).order_by(audit_batches.c.number.desc()).limit(1)).first()


def head(t: Transaction) -> seals.Head | None:
    """What is published of the newest seal. None: nothing is sealed yet."""
    last = last_batch(t)
    return None if last is None else head_of(last)


def head_word(t: Transaction) -> str | None:
    """The same in one word."""
    found = head(t)
    return None if found is None else str(found)


def head_of(batch: Row[Any]) -> seals.Head:
    """What was published of a seal."""
    return seals.Head(batch.number, batch.entries, batch.root, batch.sealed_at, batch.key, batch.signature)


def waiting_since(t: Transaction, last: Row[Any] | None) -> datetime | None:
    """The instant of the oldest row after the newest seal. None: all are sealed."""
    since: datetime | None = t.connection.scalar(unsealed(last))
    return since


def unsealed(last: Row[Any] | None) -> sa.Select[Any]:
    """The question for it."""
    after = 0 if last is None else last.upto
    return sa.select(audit.c.at).where(audit.c.id > after).order_by(audit.c.id).limit(1)


def warn(t: Transaction, most: int) -> int:
    """A job of the clock: an alert when rows wait too long for their seal, and it is not that we have just come."""
    last, now = last_batch(t), t.now()
    since = waiting_since(t, last)
    if since is not None and since < now - LATE:
        sealed = 0 if last is None else last.upto
        fresh = sa.exists().where(audit_look.c.upto > sealed, audit_look.c.at > now - LATE)
        if not t.connection.scalar(sa.select(fresh)):
            alert(t, "audit", "unsealed")
    return 0


def erase(t: Transaction, due: datetime, most: int) -> int:
    """Take the batches that were sealed before `due`, whole: what is left of one could not be verified.

    The instant of a seal is signed, so nobody makes a batch older than it is. At most `most` rows, or one batch;
    returns how many. The last seal of them stays, for the next one builds on it.
    """
    b = audit_batches.c
    oldest = sa.select(b.number, b.upto, b.entries, b.sealed_at).where(b.erased_at.is_(None))
    last, rows = None, 0
    for batch in t.connection.execute(oldest.order_by(b.number).limit(most).with_for_update()):
        if batch.sealed_at > due or rows >= most:
            break
        last, rows = batch, rows + batch.entries
    if last is None:
        return 0
    past = (b.number <= last.number, b.erased_at.is_(None))
    for number in t.connection.scalars(sa.select(b.number).where(*past).order_by(b.number)).all():
        t.connection.execute(sa.update(audit_batches).where(b.number == number).values(erased_at=t.now()))
    gone = t.connection.execute(sa.delete(audit).where(audit.c.id <= last.upto)).rowcount
    t.connection.execute(sa.delete(audit_batches).where(b.number < last.number))
    return gone
