"""Which function answers which command and which query of the desk and the queue: a match for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import bulletins, reserve, suspensions
from booking_core import desk_commands as d
from booking_core.commands import Command, Query, TextBulletin
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction

Work = Callable[[Transaction], Outcome]


def _notices(command: Command[Any]) -> Work | None:
    """Suspensions, bulletins and notices."""
    match command:
        case d.Suspend():
            return lambda t: suspensions.suspend(t, command)
        case d.Resume():
            return lambda t: suspensions.resume(t, command)
        case d.KeepInReserve():
            return lambda t: reserve.keep(t, command)
        case d.PublishBulletin():
            return lambda t: bulletins.publish(t, command)
        case d.EndBulletin():
            return lambda t: bulletins.end(t, command)
        case TextBulletin():
            return lambda t: bulletins.text(t, command)
        case d.PublishAnswer():
            return lambda t: bulletins.publish_answer(t, command)
        case d.TakeAnswerOff():
            return lambda t: bulletins.take_off(t, command)
        case _:
            return None


def _notices_look(query: Query[Any], t: Transaction) -> Outcome | None:
    """Suspensions, bulletins and notices."""
    match query:
        case d.WhatStops():
            return suspensions.stops(t, query)
        case _:
            return None


PARTS: tuple[Callable[[Command[Any]], Work | None], ...] = (_notices,)
"""Each answers the commands of one part, and None for others."""

LOOKS: tuple[Callable[[Query[Any], Transaction], Outcome | None], ...] = (_notices_look,)
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
