"""The floor of the desk for tests of the queue: agents with telephones, on a stage whose clock is set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import calls, matching, staff
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Caller, Operator, Staff
from booking_core.outcomes import Outcome
from booking_core.tables import agents
from booking_core.transaction import Transaction
from tests.core.stage import Stage, number

AMY, BOB = "+12025550181", "+12025550182"
"""Telephones of agents."""


def hire(t: Transaction, login: str, telephone: str, languages: Sequence[str] = ("en",)) -> None:
    """A new agent with a telephone."""
    staff.add(t, Operator("test"), login, login.title(), "agent", languages)
    equip(t, Staff(login), telephone)


def equip(t: Transaction, who: Staff, telephone: str) -> None:
    """An agent gets a telephone."""
    rung = calls.enter(t, number(telephone))
    t.connection.execute(sa.update(agents).where(agents.c.login == who.login).values(number=rung))


@dataclass
class Floor:
    """Agents and callers; what the provider and the worker would do is done by name."""

    stage: Stage

    def agent(self, login: str = "amy", telephone: str = AMY, languages: Sequence[str] = ("en",)) -> Staff:
        """An agent who is free."""
        self.stage.core.at(self.stage.now).transact(lambda t: hire(t, login, telephone, languages))
        who = Staff(login)
        assert isinstance(self.stage.do(d.GoAvailable(who)), o.AgentNow)
        return who

    def asks(self, who: Caller, language: str = "en") -> Outcome:
        """A caller presses 0."""
        return self.stage.do(d.AskForPerson(who, "asked", language))

    def waits(self, who: Caller, language: str = "en") -> o.Queued:
        """A caller comes into the queue."""
        asked = self.asks(who, language)
        assert isinstance(asked, o.Queued), asked
        return asked

    def rings(self) -> UUID | None:
        """The outbox row of the newest ring that may still be taken."""
        rows = self.stage.rows(
            "SELECT b.id FROM outbox b JOIN queue q ON q.id = b.waiter JOIN agents a ON a.id = q.agent "
            "WHERE b.kind = 'agent' AND q.state = 'ringing' AND a.number = b.number ORDER BY b.id DESC"
        )
        return UUID(str(rows[0].id)) if rows else None

    def ring(self) -> UUID:
        """The same, where there must be one."""
        found = self.rings()
        assert found is not None, "nobody is rung"
        return found

    def takes(self, delivery: UUID | None = None, sid: str = "CA" + "a" * 32) -> Outcome:
        """An agent presses 1."""
        return self.stage.do(d.TakeCaller(delivery or self.ring(), sid))

    def sent(self, kind: str) -> list[UUID]:
        """Rows of the outbox of a kind, oldest first."""
        return [UUID(str(row.id)) for row in
                self.stage.rows("SELECT id FROM outbox WHERE kind = :kind ORDER BY id", kind=kind)]  # fmt: skip

    def fetched(self, who: Caller) -> Outcome:
        """The caller's leg, moved, asks what it hears now."""
        return self.stage.do(c.StartProofCall(who.sid, self.stage.line.number, self.sent("fetch")[-1]))

    def joined(self, who: Caller) -> o.Joined:
        """An agent takes the caller, who is fetched."""
        assert isinstance(self.takes(), o.Taken)
        met = self.fetched(who)
        assert isinstance(met, o.Joined), met
        return met

    def called(self) -> Caller:
        """The newest call-back is picked up."""
        delivery = self.sent("queue_callback")[-1]
        sid = f"CA{next(self.stage.turns):032x}"
        started = self.stage.do(c.StartProofCall(sid, self.stage.line.number, delivery))
        assert type(started).__name__ == "CallStarted", started
        return Caller(sid)

    def call_ends(self, delivery: UUID, sid: str = "CA" + "b" * 32, *, answered: bool = True) -> None:
        """The provider reports the end of a call of ours."""
        self.stage.do(c.ReportProofCall(delivery, sid, answered))
        self.stage.do(c.EndCall(sid))

    def tick(self, **duration: float) -> None:
        """The clock, after so much time."""
        self.stage.wait(**duration)
        self.stage.core.at(self.stage.now).transact(lambda t: matching.tick(t, 100))

    def state(self, login: str = "amy") -> str:
        """What an agent does."""
        return self.stage.ask(d.MyDesk(Staff(login))).state

    def queue(self) -> list[o.Waiting]:
        """Who waits, in order."""
        return list(self.stage.ask(d.ReadQueue(Staff("amy"))).waiting)

    def rows(self) -> list[Any]:
        """Every waiter there was, by arrival."""
        return self.stage.rows("SELECT * FROM queue ORDER BY arrived_at, id")
