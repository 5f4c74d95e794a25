"""The stage of a run: an institution small enough that people must meet, and whole crowds of proven numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from booking_core import institution, schema
from booking_core.actors import Agent, Caller
from booking_core.calls import enter
from booking_core.core import Core
from booking_core.db import STATEMENT_S, Database
from booking_core.identifiers import uuid7
from booking_core.institution import NewService
from booking_core.keys import Keys
from booking_core.numbers import LineKind, Number
from booking_core.tables import (
    agent_states,
    agents,
    calls,
    lines,
    number_keys,
    numbers,
    proofs,
    queue,
    rules,
    services,
    slots,
)
from booking_core.transaction import Transaction
from postgres import EmbeddedServer
from tests.house import SECRET

LINE = "+18005550199"
ZONE = "America/New_York"
AHEAD = timedelta(days=10)
"""The first visit is so far off that neither lead time nor a visit's day plays a part in a run."""

DESK = Number("+12029999999", "US", LineKind.FIXED_OR_MOBILE)
"""The telephone of all agents."""

PASSPORT = NewService(names={"en": "passport renewal"}, party_max=4)
URGENT = NewService(names={"en": "urgent travel"}, party_max=1)
VISA = NewService(names={"en": "visa"}, party_max=2)

GENEROUS = {
    "made_max": 12, "codes_hour": 60, "codes_day": 90, "wrong_day": 200, "lapsed_day": 9, "moves_max": 9,
    "told_day": 90, "unproven_percent": 100, "unproven_floor": 1000, "cool_max_s": 1,
}  # fmt: skip
"""Budgets so wide that a few numbers can meet all day, and hardly a cool-down, so that places change hands."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A slot that is on sale."""

    slot: UUID
    office: UUID
    service: UUID
    party_max: int


def small(connection: Connection) -> None:
    """One office; two services under one limit, and a third under another that allows two bookings."""
    passport, visa = (institution.add_group(connection, name, n) for name, n in (("passport", 1), ("visa", 2)))
    office = _office(connection, closes=time(10))
    for nth, (group, service, seats) in enumerate(((passport, PASSPORT, 8), (passport, URGENT, 3), (visa, VISA, 5))):
        _open(connection, office, institution.add_service(connection, group, nth, service), days=2, seats=seats)
    connection.execute(sa.update(rules).values(GENEROUS))


