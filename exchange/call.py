"""One call: TwiML played to a telephone in the call's own time, which passes without anybody waiting.

Speech takes its words, pauses and waits take their seconds; nothing ever sleeps. What the telephone does is a method:
`press`, `say`, `silence`, `hang_up`. Each returns when the line waits for the caller again, or the call is over.

In a queue, too, time passes only by what is played and done. The wait document is asked when the call enters. When it
has run out, the call is on hold, and nothing is asked until its person does something: an act that makes the document
run out, and `silence` on hold, ask for the next one, once each. So whoever waits hears one document with each
`silence`, however short it is; another key or word on hold is lost.
"""

from dataclasses import dataclass

from exchange.durations import HOLD_SECONDS, KEY_SECONDS, speaking
from exchange.performance import Performance
from exchange.stays import Stay
from exchange.transcript import Kind


class CallOver(Exception):
    """The line is not waiting for the caller: the call has ended, or was not answered yet."""


@dataclass(slots=True)
class Call(Performance):
    """A call with what its person does, and what a REST client does to it."""

    def start(self) -> None:
        """Ask the line for its first document, and play it."""
        entry = self.documents.entry
        if entry.document is None:
            self._go(entry.url, entry.method, {})
        else:
            self._begin_with(entry.document)

    def answer(self) -> None:
        """Pick up a telephone that rings, and hear the line's first document. Raises `CallOver`."""
        self._still_ringing()
        self.status = "in-progress"
        self.on_answer(self)
        self.start()

    def decline(self, status: str) -> None:
        """End a call that still rings: `busy`, `no-answer` or `canceled`. Raises `CallOver`."""
        self._still_ringing()
        self.end(status)

    def press(self, keys: str) -> None:
        """Press keys (0-9, *, #, A-D); those that nobody takes are lost. Raises `CallOver`."""
        is_begun = self._gathering is not None and self._gathering.keys
        self._act(Kind.KEYS, keys, pause=0.0 if is_begun else self.telephone.pause)
        self.second += KEY_SECONDS * len(keys)
        if self._gathering is not None:
            self._take(self._gathering.press(keys))
        elif self._stay is not None:
            self._stay.sound(f"[keys {keys}]", KEY_SECONDS * len(keys))
            self._stay_on(self._stay, keys)

    def say(self, words: str, confidence: float | None = None) -> None:
        """Say words; `confidence` is the telephone's own by default. Raises `CallOver`."""
        self._act(Kind.SAID, words, pause=self.telephone.pause)
        sure = self.telephone.confidence if confidence is None else confidence
        if self._gathering is not None:
            self._take(self._gathering.say(words, sure))
        elif self._stay is not None:
            self.second += speaking(words)
            self._stay.sound(words, speaking(words))
            self._stay_on(self._stay)

    def silence(self) -> None:
        """Do nothing until the line stops waiting; on hold, hear what comes next. Raises `CallOver`."""
        self._act(Kind.SILENCE, "")
        if self._gathering is not None:
            self._take(self._gathering.silence())
        elif self._stay is not None:
            self.second += 0.0 if self._stay.waits else HOLD_SECONDS
            self._play()
            self._stay_on(self._stay)

    def pause(self, seconds: float) -> None:
        """Do nothing for so long: a line that waits for less goes on meanwhile. Raises `CallOver`."""
        self._check_waiting()
        self._let_pass(seconds)

    def hang_up(self) -> None:
        """Hang up. Raises `CallOver`."""
        self._act(Kind.HUNG_UP, "")
        self.end("completed")

    def redirect(self, url: str, method: str) -> None:
        """Leave the document, wherever it is, for another at the wish of the REST client. Raises `CallOver`."""
        self._check_waiting()
        self._part("redirected")
        self._go(url, method, {})

    def replace(self, document: bytes) -> None:
        """Leave the document for TwiML given by the REST client. Raises `CallOver`."""
        self._check_waiting()
        self._part("redirected")
        self._begin_with(document)

    def _stay_on(self, stay: Stay | None, keys: str = "") -> None:
        """Go on elsewhere where what the person did has ended the stay."""
        result = None if stay is None else stay.ends_after(keys)
        if result is not None:
            self._go_back(result)
            self._play()

    def _still_ringing(self) -> None:
        if self.status != "ringing":
            raise CallOver(self.status)

    def _check_waiting(self) -> None:
        if self._gathering is None and self._stay is None:
            raise CallOver(self.status)

    def _act(self, kind: Kind, text: str, pause: float = 0.0) -> None:
        self._let_pass(pause)
        self._check_waiting()
        self._begin_act()
        self._note(kind, text)

    def _begin_act(self) -> None:
        self.documents.caller_acted()
        self._may_ask = True

    def _let_pass(self, pause: float) -> None:
        """Let the person's pause pass. A line that waits for less hears nothing, and goes on before the act comes."""
        until = self.second + pause
        while pause and self._gathering is not None and self.second + self._gathering.gather.timeout <= until:
            self._begin_act()
            self._take(self._gathering.silence())
        self.second = max(self.second, until)
