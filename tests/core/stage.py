"""A stage for the tests of the core: a clock that is set by hand, and people who call and text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import calls
from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.numbers import Number, check
from booking_core.outcomes import Outcome

ANN, BEN, CAT = "+12025550101", "+12025550102", "+12025550103"
DESK = "+12025550190"
"""The telephone of the agents."""
URGENT, RENEWAL = 0, 1
"""The demo services: one visitor and two places a slot; parties of four and six places a slot."""

Value = Any
"""Whatever a column holds; the test that asks knows."""

O = TypeVar("O", bound=Outcome)  # noqa: E741  # as in the commands' own type


def number(e164: str) -> Number:
    """The number as the check gives it."""
    found = check(e164, frozenset({"US"}))
    assert isinstance(found, Number)
    return found


def other(code: str) -> str:
    """A wrong code."""
    return str((int(code) - 100_000 + 1) % 900_000 + 100_000)


@dataclass
class Stage:
    """A core, and the instant it takes for now."""

    core: Core
    line: Line
    now: datetime
    turns: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ── The clock and the core ──

    def wait(self, **duration: float) -> datetime:
        """Let time pass; returns the new instant."""
        self.now += timedelta(**duration)
        return self.now

    def do(self, command: c.Command[O], key: str | None = None) -> O:
        """Perform a command, under a key of its own unless one is given."""
        return self.core.at(self.now).perform(command, key or f"turn:{next(self.turns)}")

    def ask(self, query: c.Query[O]) -> O:
        """Ask a query."""
        return self.core.at(self.now).ask(query)

    def rows(self, statement: str, **parameters: object) -> list[Row[Any]]:
        """What the database holds."""
        return list(self.core.database.transact(lambda db: db.execute(sa.text(statement), parameters).all()))

    def one(self, statement: str, **parameters: object) -> Value:
        """The one value of the one row."""
        return self.core.database.transact(lambda db: db.execute(sa.text(statement), parameters).scalar_one())

    def put(self, statement: str, **parameters: object) -> int:
        """Change the database as no caller could; returns the number of rows."""
        return self.core.database.transact(lambda db: db.execute(sa.text(statement), parameters).rowcount)

    def breaks(self, constraint: str, statement: str) -> bool:
        """Whether the database itself refuses this change, and by which constraint."""
        with self.core.database.engine.connect() as connection:
            try:
                connection.exec_driver_sql(statement)
            except sa.exc.IntegrityError as refusal:
                return constraint in str(refusal.orig)
        return False

    # ── People ──

    def call(self, e164: str = ANN) -> Caller:
        """A new call from a number."""
        sid = f"CA{next(self.turns):032x}"
        self.do(c.StartCall(sid, self.line.number, number(e164), "en"))
        return Caller(sid)

    def text(self, e164: str = ANN) -> Texter:
        """The text thread of a number."""
        return Texter(number(e164))

    def agent(self, who: Caller, login: str = "kim", role: str = "agent") -> Agent:
        """The agent with this login, joined to a caller's call and to no other."""
        self.put(
            "INSERT INTO agents (id, login, name, role, languages, made_at) "
            "VALUES (gen_random_uuid(), :login, :login, :role, '{en}', :now) ON CONFLICT DO NOTHING",
            login=login, role=role, now=self.now,
        )  # fmt: skip
        telephone = self.core.at(self.now).transact(lambda t: calls.enter(t, number(DESK)))
        self.put("UPDATE agents SET number = :telephone WHERE login = :login", telephone=telephone, login=login)
        self.put("UPDATE queue SET ended_at = :now, state = 'done' WHERE ended_at IS NULL AND call = "
                 "(SELECT id FROM calls WHERE sid = :sid)", now=self.now, sid=who.sid)  # fmt: skip
        self.put(
            "WITH talk AS (INSERT INTO queue (id, line, number, call, reason, language, arrived_at, mode, state, "
            "met_at, agent) "
            "SELECT gen_random_uuid(), c.line, c.number, c.id, 'asked', 'en', :now, 'waits', 'joined', :now, a.id "
            "FROM calls c, agents a WHERE c.sid = :sid AND a.login = :login RETURNING id, agent) "
            "INSERT INTO agent_states (agent, state, since, waiter) SELECT agent, 'talking', :now, id FROM talk "
            "ON CONFLICT (agent) DO UPDATE SET state = 'talking', since = :now, waiter = excluded.waiter",
            now=self.now, sid=who.sid, login=login,
        )  # fmt: skip
        return Agent(login, who.sid)

    def hang_up(self, who: Caller) -> None:
        """The call is over."""
        self.do(c.EndCall(who.sid))

    def prove(self, who: Caller, e164: str = ANN) -> None:
        """Prove a number in its call with a presence code."""
        assert isinstance(self.do(c.SendCode(who, "presence", None, "en")), o.CodeSent)
        assert self.do(c.Prove(who, self.code(e164, "presence"))) == o.Proven()

    def proven(self, e164: str = ANN) -> Caller:
        """A new call whose number is proven, without a code of the number's budget."""
        who = self.call(e164)
        self.put(
            "INSERT INTO proofs SELECT gen_random_uuid(), number, id, :now, :until FROM calls WHERE sid = :sid",
            now=self.now, until=self.now + timedelta(hours=4), sid=who.sid,
        )  # fmt: skip
        return who

    def code(self, e164: str = ANN, purpose: str = "confirm") -> str:
        """The digits of the newest code of a number, as its text says them; one that still works before others."""
        row = self.rows(
            "SELECT k.id, k.sealed FROM codes k JOIN number_keys USING (number) "
            "WHERE keyed_hash = ANY(:hashes) AND purpose = :purpose "
            "ORDER BY coalesce(k.used_at, k.dead_at) IS NULL DESC, k.made_at DESC LIMIT 1",
            hashes=self.core.keys.number_hashes(e164), purpose=purpose,
        )[0]  # fmt: skip
        return self.core.keys.decrypt(row.sealed, "codes.sealed", row.id)

    # ── Places ──

    def slot(self, nth: int = 0, service: int = RENEWAL, office: int = 0) -> UUID:
        """The nth slot of a service at an office, counted from two days ahead."""
        found = self.one(
            "SELECT id FROM slots WHERE office = :office AND service = :service AND starts > now() + interval '2 days' "
            "ORDER BY starts OFFSET :nth LIMIT 1",
            office=self.line.offices[office].id, service=self.line.services[service].id, nth=nth,
        )  # fmt: skip
        return UUID(str(found))

    def starts(self, slot: UUID) -> datetime:
        """The instant of a slot."""
        found = self.one("SELECT starts FROM slots WHERE id = :slot", slot=slot)
        assert isinstance(found, datetime)
        return found

    def seats(self, slot: UUID, count: int) -> None:
        """Take all but `count` places of a slot away."""
        self.put("DELETE FROM places WHERE id IN (SELECT id FROM places WHERE slot = :slot OFFSET :count)",
                 slot=slot, count=count)  # fmt: skip

    def only(self, *slots: UUID) -> None:
        """Take every place of every other slot away."""
        self.put("DELETE FROM places WHERE slot <> ALL(:slots)", slots=list(slots))

    def owned(self, booking: UUID) -> list[Row[Any]]:
        """The places that name this booking as their owner."""
        return self.rows("SELECT id, slot, nullif(free_at, 'infinity') AS free_at, free_at = 'infinity' AS booked "
                         "FROM places WHERE booking = :booking ORDER BY id", booking=booking)  # fmt: skip

    def free_again(self, booking: UUID) -> datetime:
        """When the places of a booking are free again, all of them at once."""
        (at,) = {row.free_at for row in self.owned(booking)}
        assert isinstance(at, datetime)
        return at

    # ── Bookings ──

    def hold(self, who: Actor, slot: UUID | None = None, party: int = 1, send: c.Send = "text",
             case: str | None = None) -> Outcome:  # fmt: skip
        """Ask for a hold, of the first slot unless another is named."""
        return self.do(c.HoldPlace(who, slot or self.slot(), party, send, "en", case))

    def held(self, who: Actor, slot: UUID | None = None, party: int = 1, send: c.Send = "text",
             case: str | None = None) -> o.Held:  # fmt: skip
        """A hold that is given."""
        outcome = self.hold(who, slot, party, send, case)
        assert isinstance(outcome, o.Held), outcome
        return outcome

    def born(self, who: Actor, held: o.Held) -> None:
        """Key in the birth dates of all visitors."""
        for nth in range(1, held.party + 1):
            noted = self.do(c.SetVisitor(who, held.booking, nth, 3, 4, 1985))
            assert isinstance(noted, o.VisitorNoted), noted

    def ready(self, who: Caller, slot: UUID | None = None, party: int = 1, case: str | None = None) -> o.Held:
        """A hold with its birth dates: only the code is missing."""
        held = self.held(who, slot, party, case=case)
        self.born(who, held)
        return held

    def book(self, who: Caller, slot: UUID | None = None, party: int = 1) -> o.Booked:
        """A booking of a proven call."""
        held = self.held(who, slot, party)
        self.born(who, held)
        booked = self.do(c.Confirm(who, held.booking, None))
        assert isinstance(booked, o.Booked), booked
        return booked

    def status(self, booking: UUID) -> str:
        """Where a booking is in its life."""
        return str(self.one("SELECT status FROM bookings WHERE id = :booking", booking=booking))
