"""Which function answers which command and which query of the desk and the queue: a match for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import anomalies, arrivals, counter, look_ups, sessions
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
    _staff,
    _counter,
)
"""Each answers the commands of one part, and None for others."""

LOOKS: tuple[Callable[[Query[Any], Transaction], Outcome | None], ...] = (_look_at_counter,)
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
