"""A clerk at the counter of an office on the stage, on the day of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from booking_core import desk_commands as d
from booking_core import outcomes as o
from booking_core import staff
from booking_core.actors import Operator, Staff
from booking_core.core import Core
from booking_core.outcomes import Outcome
from tests.core.stage import ANN, RENEWAL, Stage


@dataclass
class Counter:
    """What a clerk keys in, at the first office."""

    stage: Stage
    who: Staff
    office: UUID

    @classmethod
    def of(cls, stage: Stage, login: str = "cleo") -> Counter:
        """A new clerk."""
        hire(stage.core, login)
        return cls(stage, Staff(login), stage.line.offices[0].id)

    def visit(self, e164: str = ANN, party: int = 1, nth: int = 0, service: int = RENEWAL) -> o.Booked:
        """A booking, and the clock stands five minutes before its time."""
        slot = self.slot(nth, service)
        self.stage.now = self.stage.starts(slot) - timedelta(days=1)
        booked = self.stage.book(self.stage.proven(e164), slot, party)
        self.stage.now = booked.offer.starts - timedelta(minutes=5)
        return booked

    def slot(self, nth: int = 0, service: int = RENEWAL) -> UUID:
        """The nth slot of the day of the visits, which is the first that begins two days from now."""
        return UUID(str(self.stage.one(
            "WITH own AS (SELECT * FROM slots WHERE office = :office AND service = :service) "
            "SELECT id FROM own WHERE wall::date = "
            "(SELECT min(wall::date) FROM own WHERE starts > now() + interval '2 days') "
            "ORDER BY starts OFFSET :nth LIMIT 1",
            office=self.office, service=self.stage.line.services[service].id, nth=nth,
        )))  # fmt: skip

    def find(self, digits: str, who: Staff | None = None) -> Outcome:
        """A reference or code."""
        return self.stage.do(d.FindVisit(who or self.who, self.office, digits))

    def compare(self, booking: UUID, born: str = "03041985") -> Outcome:
        """The date on a document, MMDDYYYY."""
        month, day, year = int(born[:2]), int(born[2:4]), int(born[4:])
        return self.stage.do(d.CompareBirthDate(self.who, self.office, booking, month, day, year))

    def check_in(self, booking: UUID, why: d.Settled | None = None) -> Outcome:
        """They are here."""
        return self.stage.do(d.CheckIn(self.who, self.office, booking, why))

    def done(self, booking: UUID) -> Outcome:
        """They are served."""
        return self.stage.do(d.EndVisit(self.who, self.office, booking, "fulfilled"))

    def absent(self, booking: UUID) -> Outcome:
        """Nobody came."""
        return self.stage.do(d.EndVisit(self.who, self.office, booking, "no_show"))

    def undo(self, booking: UUID) -> Outcome:
        """That was a slip."""
        return self.stage.do(d.UndoVisit(self.who, self.office, booking))

    def trail(self) -> list[tuple[str, str | None]]:
        """What this clerk did, by the audit."""
        rows = self.stage.rows("SELECT action, why FROM audit WHERE actor = :who ORDER BY id", who=self.who.name)
        return [(row.action, row.why) for row in rows]


def hire(core: Core, login: str, role: str = "clerk") -> UUID:
    """Somebody new at the desk."""
    return core.transact(lambda t: staff.add(t, Operator("test"), login, login.title(), role, ["en"]))
