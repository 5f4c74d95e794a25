from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from booking_core import schema
from booking_core.tables import metadata
from postgres import EmbeddedServer

_names = count(1)

# Everything PostgreSQL keeps of a schema, in its own words, so that two ways of building it can be compared.
CATALOG = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
               pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace""",
    "constraints": """
        SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "tables": """
        SELECT relname::text, reloptions, obj_description(oid) FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
}


@pytest.fixture
def empty(server: EmbeddedServer) -> str:
    """The address of a new database with nothing in it."""
    return server.create_database(f"schema_{next(_names)}")


@pytest.fixture
def db(empty: str) -> Iterator[sa.Connection]:
    """A connection to it."""
    engine = sa.create_engine(empty)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def catalog(db: sa.Connection) -> dict[str, set[str]]:
    """What stands in the public schema, but alembic's own table."""
    with db.begin():
        return {
            kind: {str(tuple(row)) for row in db.exec_driver_sql(query) if row[0] != "alembic_version"}
            for kind, query in CATALOG.items()
        }


def functions(db: sa.Connection) -> list[str]:
    """The functions in the public schema."""
    with db.begin():
        query = "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        return list(db.scalars(sa.text(query)))


def test_the_migrations_build_what_tables_says(db: sa.Connection, empty: str, server: EmbeddedServer) -> None:
    """Columns, types, defaults, checks, keys, indexes, storage and comments: the catalogues are the same."""
    schema.migrate(empty)
    made = sa.create_engine(server.create_database(f"schema_{next(_names)}"))
    metadata.create_all(made)
    with made.connect() as by_tables:
        expected = catalog(by_tables)
    made.dispose()
    found = catalog(db)
    assert {kind: found[kind] ^ expected[kind] for kind in CATALOG} == {kind: set() for kind in CATALOG}
    assert all(found.values())


def test_alembic_sees_no_difference(db: sa.Connection, empty: str) -> None:
    """A new migration made by comparing would be empty."""
    schema.migrate(empty)
    context = MigrationContext.configure(
        db,
        opts={"compare_type": True, "compare_server_default": True,
              "include_object": lambda item, name, kind, *_: name != "alembic_version"},
    )  # fmt: skip
    assert compare_metadata(context, metadata) == []


def test_a_difference_would_be_seen(db: sa.Connection, empty: str) -> None:
    """The comparison notices a check that is gone and a comment that changed."""
    schema.migrate(empty)
    before = catalog(db)
    with db.begin():
        db.exec_driver_sql("ALTER TABLE bookings DROP CONSTRAINT bookings_booked_has_allowance")
        db.exec_driver_sql("COMMENT ON COLUMN lines.number IS 'something else'")
        db.exec_driver_sql("DROP INDEX bookings_unproven_one")
    after = catalog(db)
    assert {kind for kind in CATALOG if before[kind] != after[kind]} == {"constraints", "columns", "indexes"}


def test_the_first_migration_is_frozen_from_tables() -> None:
    """Until there is a second one, its statements are those of tables.py, letter for letter."""
    frozen = Path(schema.__file__).parent / "migrations" / "versions" / "0001_first.sql"
    assert frozen.read_text() == schema.ddl()


def test_down_leaves_nothing_and_up_builds_it_again(db: sa.Connection, empty: str) -> None:
    """No table, function or setting of the database stays behind, and the way up is the same as before."""
    schema.migrate(empty)
    built, made = catalog(db), functions(db)
    assert "hold_v1" in made
    assert _settings(db)
    schema.migrate(empty, "base")
    assert catalog(db) == {kind: set() for kind in CATALOG}
    assert functions(db) == _settings(db) == []
    schema.migrate(empty)
    assert (catalog(db), sorted(functions(db))) == (built, sorted(made))


def _settings(db: sa.Connection) -> list[object]:
    with db.begin():
        query = "SELECT unnest(setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase " \
                "WHERE d.datname = current_database()"  # fmt: skip
        return list(db.scalars(sa.text(query)))


def test_every_function_of_the_claim_is_installed(db: sa.Connection, empty: str) -> None:
    """No file of `sql/` is left out of the migration."""
    schema.migrate(empty)
    files = {path.stem for path in (Path(schema.__file__).parent / "sql").glob("*_v1.sql")}
    assert files <= set(functions(db))


def test_the_waits_stand_on_the_database(db: sa.Connection, empty: str) -> None:
    """Lock and statement waits hold for whoever connects, behind a pooler too."""
    schema.migrate(empty)
    assert {"lock_timeout=500ms", "statement_timeout=1500ms", "TimeZone=UTC"} <= set(_settings(db))


def test_migrating_twice_changes_nothing(db: sa.Connection, empty: str) -> None:
    """And it knows that it is current."""
    assert not schema.is_current(db)
    db.rollback()
    schema.migrate(empty)
    built = catalog(db)
    schema.migrate(empty)
    assert catalog(db) == built
    assert schema.is_current(db)


def test_two_nodes_migrate_at_once(db: sa.Connection, empty: str) -> None:
    """One builds, the other waits and finds it built."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(schema.migrate, [empty, empty]))
    assert schema.is_current(db)
    db.rollback()
    assert "hold_v1" in functions(db)
