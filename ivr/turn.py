"""One turn of a call on its way through hear, do and say: the only file of the dialogue that touches the world."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.commands import DECISIONS, Command, EndCall, HeldByCall, NoteStep, Query, StartCall, StartProofCall
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.desk_outcomes import CallbackPlaced, Joined, KeysWanted, Queued, QueueFull, TalkOver
from booking_core.doorstep import Doorkeeper, Nobody, Rejected
from booking_core.lines import Line
from booking_core.notices import Notices
from booking_core.numbers import Number, Refused
from booking_core.outcomes import CallStarted, Held, NumberRefused
from ivr.apology import apology, way_out
from ivr.call import Call, seal, unseal
from ivr.delivery import unseal_delivery
from ivr.dialogue import begin, follow, hear, say
from ivr.memory import remember
from ivr.request import Turn, turn_key
from ivr.scene import Scene
from ivr.script import AWAY, NEXT, Step
from ivr.steps import STEPS
from ivr.steps.step import MENU_WAIT_S, Met, Wish
from ivr.vocabulary import Ask, Hangup, Heard, Menu, Phrase, Reject, Reply, Said, Spoken, Talk, Wait, phrase
from wording.catalogue import Catalogue
from wording.languages import CATALOGUES, choices, understood

TROUBLES = 2
"""So often the line asks a caller to try the same thing again before it says goodbye."""


WHOLE = (
    o.Held, o.Booked, o.VisitorsMissing, o.PlaceGone, o.LimitReached, o.Suspended, o.CallbackNoted, o.TooManyCodes,
    o.TooManyTries, o.TextsOff, o.Bookings, o.NextHeld, o.Moved, o.Kept, o.Cancelled, o.CallComing, o.Offered, o.OnList,
    Queued, QueueFull, CallbackPlaced, Joined, TalkOver, o.NotAdmitted, o.CallingBack,
)  # fmt: skip
"""Answers that say by themselves all that the next step needs to know."""


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
    languages: tuple[str, ...]
    """In which it says so, while nobody knows the call's."""
    lost: Callable[[str, str], None]
    """Notes the call and key of a decision nobody knows the outcome of; returns when that is on the disk."""
    recordings: Callable[[str, str], str | None] = lambda language, key: None
    """(language, phrase) → the address of its recording, absolute, where there is one."""
    notices: Callable[[], Notices] = Notices
    """What is suspended and announced, a few seconds old at most."""
    doorkeeper: Doorkeeper = field(default_factory=Nobody)
    """Who looks at a call before it is answered."""

    def take(self, turn: Turn) -> Spoken:
        """Answer one turn. Whatever happens, the caller hears a sentence and a way on."""
        try:
            return self._take(turn)
        except Unavailable:
            return self._trouble(turn, unknown=turn.unknown)
        except Unknown:
            return self._trouble(turn, unknown=True)

    def end(self, sid: str) -> None:
        """The provider says that the call is over. Raises db.Unavailable or db.Unknown."""
        self.core.perform(EndCall(sid), f"end:{sid}")

    def ended(self, turn: Turn, seconds: int | None) -> None:
        """The same of a call that somebody made, which lasted so long; None: it was never answered."""
        line = self.lines(turn.dialled)
        if line is not None:
            self.doorkeeper.ended(turn.sid, line, turn.caller, seconds, self.now())
        self.end(turn.sid)

    def apology(self) -> Spoken:
        """What is said when the line itself is broken, in all its languages: needs no database, promises nothing."""
        said = apology(self.languages, self.staffed)
        return Spoken(said[0].voice, said, Hangup(), "")

    def _take(self, turn: Turn) -> Spoken:
        line = self.lines(turn.dialled)
        if line is None:
            return self._spoken(turn, self.languages[0], Reply((phrase("no_line"),), Hangup()), None)
        at = self.now()
        scene = self._scene(turn, line, at)
        delivery = None if turn.seal is None else unseal_delivery(turn.seal, at, self.core.keys.seals)
        if delivery is not None:
            return self._picked_up(turn, scene, at, delivery)
        call = None if turn.seal is None else unseal(turn.seal, turn.sid, at, self.core.keys.seals, line)
        if call is None or call.step is Step.GOODBYE:
            return self._open(turn, scene, at)
        if call.step in AWAY and call.sealed is not None:
            call = dataclasses.replace(call, paused_s=call.paused_s + int((at - call.sealed).total_seconds()))
        heard = Heard(turn.keys, turn.speech, turn.confidence, at, call.started, turn.came_out)
        wish = hear(call, heard, scene)
        met, key = self._do(wish, turn)
        after = follow(call, met)
        if key is not None and not _tells_itself(call, met, scene):
            # Only a hint for whoever has to go on without a seal: what was done is done, whether or not it is noted.
            with contextlib.suppress(Unavailable, Unknown):
                self.core.perform(NoteStep(turn.sid, call.step, call.turns, key, after.language), key)
            after = dataclasses.replace(after, noted=True)
        return self._spoken(turn, after.language, say(after, met, scene), after)

    def _scene(self, turn: Turn, line: Line, at: datetime) -> Scene:
        known = self.notices()
        return Scene(
            turn.sid, line, turn.caller[-2:], self.check, choices, understood,
            lambda service, office: known.stopped(Caller.channel, service, office, at), known.first(line, at),
        )  # fmt: skip

    def _do(self, wish: Wish, turn: Turn) -> tuple[Met, str | None]:
        """The one question to the core that this turn is, if it is one; its key where it was a command."""
        if isinstance(wish, Command):
            key = turn_key(turn)
            try:
                return self.core.perform(wish, key), key
            except Unknown:
                if isinstance(wish, DECISIONS):
                    self.lost(turn.sid, key)
                raise
        if isinstance(wish, Query):
            return self.core.ask(wish), None
        return wish, None

    def _open(self, turn: Turn, scene: Scene, at: datetime) -> Spoken:
        """The first turn, or one whose seal is lost: begin, or tell a known call what it was last told."""
        language = scene.line.languages[0]
        stopped = self.doorkeeper.call(turn.sid, scene.line, turn.caller, turn.stir, at) if turn.ringing else None
        if isinstance(stopped, Rejected):
            return Spoken(CATALOGUES[language].voice, (), Reject(), "")
        started = self.core.perform(
            StartCall(turn.sid, turn.dialled, self.check(turn.caller), language, turn.stir), f"start:{turn.sid}"
        )
        language = started.language or language
        call = begin(started, Call(Step.WELCOME, at, language=language, turns=started.turn))
        met: Met
        if stopped is not None:
            met, call = stopped, follow(call, stopped)
        elif started.step is not None and (started.last is not None or call.caller == "known"):
            met, call = self._recover(started, dataclasses.replace(call, step=Step(started.step)), scene)
        elif call.caller == "refused" and started.refused is not None:
            met = NumberRefused(started.refused)
            call = follow(call, met)
        else:
            met = started
        reply = say(call, met, scene)
        if isinstance(met, NumberRefused) or stopped is not None:
            reply = Reply((phrase("welcome.name", name=scene.line.name), *reply.say), reply.ask)
        return self._spoken(turn, language, reply, call)

    def _picked_up(self, turn: Turn, scene: Scene, at: datetime, delivery: UUID) -> Spoken:
        """Somebody, or a machine, picked up a call of ours: say who calls and what a key would do."""
        language = scene.line.languages[0]
        met = self.core.perform(StartProofCall(turn.sid, turn.dialled, delivery), f"start:{turn.sid}")
        call = Call(Step.OUTBOUND, at, language=language, outbound=True)
        if isinstance(met, Joined | Queued | TalkOver | KeysWanted):
            call = follow(Call(Step.QUEUE, at, language=met.language), met)
        elif isinstance(met, CallStarted):
            call = remember(dataclasses.replace(call, turns=met.turn), met)
        else:
            call = follow(call, met)
        return self._spoken(turn, call.language, say(call, met, scene), call)

    def _recover(self, started: CallStarted, call: Call, scene: Scene) -> tuple[Met, Call]:
        """Where a call goes on that has lost its seal: with its last answer, where that says all there is to know;
        else with what it holds; else at the first menu.
        """
        if isinstance(started.last, WHOLE) and (call.step, type(started.last)) in NEXT:
            return started.last, follow(call, started.last)
        held = self.core.ask(HeldByCall(Caller(scene.sid)))
        if isinstance(held, Held):
            return held, follow(dataclasses.replace(call, step=Step.OFFERS), held)
        return started, dataclasses.replace(call, step=Step.WELCOME)

    def _spoken(self, turn: Turn, language: str, reply: Reply, call: Call | None) -> Spoken:
        sealed = ""
        if call is not None:
            sealed = "?" + urlencode({"s": seal(call, turn.sid, self.now(), self.core.keys.present.seal)})
        action = self.voice_url + ("/after-queue" if isinstance(reply.ask, Wait | Talk) else "") + sealed
        waits_at = f"{self.voice_url}/queue{sealed}" if isinstance(reply.ask, Wait) else ""
        return Spoken(CATALOGUES[language].voice, self.said(reply.say, language), reply.ask, action, waits_at)

    def said(self, phrases: Iterable[Phrase], language: str) -> tuple[Said, ...]:
        """Phrases in words, or recordings of them."""
        return tuple(self._one(part, CATALOGUES[part.language or language]) for part in phrases)

    def _one(self, part: Phrase, catalogue: Catalogue) -> Said:
        recording = None if part.arguments else self.recordings(catalogue.language, part.key)
        return Said(catalogue.spoken(part.key, part.arguments), catalogue.voice, recording)

    def _trouble(self, turn: Turn, *, unknown: bool) -> Spoken:
        """The same seal and the same question again: what the caller does next repeats this turn under its own key.

        Needs no database. After the second trouble the caller hears a number with people and may hang up.
        """
        key = "trouble.unknown" if unknown else "trouble.unavailable"
        call, ask = self._stands(turn)
        language = self.languages[0] if call is None else call.language
        voice = CATALOGUES[language].voice
        if turn.troubles + 1 >= TROUBLES:
            return Spoken(voice, self.said((phrase(key), way_out(self.staffed)), language), Hangup(), self.voice_url)
        parameters = {"t": str(turn.troubles + 1)} | ({"u": "1"} if unknown else {})
        parameters |= {} if turn.seal is None else {"s": turn.seal}
        action = f"{self.voice_url}?{urlencode(parameters)}"
        return Spoken(voice, self.said((phrase(key), phrase("trouble.again")), language), ask, action)

    def _stands(self, turn: Turn) -> tuple[Call | None, Ask]:
        """Where the call was when the trouble came, and what it was being asked."""
        try:
            line = self.lines(turn.dialled)
        except (Unavailable, Unknown):
            line = None
        keys = self.core.keys.seals
        call = None if line is None or turn.seal is None else unseal(turn.seal, turn.sid, self.now(), keys, line)
        if line is None or call is None:
            return None, Menu(MENU_WAIT_S)
        scene = Scene(turn.sid, line, turn.caller[-2:], self.check, choices, understood)
        return call, Menu(MENU_WAIT_S) if call.step in AWAY else STEPS[call.step].question(call, scene).ask


def _tells_itself(call: Call, met: Met, scene: Scene) -> bool:
    """A hold is found by its call, so that of a call with nothing noted need not be: one round trip of two.

    And free times are never told again without a seal, but looked for anew.
    """
    if isinstance(met, o.Offers | o.NoneFree):
        return True
    return isinstance(met, Held) and not call.noted and call.language == scene.line.languages[0]
