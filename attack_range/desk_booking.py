"""What an agent does to book for the caller on the line, an honest one and a rogue."""

from __future__ import annotations

from datetime import datetime

from attack_range.acting import Doing, at_desk
from booking_core.actors import Agent
from booking_core.commands import Confirm, HoldPlace, NextFree, SetVisitor
from booking_core.desk_outcomes import CallerNow
from booking_core.outcomes import Booked, Held, Offers


def book_first(who: Agent, known: CallerNow, after: datetime) -> Doing[bool]:
    """At the desk, for the caller on the line: the first time after that instant, in the first office that has one."""
    for office in known.line.offices:
        free = yield from at_desk(NextFree(office.id, known.line.services[0].id, 1, after, "any", who.sid))
        if isinstance(free, Offers):
            held = yield from at_desk(HoldPlace(who, free.offers[0].slot, 1, "none", "en"))
            if not isinstance(held, Held):
                return False
            yield from at_desk(SetVisitor(who, held.booking, 1, 3, 4, 1985))
            return isinstance((yield from at_desk(Confirm(who, held.booking, None))), Booked)
    return False
