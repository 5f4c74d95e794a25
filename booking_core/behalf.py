"""Booking on a caller's behalf: who is joined to an agent, and what the agent may know of that caller.

An agent acts for the one caller who is joined to them now, under that number's limits and by the proof of that call:
every command of an agent's passes `refusal` first, and then is the caller's own.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import institution, redress
from booking_core.actors import Agent
from booking_core.answers import told
from booking_core.bookings import NO_ANSWER, WITH_SLOT, booked
from booking_core.calls import last_two
from booking_core.claims import holds_of
from booking_core.codes import live_code
from booking_core.commands import Command, LookForCode, Query
from booking_core.desk_commands import CallerOf, SetTravelDate
from booking_core.desk_outcomes import CallerNow, GivenUp, HeldHere, NoCaller, NotYourCaller
from booking_core.outcomes import CallComing, NextHeld, Offer, Outcome, TextFailed, TextOnItsWay, TravelDateNoted
from booking_core.proof_calls import look
from booking_core.tables import (
    agent_states,
    agents,
    bookings,
    calls,
    exceptions,
    numbers,
    queue,
    slots,
    visitors,
)
from booking_core.transaction import Person, Transaction, person

BOOKS = ("agent", "supervisor")
"""Roles that act for callers; a surge agent only talks with them."""


def refusal(t: Transaction, command: Command[Any] | Query[Any], who: Agent, key: UUID | None) -> Outcome | None:
    """None: the caller is this agent's. Else the refusal; but a form sent twice hears its answer, though the call has
    ended since.

    A transaction of its own, before that of the command: what ends a call in between ends its proof as well.
    """
    if t.connection.scalar(sa.select(_joined(who).exists())):
        return None
    again = told(t, key, command) if key is not None and isinstance(command, Command) else None
    return again or NotYourCaller()


def _joined(who: Agent) -> sa.Select[Any]:
    return (
        _talks(who.login)
        .join(calls, calls.c.id == queue.c.call)
        .where(
            calls.c.sid == who.sid, calls.c.ended_at.is_(None), queue.c.ended_at.is_(None),
            agent_states.c.state == "talking", agents.c.disabled_at.is_(None), agents.c.role.in_(BOOKS),
        )
    )  # fmt: skip


def _talks(login: str) -> sa.Select[Any]:
    return (
        sa.select(queue.c.id)
        .join(agent_states, agent_states.c.waiter == queue.c.id)
        .join(agents, agents.c.id == agent_states.c.agent)
        .where(agents.c.login == login)
    )


def caller_of(t: Transaction, query: CallerOf) -> CallerNow | NoCaller:
    """The caller this agent talks with, or has just talked with."""
    row = t.connection.execute(_last(query.who.login)).first()
    if row is None:
        return NoCaller()
    line = institution.line_of(t.connection, row.line)
    whose = person(t, Agent(query.who.login, row.sid), lock=False)
    number = None if whose is None else _number(t, whose.number)
    over = row.call_ended is not None or row.talk_ended is not None
    code = None if whose is None else live_code(t, whose, "presence", None)
    sent = None if code is None else look(t, LookForCode(Agent(query.who.login, row.sid), "presence", None))
    caller = CallerNow(
        sid=row.sid, line=line, language=row.language, reason=row.reason, over=over,
        goes_by="none" if number is None else number.kind,
        ending="" if number is None else last_two(t, number.id, number.digits),
        line_kind="" if number is None else number.line_kind, region="" if number is None else number.region,
        refused=row.why_not if number is None else number.refused,
        texts_off=number is not None and number.opted_out_at is not None, keyed=row.keyed > 0,
        proven=whose is not None and whose.proven, texted=_SENT.get(type(sent), ""),
        texted_until=None if code is None else code.expires_at,
        travel=row.travel_date, asked=_asked(t, row.id),
    )  # fmt: skip
    return caller if whose is None else _with_bookings(t, _with_admission(t, caller, whose), whose)


_SENT: dict[type[Outcome | None], str] = {TextOnItsWay: "sent", CallComing: "call", TextFailed: "failed"}


def _last(login: str) -> sa.Select[Any]:
    """The call of the talk that is on, or of the one that is just being written up."""
    here = sa.or_(agent_states.c.waiter == queue.c.id,
                  sa.and_(agent_states.c.state == "after", queue.c.agent == agents.c.id,
                          queue.c.ended_at >= agent_states.c.since))  # fmt: skip
    return (
        sa.select(calls.c.id, calls.c.sid, calls.c.line, calls.c.keyed, calls.c.travel_date, queue.c.language,
                  queue.c.reason, calls.c.reason.label("why_not"), calls.c.ended_at.label("call_ended"),
                  queue.c.ended_at.label("talk_ended"))
        .select_from(agents.join(agent_states, agent_states.c.agent == agents.c.id).join(queue, here))
        .join(calls, calls.c.id == queue.c.call)
        .where(agents.c.login == login, agent_states.c.state.in_(("talking", "after")))
        .order_by(queue.c.id.desc())
        .limit(1)
    )  # fmt: skip


def _number(t: Transaction, number: UUID) -> sa.Row[Any]:
    return t.connection.execute(sa.select(numbers).where(numbers.c.id == number)).one()


def _asked(t: Transaction, call: UUID) -> bool:
    waits = sa.exists().where(exceptions.c.call == call, exceptions.c.decided_at.is_(None))
    return bool(t.connection.scalar(sa.select(waits)))


def _with_admission(t: Transaction, caller: CallerNow, whose: Person) -> CallerNow:
    """What is asked of the number before it may have a time, and why."""
    asks, found = redress.step_ups(t, whose.number, whose.at), redress.verdicts_of(t, whose.number)
    needs_code = not (whose.proven or whose.refused or whose.texts_off) and caller.goes_by == "telephone"
    stopped = redress.no_code(t, whose.number, whose.at) if needs_code else None
    return dataclasses.replace(caller, step_ups=asks, verdicts=found, no_code=stopped)


def _with_bookings(t: Transaction, caller: CallerNow, whose: Person) -> CallerNow:
    """What is held in this very call; all else of the number only once it is proven."""
    caller = dataclasses.replace(caller, held=_held(t, whose))
    if not whose.proven:
        return caller
    return dataclasses.replace(caller, moves=_moves(t, whose), given_up=_given_up(t, whose))


def _held(t: Transaction, whose: Person) -> HeldHere | None:
    here = holds_of(whose.number), bookings.c.live_until > whose.at
    mine = here if whose.proven else (*here, bookings.c.call == whose.call)
    row = t.connection.execute(WITH_SLOT.where(*mine).order_by(bookings.c.held_at.desc())).first()
    if row is None:
        return None
    given = set(t.connection.scalars(sa.select(visitors.c.nth).where(visitors.c.booking == row.id)))
    missing = tuple(nth for nth in range(1, row.party + 1) if nth not in given)
    return HeldHere(row.id, row.live_until, row.party, booked(row).offer, missing)


def _moves(t: Transaction, whose: Person) -> tuple[NextHeld, ...]:
    """New times that are held for what is booked."""
    rows = t.connection.execute(
        sa.select(bookings.c.id.label("booking"), bookings.c.next_until, slots)
        .join(slots, slots.c.id == bookings.c.next_slot)
        .where(bookings.c.number == whose.number, bookings.c.allowance.is_not(None), bookings.c.status == "booked",
               bookings.c.next_until > whose.at)
    )  # fmt: skip
    return tuple(
        NextHeld(row.booking, row.next_until, Offer(row.id, row.office, row.service, row.wall, row.zone, row.starts))
        for row in rows
    )


def _given_up(t: Transaction, whose: Person) -> tuple[GivenUp, ...]:
    rows = t.connection.execute(
        WITH_SLOT.where(bookings.c.number == whose.number, bookings.c.allowance.is_not(None),
                        bookings.c.status == "cancelled", bookings.c.ended_why.in_(("given_up", NO_ANSWER)),
                        bookings.c.undo_until > whose.at).order_by(bookings.c.ended_at.desc())
    )  # fmt: skip
    return tuple(
        GivenUp(row.id, row.reference, booked(row).offer, row.undo_until, row.ended_why == NO_ANSWER) for row in rows
    )


def set_travel_date(t: Transaction, command: SetTravelDate) -> TravelDateNoted:
    """Write the travel date to the call's row."""
    mine = sa.update(calls).where(calls.c.sid == command.who.sid)
    call = t.connection.execute(mine.values(travel_date=command.day).returning(calls.c.id)).scalar_one()
    t.trail(command.who, "travel_date", call, t.now())
    return TravelDateNoted()
