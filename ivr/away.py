"""What is heard away from the dialogue: by a caller who waits in the provider's queue, and on an agent's telephone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from booking_core.actors import Caller
from booking_core.db import Unavailable, Unknown
from booking_core.desk_commands import AnswerRing, MyPlace, TakeCaller
from booking_core.desk_outcomes import Queued, RingAnswered, RingOver, Taken
from ivr.call import unseal
from ivr.delivery import unseal_delivery
from ivr.request import Turn
from ivr.turn import Dialogue
from ivr.vocabulary import Ask, Hangup, Leave, Menu, Phrase, Spoken, Talk, phrase
from wording.languages import CATALOGUES

PLACE_EVERY_S = 20
"""So long it is quiet in the queue before the caller hears the place again."""
AGENT_WAIT_S = 8
"""So long an agent has for the key, once everything is said."""

CALL_ME_BACK = "1"
TAKE = "1"


@dataclass(frozen=True, slots=True)
class Whisper:
    """One request about an agent's telephone."""

    sid: str
    seal: str
    keys: str | None
    asked: bool
    """It was told whom the ring is for, and has answered or not."""
    over: bool
    """Its conference is over."""


def waiting(dialogue: Dialogue, turn: Turn, *, first: bool) -> Spoken:
    """What a caller in the queue hears now: the place, and the key for a call-back. Changes nothing.

    `first`: the call has just come, and has just heard the place.
    With the database away the call stays where it is, and hears so.
    """
    language = _language(dialogue, turn)
    if turn.keys == CALL_ME_BACK:
        return _spoken(dialogue, language, (), Leave(), "")
    try:
        place = dialogue.core.ask(MyPlace(Caller(turn.sid)))
    except Unavailable:
        return stay(dialogue, turn)
    if not isinstance(place, Queued):
        return _spoken(dialogue, language, (), Leave(), "")
    told = phrase("queue.place", position=place.position, minutes=place.minutes)
    offer = phrase("queue.offer")
    say = (offer,) if first else (told, offer)
    return _spoken(dialogue, place.language, say, Menu(PLACE_EVERY_S), _again(dialogue, turn))


def stay(dialogue: Dialogue, turn: Turn) -> Spoken:
    """Something is wrong with the line: the place is kept all the same. Needs no database."""
    say = (phrase("queue.away"), phrase("queue.stay"))
    return _spoken(dialogue, _language(dialogue, turn), say, Menu(PLACE_EVERY_S), _again(dialogue, turn))


def _again(dialogue: Dialogue, turn: Turn) -> str:
    sealed = {} if turn.seal is None else {"s": turn.seal}
    return f"{dialogue.voice_url}/queue?" + urlencode({"h": "1", **sealed})


def _language(dialogue: Dialogue, turn: Turn) -> str:
    try:
        line = dialogue.lines(turn.dialled)
    except (Unavailable, Unknown):
        line = None
    if line is None or turn.seal is None:
        return dialogue.languages[0]
    call = unseal(turn.seal, turn.sid, dialogue.now(), dialogue.core.keys.seals, line)
    return dialogue.languages[0] if call is None else call.language


def whisper(dialogue: Dialogue, turn: Whisper) -> Spoken:
    """What an agent's telephone hears: whom one key takes, the caller, or that it is over."""
    delivery = unseal_delivery(turn.seal, dialogue.now(), dialogue.core.keys.seals)
    if delivery is None or turn.over:
        return _last(dialogue, dialogue.languages[0], "whisper.over")
    try:
        if turn.keys == TAKE:
            return _taken(dialogue, turn, dialogue.core.perform(TakeCaller(delivery, turn.sid), f"take:{delivery}"))
        rung = dialogue.core.perform(AnswerRing(delivery), f"ring:{delivery}")
    except (Unavailable, Unknown):
        say = (phrase("whisper.away"), phrase("whisper.take"))
        return _spoken(dialogue, dialogue.languages[0], say, Menu(AGENT_WAIT_S), _whispers(dialogue, turn, "a"))
    if isinstance(rung, RingOver):
        return _taken(dialogue, turn, rung)
    if turn.asked and turn.keys is None:
        return _last(dialogue, rung.speaks, "whisper.missed")
    return _spoken(dialogue, rung.speaks, _about(rung), Menu(AGENT_WAIT_S), _whispers(dialogue, turn, "a"))


def _about(rung: RingAnswered) -> tuple[Phrase, ...]:
    minutes = rung.waited_s // 60 + 1
    if rung.ending:
        who = phrase("whisper.caller", name=rung.line, ending=rung.ending, minutes=minutes)
    else:
        who = phrase("whisper.withheld", name=rung.line, minutes=minutes)
    back = (phrase("whisper.calls_back"),) if rung.calls_back else ()
    spoken = (phrase(f"whisper.{rung.language}"),) if rung.language in CATALOGUES else ()
    return who, *back, phrase(f"why.{rung.reason}"), *spoken, phrase("whisper.take")


def _taken(dialogue: Dialogue, turn: Whisper, met: Taken | RingOver) -> Spoken:
    match met:
        case RingOver(speaks, gone):
            return _last(dialogue, speaks, "whisper.gone" if gone else "whisper.elsewhere")
        case Taken(waiter, speaks, calls_back):
            say = (phrase("whisper.calling" if calls_back else "whisper.taken"),)
            room = Talk(str(waiter), ends=True)
            return _spoken(dialogue, speaks, say, room, _whispers(dialogue, turn, "o"))


def _whispers(dialogue: Dialogue, turn: Whisper, mark: str) -> str:
    return f"{dialogue.voice_url}/whisper?" + urlencode({"s": turn.seal, mark: "1"})


def _last(dialogue: Dialogue, language: str, key: str) -> Spoken:
    return _spoken(dialogue, language, (phrase(key),), Hangup(), "")


def _spoken(dialogue: Dialogue, language: str, say: tuple[Phrase, ...], ask: Ask, action: str) -> Spoken:
    language = language if language in CATALOGUES else dialogue.languages[0]
    return Spoken(CATALOGUES[language].voice, dialogue.said(say, language), ask, action)
