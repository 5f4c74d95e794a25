-- How long a statement may wait and run (laws.md, waits). On the database, not on the connection, so that it holds behind
-- a pooler too, which drops a connection's own settings. A copy of a database needs it again.
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET lock_timeout = ''500ms''', current_database());
  EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''1500ms''', current_database());
  EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''10s''', current_database());
  EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database());
END $$
