"""The one door to the bookings: `perform` a command once per key, `ask` a query. One match each, no other entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from psycopg.errors import NoDataFound
from sqlalchemy.engine import Connection

from booking_core import admission_calls, behalf, calls, claims, seeking, signing_in
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core.actors import Agent, Texter
from booking_core.admission import OPEN, Policy
from booking_core.answers import keep, told
from booking_core.cases import look, work
from booking_core.db import Database, Unavailable, Unknown
from booking_core.identifiers import answer_key
from booking_core.keys import Keys
from booking_core.outcomes import CallingBack, Outcome
from booking_core.passwords import Passwords
from booking_core.transaction import Transaction

T = TypeVar("T")
O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type


Wake = Callable[[Sequence[UUID]], None]


PASSWORDS = Passwords()


def _nobody(staged: Sequence[UUID]) -> None:
    """Wakes nobody: the worker looks by itself."""


class Core:
    """Commands and queries on one database. `now` pins the clock for tests; None is the database's own."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        now: datetime | None = None,
        wake: Wake = _nobody,
        passwords: Passwords = PASSWORDS,
        policy: Policy = OPEN,
    ) -> None:
        """Share one core between the threads of a process; it holds no state of its own.

        `wake` is told which messages were laid into the outbox, once that is committed. It must not wait.
        """
        self.database = database
        self.keys = keys
        self.now = now
        self.wake = wake
        self.passwords = passwords
        self.policy = policy

    def at(self, now: datetime) -> Core:
        """The same core at another instant."""
        return Core(self.database, self.keys, now, self.wake, self.passwords, self.policy)

    def perform(self, command: c.Command[O], key: str) -> O:
        """Do what `command` asks, once per `key`; the same key again gets the same answer.

        Raises db.Unavailable (nothing changed) or db.Unknown (only the key knows). Refusals are outcomes. An agent who
        acts for another's caller gets `NotYourCaller`, whatever the command's type says: only the desk has agents.
        """
        outcome: Outcome
        staged: list[UUID] = []
        refused = self._refused(command, answer_key(key))
        if refused is not None:
            return cast("O", refused)
        match command:
            case c.HoldPlace():
                outcome, staged = self._hold(command, answer_key(key))
                if isinstance(outcome, CallingBack):
                    outcome = self._call_first(command, key, outcome)
            case c.Confirm():
                outcome, staged = claims.confirm(self.database, self.keys, self.now, command, answer_key(key))
            case c.LetHoldGo():
                outcome = claims.let_go(self.database, self.keys, self.now, command, answer_key(key))
            case c.SeekPlace():
                outcome = self._seek(command, key)
            case c.NoteStep():
                outcome = calls.note_step(self.database, command)
            case d.SignIn():
                outcome = signing_in.sign_in(self.transact, self.passwords, command)
            case d.TakeInvitation():
                outcome = signing_in.take_invitation(self.transact, self.passwords, command)
            case _:
                outcome = self._transact(command, key)
        if staged:
            self.wake(staged)
        return cast("O", outcome)

    def _refused(self, asked: c.Command[Any] | c.Query[Any], key: UUID | None) -> Outcome | None:
        """Why an agent may not ask this; callers and texters are asked nothing."""
        who = getattr(asked, "who", None)
        return self.transact(lambda t: behalf.refusal(t, asked, who, key)) if isinstance(who, Agent) else None

    def _hold(self, command: c.HoldPlace, key: UUID) -> tuple[Outcome, list[UUID]]:
        """The claim finds its number's row. A call has made it; the first text of a number makes it here, and only
        then is there a second round trip.
        """
        try:
            return claims.hold(self.database, self.keys, self.now, command, key)
        except NoDataFound:
            who = command.who
            if not isinstance(who, Texter):
                raise
            self.database.transact(lambda connection: calls.enter(self._transaction(connection), who.number))
            return claims.hold(self.database, self.keys, self.now, command, key)

    def _call_first(self, command: c.HoldPlace, key: str, asked: CallingBack) -> Outcome:
        """The claim asks for a call back and stages none: that is a transaction of its own, under the same key."""
        return self._transact(command, key, lambda t: admission_calls.before_hold(t, command, asked))

    def _seek(self, command: c.SeekPlace, key: str) -> Outcome:
        found = seeking.quick(self.database, self.keys, self.policy, self.now, command, answer_key(key))
        return found or self._transact(command, key)

    def ask(self, query: c.Query[O]) -> O:
        """Answer `query` as of now. Raises db.Unavailable: whatever became of a question, it changed nothing."""
        try:
            refused = self._refused(query, None)
            if refused is not None:
                return cast("O", refused)
            return cast("O", self.database.transact(lambda connection: look(query, self._transaction(connection))))
        except Unknown as fault:
            raise Unavailable(str(fault)) from fault

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """What the line does by itself, without a person's command: one transaction.

        Raises db.Unavailable (nothing changed) or db.Unknown.
        """
        staged: list[UUID] = []

        def once(connection: Connection) -> T:
            transaction = self._transaction(connection)
            staged[:] = []
            done = work(transaction)
            staged.extend(transaction.staged)
            return done

        done = self.database.transact(once)
        if staged:
            self.wake(staged)
        return done

    def _transaction(self, connection: Connection) -> Transaction:
        return Transaction(connection, self.keys, self.now, self.policy)

    def _transact(
        self, command: c.Command[Any], key: str, does: Callable[[Transaction], Outcome] | None = None
    ) -> Outcome:
        """Answer stored under the key, else work and store: one transaction."""
        does = does or work(command)

        def once(transaction: Transaction) -> Outcome:
            if command.repeats:
                return does(transaction)
            answer = told(transaction, answer_key(key), command)
            if answer is None:
                answer = does(transaction)
                keep(transaction, answer_key(key), answer, command)
            return answer

        return self.transact(once)
