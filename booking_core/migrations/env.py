"""Alembic's entry: it is always run by booking_core.schema, which hands it a connection."""

from alembic import context

from booking_core.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
