"""Where a canary still stands in the database, in any table, plain or sealed; and what is there beyond its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ReflectedColumn

from booking_core import retention
from booking_core.canary import Canary
from booking_core.core import Core
from booking_core.forgetting import ALSO
from booking_core.identifiers import is_reference
from booking_core.keys import Keys, Unreadable
from booking_core.rekey import SEALED
from booking_core.tables import number_keys
from booking_core.transaction import Transaction

GRACE = timedelta(days=1)
"""What has had its time since yesterday may still be there: a machine was away."""

LOOKED = 1000
"""Rows whose time is over are counted so far."""

_HASHES = f"{number_keys.name}.keyed_hash"
_MAY_SEAL = frozenset({f"{name}, sealed" for _, name in SEALED} | {f"{_HASHES}, hashed"})
_MAY_SAY = frozenset({"bookings.reference", "answers.outcome"})


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where canaries stand."""

    place: str
    """`table.column`, and how it is kept there, where that is not plain."""
    rows: int
    allowed: bool
    """It may stand there, as long as its row has not had its time."""


def overdue(core: Core) -> Counter[str]:
    """Rows by table whose time was over a day ago and that are still there, up to LOOKED; nothing is erased by it."""
    now = core.transact(lambda t: t.now())
    with core.database.engine.connect() as connection:
        left = retention.erase(Transaction(connection, core.keys, now - GRACE), LOOKED)
        connection.rollback()
    del left[ALSO]
    return left


def in_tables(core: Core, canaries: Sequence[Canary]) -> list[Trace]:
    """Every place of the database where one of these stands: reads all of every table."""
    with core.database.engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        found = Counter(_plain(connection, canaries))
        found.update(_sealed(connection, core.keys, canaries))
        found.update(_hashed(connection, core.keys, canaries))
        connection.rollback()
    says = any(is_reference(canary.secret) for canary in canaries)
    allowed = _MAY_SEAL | (_MAY_SAY if says else frozenset())
    return [Trace(place, rows, place in allowed) for place, rows in sorted(found.items())]


def stands(canaries: Sequence[Canary], there: bytes) -> bool:
    """Is one of these there?"""
    return any(canary.is_in(there) for canary in canaries)


def _plain(connection: sa.Connection, canaries: Sequence[Canary]) -> Iterator[str]:
    """What stands in columns of text, bytes and JSON, of all tables that there are."""
    looked = sa.inspect(connection)
    for table in looked.get_table_names():
        for column in looked.get_columns(table):
            if _holds_words(column["type"]):
                place = f"{table}.{column['name']}"
                yield from (place for there in _values(connection, table, column) if stands(canaries, there))


def _holds_words(kind: sa.types.TypeEngine[Any]) -> bool:
    inner = kind.item_type if isinstance(kind, sa.ARRAY) else kind
    return isinstance(inner, sa.String | sa.LargeBinary | sa.JSON)


def _values(connection: sa.Connection, table: str, column: ReflectedColumn) -> Iterator[bytes]:
    """Every value of a column, bytes as they are and all else as it is written."""
    said: sa.ColumnElement[Any] = sa.column(column["name"])
    as_it_is = said if isinstance(column["type"], sa.LargeBinary) else sa.cast(said, sa.Text)
    for row in _stream(connection, sa.select(as_it_is).select_from(sa.table(table)).where(said.is_not(None))):
        (found,) = row
        yield found.encode() if isinstance(found, str) else bytes(found)


def _sealed(connection: sa.Connection, keys: Keys, canaries: Sequence[Canary]) -> Iterator[str]:
    """What stands in the sealed columns, opened; a row that no secret in use opens tells nothing."""
    for column, name in SEALED:
        query = sa.select(column.table.c.id, column.label("sealed")).where(column.is_not(None))
        rows = _stream(connection, query)
        yield from (f"{name}, sealed" for row in rows if stands(canaries, _opened(keys, row, name)))


def _opened(keys: Keys, row: sa.Row[Any], name: str) -> bytes:
    try:
        return keys.decrypt(row.sealed, name, row.id).encode()
    except Unreadable:
        return b""


def _hashed(connection: sa.Connection, keys: Keys, canaries: Sequence[Canary]) -> Iterator[str]:
    """A number is known by its keyed hashes too."""
    hashes = [one for canary in canaries if canary.is_number for one in keys.number_hashes(canary.secret)]
    mine = sa.select(number_keys.c.number).where(number_keys.c.keyed_hash.in_(hashes))
    yield from (f"{_HASHES}, hashed" for _ in connection.execute(mine))


def _stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    return iter(connection.execution_options(yield_per=1000).execute(query))
