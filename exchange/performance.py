"""The line's side of a call: its documents, performed verb by verb in the call's own time (Twilio docs, "TwiML")."""

import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from exchange.conferences import Conference
from exchange.documents import Documents
from exchange.durations import HOLD_SECONDS, MAX_CALL_SECONDS, lasting
from exchange.elements import Grammar
from exchange.gathering import Gathered, Gathering
from exchange.grammars import CALL
from exchange.refusals import Refusal
from exchange.rooms import Rooms
from exchange.stays import InConference, InQueue, Stay
from exchange.telephones import Telephone
from exchange.transcript import Event, Kind
from exchange.verbs import Enqueue, Gather, Hangup, Join, Leave, Pause, Play, Prompt, Redirect, Reject, Say, VoiceVerb

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
"""What is heard where neither the line nor its fallback gives a document."""


@dataclass(slots=True)
class Performance:
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
    rooms: Rooms
    on_answer: Callable[["Performance"], None]
    on_end: Callable[["Performance"], None]
    status: str = "ringing"
    second: float = 0.0
    events: list[Event] = field(default_factory=list)
    error: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    rings_until: float = math.inf
    """By the monotonic clock."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _verbs: deque[VoiceVerb] = field(default_factory=deque)
    _gathering: Gathering | None = None
    _stay: Stay | None = None
    _may_ask: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.ended_at is not None

    @property
    def place(self) -> str:
        """Where it stays: `queue`, `conference`, or empty where the line has it to itself."""
        return "" if self._stay is None else self._stay.place

    def overhear(self, sound: str, seconds: float) -> None:
        """Hear what another in the conference does; called by the other's thread, without `lock`."""
        self._note(Kind.VOICE, sound)
        self.second += seconds

    def drop_out(self, conference: Conference) -> None:
        """Go on after the Dial, because the conference has ended."""
        with self.lock:
            if isinstance(self._stay, InConference) and self._stay.conference is conference:
                self.documents.caller_acted()
                self._go_back("ended")
                self._play()

    def end(self, status: str) -> None:
        """End the call, once."""
        if self.is_over:
            return
        self._verbs.clear()
        self._gathering = None
        self.status = status
        self.ended_at = datetime.now(UTC)
        self._part("hangup")
        self.on_end(self)

    def _note(self, kind: Kind, text: str = "", language: str = "") -> None:
        self.events.append(Event(kind, text, round(self.second, 1), language))

    def _take(self, gathered: Gathered | None) -> None:
        gathering = self._gathering
        if gathered is None or gathering is None:
            return
        self.second += gathered.seconds
        self._gathering = None
        if gathered.heard is None:
            self._play()
        else:
            gather = gathering.gather
            self._go(gather.action or self.documents.address or "", gather.method, gathered.heard)

    def _begin_with(self, document: bytes) -> None:
        self._load(lambda: self.documents.given(document))
        self._play()

    def _go(self, url: str, method: str, heard: dict[str, str]) -> None:
        self._ask(url, method, heard)
        self._play()

    def _ask(self, url: str, method: str, told: dict[str, str]) -> None:
        self._load(lambda: self.documents.ask(url, method, self._parameters() | told, self._grammar()))

    def _grammar(self) -> Grammar[VoiceVerb]:
        return CALL if self._stay is None else self._stay.grammar

    def _load(self, document: Callable[[], tuple[VoiceVerb, ...]]) -> None:
        self._gathering = None
        try:
            self._verbs = deque(document())
        except Refusal as refusal:
            self._fail(refusal)

    def _fail(self, refusal: Refusal) -> None:
        self.error = str(refusal)
        self._note(Kind.ERROR, self.error)
        if self._stay is None:
            self._load(lambda: self._after(refusal))
        else:
            self._fail_in(self._stay)

    def _fail_in(self, stay: Stay) -> None:
        self._verbs.clear()
        if stay.fault_result is not None:
            self._go_back(stay.fault_result)

    def _after(self, refusal: Refusal) -> tuple[VoiceVerb, ...]:
        verbs = self.documents.fall_back(refusal, self._parameters())
        return (Say(APOLOGY), Hangup()) if verbs is None else verbs

    def _parameters(self) -> dict[str, str]:
        return {**self.parameters, "CallStatus": self.status}

    def _play(self) -> None:
        while not self.is_over and self._gathering is None:
            if self.second > MAX_CALL_SECONDS or not (self._verbs or self._stay):
                self._finish("completed")
            elif self._verbs:
                self._try(self._verbs.popleft())
            elif self._may_ask and self._stay is not None and self._stay.waits:
                self._wait(self._stay)
            else:
                return  # on hold

    def _wait(self, stay: Stay) -> None:
        """Hear the wait document once, or the silence or music that stands for it."""
        self._may_ask = False
        if stay.verb.wait_url:
            self.documents.address = stay.address
            self._ask(stay.verb.wait_url, stay.verb.wait_method, stay.parameters())
            return
        if stay.verb.wait_url is None:
            self._note(Kind.HEARD, "[plays music]")
        self.second += HOLD_SECONDS

    def _stay_in(self, stay: Stay) -> None:
        self._stay, self._verbs, self._may_ask = stay, deque(), True
        refused = stay.enter()
        if refused is not None:
            self._go_back(refused)

    def _go_back(self, result: str) -> None:
        """Go on where the stay began: its action takes the call over, else the next verb does."""
        stay = self._stay
        assert stay is not None
        stay.exit()
        self._stay, self._verbs, self.documents.address = None, stay.rest, stay.address
        told = stay.told(result)
        if stay.verb.action is not None and told is not None:
            self._ask(stay.verb.action, stay.verb.method, told)

    def _part(self, result: str) -> None:
        """Break a stay off: its action is only told so, and leads the call no more."""
        stay = self._stay
        if stay is None:
            return
        stay.exit()
        self._stay, self.documents.address = None, stay.address
        told = stay.told(result)
        if stay.verb.action is not None and told is not None:
            parameters = self._parameters() | told
            self.rooms.afterwards.put(self.documents.tell(stay.verb.action, stay.verb.method, parameters))

    def _try(self, verb: VoiceVerb) -> None:
        try:
            self._perform(verb)
        except Refusal as refusal:
            self._fail(refusal)

    def _perform(self, verb: VoiceVerb) -> None:
        if isinstance(verb, Reject) and self.status == "ringing":
            self._finish("busy" if verb.reason == "busy" else "no-answer")
            return
        self.status = "in-progress"
        match verb:
            case Gather():
                self._prompt(verb)
            case Redirect(url, method):
                self._ask(url, method, {})
            case Enqueue():
                self._stay_in(InQueue(verb, self, self._verbs, self.documents.address, self.rooms))
            case Join():
                self._stay_in(InConference(verb, self, self._verbs, self.documents.address, self.rooms))
            case Leave():
                self._go_back("leave")
            case Hangup() | Reject():
                self._finish("completed")
            case Say() | Play() | Pause():
                self._sound(verb)

    def _prompt(self, gather: Gather) -> None:
        for prompt in gather.prompts:
            self._sound(prompt)
        self._gathering = Gathering(gather)

    def _sound(self, prompt: Prompt) -> None:
        self._hear(prompt)
        self.second += lasting(prompt)

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
