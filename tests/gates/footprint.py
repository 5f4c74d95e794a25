"""What a database holds, table by table, down to the version of every row: what was written shows, and where."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from booking_core.core import Core
from booking_core.tables import metadata

_ROWS = "SELECT count(*), md5(string_agg(t::text || xmin || ctid, '' ORDER BY ctid)) FROM {table} t"
"""A row rewritten with the values it had is another version: `xmin` and `ctid` tell. Locks on a row do not show."""


def written(core: Core, act: Callable[[], object]) -> dict[str, int]:
    """The tables that `act` wrote to, each with how many rows it has more now."""
    before, _ = _footprint(core), act()
    after = _footprint(core)
    return {name: after[name][0] - before[name][0] for name in after if after[name] != before[name]}


def _footprint(core: Core) -> dict[str, tuple[int, str | None]]:
    def read(connection: sa.Connection) -> dict[str, tuple[int, str | None]]:
        found = {}
        for table in metadata.tables:
            count, digest = connection.execute(sa.text(_ROWS.format(table=table))).one()
            found[table] = (count, digest)
        return found

    return core.database.transact(read)
