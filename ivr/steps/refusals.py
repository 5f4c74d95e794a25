"""Where a refusal leads: why was said; here is what the caller can do now."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import MyBookings
from ivr.call import Call
from ivr.choices import CallerUnknown, GoodBye, Misheard, StartOver
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, menu
from ivr.vocabulary import Heard, phrase


def hear_limit(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Hear what is booked already, or start over. Only a proven caller comes here."""
    match scene.chosen(call, heard, scene.words(call.language, "at_limit")):
        case Misheard() as missed:
            return missed
        case "1":
            return MyBookings(Caller(scene.sid))
        case _:
            return StartOver()


def ask_limit(call: Call, scene: Scene) -> Question:
    """The proven caller's menu."""
    return menu(call, scene.words(call.language, "at_limit"), phrase("at_limit.menu"))


def hear_stuck(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The first menu, or `0`."""
    key = scene.chosen(call, heard, scene.words(call.language, "stuck"))
    return key if isinstance(key, Misheard) else StartOver()


def ask_stuck(call: Call, scene: Scene) -> Question:
    """Back to the start, or a person."""
    return menu(call, scene.words(call.language, "stuck"), phrase("stuck.menu"))


def ask_texts_off(call: Call, scene: Scene) -> Question:
    """How to get our texts again, then the same: only a person may dial this phone meanwhile."""
    return menu(call, scene.words(call.language, "stuck"), phrase("texts_off"), phrase("stuck.menu"))


def hear_refused(call: Call, heard: Heard, scene: Scene) -> Wish:
    """This number cannot book: another phone can."""
    key = scene.chosen(call, heard, scene.words(call.language, "refused"))
    return key if isinstance(key, Misheard) else CallerUnknown("book")


def ask_refused(call: Call, scene: Scene) -> Question:
    """Book with another phone, or leave it for a person."""
    return menu(call, scene.words(call.language, "refused"), phrase("refused.menu"))


def hear_often(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Whoever does not press `0` is let go."""
    return GoodBye()


def ask_often(call: Call, scene: Scene) -> Question:
    """A person, or nobody: a phone that calls too often is not asked more."""
    return menu(call, {}, phrase("often.menu"))


LIMIT = StepView(hear_limit, ask_limit)
STUCK = StepView(hear_stuck, ask_stuck)
TEXTS_OFF = StepView(hear_stuck, ask_texts_off)
REFUSED = StepView(hear_refused, ask_refused)
OFTEN = StepView(hear_often, ask_often)
