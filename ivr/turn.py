"""One turn of a call on its way through hear, do and say: the only file of the dialogue that touches the world."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from booking_core.commands import Command, Confirm, EndCall, NoteStep, Query, StartCall
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.lines import Line
from booking_core.numbers import Number, Refused
from booking_core.outcomes import NumberRefused
from ivr.call import Call, seal, unseal
from ivr.dialogue import begin, follow, hear, say
from ivr.scene import Scene
from ivr.script import NEXT, Step
from ivr.steps.step import Met, Wish
from ivr.vocabulary import Hangup, Heard, Menu, Phrase, Reply, Spoken, phrase
from wording.languages import CATALOGUES, choices, understood

TROUBLES = 2
"""So often the line asks a caller to try the same thing again before it says goodbye."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one request of the provider says about a call."""

    sid: str
    dialled: str
    """E.164."""
    caller: str
    """Caller ID as it came: a number, or a word for withheld."""
    keys: str | None
    speech: str | None
    confidence: float | None
    seal: str | None
    troubles: int = 0
    """How often this very turn has met trouble."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The voice channel, assembled: what app.py gives it."""

    core: Core
    lines: Callable[[str], Line | None]
    """The line behind a dialled number, kept in memory for a minute."""
    check: Callable[[str], Number | Refused]
    now: Callable[[], datetime]
    voice_url: str
    """The public address of `/voice`."""
    staffed: str
    """A number with people, to say when the line itself is in trouble."""
    lost: Callable[[str, str], None]
    """Notes the call and key of a confirmation nobody knows the outcome of; returns when that is on the disk."""

    def take(self, turn: Turn) -> Spoken:
        """Answer one turn. Whatever happens, the caller hears a sentence and a way on."""
        try:
            return self._take(turn)
        except Unavailable:
            return self._trouble(turn, "trouble.unavailable")
        except Unknown:
            return self._trouble(turn, "trouble.unknown")

    def end(self, sid: str) -> None:
        """The provider says that the call is over. Raises db.Unavailable or db.Unknown."""
        self.core.perform(EndCall(sid), f"end:{sid}")

    def apology(self) -> str:
        """What is said when the line itself is broken: it needs no database and promises nothing."""
        catalogue = CATALOGUES["en"]
        if not self.staffed:
            return f"{catalogue.spoken('trouble.broken', {})} {catalogue.spoken('trouble.later', {})}"
        people = catalogue.spoken("trouble.people", {"number": self.staffed})
        return f"{catalogue.spoken('trouble.broken', {})} {people}"

    def _take(self, turn: Turn) -> Spoken:
        line = self.lines(turn.dialled)
        if line is None:
            return self._spoken(turn, "en", Reply((phrase("no_line"),), Hangup()), None)
        scene = Scene(turn.sid, line, turn.caller[-2:], self.check, choices, understood)
        at = self.now()
        call = None if turn.seal is None else unseal(turn.seal, turn.sid, at, self.core.keys.seals, line)
        if call is None or call.step is Step.GOODBYE:
            return self._open(turn, scene, at)
        wish = hear(call, Heard(turn.keys, turn.speech, turn.confidence, at, call.started), scene)
        met, key = self._do(wish, turn)
        after = follow(call, met)
        if key is not None:
            self.core.perform(NoteStep(turn.sid, call.step, call.turns, key), key)
        return self._spoken(turn, after.language, say(after, met, scene), after)

    def _do(self, wish: Wish, turn: Turn) -> tuple[Met, str | None]:
        """The one question to the core that this turn is, if it is one; its key where it was a command."""
        if isinstance(wish, Command):
            key = turn_key(turn)
            try:
                return self.core.perform(wish, key), key
            except Unknown:
                if isinstance(wish, Confirm):
                    self.lost(turn.sid, key)
                raise
        if isinstance(wish, Query):
            return self.core.ask(wish), None
        return wish, None

    def _open(self, turn: Turn, scene: Scene, at: datetime) -> Spoken:
        """The first turn, or one whose seal is lost: begin, or tell a known call what it was last told."""
        language = scene.line.languages[0]
        started = self.core.perform(
            StartCall(turn.sid, turn.dialled, self.check(turn.caller), language), f"start:{turn.sid}"
        )
        call = begin(started, Call(Step.WELCOME, at, language=language))
        met: Met = started
        if started.last is not None and started.step is not None:
            there = NEXT.get((Step(started.step), type(started.last)))
            if there is not None:
                met = started.last
                call = follow(_at(call, Step(started.step)), met)
        elif call.caller == "refused" and started.refused is not None:
            met = NumberRefused(started.refused)
            call = follow(call, met)
        reply = say(call, met, scene)
        if isinstance(met, NumberRefused):
            reply = Reply((phrase("welcome.name", name=scene.line.name), *reply.say), reply.ask)
        return self._spoken(turn, language, reply, call)

    def _spoken(self, turn: Turn, language: str, reply: Reply, call: Call | None) -> Spoken:
        catalogue = CATALOGUES[language]
        sentences = tuple(catalogue.spoken(part.key, part.arguments) for part in reply.say)
        action = self.voice_url
        if call is not None:
            sealed = seal(call, turn.sid, self.now(), self.core.keys.newest.seal)
            action += "?" + urlencode({"s": sealed})
        return Spoken(catalogue.voice, sentences, reply.ask, action)

    def _trouble(self, turn: Turn, key: str) -> Spoken:
        """The same seal again: what the caller does next repeats this turn under its own key, so nothing is lost.

        Needs no database. After the second trouble the caller hears a number with people and may hang up.
        """
        catalogue = CATALOGUES["en"]
        said: list[Phrase] = [phrase(key)]
        if turn.troubles + 1 >= TROUBLES:
            said.append(phrase("trouble.people", number=self.staffed) if self.staffed else phrase("trouble.later"))
            return Spoken(catalogue.voice, _words_of(said), Hangup(), self.voice_url)
        said.append(phrase("trouble.again"))
        parameters = {"t": str(turn.troubles + 1)} | ({} if turn.seal is None else {"s": turn.seal})
        return Spoken(catalogue.voice, _words_of(said), Menu(8), f"{self.voice_url}?{urlencode(parameters)}")


def _at(call: Call, step: Step) -> Call:
    return Call(step, call.started, call.caller, call.language)


def _words_of(said: list[Phrase]) -> tuple[str, ...]:
    return tuple(CATALOGUES["en"].spoken(part.key, part.arguments) for part in said)


def turn_key(turn: Turn) -> str:
    """The key of a turn: its call, and the hash of the incoming seal and input. A retry has the same; nothing else."""
    said = "\x00".join((turn.seal or "", turn.keys or "", turn.speech or ""))
    return f"voice:{turn.sid}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
