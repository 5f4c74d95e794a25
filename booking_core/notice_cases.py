"""Which function answers which command and which query about what stops, is kept or is told: suspensions to notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import bulletins, floods, publishing, reserve, scopes, suspensions
from booking_core import desk_commands as c
from booking_core.commands import Command, Query, TextBulletin
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction


def work(command: Command[Any]) -> Callable[[Transaction], Outcome] | None:
    """What to do for a command of this part; None: it is of another."""
    match command:
        case c.Suspend():
            return lambda t: suspensions.suspend(t, command)
        case c.Resume():
            return lambda t: suspensions.resume(t, command)
        case c.DeclareFlood():
            return lambda t: floods.declare(t, command)
        case c.EndFlood():
            return lambda t: floods.end(t, command)
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


def look(query: Query[Any], t: Transaction) -> Outcome | None:
    """The answer to a query of this part; None: it is of another."""
    match query:
        case c.WhatStops():
            return suspensions.stops(t, query)
        case c.ListSuspensions():
            return suspensions.listed(t, query)
        case c.ListFloods():
            return floods.listed(t, query)
        case c.ListScopes():
            return scopes.read(t, query.language)
        case c.ReadNotices():
            return publishing.read(t)
        case c.ListBulletins():
            return bulletins.listed(t)
        case _:
            return None
