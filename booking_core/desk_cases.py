"""Which function answers which command and which query of the desk and the queue: a match for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import agent_rings, agents_now, queue, sessions
from booking_core import desk_commands as c
from booking_core.commands import Command, Query
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction

Work = Callable[[Transaction], Outcome]


def _staff(command: Command[Any]) -> Work | None:
    """Sign-in and who may."""
    match command:
        case c.SeeSession():
            return lambda t: sessions.see(t, command)
        case c.SignOut():
            return lambda t: sessions.end(t, command)
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
            return agents_now.everyone(t, query)
        case _:
            return None


PARTS: tuple[Callable[[Command[Any]], Work | None], ...] = (_staff, _queue)
"""Each answers the commands of one part, and None for others."""

LOOKS: tuple[Callable[[Query[Any], Transaction], Outcome | None], ...] = (_look_at_queue,)
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
