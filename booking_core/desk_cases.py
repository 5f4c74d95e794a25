"""Which function answers which command and which query of the desk and the queue: a match for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import bulletins, publishing, reserve, scopes, sessions, suspensions
from booking_core import desk_commands as c
from booking_core.commands import Command, Query, TextBulletin
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction

Work = Callable[[Transaction], Outcome]


def _notices(command: Command[Any]) -> Work | None:
    """Suspensions, bulletins and notices."""
    match command:
        case c.Suspend():
            return lambda t: suspensions.suspend(t, command)
        case c.Resume():
            return lambda t: suspensions.resume(t, command)
        case c.KeepInReserve():
            return lambda t: reserve.keep(t, command)
        case c.PublishBulletin():
            return lambda t: bulletins.publish(t, command)
        case c.EndBulletin():
            return lambda t: bulletins.end(t, command)
        case TextBulletin():
            return lambda t: bulletins.text(t, command)
        case c.PublishAnswer():
            return lambda t: bulletins.publish_answer(t, command)
        case c.TakeAnswerOff():
            return lambda t: bulletins.take_off(t, command)
        case _:
            return None


def _staff(command: Command[Any]) -> Work | None:
    """Sign-in and who may."""
    match command:
        case c.SeeSession():
            return lambda t: sessions.see(t, command)
        case c.SignOut():
            return lambda t: sessions.end(t, command)
        case _:
            return None


def _notices_look(query: Query[Any], t: Transaction) -> Outcome | None:
    """Suspensions, bulletins and notices."""
    match query:
        case c.WhatStops():
            return suspensions.stops(t, query)
        case c.ListSuspensions():
            return suspensions.listed(t, query)
        case c.ListScopes():
            return scopes.read(t)
        case c.ReadNotices():
            return publishing.read(t)
        case c.ListBulletins():
            return bulletins.listed(t)
        case _:
            return None


PARTS: tuple[Callable[[Command[Any]], Work | None], ...] = (_notices, _staff)
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
