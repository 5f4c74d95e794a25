"""Proving the number with a presence code, on the way to a hold and on the way to what is booked."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import MyBookings, Prove, SendCode
from ivr.call import Call
from ivr.choices import GoodBye, Misheard, StartOver
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, entry, menu
from ivr.vocabulary import Heard, phrase


def hear_prove(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Send the presence code."""
    key = scene.chosen(call, heard, scene.words(call.language, "prove"))
    return key if isinstance(key, Misheard) else SendCode(Caller(scene.sid), "presence", None, call.language)


def ask_prove(call: Call, scene: Scene) -> Question:
    """Why a code first, and the key for it."""
    return menu(call, scene.words(call.language, "prove"), phrase("prove.menu"))


def hear_presence(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Six digits; the single digit 1 sends the text again."""
    keys = heard.keys or ""
    if len(keys) == 6 and keys.isascii() and keys.isdigit():
        return Prove(Caller(scene.sid), keys)
    if keys == "1":
        return SendCode(Caller(scene.sid), "presence", None, call.language)
    return Misheard(silent=heard.silent)


def ask_presence(call: Call, scene: Scene) -> Question:
    """The code from the text."""
    return entry(call, 6, phrase("code.entry"), phrase("code.resend"))


def hear_mine(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Hear what is booked, or go back. Silence after hearing it is goodbye."""
    if heard.silent and call.misses:
        return GoodBye()
    match scene.chosen(call, heard, scene.words(call.language, "mine")):
        case Misheard() as missed:
            return missed
        case "1":
            return MyBookings(Caller(scene.sid))
        case _:
            return StartOver()


def ask_mine(call: Call, scene: Scene) -> Question:
    """The proven caller's menu."""
    return menu(call, scene.words(call.language, "mine"), phrase("mine.menu"))


PROVE = StepView(hear_prove, ask_prove)
PRESENCE = StepView(hear_presence, ask_presence)
MINE_CODE = StepView(hear_presence, ask_presence)
MINE = StepView(hear_mine, ask_mine)
