"""The first menu, whose phone it is, and a hold that was cut off."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import ExtendHold, FindHold, MyBookings, Send, SendCode, TextBulletin
from booking_core.desk_commands import AskForPerson
from ivr.call import Call
from ivr.choices import CallerUnknown, LanguageChosen, Misheard, PhoneChosen, SomethingElse, WantsCheck
from ivr.scene import Scene, Words
from ivr.steps.step import Question, StepView, Wish, carried, menu
from ivr.vocabulary import Heard, Phrase, phrase

LANGUAGE_KEYS = "2567"
"""Keys of the line's other languages, in its order: the first menu's own choices are 1, 3, 4 and 8."""


def _other_languages(call: Call, scene: Scene) -> dict[str, str]:
    """Key → language, for the languages of the line that are not being spoken."""
    others = [language for language in scene.line.languages if language != call.language]
    return dict(zip(LANGUAGE_KEYS, others, strict=False))


def _first(call: Call, scene: Scene) -> Words:
    """The first menu's words, the names of the other languages in their own, and what a bulletin adds."""
    named = {key: scene.words(other, "language")["1"] for key, other in _other_languages(call, scene).items()}
    texts = scene.words(call.language, "bulletin") if may_text_bulletin(call, scene) else {}
    return {**scene.words(call.language, "welcome"), **scene.words(call.language, "sold"), **named, **texts}


def may_text_bulletin(call: Call, scene: Scene) -> bool:
    """Only to the phone that calls: any other number could be a stranger's."""
    return scene.bulletin is not None and call.caller == "known" and not (call.keyed or call.outbound)


def hear_welcome(call: Call, heard: Heard, scene: Scene) -> Wish:  # one menu, an arm a choice
    """Book, hear what is booked, or another language; the first two need a number."""
    match scene.chosen(call, heard, _first(call, scene)):
        case Misheard() as missed:
            return missed
        case str() as key if key in LANGUAGE_KEYS:
            return LanguageChosen(_other_languages(call, scene)[key])
        case "4":
            return AskForPerson(Caller(scene.sid), "interpreter", call.language)
        case "9" if scene.bulletin is not None:
            return TextBulletin(Caller(scene.sid), scene.bulletin.id, call.language)
        case "8":
            return WantsCheck()
        case "1" if not _knows_number(call) and (stop := scene.stopped(None, None)) is not None:
            return stop
        case key if not _knows_number(call):
            return CallerUnknown("book" if key == "1" else "mine")
        case "1":
            return FindHold(Caller(scene.sid))
        case _ if call.proven:
            return MyBookings(Caller(scene.sid))
        case _:
            return SendCode(Caller(scene.sid), "presence", None, call.language, carried(call))


def _knows_number(call: Call) -> bool:
    """Whose phone it is needs no asking: it is proven, or shown and not another one keyed in."""
    return call.proven or (call.caller == "known" and not call.keyed)


def ask_welcome(call: Call, scene: Scene) -> Question:
    """The other languages, each in its own, and the choices of the line."""
    others: list[Phrase] = [
        Phrase("welcome.language", {"key": int(key)}, language)
        for key, language in _other_languages(call, scene).items()
    ]
    return menu(call, _first(call, scene), *others, phrase("welcome.menu"), phrase("welcome.check"))


_SENDS: dict[str, Send] = {"1": "text", "2": "none", "4": "discreet"}


def hear_phone(call: Call, heard: Heard, scene: Scene) -> Wish:
    """What may be texted to this phone; or another phone, which is keyed in."""
    key = scene.chosen(call, heard, scene.words(call.language, "phone"))
    if isinstance(key, Misheard):
        return key
    return PhoneChosen(_SENDS[key]) if key in _SENDS else CallerUnknown("book")


def ask_phone(call: Call, scene: Scene) -> Question:
    """Is this phone yours, and what may be texted to it?"""
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
