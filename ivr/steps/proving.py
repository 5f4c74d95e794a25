"""Proving the number: with a code from a text, or with a key on a call of ours."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import (
    LookForCode,
    PressKey,
    Prove,
    ProveAndHear,
    ProveAndJoin,
    ProveAndSeek,
    ProveAndTalk,
    Purpose,
    SendCode,
)
from ivr.call import Call
from ivr.choices import GoodBye, Misheard, NobodyThere
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, carried, entry, menu
from ivr.steps.waiting import joining
from ivr.steps.wishes import seeking
from ivr.vocabulary import Heard, Menu, phrase

CODE_DIGITS = 6
OUTBOUND_WAIT_S = 10
"""So long a call of ours waits for its key (prompts.md, outbound calls)."""


def is_code(keys: str) -> bool:
    """Six digits."""
    return len(keys) == CODE_DIGITS and keys.isascii() and keys.isdigit()


def waiting(call: Call, heard: Heard, scene: Scene, purpose: Purpose) -> Wish:
    """What a caller does who has no code yet: 1 the same again, 2 a call instead; silence looks what became of it."""
    who, booking = Caller(scene.sid), call.booking if purpose == "confirm" else None
    match heard.keys:
        case "1":
            return SendCode(who, purpose, booking, call.language, carried(call))
        case "2":
            return SendCode(who, purpose, booking, call.language, "call")
        case None if heard.silent:
            return LookForCode(who, purpose, booking)
        case _:
            return Misheard()


def hear_prove(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Send the presence code."""
    key = scene.chosen(call, heard, scene.words(call.language, "prove"))
    if isinstance(key, Misheard):
        return key
    return SendCode(Caller(scene.sid), "presence", None, call.language, carried(call))


def ask_prove(call: Call, scene: Scene) -> Question:
    """The key for a code, or for a call where no texts go."""
    return menu(call, scene.words(call.language, "prove"), phrase(f"prove.{carried(call)}"))


def hear_presence(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Six digits, or what a caller without them does."""
    keys = heard.keys or ""
    if not is_code(keys):
        return waiting(call, heard, scene, "presence")
    if call.errand == "wait":
        return ProveAndJoin(joining(call, scene), keys)
    if call.errand == "seek" and call.office is not None:
        return ProveAndSeek(seeking(call, scene, call.office, heard.at), keys)
    return Prove(Caller(scene.sid), keys)


def hear_mine_code(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The same, and with the right code what is booked."""
    keys = heard.keys or ""
    return ProveAndHear(Caller(scene.sid), keys) if is_code(keys) else waiting(call, heard, scene, "presence")


def hear_agent_presence(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The same, on the way back to the agent who has asked for them: no code of another purpose is asked for here."""
    keys = heard.keys or ""
    if is_code(keys):
        return ProveAndTalk(Caller(scene.sid), keys)
    return Misheard(silent=heard.silent, spoken=heard.speech is not None)


def ask_agent_presence(call: Call, scene: Scene) -> Question:
    """The code from the text, and that the talk goes on."""
    return entry(call, CODE_DIGITS, phrase("agent_presence.entry"))


def ask_code(call: Call, scene: Scene) -> Question:
    """The code from the text; where no texts go there is none to key in, and another call can be asked for."""
    if carried(call) == "call":
        return entry(call, CODE_DIGITS, phrase("code.by_call"))
    return entry(call, CODE_DIGITS, phrase("code.entry"), phrase("code.resend"))


def hear_call_coming(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Nothing is asked any more: the phone will ring."""
    return GoodBye() if heard.silent else Misheard(spoken=heard.speech is not None)


def ask_call_coming(call: Call, scene: Scene) -> Question:
    """What to do now, and what the call will ask."""
    return menu(call, {}, phrase("call_coming.keyed" if call.keyed else "call_coming"))


def ask_calling_back(call: Call, scene: Scene) -> Question:
    """What the call will bring; nothing is asked any more."""
    return menu(call, {}, phrase("calling_back.keyed" if call.keyed else "calling_back"))


def hear_outbound(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The key proves the number, and confirms what waits for it. Silence may be a machine: it hears no more."""
    if heard.silent:
        return NobodyThere()
    key = scene.chosen(call, heard, {"1": ()})
    return key if isinstance(key, Misheard) else PressKey(Caller(scene.sid))


def ask_outbound(call: Call, scene: Scene) -> Question:
    """Who calls and why; keys only, for a machine may talk too."""
    who = {None: "outbound.name", "admission": "outbound.name", "queue_callback": "outbound.queue"}.get(
        call.carries, "outbound.question"
    )
    return Question((phrase(who, name=scene.line.name), phrase("outbound.menu")), Menu(OUTBOUND_WAIT_S))


PROVE = StepView(hear_prove, ask_prove)
PRESENCE = StepView(hear_presence, ask_code)
MINE_CODE = StepView(hear_mine_code, ask_code)
CALL_COMING = StepView(hear_call_coming, ask_call_coming)
CALLING_BACK = StepView(hear_call_coming, ask_calling_back)
AGENT_PRESENCE = StepView(hear_agent_presence, ask_agent_presence)
OUTBOUND = StepView(hear_outbound, ask_outbound)
