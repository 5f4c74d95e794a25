"""The one door to the bookings: `perform` a command once per key, `ask` a query. One match each, no other entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from psycopg.errors import NoDataFound
from sqlalchemy.engine import Connection

from booking_core import (
    availability,
    bookings,
    calls,
    check_in,
    claims,
    codes,
    consent,
    gap,
    hearing,
    joining,
    keeping,
    moves,
    offered,
    outbox,
    proof_calls,
    questions,
    threads,
    unknown,
    visitors,
)
from booking_core import commands as c
from booking_core.actors import Texter
from booking_core.answers import keep, told
from booking_core.db import Database, Unavailable, Unknown
from booking_core.identifiers import answer_key
from booking_core.keys import Keys
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction

T = TypeVar("T")
O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type


Wake = Callable[[Sequence[UUID]], None]


def _nobody(staged: Sequence[UUID]) -> None:
    """Wakes nobody: the worker looks by itself."""


class Core:
    """Commands and queries on one database. `now` pins the clock for tests; None is the database's own."""

    def __init__(self, database: Database, keys: Keys, now: datetime | None = None, wake: Wake = _nobody) -> None:
        """Share one core between the threads of a process; it holds no state of its own.

        `wake` is told which messages were laid into the outbox, once that is committed. It must not wait.
        """
        self.database = database
        self.keys = keys
        self.now = now
        self.wake = wake

    def at(self, now: datetime) -> Core:
        """The same core at another instant."""
        return Core(self.database, self.keys, now, self.wake)

    def perform(self, command: c.Command[O], key: str) -> O:
        """Do what `command` asks, once per `key`; the same key again gets the same answer.

        Raises db.Unavailable (nothing changed) or db.Unknown (only the key knows). Refusals are outcomes.
        """
        outcome: Outcome
        staged: list[UUID] = []
        match command:
            case c.HoldPlace():
                outcome, staged = self._hold(command, answer_key(key))
            case c.Confirm():
                outcome, staged = claims.confirm(self.database, self.keys, self.now, command, answer_key(key))
            case c.LetHoldGo():
                outcome = claims.let_go(self.database, self.keys, self.now, command, answer_key(key))
            case c.NoteStep():
                outcome = calls.note_step(self.database, command)
            case _:
                outcome = self._transact(command, key)
        if staged:
            self.wake(staged)
        return cast("O", outcome)

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

    def ask(self, query: c.Query[O]) -> O:
        """Answer `query` as of now. Raises db.Unavailable: whatever became of a question, it changed nothing."""
        try:
            return cast("O", self.database.transact(lambda connection: _look(query, self._transaction(connection))))
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
        return Transaction(connection, self.keys, self.now)

    def _transact(self, command: c.Command[Any], key: str) -> Outcome:
        """Answer stored under the key, else work and store: one transaction."""
        work = _work(command)

        def once(transaction: Transaction) -> Outcome:
            if command.repeats:
                return work(transaction)
            answer = told(transaction, answer_key(key), command)
            if answer is None:
                answer = work(transaction)
                keep(transaction, answer_key(key), answer)
            return answer

        return self.transact(once)


def _work(command: c.Command[Any]) -> Callable[[Transaction], Outcome]:  # one match, an arm a command
    match command:
        case c.StartCall():
            return lambda t: calls.start(t, command)
        case c.EndCall():
            return lambda t: calls.end(t, command)
        case c.SettleUnknown():
            return lambda t: unknown.settle(t, command)
        case c.NoteNumber():
            return lambda t: calls.note_number(t, command)
        case c.NoteTravelDate():
            return lambda t: calls.note_travel_date(t, command)
        case c.RequestCallback():
            return lambda t: calls.request_callback(t, command)
        case c.ReportDelivery():
            return lambda t: outbox.report(t, command)
        case c.NoteGap():
            return lambda t: gap.note(t, command)
        case c.ExtendHold():
            return lambda t: claims.extend(t, command)
        case c.SetVisitor():
            return lambda t: visitors.write(t, command)
        case c.SendCode():
            return lambda t: codes.send(t, command)
        case c.StartProofCall():
            return lambda t: proof_calls.start(t, command)
        case c.PressKey():
            return lambda t: proof_calls.press(t, command)
        case c.ReportProofCall():
            return lambda t: outbox.report_call(t, command)
        case c.Prove():
            return lambda t: codes.prove(t, command)
        case c.ProveAndHear():
            return lambda t: offered.prove_and_hear(t, command)
        case c.Cancel():
            return lambda t: bookings.cancel(t, command)
        case c.UndoCancel():
            return lambda t: bookings.undo(t, command)
        case c.KeepBooking():
            return lambda t: keeping.keep_own(t, command)
        case c.SendCheckIn():
            return lambda t: check_in.send(t, command)
        case c.HoldMove():
            return lambda t: moves.hold_move(t, command)
        case c.Move():
            return lambda t: moves.move(t, command)
        case _:
            return _waiting_work(command) or _text_work(command)


def _waiting_work(command: c.Command[Any]) -> Callable[[Transaction], Outcome] | None:
    """The waiting list and what it offers."""
    match command:
        case c.JoinList():
            return lambda t: joining.join(t, command)
        case c.ProveAndJoin():
            return lambda t: joining.prove_and_join(t, command)
        case c.AskToWait():
            return lambda t: joining.ask(t, command)
        case c.LeaveList() | c.TextLeave():
            return lambda t: joining.leave(t, command)
        case c.TakeOffer():
            return lambda t: offered.take(t, command)
        case c.PassOffer():
            return lambda t: offered.pass_on(t, command)
        case _:
            return None


def _text_work(command: c.Command[Any]) -> Callable[[Transaction], Outcome]:
    """What only a thread of texts asks for."""
    match command:
        case c.OptOut():
            return lambda t: consent.out(t, command)
        case c.OptIn():
            return lambda t: consent.back(t, command)
        case c.TextCallback():
            return lambda t: calls.text_callback(t, command)
        case c.TextVisitor():
            return lambda t: visitors.text(t, command)
        case c.TellBookings():
            return lambda t: bookings.tell(t, command)
        case c.NoteThread():
            return lambda t: threads.note(t, command)
        case c.AskToChange():
            return lambda t: questions.ask(t, command)
        case c.AnswerQuestion():
            return lambda t: questions.answer(t, command)
        case _:
            raise TypeError(f"not a command of the core: {type(command).__name__}")


def _look(query: c.Query[Any], t: Transaction) -> Outcome:
    match query:
        case c.NextFree():
            return availability.next_free(t, query)
        case c.LookForCode():
            return proof_calls.look(t, query)
        case c.FreeToMove():
            return availability.free_to_move(t, query)
        case c.ReadNumber():
            return calls.read_number(t, query)
        case c.FindHold():
            return claims.find(t, query)
        case c.HeldByCall():
            return claims.held(t, query)
        case c.ReadVisitor():
            return visitors.read(t, query)
        case c.MyBookings():
            return hearing.mine(t, query)
        case c.ReadThread():
            return threads.read(t, query)
        case c.AskUndo():
            return questions.ask_undo(t, query)
        case c.MyOffer():
            return offered.mine(t, query.who)
        case _:
            raise TypeError(f"not a query of the core: {type(query).__name__}")
