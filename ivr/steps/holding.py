"""From the held place to the booked one: birth dates while the code travels, the code, and the booking read back."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import Confirm, MyBookings, ReadVisitor, SendCode, SetVisitor
from ivr.call import Call
from ivr.choices import DateImpossible, DatesComplete, GoodBye, KeyAgain, Misheard, NextVisitor, StartOver
from ivr.dates import birth_date
from ivr.scene import Scene
from ivr.steps.proving import ask_code, is_code, waiting
from ivr.steps.step import Question, StepView, Wish, carried, entry, menu
from ivr.steps.waiting import joining
from ivr.steps.wishes import search, today
from ivr.vocabulary import Heard, phrase


def hear_visitor(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Eight digits; written to the visitor's row in this very turn."""
    if heard.silent:
        return Misheard(silent=True)
    born = birth_date(heard.keys or "", today(heard, scene))
    if born is None or call.booking is None:
        return DateImpossible()
    return SetVisitor(Caller(scene.sid), call.booking, call.nth, *born)


def ask_visitor(call: Call, scene: Scene) -> Question:
    """Whose birth date, and how to key it in."""
    whose = phrase("visitor.one") if call.party == 1 else phrase("visitor.nth", nth=call.nth, party=call.party)
    return entry(call, 8, whose, phrase("visitor.entry"))


def hear_visitor_back(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Right: the next visitor, then the code, or the booking itself where this call is proven already."""
    match scene.chosen(call, heard, scene.words(call.language, "right")):
        case Misheard() as missed:
            return missed
        case "2":
            return KeyAgain()
        case _ if call.more > 0 and call.nth < call.party:
            return NextVisitor()
        case _ if call.proven:
            return Confirm(Caller(scene.sid), call.booking, None)
        case _ if carried(call) == "call":
            return SendCode(Caller(scene.sid), "confirm", call.booking, call.language, "call")
        case _:
            return DatesComplete()


def ask_visitor_back(call: Call, scene: Scene) -> Question:
    """Is that right?"""
    return menu(call, scene.words(call.language, "right"), phrase("right.menu"))


def visitor_again(call: Call, scene: Scene) -> Wish:
    """The date once more, from its row: only this call may hear it."""
    if call.booking is None:
        return Misheard()
    return ReadVisitor(Caller(scene.sid), call.booking, call.nth)


def hear_code(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Six digits confirm; 1 sends the text again, 2 asks for a call instead; silence looks what became of the text."""
    keys = heard.keys or ""
    if is_code(keys):
        return Confirm(Caller(scene.sid), call.booking, keys)
    return waiting(call, heard, scene, "confirm")


def hear_booked(call: Call, heard: Heard, scene: Scene) -> Wish:
    """To be told of an earlier time; nothing more is asked, and silence is goodbye."""
    if heard.silent:
        return GoodBye()
    key = scene.chosen(call, heard, scene.words(call.language, "booked"))
    return key if isinstance(key, Misheard) else joining(call, scene)


def ask_booked(call: Call, scene: Scene) -> Question:
    """What to bring, how to hear it again, and the waiting list."""
    return menu(call, scene.words(call.language, "booked"), phrase("booked.again"), phrase("booked.menu"))


def bookings_again(call: Call, scene: Scene) -> Wish:
    """What is booked, once more, from the rows."""
    return MyBookings(Caller(scene.sid))


def hear_lapsed(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The hold is over: look for times again, or start over."""
    match scene.chosen(call, heard, scene.words(call.language, "lapsed")):
        case Misheard() as missed:
            return missed
        case "1" if call.office is not None and call.service is not None:
            return search(call, scene, call.office, heard.at)
        case _:
            return StartOver()


def ask_lapsed(call: Call, scene: Scene) -> Question:
    """Times again, or the first menu."""
    return menu(call, scene.words(call.language, "lapsed"), phrase("lapsed.menu"))


VISITOR = StepView(hear_visitor, ask_visitor)
VISITOR_BACK = StepView(hear_visitor_back, ask_visitor_back, visitor_again)
CODE = StepView(hear_code, ask_code)
BOOKED = StepView(hear_booked, ask_booked, bookings_again)
LAPSED = StepView(hear_lapsed, ask_lapsed)
