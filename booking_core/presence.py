"""A caller's presence, asked for by the agent they talk with: by keys in the call, or by a key on a call-back.

For keys the caller's leg is moved to a prompt and comes back to the same agent, who waits in the conference. A
call-back is the queue's own, put before all others: a key on it proves the number, and joins it to an agent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core.actors import Agent
from booking_core.codes import live_code
from booking_core.desk_outcomes import CallbackAhead, PromptComing
from booking_core.matching import PRESENCE, RELEASE, asked_for_keys, back, let_go, stage_move, state_of
from booking_core.outcomes import CodeExpired, NumberNeeded, ProofNeeded, TextsOff
from booking_core.queue import HANGS_UP_AT_MOST
from booking_core.queue_ends import leave
from booking_core.queue_order import OPEN, lock, waiter, write
from booking_core.tables import agent_states, agents, numbers, queue
from booking_core.transaction import Transaction, person

FIRST = 9
"""Class of a call-back that a talk goes on in: before all who have not talked yet."""


def ask_for_keys(t: Transaction, command: d.AskForKeys) -> PromptComing | CodeExpired | ProofNeeded:
    """Move the caller to the prompt; once more while it is under way is the same move."""
    whose = person(t, command.who)
    if whose is None:
        return ProofNeeded()
    if live_code(t, whose, "presence", None) is None:
        return CodeExpired()
    now = lock(t)
    row = _talk(t, command.who)
    if not asked_for_keys(t, row.id):
        stage_move(t, row, PRESENCE, now)
        t.trail(command.who, "ask_for_keys", whose.number, now)
    return PromptComing()


def _talk(t: Transaction, who: Agent) -> sa.Row[Any]:
    mine = sa.select(agent_states.c.waiter).join(agents).where(agents.c.login == who.login)
    return waiter(t, t.connection.execute(mine).scalar_one())


def _leave_others(t: Transaction, row: sa.Row[Any], number: UUID, now: datetime) -> None:
    """No other call-back of this number is waited for, and no agent is left waiting with one."""
    others = OPEN, queue.c.number == number, queue.c.mode == "callback", queue.c.id != row.id
    for other in t.connection.execute(sa.select(queue).where(*others)).all():
        if other.state == "joined":
            let_go(t, other, now)
            state_of(t, other.agent, "after", now)
        leave(t, other, "left", now)


def call_back(t: Transaction, command: d.CallBackToProve) -> CallbackAhead | NumberNeeded | TextsOff:
    """The talk ends, and goes on in a call of ours to the number; whatever else it waits for is left out."""
    whose = person(t, command.who)
    if whose is None or t.connection.scalar(sa.select(numbers.c.kind).where(numbers.c.id == whose.number)) == "voucher":
        return NumberNeeded()
    if whose.texts_off:
        return TextsOff()
    now = lock(t)
    row = _talk(t, command.who)
    _leave_others(t, row, whose.number, now)
    stage_move(t, row, RELEASE, now)
    state_of(t, row.agent, "after", now)
    back(t, row, now)
    write(t, row.id, mode="callback", number=whose.number, not_before=now + HANGS_UP_AT_MOST, **{"class": FIRST})
    t.trail(command.who, "call_back_to_prove", whose.number, now)
    return CallbackAhead()
