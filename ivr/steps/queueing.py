"""Waiting for a person, the talk, and the call-back that keeps the place in line."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.desk_commands import AskForPerson, ComeOut, KeepPlace
from ivr.call import Call
from ivr.choices import CallerUnknown, Misheard
from ivr.scene import Scene
from ivr.steps.callbacks import hear_callback
from ivr.steps.step import Question, StepView, Wish, menu
from ivr.vocabulary import Heard, Phrase, Talk, Wait, phrase


def hear_away(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Whatever comes from a call that waited or talked: it does so no longer."""
    return ComeOut(Caller(scene.sid), "failed", call.language)


def ask_queue(call: Call, scene: Scene) -> Question:
    """Into the provider's queue; one for each line, and the order in it is not the order in which people are taken."""
    return Question((phrase("queue.stay"),), Wait(f"people {scene.line.number}"))


def ask_talk(call: Call, scene: Scene) -> Question:
    """Into the conference in which the agent waits."""
    return Question((phrase("talk.now"),), Talk(str(call.waiter), ends=False))


def hear_queue_back(call: Call, heard: Heard, scene: Scene) -> Wish:
    """This number, another one, or back into the line."""
    match scene.chosen(call, heard, scene.words(call.language, "queue_back")):
        case Misheard() as missed:
            return missed
        case "3":
            return AskForPerson(Caller(scene.sid), "asked", call.language)
        case key:
            return _call_back(call, scene, key)


def ask_queue_back(call: Call, scene: Scene) -> Question:
    """The number that would be called, by its last two digits."""
    return menu(call, scene.words(call.language, "queue_back"), _which(call, scene, "queue_back"))


def hear_queue_full(call: Call, heard: Heard, scene: Scene) -> Wish:
    """This number, or another one."""
    key = scene.chosen(call, heard, scene.words(call.language, "queue_full"))
    return key if isinstance(key, Misheard) else _call_back(call, scene, key)


def ask_queue_full(call: Call, scene: Scene) -> Question:
    """No more calls can wait; a call-back can be had."""
    return menu(call, scene.words(call.language, "queue_full"), _which(call, scene, "queue_full"))


def _call_back(call: Call, scene: Scene, key: str) -> Wish:
    if key == "1" and (call.caller == "known" or call.keyed):
        return KeepPlace(Caller(scene.sid), "asked", call.language)
    return CallerUnknown("callback")


def _which(call: Call, scene: Scene, menu: str) -> Phrase:
    if call.keyed:
        return phrase(f"{menu}.keyed")
    if call.caller != "known":
        return phrase(f"{menu}.withheld")
    return phrase(f"{menu}.menu", ending=scene.ending)


def ask_talked(call: Call, scene: Scene) -> Question:
    """Is everything done?"""
    return menu(call, scene.words(call.language, "stuck"), phrase("talked.menu"))


QUEUE = StepView(hear_away, ask_queue)
TALK = StepView(hear_away, ask_talk)
QUEUE_BACK = StepView(hear_queue_back, ask_queue_back)
QUEUE_FULL = StepView(hear_queue_full, ask_queue_full)
TALKED = StepView(hear_callback, ask_talked)
