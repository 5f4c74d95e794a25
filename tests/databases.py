"""Databases of a test's own, copied from a template and dropped again over one connection that is kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
import sqlalchemy as sa
from psycopg import sql

from postgres import EmbeddedServer

_numbers = itertools.count(1)

# Files are copied as they are, in half the time of a copy through the write-ahead log, which is made for crashes.
_COPY = "CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
_DROP = "DROP DATABASE {name} WITH (FORCE)"
_SET = "ALTER DATABASE {name} SET {key} = {value}"
_SETTINGS = (
    "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase WHERE d.datname = %s"
)


class Databases:
    """Makes and drops databases of a server that never flushes."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        admin = sa.make_url(server.url_of("postgres")).set(drivername="postgresql")
        self._connection = psycopg.connect(admin.render_as_string(hide_password=False), autocommit=True)

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The address of a copy of a migrated database, while it is wanted; with its waits, see `waits.sql`."""
        name = f"test_{next(_numbers)}"
        self._do(_COPY, name, template=sql.Identifier(template))
        for (setting,) in self._connection.execute(_SETTINGS, [template]).fetchall():
            key, _, value = setting.partition("=")
            self._do(
                "ALTER DATABASE {name} SET {key} = {value}", name, key=sql.Identifier(key), value=sql.Literal(value)
            )
        yield self._server.url_of(name)
        self._do(_DROP, name)

    def _do(self, statement: LiteralString, name: str, **parts: sql.Composable) -> None:
        self._connection.execute(sql.SQL(statement).format(name=sql.Identifier(name), **parts))

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()
