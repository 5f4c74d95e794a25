"""How waiting ends, but for an agent's part in it: joined to the agent, talked, or hung up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core.calls import end
from booking_core.desk_outcomes import Joined, TalkOver
from booking_core.matching import end_ring, match, talk_over
from booking_core.outcomes import Done
from booking_core.queue_order import lock, of_call, waiter, write
from booking_core.tables import calls
from booking_core.transaction import Person, Transaction

HANGS_UP = timedelta(seconds=2)
"""So long after the end of its call a telephone can ring again."""


def join(t: Transaction, row: sa.Row[Any], call: sa.Row[Any], whose: Person | None, now: datetime) -> Joined:
    """This call is led into the conference in which the agent waits, whichever way it has come there."""
    met = now if row.met_at is None else row.met_at
    write(t, row.id, met_at=met, call=call.id, mode="waits" if row.met_at is None else row.mode)
    return Joined(row.id, row.language, call.withheld, whose is not None and whose.proven)


def over(row: sa.Row[Any], call: sa.Row[Any], whose: Person | None) -> TalkOver:
    """What a caller is told whose agent has hung up."""
    return TalkOver(row.language, call.withheld, whose is not None and whose.proven)


def end_call(t: Transaction, command: c.EndCall) -> Done:
    """The call is over: whoever waited in it has left, an agent is free again, a call-back can begin."""
    done = end(t, command)
    call = t.connection.scalar(sa.select(calls.c.id).where(calls.c.sid == command.sid))
    row = None if call is None else of_call(t, call)
    if row is not None and row.ended_at is None:
        _hung_up(t, row, call)
    return done


def _hung_up(t: Transaction, row: sa.Row[Any], call: UUID | None) -> None:
    """Whoever had a call-back coming before this call still has one, for anybody can call in a number's name."""
    now = lock(t)
    at, row = now + HANGS_UP, waiter(t, row.id)
    if row.ended_at is not None:
        return
    if row.state == "joined" and row.call == call and (row.mode == "waits" or row.met_at is not None):
        talk_over(t, row, now, caller_gone=True)
        if row.met_at is None and row.not_before is not None:
            write(t, row.id, state="waiting", mode="callback", agent=None, picked_at=None, ended_at=None, not_before=at)
    elif row.mode == "waits" and row.not_before is None:
        leave(t, row, "left", now)
    elif row.mode == "waits":
        if row.state == "ringing":
            end_ring(t, row, now, missed=False)
        write(t, row.id, mode="callback", not_before=at)
    elif row.not_before is not None and row.tries == 0:
        write(t, row.id, not_before=min(row.not_before, at))
    match(t, now)


def leave(t: Transaction, row: sa.Row[Any], state: str, now: datetime) -> None:
    """Out of the queue without a talk; who is rung for it is free."""
    if row.state == "ringing":
        end_ring(t, row, now, missed=False)
    write(t, row.id, state=state, ended_at=now)
