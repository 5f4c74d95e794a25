"""One text on its way through hear, do and say: the only file of the room that touches the world."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from booking_core.actors import Texter
from booking_core.commands import (
    DECISIONS,
    AskUndo,
    Command,
    NoteThread,
    OptIn,
    OptOut,
    OptSource,
    Query,
    ReadThread,
    TextCallback,
)
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.doorstep import Doorkeeper, Hushed, Nobody, Silence
from booking_core.lines import Line
from booking_core.notices import Notices
from booking_core.numbers import Number, Refused
from booking_core.outcomes import Asked, Cancelled, NotAdmitted, TextsOn, ThreadAt
from sms.asking import Text, call, hushed, too_often
from sms.replies import Met, follow, say
from sms.scene import Heard, Scene, Told
from sms.state import State, dump, load
from sms.words import hear
from wording.languages import CATALOGUES, guess

ANY_LINE = ""
"""No dialled number: the institution's first line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A text as the provider hands it over."""

    sid: str
    dialled: str
    """The line it was sent to, E.164."""
    sender: str
    body: str
    source: OptSource = "word"
    """How it says that it ends or begins our texts, if it does."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The text channel, assembled: what app.py gives it."""

    core: Core
    lines: Callable[[str], Line | None]
    check: Callable[[str], Number | Refused]
    now: Callable[[], datetime]
    lost: Callable[[str, str, UUID | None], None]
    """Notes the text, key and number's row of a decision nobody knows the outcome of."""
    notices: Callable[[], Notices] = Notices
    """What is suspended, a few seconds old at most."""
    doorkeeper: Doorkeeper = field(default_factory=Nobody)
    """Who looks at a text before it is read."""

    def stop(self, turn: Turn) -> None:
        """The sender wants no texts of ours; the provider has answered. Raises db.Unavailable or db.Unknown."""
        sender = self.check(turn.sender)
        if not isinstance(sender, Refused):
            self.core.perform(OptOut(Texter(sender), turn.source), f"sms:{turn.sid}")

    def take(self, turn: Turn, *, again: bool = False) -> str | None:
        """The answer to one text, or None for none. A text gets an answer even when the database does not.

        `again`: it says that our texts are wanted again, where they were turned off.
        """
        line = self.lines(turn.dialled)
        sender = self.check(turn.sender)
        if line is None:
            return None
        if isinstance(sender, Refused):
            return self._unserved(turn, sender, line)
        state = State(guess(turn.body, line.languages) or line.languages[0])
        scene = self._scene(Texter(sender), line)
        stopped = self.doorkeeper.text(turn.sid, sender, self.now())
        if isinstance(stopped, Silence) and not again:
            return None
        try:
            back = again and self.core.perform(OptIn(scene.who, turn.source), f"sms:{turn.sid}") == TextsOn()
            at = self.core.ask(ReadThread(scene.who, turn.sid))
            before = _before(at, scene, state)
            state = replace(before, language=guess(turn.body, line.languages) or before.language)
            texts = self._texts(turn, scene, (before, state), at, stopped, back=back)
        except Unavailable:
            texts = [("trouble", {})]
        except Unknown:
            texts = [("unknown", {})]
        return _written(texts, state.language)

    def _texts(
        self, turn: Turn, scene: Scene, thread: tuple[State, State], at: ThreadAt,
        stopped: Silence | NotAdmitted | Hushed | None, *, back: bool,
    ) -> list[Text]:  # fmt: skip
        """The texts that answer, where the thread is; `stopped`: what this one met at the doorstep."""
        if isinstance(stopped, Silence | NotAdmitted):
            return [] if at.texts_off or isinstance(stopped, Silence) else too_often(stopped.until, scene.line)
        if back or at.texts_off:
            return self._apart(turn, scene, *thread, back=back)
        return self._answers(turn, scene, thread, at.number, stopped)

    def _unserved(self, turn: Turn, sender: Refused, line: Line) -> str | None:
        """A short code, a name, a number that may not book: mostly nothing, for somebody could earn by an answer."""
        if not self.doorkeeper.unserved(turn.sid, turn.sender, sender.reason, self.now()):
            return None
        return _written([("refused", call(line))], guess(turn.body, line.languages) or line.languages[0])

    def apology(self) -> str:
        """What a text hears when the line itself is broken: in its first language, where that much is known."""
        line = None
        with contextlib.suppress(Unavailable, Unknown):
            line = self.lines(ANY_LINE)
        language = next(iter(CATALOGUES)) if line is None else line.languages[0]
        return CATALOGUES[language].texted("trouble", {})

    def _scene(self, who: Texter, line: Line) -> Scene:
        known, at = self.notices(), self.now()
        return Scene(who, line, lambda service, office: known.stopped(Texter.channel, service, office, at))

    def _answers(
        self, turn: Turn, scene: Scene, thread: tuple[State, State], number: UUID | None, stopped: Hushed | None
    ) -> list[Text]:
        """The texts that answer, once it is noted where the thread goes from here.

        Where the answer stays here, the thread stays where it was: nobody has read the next question.
        """
        before, state = thread
        state, wish = hear(state, Heard(turn.body, self.now()), scene)
        met = self._do(wish, turn, number)
        leaves = None if stopped is None else self.doorkeeper.hushed(turn.sid, scene.who.number, stopped, self.now())
        after = follow(state, wish, met) if leaves is None else before
        # Only where the next letter will be read: what was done is done, whether or not it is noted.
        with contextlib.suppress(Unavailable, Unknown):
            self.core.perform(NoteThread(scene.who, turn.sid, dump(before), dump(after)), f"thread:{turn.sid}")
        if leaves is not None:
            return hushed(leaves.until, scene.line) if isinstance(leaves, NotAdmitted) else []
        if isinstance(met, Cancelled):
            return self._given_up(wish, met, after, scene)
        return say(after, wish, met, scene)

    def _apart(self, turn: Turn, scene: Scene, before: State, state: State, *, back: bool) -> list[Text]:
        """A text that our texts come `back` for; or one while they are off: whatever we said, the provider would keep.

        It is noted and nothing is done, but that a person calls whoever asks for one.
        """
        _, wish = hear(state, Heard(turn.body, self.now()), scene)
        if not back and isinstance(wish, TextCallback):
            self.core.perform(wish, f"sms:{turn.sid}")
        with contextlib.suppress(Unavailable, Unknown):
            self.core.perform(NoteThread(scene.who, turn.sid, dump(before), dump(before)), f"thread:{turn.sid}")
        return [("texts_on", call(scene.line))] if back else []

    def _do(self, wish: Told, turn: Turn, number: UUID | None) -> Met:
        """The one question to the core that this text is, if it is one."""
        if isinstance(wish, Command):
            key = f"sms:{turn.sid}"
            try:
                done: Met = self.core.perform(wish, key)
            except Unknown:
                if isinstance(wish, DECISIONS):
                    self.lost(turn.sid, key, number)
                raise
            return done
        if isinstance(wish, Query):
            found: Met = self.core.ask(wish)
            return found
        return wish

    def _given_up(self, wish: Told, met: Cancelled, after: State, scene: Scene) -> list[Text]:
        """It is done and said to be, with the nonce that takes it back where that can still be read."""
        asks = AskUndo(scene.who, met.booking)
        with contextlib.suppress(Unavailable, Unknown):
            undo = self.core.ask(asks)
            if isinstance(undo, Asked):
                return say(after, asks, undo, scene)
        return say(after, wish, met, scene)


def _before(at: ThreadAt, scene: Scene, fresh: State) -> State:
    """Where the thread is; one that begins speaks the language its number spoke last, if the line still does."""
    known = at.language if at.language in scene.line.languages else None
    return load(at.state, scene.line, known or fresh.language)


def _written(texts: Iterable[Text], language: str) -> str | None:
    catalogue = CATALOGUES[language]
    return "\n".join(catalogue.texted(key, arguments) for key, arguments in texts) or None
