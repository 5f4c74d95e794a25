"""Which function answers which command and which query of the desk and the queue: a match for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import (
    admission_list,
    agent_rings,
    agents_now,
    anomalies,
    arrivals,
    audit_list,
    behalf,
    counter,
    early,
    early_desk,
    early_release,
    exceptional,
    look_ups,
    notice_cases,
    presence,
    queue,
    redress,
    releases,
    staff_cases,
    vouchers,
    waivers,
)
from booking_core import desk_commands as c
from booking_core.commands import Command, Query
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction

Work = Callable[[Transaction], Outcome]


def _on_behalf(command: Command[Any]) -> Work | None:
    """Booking on a caller's behalf, vouchers, exceptions and waivers."""
    match command:
        case c.SetTravelDate():
            return lambda t: behalf.set_travel_date(t, command)
        case c.AskForKeys():
            return lambda t: presence.ask_for_keys(t, command)
        case c.CallBackToProve():
            return lambda t: presence.call_back(t, command)
        case c.NoteVoucher():
            return lambda t: vouchers.note(t, command)
        case c.MakeVouchers():
            return lambda t: vouchers.make(t, command)
        case c.RevokeVouchers():
            return lambda t: vouchers.revoke(t, command)
        case c.AskException():
            return lambda t: exceptional.ask(t, command)
        case c.DecideException():
            return lambda t: exceptional.decide(t, command)
        case c.AddWaiver():
            return lambda t: waivers.add(t, command)
        case c.RevokeWaiver():
            return lambda t: waivers.revoke(t, command)
        case _:
            return None


def _see_on_behalf(query: Query[Any], t: Transaction) -> Outcome | None:
    match query:
        case c.CallerOf():
            return behalf.caller_of(t, query)
        case c.ReadBatches():
            return vouchers.report(t)
        case c.ReadExceptions():
            return exceptional.report(t)
        case c.ReadWaivers():
            return waivers.report(t)
        case _:
            return None


def _releases(command: Command[Any]) -> Work | None:
    """Places on sale, and the audit."""
    match command:
        case c.ReleasePlaces():
            return lambda t: releases.put_on_sale(t, command)
        case c.ExportAudit():
            return lambda t: audit_list.export(t, command)
        case _:
            return None


def _look_at_releases(query: Query[Any], t: Transaction) -> Outcome | None:
    match query:
        case c.PreviewRelease():
            return releases.preview(t, query)
        case c.SeeReleases():
            return releases.see(t, query)
        case c.SeeAudit():
            return audit_list.see(t, query)
        case _:
            return None


def _redress(command: Command[Any]) -> Work | None:
    """What people do about admission: lift it, and find out who holds what was booked."""
    match command:
        case c.LiftAdmission():
            return lambda t: redress.lift(t, command)
        case c.StartEarly():
            return lambda t: early.start(t, command)
        case c.ReleaseSilent():
            return lambda t: early_release.release(t, command)
        case c.Appeal():
            return lambda t: early_release.appeal(t, command)
        case _:
            return None


def _look_at_redress(query: Query[Any], t: Transaction) -> Outcome | None:
    match query:
        case c.SeeAdmissions():
            return admission_list.see(t, query)
        case c.SeeEarly():
            return early_desk.see(t, query)
        case c.PreviewEarly():
            return early.preview(t, query)
        case c.SeeRound():
            return early_release.see(t, query)
        case _:
            return None


def _counter(command: Command[Any]) -> Work | None:
    """The counter and look-ups."""
    match command:
        case c.FindVisit():
            return lambda t: counter.find(t, command)
        case c.CompareBirthDate():
            return lambda t: arrivals.compare(t, command)
        case c.CheckIn():
            return lambda t: arrivals.check_in(t, command)
        case c.EndVisit():
            return lambda t: arrivals.end(t, command)
        case c.UndoVisit():
            return lambda t: arrivals.undo(t, command)
        case c.LookUp():
            return lambda t: look_ups.look_up(t, command)
        case _:
            return None


def _queue(command: Command[Any]) -> Work | None:  # one match, an arm a command
    """The queue, and the agents who are rung for it."""
    match command:
        case c.AskForPerson():
            return lambda t: queue.ask(t, command)
        case c.ComeOut():
            return lambda t: queue.come_out(t, command)
        case c.KeepPlace():
            return lambda t: queue.keep_place(t, command)
        case c.AnswerRing():
            return lambda t: agent_rings.answer(t, command)
        case c.TakeCaller():
            return lambda t: agent_rings.take(t, command)
        case c.GoAvailable():
            return lambda t: agents_now.available(t, command)
        case c.GoOff():
            return lambda t: agents_now.off(t, command)
        case c.FinishCall():
            return lambda t: agents_now.finish(t, command)
        case _:
            return None


def _look_at_queue(query: Query[Any], t: Transaction) -> Outcome | None:
    match query:
        case c.MyPlace():
            return queue.my_place(t, query)
        case c.MyDesk():
            return agents_now.mine(t, query)
        case c.ReadQueue():
            return agents_now.everyone(t)
        case _:
            return None


def _look_at_counter(query: Query[Any], t: Transaction) -> Outcome | None:
    match query:
        case c.SeeOffices():
            return counter.offices_of(t)
        case c.SeeDay():
            return counter.day(t, query)
        case c.SeeVisit():
            return counter.see(t, query)
        case c.SeeAnomalies():
            return anomalies.see(t)
        case _:
            return None


PARTS: tuple[Callable[[Command[Any]], Work | None], ...] = (
    _counter, _on_behalf, _queue, _redress, _releases, notice_cases.work, staff_cases.work,
)  # fmt: skip
"""Each answers the commands of one part, and None for others."""

LOOKS: tuple[Callable[[Query[Any], Transaction], Outcome | None], ...] = (
    _look_at_counter, _look_at_queue, _look_at_redress, _look_at_releases, _see_on_behalf,
    notice_cases.look, staff_cases.look,
)  # fmt: skip
"""Each answers the queries of one part, and None for others."""


def work(command: Command[Any]) -> Work:
    """What to do for a command of the desk. Raises TypeError for what is none."""
    for part in PARTS:
        found = part(command)
        if found is not None:
            return found
    raise TypeError(f"not a command of the core: {type(command).__name__}")


def look(query: Query[Any], t: Transaction) -> Outcome:
    """The answer to a query of the desk. Raises TypeError for what is none."""
    for part in LOOKS:
        found = part(query, t)
        if found is not None:
            return found
    raise TypeError(f"not a query of the core: {type(query).__name__}")
