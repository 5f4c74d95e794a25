"""One call: TwiML played to a telephone in the call's own time, which passes without anybody waiting.

Speech takes its words, pauses and waits take their seconds; nothing ever sleeps. What the telephone does is a method:
`press`, `say`, `silence`, `hang_up`. Each returns when the line waits for the caller again, or the call is over.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from exchange.documents import Documents
from exchange.durations import KEY_SECONDS, MAX_CALL_SECONDS, lasting, speaking
from exchange.refusals import Refusal
from exchange.telephones import Telephone
from exchange.transcript import Event, Kind
from exchange.verbs import Gather, Hangup, Pause, Play, Prompt, Redirect, Reject, Say, VoiceVerb

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
"""What is heard where neither the line nor its fallback gives a document."""


class CallOver(Exception):
    """The line is not waiting for the caller: the call has ended, or was not answered yet."""


@dataclass(slots=True)
class Call:
    """One call; whoever calls a method holds `lock`. `second` counts from the answer; `error` is the last refusal.

    `status` is the provider's word: `ringing`, `in-progress`, then `completed`, `busy`, `no-answer`,
    `canceled` or `failed`. `parameters` are those that every webhook of the call carries.
    """

    sid: str
    telephone: Telephone
    from_: str
    to: str
    direction: str
    parameters: dict[str, str]
    documents: Documents
    on_answer: Callable[["Call"], None]
    on_end: Callable[["Call"], None]
    status: str = "ringing"
    second: float = 0.0
    events: list[Event] = field(default_factory=list)
    error: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    _verbs: deque[VoiceVerb] = field(default_factory=deque)
    _gather: Gather | None = None
    _keys: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.ended_at is not None

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
        """Press keys (0-9, *, #, A-D); those that no Gather takes are lost. Raises `CallOver`."""
        gather = self._act(Kind.KEYS, keys, pause=0.0 if self._keys else self.telephone.pause)
        self.second += KEY_SECONDS * len(keys)
        if not gather.takes_keys:
            self._hear_nothing(gather)
            return
        for key in keys:
            finish_key = key if key == gather.finish_on_key else ""
            self._keys += "" if finish_key else key
            if finish_key or len(self._keys) == gather.num_digits:
                self._end_keys(gather, finish_key)
                return

    def say(self, words: str, confidence: float | None = None) -> None:
        """Say words, lost on a Gather of keys; `confidence` is the telephone's own by default. Raises `CallOver`."""
        gather = self._act(Kind.SAID, words, pause=self.telephone.pause)
        self.second += speaking(words)
        # Of keys and speech, whichever came first wins: whoever has pressed a key is not listened to.
        if self._keys or not gather.takes_speech:
            self._hear_nothing(gather)
            return
        self.second += gather.speech_timeout or 1
        sure = self.telephone.confidence if confidence is None else confidence
        self._submit(gather, {"SpeechResult": words, "Confidence": str(sure)})

    def silence(self) -> None:
        """Do nothing until the line stops waiting. Raises `CallOver`."""
        self._hear_nothing(self._act(Kind.SILENCE, ""))

    def hang_up(self) -> None:
        """Hang up. Raises `CallOver`."""
        self._act(Kind.HUNG_UP, "")
        self.end("completed")

    def redirect(self, url: str, method: str) -> None:
        """Leave the document, wherever it is, for another at the wish of the REST client. Raises `CallOver`."""
        self._waiting()
        self._go(url, method, {})

    def replace(self, document: bytes) -> None:
        """Leave the document for TwiML given by the REST client. Raises `CallOver`."""
        self._waiting()
        self._begin_with(document)

    def end(self, status: str) -> None:
        """End the call, once."""
        if self.is_over:
            return
        self._verbs.clear()
        self._gather = None
        self.status = status
        self.ended_at = datetime.now(UTC)
        self.on_end(self)

    def _still_ringing(self) -> None:
        if self.status != "ringing":
            raise CallOver(self.status)

    def _waiting(self) -> Gather:
        if self._gather is None:
            raise CallOver(self.status)
        return self._gather

    def _act(self, kind: Kind, text: str, pause: float = 0.0) -> Gather:
        self._let_pass(pause)
        gather = self._waiting()
        self.documents.caller_acted()
        self._note(kind, text)
        return gather

    def _let_pass(self, pause: float) -> None:
        """Let the person's pause pass. A line that waits for less hears nothing, and goes on before the act comes."""
        until = self.second + pause
        while pause and self.second + self._waiting().timeout <= until:
            self.documents.caller_acted()
            self._hear_nothing(self._waiting())
        self.second = max(self.second, until)

    def _note(self, kind: Kind, text: str = "", language: str = "") -> None:
        self.events.append(Event(kind, text, round(self.second, 1), language))

    def _hear_nothing(self, gather: Gather) -> None:
        self.second += gather.timeout
        self._end_keys(gather, "")

    def _end_keys(self, gather: Gather, finish_key: str) -> None:
        if self._keys or gather.action_on_empty:
            self._submit(gather, {"Digits": self._keys, "FinishedOnKey": finish_key, "msg": "Gather End"})
        else:
            self._gather = None
            self._play()

    def _submit(self, gather: Gather, heard: dict[str, str]) -> None:
        self._go(gather.action or self.documents.address or "", gather.method, heard)

    def _begin_with(self, document: bytes) -> None:
        self._load(lambda: self.documents.given(document))
        self._play()

    def _go(self, url: str, method: str, heard: dict[str, str]) -> None:
        self._load(lambda: self.documents.ask(url, method, self._parameters() | heard))
        self._play()

    def _load(self, document: Callable[[], tuple[VoiceVerb, ...]]) -> None:
        self._gather = None
        try:
            self._verbs = deque(document())
        except Refusal as refusal:
            self._fail(refusal)

    def _fail(self, refusal: Refusal) -> None:
        self.error = str(refusal)
        self._note(Kind.ERROR, self.error)
        self._load(lambda: self._after(refusal))

    def _after(self, refusal: Refusal) -> tuple[VoiceVerb, ...]:
        verbs = self.documents.fall_back(refusal, self._parameters())
        return (Say(APOLOGY), Hangup()) if verbs is None else verbs

    def _parameters(self) -> dict[str, str]:
        return {**self.parameters, "CallStatus": self.status}

    def _play(self) -> None:
        while not self.is_over and self._gather is None:
            if not self._verbs or self.second > MAX_CALL_SECONDS:
                self._finish("completed")
            else:
                self._perform(self._verbs.popleft())

    def _perform(self, verb: VoiceVerb) -> None:
        if isinstance(verb, Reject) and self.status == "ringing":
            self._finish("busy" if verb.reason == "busy" else "no-answer")
            return
        self.status = "in-progress"
        match verb:
            case Gather():
                self._prompt(verb)
            case Redirect(url, method):
                self._load(lambda: self.documents.ask(url, method, self._parameters()))
            case Hangup() | Reject():
                self._finish("completed")
            case Say() | Play() | Pause():
                self._sound(verb)

    def _prompt(self, gather: Gather) -> None:
        if all(self._sound(prompt) for prompt in gather.prompts):
            self._gather, self._keys = gather, ""

    def _sound(self, prompt: Prompt) -> bool:
        """Play a prompt and return true, or fail and return false."""
        try:
            self._hear(prompt)
        except Refusal as refusal:
            self._fail(refusal)
            return False
        self.second += lasting(prompt)
        return True

    def _hear(self, prompt: Prompt) -> None:
        if isinstance(prompt, Say):
            self._note(Kind.HEARD, prompt.text, prompt.language or "")
        elif isinstance(prompt, Play):
            if prompt.url is not None:
                self.documents.check_audio(prompt.url)
            self._note(Kind.HEARD, f"[plays {prompt.url or prompt.digits or 'the answer'}]")

    def _finish(self, status: str) -> None:
        self._note(Kind.ENDED)
        self.end(status)
