"""The first law: all tables, the claim and its helpers, and the waits every connection keeps."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

FUNCTIONS = (
    "next_free_v1", "retire_v1", "release_v1", "answer_v1", "office_load_v1", "code_budget_v1", "allowance_v1",
    "use_code_v1", "retire_batch_v1", "hold_v1", "confirm_v1", "let_go_v1", "append_only_v1",
    "offline_v1", "ask_verdicts_v1", "note_admission_v1", "seek_v1",
)  # fmt: skip

NO_WAITS = """
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I RESET ALL', current_database());
END $$
"""


def _run(sql: str) -> None:
    """Plain text to the driver: the files hold many statements and per cent signs of their own."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(sql)


def upgrade() -> None:
    """Build everything."""
    _run(Path(__file__).with_suffix(".sql").read_text())
    for name in FUNCTIONS:
        _run((Path(__file__).parents[2] / "sql" / f"{name}.sql").read_text())
    _run("INSERT INTO rules DEFAULT VALUES")
    _run((Path(__file__).parents[2] / "sql" / "waits.sql").read_text())


def downgrade() -> None:
    """Take everything away again, functions first."""
    _run(
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid::regprocedure FROM pg_proc "
        "WHERE pronamespace = current_schema()::regnamespace AND proname LIKE '%\\_v1' "
        "LOOP EXECUTE 'DROP FUNCTION ' || f || ' CASCADE'; END LOOP; END $$"
    )
    tables = [line.split()[2] for line in Path(__file__).with_suffix(".sql").read_text().splitlines()
              if line.startswith("CREATE TABLE ")]  # fmt: skip
    _run("DROP TABLE " + ", ".join(tables))
    _run(NO_WAITS)
