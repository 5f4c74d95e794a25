"""The first menu, whose phone it is, and a hold that was cut off."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import ExtendHold, FindHold, MyBookings, RequestCallback, SendCode
from ivr.call import Call
from ivr.choices import CallerUnknown, Misheard, SomethingElse, WantsBooking
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, menu
from ivr.vocabulary import Heard, phrase


def hear_welcome(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Book, or hear what is booked; both need a number."""
    match scene.chosen(call, heard, scene.words(call.language, "welcome")):
        case Misheard() as missed:
            return missed
        case _ if call.caller != "known":
            return CallerUnknown()
        case "1":
            return WantsBooking()
        case _ if call.proven:
            return MyBookings(Caller(scene.sid))
        case _:
            return SendCode(Caller(scene.sid), "presence", None, call.language)


def ask_welcome(call: Call, scene: Scene) -> Question:
    """The choices of the line."""
    return menu(call, scene.words(call.language, "welcome"), phrase("welcome.menu"))


def hear_phone(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Texts: go on (perhaps with what a cut-off call held). No texts, or another phone: a person calls back."""
    match scene.chosen(call, heard, scene.words(call.language, "phone")):
        case Misheard() as missed:
            return missed
        case "1":
            return FindHold(Caller(scene.sid))
        case "2":
            return RequestCallback(Caller(scene.sid), "no_texts", call.language)
        case _:
            return RequestCallback(Caller(scene.sid), "another_phone", call.language)


def ask_phone(call: Call, scene: Scene) -> Question:
    """Is this phone yours, and does it get texts?"""
    return menu(call, scene.words(call.language, "phone"), phrase("phone.menu", ending=scene.ending))


def hear_resume(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Go on with the hold of the cut-off call, or something else."""
    match scene.chosen(call, heard, scene.words(call.language, "resume")):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return ExtendHold(Caller(scene.sid), call.booking)
        case _:
            return SomethingElse()


def ask_resume(call: Call, scene: Scene) -> Question:
    """The time that is still held; whoever dialled from this number may hear that, and nothing that was keyed in."""
    (offer,) = call.offers
    held = phrase("resume.held", when=offer.wall, office=scene.line.office(offer.office).name)
    return menu(call, scene.words(call.language, "resume"), held, phrase("resume.menu"))


WELCOME = StepView(hear_welcome, ask_welcome)
PHONE = StepView(hear_phone, ask_phone)
RESUME = StepView(hear_resume, ask_resume)
