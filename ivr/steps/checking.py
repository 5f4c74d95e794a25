"""Was an appointment sold? Reference and birth date, the answer, and a report of the seller; no number is needed."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import CheckReference, NoteReference, ReportSeller
from ivr.call import Call
from ivr.choices import DateImpossible, Misheard, StartOver, WantsCheck
from ivr.dates import birth_date
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, entry, menu
from ivr.steps.wishes import today
from ivr.vocabulary import Heard, phrase


def hear_reference(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Eight digits, whatever they are: a slip is answered like any other reference that is not valid."""
    keys = heard.keys or ""
    if len(keys) != 8 or not keys.isdecimal():
        return Misheard(silent=heard.silent)
    return NoteReference(Caller(scene.sid), keys)


def ask_reference(call: Call, scene: Scene) -> Question:
    """Which one?"""
    return entry(call, 8, phrase("check.entry"))


def hear_born(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The birth date of a visitor of that booking."""
    if heard.silent:
        return Misheard(silent=True)
    born = birth_date(heard.keys or "", today(heard, scene))
    return DateImpossible() if born is None else CheckReference(Caller(scene.sid), *born)


def ask_born(call: Call, scene: Scene) -> Question:
    """Whose birth date, and how to key it in."""
    return entry(call, 8, phrase("check.born"), phrase("visitor.entry"))


def hear_checked(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Report whoever sold it, check another one, or the first menu."""
    match scene.chosen(call, heard, scene.words(call.language, "checked")):
        case Misheard() as missed:
            return missed
        case "1":
            return ReportSeller(Caller(scene.sid))
        case "2":
            return WantsCheck()
        case _:
            return StartOver()


def ask_checked(call: Call, scene: Scene) -> Question:
    """The way on, whatever was found."""
    return menu(call, scene.words(call.language, "checked"), phrase("check.menu"))


CHECK = StepView(hear_reference, ask_reference)
CHECK_BORN = StepView(hear_born, ask_born)
CHECKED = StepView(hear_checked, ask_checked)
