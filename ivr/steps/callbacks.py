"""A number is keyed in: for a person who calls back, or as the phone that is booked for; and the end of a call."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import NoteNumber, ReadNumber, SendCode
from booking_core.desk_commands import AskForPerson, KeepPlace
from booking_core.numbers import Refused
from booking_core.outcomes import NumberRefused
from ivr.call import Call
from ivr.choices import GoodBye, KeyAgain, Misheard, NumberRight, PhoneIsMine, StartOver
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, entry, menu
from ivr.vocabulary import Hangup, Heard, phrase

LONGEST_NUMBER = 15
"""Digits of an international number (ITU-T E.164 §6)."""


def hear_key_number(call: Call, heard: Heard, scene: Scene) -> Wish:
    """A number; checked before it is written."""
    if heard.silent or not heard.keys:
        return Misheard(silent=heard.silent)
    checked = scene.check(heard.keys)
    if isinstance(checked, Refused):
        return NumberRefused(checked.reason)
    return NoteNumber(Caller(scene.sid), checked)


def ask_key_number(call: Call, scene: Scene) -> Question:
    """The number, area code first."""
    return entry(call, LONGEST_NUMBER, phrase("key_number.entry"), pound=True)


def hear_number_back(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Right: what it was keyed in for. Wrong: once more."""
    match scene.chosen(call, heard, scene.words(call.language, "right")):
        case Misheard() as missed:
            return missed
        case "1" if call.errand == "callback":
            return KeepPlace(Caller(scene.sid), "withheld", call.language)
        case "1" if call.errand == "person":
            return AskForPerson(Caller(scene.sid), "withheld", call.language)
        case "1":
            return NumberRight()
        case _:
            return KeyAgain()


def ask_number_back(call: Call, scene: Scene) -> Question:
    """Is that right?"""
    return menu(call, scene.words(call.language, "right"), phrase("right.menu"))


def number_again(call: Call, scene: Scene) -> Wish:
    """The number once more, from its row."""
    return ReadNumber(Caller(scene.sid))


def hear_own_phone(call: Call, heard: Heard, scene: Scene) -> Wish:
    """A phone of one's own is proven by a call. A switchboard's or a neighbour's would prove nobody: a person helps."""
    match scene.chosen(call, heard, scene.words(call.language, "own_phone")):
        case Misheard() as missed:
            return missed
        case "1" if call.errand == "mine":
            return SendCode(Caller(scene.sid), "presence", None, call.language, "call")
        case "1":
            return PhoneIsMine()
        case _:
            return AskForPerson(Caller(scene.sid), "shared_phone", call.language)


def ask_own_phone(call: Call, scene: Scene) -> Question:
    """Is that phone yours alone?"""
    return menu(call, scene.words(call.language, "own_phone"), phrase("own_phone.menu"))


def hear_callback(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Back to the start, or goodbye."""
    if heard.silent:
        return GoodBye()
    key = scene.chosen(call, heard, scene.words(call.language, "stuck"))
    return key if isinstance(key, Misheard) else StartOver()


def ask_callback(call: Call, scene: Scene) -> Question:
    """Nothing more is needed."""
    return menu(call, scene.words(call.language, "stuck"), phrase("callback.menu"))


def hear_goodbye(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The call is over; whoever is still there begins again."""
    return StartOver()


def ask_goodbye(call: Call, scene: Scene) -> Question:
    """The last words say what to do next."""
    return Question((phrase("goodbye"),), Hangup())


def ask_message(call: Call, scene: Scene) -> Question:
    """For a voice mailbox, or whoever picked up and pressed nothing: nothing of what the call was for."""
    return Question((phrase("message", number=scene.line.twin or scene.line.number),), Hangup())


MESSAGE = StepView(hear_goodbye, ask_message)
OWN_PHONE = StepView(hear_own_phone, ask_own_phone)
KEY_NUMBER = StepView(hear_key_number, ask_key_number)
NUMBER_BACK = StepView(hear_number_back, ask_number_back, number_again)
CALLBACK = StepView(hear_callback, ask_callback)
GOODBYE = StepView(hear_goodbye, ask_goodbye)
