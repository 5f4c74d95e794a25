"""Which function answers which command and which query about sign-in, people and live figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from booking_core import desk_commands as c
from booking_core import figures, invitations, live, sessions, signing_in, staff, surge
from booking_core.commands import Command, Query
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction


def work(command: Command[Any]) -> Callable[[Transaction], Outcome] | None:  # one match, an arm a command
    """What to do for a command of this part; None: it is of another."""
    match command:
        case c.SeeSession():
            return lambda t: sessions.see(t, command)
        case c.SignOut():
            return lambda t: sessions.end(t, command)
        case c.EndSessions():
            return lambda t: sessions.end_all(t, command)
        case c.SignInElsewhere():
            return lambda t: signing_in.elsewhere(t, command)
        case c.OpenInvitation():
            return lambda t: invitations.open_(t, command)
        case c.AddAgent():
            return lambda t: staff.add_invited(t, command)
        case c.InviteAnew():
            return lambda t: staff.invite_anew(t, command)
        case c.SwitchAgent():
            return lambda t: staff.switch(t, command)
        case c.SetAgentNumber():
            return lambda t: staff.set_number(t, command)
        case c.BindAgent():
            return lambda t: staff.bind(t, command)
        case c.SetOff():
            return lambda t: staff.off(t, command)
        case c.AddSurge():
            return lambda t: surge.add(t, command)
        case c.EndSurge():
            return lambda t: surge.end(t, command)
        case _:
            return None


def look(query: Query[Any], t: Transaction) -> Outcome | None:
    """The answer to a query of this part; None: it is of another."""
    match query:
        case c.ListAgents():
            return staff.everybody(t)
        case c.LookLive():
            return live.look(t)
        case c.LookBack():
            return figures.back(t, query)
        case _:
            return None
