"""The two pure movements of a turn: hear, and say. What the core answers stands between them."""

from __future__ import annotations

import dataclasses

from booking_core.actors import Caller
from booking_core.commands import Confirm, LookForCode, NoteNumber
from booking_core.desk_commands import AskForPerson, ComeOut, KeepPlace
from booking_core.outcomes import CallStarted
from ivr.call import Call
from ivr.choices import GoodBye, NumberNotHad, Pause
from ivr.leads import lead
from ivr.memory import MISSED, PAUSE_S, moved, spent
from ivr.scene import Scene
from ivr.script import NEXT, Step
from ivr.steps import STEPS
from ivr.steps.step import Met, Wish
from ivr.vocabulary import Heard, Menu, Reply, phrase

MISSES = 3
"""The third miss in a row at one step leads to a person."""
TURNS = 60
SECONDS = 25 * 60
PAUSES_S = 15 * 60


def hear(call: Call, heard: Heard, scene: Scene) -> Wish:
    """What the caller wants. The keys that always work come first: `0` a person, `*` again."""
    if heard.came_out is not None:
        return ComeOut(Caller(scene.sid), heard.came_out, call.language)
    if call.paused or _is_pause(heard):
        return _paused(call, heard, scene)
    heard = dataclasses.replace(heard, keys=(heard.keys or "").strip("#") or None)
    late = call.turns >= TURNS or spent(call, heard.at) > SECONDS
    if late and call.step is Step.CALLBACK:
        return GoodBye()
    always = heard.keys or _spoken_key(call, heard, scene)
    if always == "0" and not (late and call.step is Step.KEY_NUMBER):
        return _person(call, scene)
    if always == "*" and not late:
        return STEPS[call.step].again(call, scene)
    wish = STEPS[call.step].hear(call, heard, scene)
    if isinstance(wish, (*MISSED, LookForCode)) and call.misses + 1 >= MISSES:
        return _to_a_person(call, scene, "misses")
    # The core refuses every number beyond those a call may key in: asking on would go round for ever.
    if isinstance(wish, NoteNumber) and call.misses >= MISSES:
        return NumberNotHad()
    # A right code is taken however late it comes, and whoever is done may go.
    if late and not isinstance(wish, Confirm | GoodBye | KeepPlace):
        return _to_a_person(call, scene, "long")
    return wish


def _is_pause(heard: Heard) -> bool:
    """`#` and nothing else."""
    return bool(heard.keys) and not (heard.keys or "").strip("#")


def _paused(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Any key ends a pause, and the question comes again; silence goes on with it, for a quarter of an hour in all."""
    if heard.keys == "0":
        return _person(call, scene)
    if (heard.silent or _is_pause(heard)) and call.paused_s < PAUSES_S:
        return Pause()
    return STEPS[call.step].again(call, scene)


def _person(call: Call, scene: Scene) -> Wish:
    """Whoever presses `0`; of whom the line has not admitted, the agent hears that it is so."""
    if call.step in (Step.NOT_ADMITTED, Step.CALLING_BACK):
        return AskForPerson(Caller(scene.sid), "admission", call.language)
    return AskForPerson(Caller(scene.sid), "asked", call.language)


def _spoken_key(call: Call, heard: Heard, scene: Scene) -> str | None:
    """`0` or `*`, said: "a person please", "once more"."""
    if heard.speech is None or call.keys_only:
        return None
    return scene.understood(call.language, heard.speech, {}, heard.confidence)


def _to_a_person(call: Call, scene: Scene, reason: str) -> Wish:
    """A person, unless the number is the very thing that could not be had; while no more can wait, by a call-back."""
    if call.step is Step.KEY_NUMBER:
        return NumberNotHad()
    if call.step is Step.QUEUE_FULL:
        return KeepPlace(Caller(scene.sid), reason, call.language)
    return AskForPerson(Caller(scene.sid), reason, call.language)


def follow(call: Call, met: Met) -> Call:
    """One look-up in NEXT: the state that `met` leads to. Raises KeyError where the script has a hole."""
    return moved(call, met, NEXT[call.step, type(met)])


def say(call: Call, met: Met, scene: Scene) -> Reply:
    """What the caller hears at `call.step` after `met`: about that first, then the step's question."""
    if call.paused:
        return Reply((phrase("paused"),), Menu(PAUSE_S))
    question = STEPS[call.step].question(call, scene)
    return Reply(lead(call, met, scene) + question.say, question.ask)


def begin(started: CallStarted, call: Call) -> Call:
    """A call's first state: what its number check found decides what it can do."""
    if started.refused is None and not started.withheld:
        return call
    return dataclasses.replace(call, caller="withheld" if started.refused in (None, "withheld") else "refused")
