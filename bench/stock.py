"""The two databases that are measured: a line full of free places, and the limit it is compared with."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import psycopg

from bench.figures import Failed
from booking_core import schema
from postgres import EmbeddedServer

SLOTS = 1000
"""Slots 2 to 1001 are for spread load, slot 1 is the hot one."""
NUMBERS = 200_000
OFFICE = UUID("00000000-0000-7000-8000-000000000002")
SERVICE = UUID("00000000-0000-7000-8000-000000000004")
_HERE = Path(__file__).parent


def slot(nth: int) -> UUID:
    """The id of the nth slot, from 1."""
    return UUID(f"00000000-0000-7000-8001-{nth:012d}")


def call_sid(nth: int) -> str:
    """The id of the nth number's call, from 1."""
    return f"CA{nth:032d}"


def connect(url: str) -> psycopg.Connection:
    """A connection for setting up and auditing, without the waits that the line keeps."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True, options="-c statement_timeout=0")


def stock_line(server: EmbeddedServer) -> str:
    """The address of a new migrated database with `stock.sql` in it."""
    url = server.create_database("line")
    schema.migrate(url)
    _fill(url, "stock.sql")
    return url


def stock_limit(server: EmbeddedServer) -> str:
    """The address of a new database with `limit.sql` in it."""
    url = server.create_database("limit")
    _fill(url, "limit.sql")
    return url


def _fill(url: str, name: str) -> None:
    with connect(url) as connection:
        connection.execute((_HERE / name).read_bytes())
        connection.execute(b"VACUUM (ANALYZE)")


_RESET = {
    "line": (
        "SET session_replication_role = replica",  # the audit's triggers would refuse to be emptied
        "UPDATE places SET free_at = '-infinity', booking = NULL WHERE booking IS NOT NULL",
        "TRUNCATE bookings, codes, outbox, audit, answers, proofs, allowances, office_loads, visitors CASCADE",
        "VACUUM (ANALYZE) places",
        "VACUUM numbers",
        "VACUUM calls",
    ),
    "limit": (
        "UPDATE seats SET taken = false WHERE taken",
        "TRUNCATE sales, tallies, messages, trail",
        "VACUUM (ANALYZE) seats",
    ),
}


def reset(url: str) -> None:
    """Put a database back to nothing booked, its tables swept and written out, as before every run."""
    with connect(url) as connection:
        for statement in (*_RESET[connection.info.dbname], "CHECKPOINT"):
            connection.execute(statement.encode())


# Each query counts what must not be; {done} is how many calls of the function came back.
_WRONG = {
    "line": {
        "places with an owner that does not own them":
            "SELECT count(*) FROM places p LEFT JOIN bookings b ON b.id = p.booking"
            " WHERE p.booking IS NOT NULL AND (b.id IS NULL OR NOT p.id = ANY(b.places) OR p.free_at < b.live_until)",
        "places promised to two bookings":
            "SELECT count(*) FROM (SELECT FROM bookings, unnest(places) p GROUP BY p HAVING count(*) > 1) x",
        "places promised and not owned":
            "SELECT count(*) FROM bookings b, unnest(b.places) u(place) JOIN places p ON p.id = u.place"
            " WHERE p.booking IS DISTINCT FROM b.id",
        "numbers over their limit":
            "SELECT count(*) FROM (SELECT FROM bookings GROUP BY number HAVING count(*) > 1) x",
        "calls that did not hold":
            "SELECT abs({done} - (SELECT count(*) FROM bookings WHERE status = 'held'))",
        "answers other than Held":
            "SELECT abs({done} - (SELECT count(*) FROM answers WHERE outcome::jsonb ->> 'is' = 'Held'))",
        "holds without their code, or codes without their hold":
            "SELECT count(*) FROM bookings b FULL JOIN codes c ON c.booking = b.id WHERE b.id IS NULL OR c.id IS NULL",
        "codes without their text, or texts doubled":
            "SELECT (SELECT count(*) - count(DISTINCT code) FROM outbox) + (SELECT count(*)"
            " FROM codes c FULL JOIN outbox o ON o.code = c.id WHERE c.id IS NULL OR o.id IS NULL)",
        "holds without their line in the audit":
            "SELECT count(*) FROM bookings b FULL JOIN audit a ON a.subject = b.id WHERE b.id IS NULL OR a.id IS NULL",
    },
    "limit": {
        "seats sold twice or not marked":
            "SELECT count(*) FROM sales s FULL JOIN (SELECT id FROM seats WHERE taken) t ON t.id = s.seat"
            " WHERE s.id IS NULL OR t.id IS NULL",
        "callers over their limit": "SELECT count(*) FROM tallies WHERE live > 2",
        "tallies that do not add up": "SELECT abs((SELECT count(*) FROM sales) - (SELECT sum(live) FROM tallies))",
        "calls that did not sell": "SELECT abs({done} - (SELECT count(*) FROM sales))",
        "sales without their message": "SELECT abs((SELECT count(*) FROM sales) - (SELECT count(*) FROM messages))",
        "sales without their trail": "SELECT abs((SELECT count(*) FROM sales) - (SELECT count(*) FROM trail))",
    },
}  # fmt: skip


def audit(url: str, done: int) -> None:
    """Look the run over by SQL: a fast run that breaks a law is a failure. Raises Failed with what was found."""
    with connect(url) as connection:
        wrongs = _WRONG[connection.info.dbname]
        found = {
            what: row[0]
            for what, query in wrongs.items()
            if (row := connection.execute(query.format(done=done).encode()).fetchone()) is not None and row[0]
        }
    if found or not done:
        raise Failed("; ".join(f"{count} {what}" for what, count in found.items()) or "nothing was done")
