"""Joining a caller to the agent who waits in the conference: fetched out of the queue, or called back.

A call-back is a try until somebody presses the key: no answer and no key cost one. Between tries the place is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import agent_rings
from booking_core import commands as c
from booking_core.actors import Caller
from booking_core.codes import prove
from booking_core.desk_outcomes import Joined, KeysWanted
from booking_core.matching import (
    AGENT,
    CALL_BACK,
    FETCH,
    PRESENCE,
    RELEASE,
    back,
    end_ring,
    let_go,
    match,
    state_of,
)
from booking_core.outcomes import CodeWrong, Outcome, ProofCallOver
from booking_core.queue_ends import join, over
from booking_core.queue_order import lock, of_call, place, waiter, write
from booking_core.tables import calls, outbox, queue
from booking_core.transaction import Person, Transaction, person

KINDS = (AGENT, CALL_BACK)
"""Calls that belong to the queue, as all moves do: what becomes of them is decided here, and no person follows them up.
"""


def fetched(t: Transaction, sid: str, delivery: UUID) -> Outcome | None:
    """A caller whom we moved asks what comes now; None: the row moves nobody to an agent."""
    moves = outbox.c.id == delivery, outbox.c.kind.in_((FETCH, PRESENCE))
    move = t.connection.execute(sa.select(outbox).where(*moves)).first()
    if move is None:
        return None
    whose = person(t, Caller(sid))
    now = lock(t)
    row = waiter(t, move.waiter)
    call = t.connection.execute(sa.select(calls).where(calls.c.sid == sid)).one()
    if row.call != call.id:
        return ProofCallOver()
    if row.state == "joined" and move.kind == PRESENCE and whose is not None and not whose.proven:
        return KeysWanted(row.id, row.language)
    if row.state == "joined":
        return join(t, row, call, whose, now)
    return over(row, call, whose) if row.ended_at is not None else place(t, row, now)


def prove_and_talk(t: Transaction, command: c.ProveAndTalk) -> Outcome:
    """What became of the code, for a caller who goes back to the agent; where that has hung up, the talk is over.

    A call that is led into a conference without the agent would stay there, in silence, for the provider's four hours.
    """
    proven = prove(t, c.Prove(command.who, command.digits))
    if isinstance(proven, CodeWrong):
        return proven
    whose = person(t, command.who)
    lock(t)
    call = t.connection.execute(sa.select(calls).where(calls.c.sid == command.who.sid)).one()
    row = of_call(t, call.id)
    return over(row, call, whose) if row is not None and row.state != "joined" else proven


def leg(t: Transaction, move: sa.Row[Any]) -> str:
    """The provider's id of the call that is moved: the agent's own leg, or the waiter's."""
    if move.kind == RELEASE:
        rung = sa.select(outbox.c.sid).where(outbox.c.waiter == move.waiter, outbox.c.number == move.number,
                                             outbox.c.kind == AGENT, outbox.c.sid.is_not(None))  # fmt: skip
        return str(t.connection.execute(rung.order_by(outbox.c.id.desc()).limit(1)).scalar_one())
    of_waiter = sa.select(calls.c.sid).join(queue, queue.c.call == calls.c.id).where(queue.c.id == move.waiter)
    return str(t.connection.execute(of_waiter).scalar_one())


def carries(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    """The row of a call-back of the queue; None: of another kind, or nobody waits for it any more."""
    row = t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery, outbox.c.kind == CALL_BACK)).first()
    return None if row is None or waiter(t, row.waiter).ended_at is not None else row


def carried(t: Transaction, whose: Person) -> UUID | None:
    """The waiter that this call of ours is for; None: it carries something else."""
    return t.connection.execute(
        sa.select(outbox.c.waiter)
        .join(calls, calls.c.delivery == outbox.c.id)
        .where(calls.c.id == whose.call, outbox.c.kind == CALL_BACK)
    ).scalar()


def pressed(t: Transaction, whose: Person) -> Outcome:
    """The key on a call-back joins it to the agent. One who has hung up meanwhile is waited for, at the old place."""
    now = lock(t)
    wanted = carried(t, whose)
    assert wanted is not None
    row = waiter(t, wanted)
    if row.ended_at is not None:
        return ProofCallOver()
    if row.state == "joined":
        write(t, row.id, call=whose.call, met_at=now)
        return Joined(row.id, row.language, withheld=False, proven=True)
    write(t, row.id, call=whose.call, mode="waits", not_before=None)
    match(t, now)
    return place(t, row, now)


def ended(t: Transaction, delivery: UUID) -> None:
    """A call-back is over. Without a key it was a try in vain, and the agent is free."""
    now = lock(t)
    sent = t.connection.execute(sa.select(outbox).where(outbox.c.id == delivery)).one()
    row = waiter(t, sent.waiter)
    if row.ended_at is not None or row.met_at is not None or row.mode == "waits":
        return
    if row.state == "joined":
        let_go(t, row, now)
        state_of(t, row.agent, "after", now)
    elif row.state == "ringing":
        end_ring(t, row, now, missed=False)
    _in_vain(t, row, now)
    match(t, now)


def _in_vain(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    rules = t.rules()
    again = now + timedelta(seconds=rules.queue_again_s)
    back(t, row, now)
    write(t, row.id, tries=row.tries + 1, not_before=again)
    if row.tries + 1 >= rules.queue_tries:
        write(t, row.id, state="failed", ended_at=now)
        t.trail(None, "queue_failed", row.id, now)


def finished(t: Transaction, kind: str, delivery: UUID) -> None:
    """A call of the queue's has come to its end, answered or not."""
    (agent_rings.ended if kind == AGENT else ended)(t, delivery)


def failed(t: Transaction, kind: str, delivery: UUID) -> None:
    """The provider did not carry out what the queue wanted."""
    if kind in (AGENT, CALL_BACK):
        finished(t, kind, delivery)
    else:
        agent_rings.unmoved(t, delivery)
