"""One call of one number: what can be done there, a turn at a time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.core import Core
from booking_core.numbers import Number
from booking_core.outcomes import Asked, Booked, Bookings, CodeSent, Held, Outcome, PlaceGone
from booking_core.tables import calls, codes
from tests.history.drive import Driver
from tests.history.stage import LINE, Sale, join

WRONG = "000000"
"""No code begins with 0."""

WRONG_NONCE = "0000"
"""Nor does a nonce."""

BORN = (3, 4, 1985)

CASES = tuple(f"2026-{n:04}" for n in range(3))
"""So few case numbers that several people want to book for one."""


class NoText(Exception):
    """The text that was promised is not there."""


def read_code(core: Core, *, booking: UUID | None = None, sid: str | None = None) -> str:
    """The digits on the telephone's screen: the newest code of a booking, or of a call. Raises NoText."""
    newest = sa.select(codes.c.id, codes.c.sealed).order_by(codes.c.made_at.desc()).limit(1)
    if booking is None:
        whose = newest.join(calls, calls.c.id == codes.c.call).where(calls.c.sid == sid)
    else:
        whose = newest.where(codes.c.booking == booking)
    row = core.database.transact(lambda connection: connection.execute(whose).first())
    if row is None:
        raise NoText
    return core.keys.decrypt(row.sealed, "codes.sealed", row.id)


@dataclass(frozen=True, slots=True)
class Day:
    """What a thread is given: whom it may be, what is on sale, and how many of which stories it plays."""

    people: tuple[Number, ...]
    sales: tuple[Sale, ...]
    stories: tuple[str, ...]
    times: int


class Visit:
    """One call of one number."""

    def __init__(self, driver: Driver, day: Day) -> None:
        """Ring the line."""
        self.driver, self.day, self.rng = driver, day, driver.rng
        self.number = driver.rng.choice(day.people)
        self.who = Caller(f"CA{uuid4().hex}")
        self.text = Texter(self.number)
        self._clerk: Agent | None = None
        self.do(c.StartCall(self.who.sid, LINE, self.number, "en"))

    @property
    def clerk(self) -> Agent:
        """An agent of the desk who talks with this caller, and with no other."""
        if self._clerk is None:
            (self._clerk,) = join(self.driver.core, self.who)
        return self._clerk

    def do(self, command: c.Command[Outcome]) -> Outcome | None:
        """One turn."""
        return self.driver.perform(self.number.e164, command)

    def look(self, query: c.Query[Outcome]) -> Outcome:
        """Ask what changes nothing, and is not in the log."""
        core = self.driver.core if self.driver.pinned is None else self.driver.core.at(self.driver.now())
        return core.ask(query)

    def hold(self, send: c.Send, who: Actor | None = None) -> Held | None:
        """Ask for a time; when it is gone, for the first one offered instead."""
        sale = self.rng.choice(self.day.sales)
        party = self.rng.randint(1, sale.party_max)
        case = self.rng.choice(CASES) if self.rng.random() < 0.5 else None
        answer = self.do(c.HoldPlace(who or self.who, sale.slot, party, send, "en", case))
        if isinstance(answer, PlaceGone):
            answer = self.do(c.HoldPlace(who or self.who, answer.offers[0].slot, party, send, "en", case))
        return answer if isinstance(answer, Held) else None

    def dates(self, held: Held, who: Actor | None = None) -> None:
        """Give everybody's birth date."""
        for nth in range(1, held.party + 1):
            self.do(c.SetVisitor(who or self.who, held.booking, nth, *BORN))

    def guess(self, held: Held, times: int) -> None:
        """Key in wrong codes."""
        for _ in range(times):
            self.do(c.Confirm(self.who, held.booking, WRONG))

    def code(self, held: Held) -> str:
        """Look at the text."""
        return read_code(self.driver.core, booking=held.booking)

    def prove(self) -> None:
        """Prove the number's presence."""
        if isinstance(self.do(c.SendCode(self.who, "presence", None, "en")), CodeSent):
            self.do(c.Prove(self.who, read_code(self.driver.core, sid=self.who.sid)))

    def asks(self, wish: c.Wish) -> Asked | None:
        """Ask by text to give up or move a booking, whichever there is."""
        answer = self.do(c.AskToChange(self.text, wish, None))
        if isinstance(answer, Bookings) and answer.bookings:
            answer = self.do(c.AskToChange(self.text, wish, self.rng.choice(answer.bookings).booking))
        return answer if isinstance(answer, Asked) else None

    def answers(self, asked: Asked) -> Outcome | None:
        """Text one of the nonces back, now and then after a wrong one, and now and then once more."""
        if self.rng.random() < 0.5:
            self.do(c.AnswerQuestion(self.text, WRONG_NONCE))
        nonce = c.AnswerQuestion(self.text, self.rng.choice(asked.questions).digits)
        answer = self.do(nonce)
        if self.rng.random() < 0.3:
            self.do(nonce)
        return answer

    def hang_up(self) -> None:
        """End the call."""
        self.do(c.EndCall(self.who.sid))

    def booked(self) -> Booked | None:
        """One of the number's bookings, whoever made it."""
        found = self.look(c.MyBookings(self.who))
        return self.rng.choice(found.bookings) if isinstance(found, Bookings) and found.bookings else None
