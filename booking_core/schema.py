"""Bringing a database to this version of the law, and back."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateSequence, CreateTable, SetColumnComment, SetTableComment

from booking_core.tables import audit_ids, metadata

_HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations"))
    config.set_main_option("path_separator", "newline")
    return config


def migrate(url: str, target: str = "head") -> None:
    """Move the database to `target`, up or down ("base": empty). Safe to run on several nodes at once."""
    engine = sa.create_engine(url, connect_args={"options": "-c statement_timeout=0 -c lock_timeout=30s"})
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('fairline migrations'))")
        config = _config()
        config.attributes["connection"] = connection
        there = MigrationContext.configure(connection).get_current_revision()
        if target == "base" or (there is not None and target != "head" and target < there):
            command.downgrade(config, target)
        else:
            command.upgrade(config, target)
    engine.dispose()


def set_waits(url: str) -> None:
    """Bound the waits of every later connection to this database; a migrated one has it, a copy of one has not."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute((_HERE / "sql" / "waits.sql").read_text())
    engine.dispose()


def is_current(connection: sa.Connection) -> bool:
    """Does this database stand at the newest migration?"""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def ddl() -> str:
    """The statements of `tables.py`, as a migration that builds everything would freeze them."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own gap
    made = [str(CreateSequence(audit_ids).compile(dialect=dialect))]
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        made += [
            str(CreateIndex(index).compile(dialect=dialect))
            for index in sorted(table.indexes, key=lambda i: str(i.name))
        ]
        if table.comment:
            made.append(str(SetTableComment(table).compile(dialect=dialect)))
        made += [str(SetColumnComment(column).compile(dialect=dialect)) for column in table.columns if column.comment]
    return "".join(statement.replace("\t", "  ").replace(" \n", "\n") + ";\n\n" for statement in made)


if __name__ == "__main__":
    print(ddl(), end="")