def one_service(connection: Connection, *, slots: int, seats: int) -> None:
    """One office and one service with `slots` slots of `seats` places, for storms."""
    group = institution.add_group(connection, "passport", 1)
    office = _office(connection, closes=time(9 + slots // 3, slots % 3 * 20))
    _open(connection, office, institution.add_service(connection, group, 0, PASSPORT), days=1, seats=seats)
    connection.execute(sa.update(rules).values(GENEROUS))


def _office(connection: Connection, closes: time) -> UUID:
    line = institution.add_line(connection, "History", LINE, None, ["en"])
    hours = [(weekday, time(9), closes) for weekday in range(1, 8)]
    return institution.add_office(connection, line, 0, "Main", ZONE, hours)


def _open(connection: Connection, office: UUID, service: UUID, days: int, seats: int) -> None:
    first = datetime.now(UTC).date() + AHEAD
    opened = [first + timedelta(days=n) for n in range(days)]
    institution.open_days(connection, office, service, opened, timedelta(minutes=20), seats)


def migrated(server: EmbeddedServer, name: str) -> str:
    """The address of a new database that stands at the newest migration."""
    url = server.create_database(name)
    schema.migrate(url)
    return url


STAGE_S = 30.0
"""What the stage's own statements may take beside other tests; no caller waits for them."""


def open_core(url: str, size: int, budget_s: float = STATEMENT_S) -> Core:
    """A core with the keys of the tests. Whoever opens it disposes of its engine."""
    return Core(Database(url, size=size, budget_s=budget_s), Keys(SECRET.encode()))


def read_sales(core: Core) -> tuple[Sale, ...]:
    """Every slot on sale, by service and time."""
    found = sa.select(slots.c.id, slots.c.office, slots.c.service, services.c.party_max).join(services)
    rows = core.database.transact(lambda c: c.execute(found.order_by(services.c.nth, slots.c.starts)).all())
    return tuple(Sale(*row) for row in rows)


def telephones(first: int, many: int) -> tuple[Number, ...]:
    """Numbers that differ from all others of the run."""
    return tuple(Number(f"+1202{n:07}", "US", LineKind.FIXED_OR_MOBILE) for n in range(first, first + many))


def clear(connection: Connection) -> None:
    """Take all bookings and their traces away, for the next run on the same stage."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # the audit refuses to be emptied
    connection.exec_driver_sql("TRUNCATE bookings, visitors, codes, outbox, audit, answers, proofs, allowances CASCADE")
    connection.exec_driver_sql("UPDATE places SET booking = NULL, free_at = '-infinity'")


def _proof(number: UUID, call: UUID) -> dict[str, object]:
    now = datetime.now(UTC)
    return {"id": uuid7(), "number": number, "call": call, "at": now, "until": now + timedelta(days=1)}


def on_line(
    core: Core, people: tuple[Number, ...], calls_each: int = 1, *, proven: bool = True
) -> list[tuple[Number, Caller]]:
    """Put every number on the line in `calls_each` calls at once, proven or not; returns one pair a call."""
    ids = {number: uuid7() for number in people}
    secret = core.keys.present
    made = [(uuid7(), f"CA{uuid7().hex}", number) for number in people for _ in range(calls_each)]

    def write(connection: Connection) -> None:
        line = connection.scalar(sa.select(lines.c.id))
        common = {"line": line, "withheld": False, "language": "en", "step": "welcome", "started_at": datetime.now(UTC)}
        connection.execute(sa.insert(numbers), [_row(core, number, row) for number, row in ids.items()])
        hashes = [{"keyed_hash": secret.number_hash(n.e164), "kid": secret.kid, "number": r} for n, r in ids.items()]
        connection.execute(sa.insert(number_keys), hashes)
        rows = [{"id": call, "sid": sid, "number": ids[number], **common} for call, sid, number in made]
        connection.execute(sa.insert(calls), rows)
        if proven:
            connection.execute(sa.insert(proofs), [_proof(ids[number], call) for call, _, number in made])

    core.database.transact(write)
    return [(number, Caller(sid)) for _, sid, number in made]


def join(core: Core, *callers: Caller) -> list[Agent]:
    """Give each caller an agent of their own, who talks with that one alone."""
    joined = [Agent(f"desk-{uuid7().hex}", who.sid) for who in callers]

    def write(connection: Connection) -> None:
        telephone, now = enter(Transaction(connection, core.keys, None), DESK), datetime.now(UTC)
        found = sa.select(calls).where(calls.c.sid.in_([agent.sid for agent in joined]))
        rows = {row.sid: row for row in connection.execute(found)}
        for agent in joined:
            _seat(connection, agent.login, rows[agent.sid], telephone, now)

    core.database.transact(write)
    return joined


def _seat(connection: Connection, login: str, call: sa.Row[Any], telephone: UUID, now: datetime) -> None:
    agent, talk = uuid7(), uuid7()
    connection.execute(
        sa.insert(agents).values(
            id=agent, login=login, name=login, role="agent", languages=["en"], made_at=now, number=telephone
        )
    )
    connection.execute(
        sa.insert(queue).values(
            id=talk, line=call.line, number=call.number, call=call.id, reason="asked", language="en",
            arrived_at=now, mode="waits", state="joined", met_at=now, agent=agent,
        )
    )  # fmt: skip
    connection.execute(sa.insert(agent_states).values(agent=agent, state="talking", since=now, waiter=talk))


def _row(core: Core, number: Number, row: UUID) -> dict[str, object]:
    digits = core.keys.encrypt(number.e164, "numbers.digits", row)
    return {"id": row, "kind": "telephone", "digits": digits, "region": number.region, "line_kind": number.kind}
