"""What a text hears back: at most one message, and none where the worker sends one of its own."""

from __future__ import annotations

from booking_core import outcomes as o
from booking_core.lines import Line
from booking_core.outcomes import Outcome
from wording.fields import Argument
from wording.moments import in_zone

Text = tuple[str, dict[str, Argument]]
"""A template's key and its arguments."""


def reply(outcome: Outcome, line: Line) -> list[Text]:  # one match, an arm an outcome
    """The texts that answer `outcome`, joined to one message. Booked: none, its own text is in the outbox."""
    match outcome:
        case o.Booked():
            return []
        case o.CodeWrong(left):
            return [("code.wrong", {"left": left})]
        case o.CodeBlocked():
            return [("code.blocked", call(line))]
        case o.CodeExpired():
            return [("code.expired", call(line))]
        case o.TooManyTries():
            return [("tries", call(line))]
        case o.HoldLapsed():
            return [("lapsed", call(line))]
        case o.NothingHeld() | o.ProofNeeded():
            return [("no_date_needed", call(line))]
        case o.LimitReached():
            return [("limit", call(line))]
        case o.VisitorsMissing(missing=missing, party=party):
            if party == 1:
                return [("born.one", {})]
            return [("born.nth", {"nth": missing[0], "party": party})]
        case o.Bookings(()):
            return [("mine.none", call(line))]
        case o.Bookings(bookings):
            return [("mine", _told(booking, line)) for booking in bookings]
        case o.AskedTooOften():
            return [("asked_too_often", call(line))]
        case o.CallbackNoted(opens, zone):
            return [("person", {}) if opens is None else ("person.closed", {"opens": in_zone(opens, zone)})]
        case _:
            raise TypeError(f"a text cannot meet {type(outcome).__name__}")


def _told(booking: o.Booked, line: Line) -> dict[str, Argument]:
    return {
        "when": booking.offer.wall,
        "office": line.office(booking.offer.office).name,
        "reference": booking.reference,
    }


def call(line: Line) -> dict[str, Argument]:
    """The number to call: the one that also works where toll-free does not."""
    return {"number": line.twin or line.number}
