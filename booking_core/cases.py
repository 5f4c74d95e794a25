"""Which function answers which command and which query: one match each, an arm a line, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import (
    availability,
    bookings,
    calls,
    check_in,
    claims,
    codes,
    consent,
    desk_cases,
    gap,
    hearing,
    joining,
    keeping,
    moves,
    offered,
    outbox,
    proof_calls,
    questions,
    queue_calls,
    queue_ends,
    seeking,
    sold,
    telling,
    text_codes,
    threads,
    turned_away,
    unknown,
    visitors,
)
from booking_core import commands as c
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction


def work(command: c.Command[Any]) -> Callable[[Transaction], Outcome]:  # one match, an arm a command
    """What to do for a command, within a transaction. Raises TypeError for what is none."""
    match command:
        case c.StartCall():
            return lambda t: calls.start(t, command)
        case c.EndCall():
            return lambda t: queue_ends.end_call(t, command)
        case c.SettleUnknown():
            return lambda t: unknown.settle(t, command)
        case c.NoteNumber():
            return lambda t: calls.note_number(t, command)
        case c.NoteTravelDate():
            return lambda t: calls.note_travel_date(t, command)
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
        case c.ProveAndTalk():
            return lambda t: queue_calls.prove_and_talk(t, command)
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
            return _waiting_work(command) or _text(command)


def _waiting_work(command: c.Command[Any]) -> Callable[[Transaction], Outcome] | None:
    """Admission, what was sold, the waiting list and what it offers."""
    match command:
        case c.SeekPlace():
            return lambda t: seeking.seek(t, command)
        case c.ProveAndSeek():
            return lambda t: seeking.prove_and_seek(t, command)
        case c.NoteReference():
            return lambda t: sold.note(t, command)
        case c.CheckReference():
            return lambda t: sold.check(t, command)
        case c.ReportSeller():
            return lambda t: sold.report(t, command)
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


def _text(command: c.Command[Any]) -> Callable[[Transaction], Outcome]:
    """What only a thread of texts asks for."""
    match command:
        case c.OptOut():
            return lambda t: consent.out(t, command)
        case c.OptIn():
            return lambda t: consent.back(t, command)
        case c.TextCallback():
            return lambda t: calls.text_callback(t, command)
        case c.TextCode():
            return lambda t: text_codes.take(t, command)
        case c.TextVisitor():
            return lambda t: visitors.text(t, command)
        case c.TellBookings():
            return lambda t: telling.tell(t, command)
        case c.NoteThread():
            return lambda t: threads.note(t, command)
        case c.AskToChange():
            return lambda t: questions.ask(t, command)
        case c.AnswerQuestion():
            return lambda t: questions.answer(t, command)
        case _:
            return desk_cases.work(command)


def look(query: c.Query[Any], t: Transaction) -> Outcome:
    """The answer to a query. Raises TypeError for what is none."""
    match query:
        case c.NextFree():
            return availability.next_free(t, query)
        case c.LookForCode():
            return proof_calls.look(t, query)
        case c.FreeToMove():
            return availability.free_to_move(t, query)
        case c.KnowsNumber():
            return turned_away.knows(t, query)
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
            return desk_cases.look(query, t)
