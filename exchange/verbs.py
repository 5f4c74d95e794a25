"""The TwiML verbs that the exchange plays, as they are after their check (Twilio docs, "TwiML")."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """Text read aloud, `loop` times."""

    text: str
    language: str | None = None
    voice: str | None = None
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Play:
    """A recording at `url`, or the tones of `digits`; with neither, audio that came as the answer itself."""

    url: str | None
    digits: str | None
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of `length` seconds."""

    length: int = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """A wait for keys, speech or whichever comes first, after its prompts.

    `timeout` and `speech_timeout` are seconds (`speech_timeout` None means `auto`). `finish_on_key` is one key or
    empty. `action` None means the address of the document itself.
    """

    prompts: tuple[Prompt, ...]
    takes_keys: bool
    takes_speech: bool
    timeout: int
    speech_timeout: int | None
    finish_on_key: str
    num_digits: int | None
    action: str | None
    method: str
    action_on_empty: bool


@dataclass(frozen=True, slots=True)
class Redirect:
    """Goes on with the document at `url`."""

    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """Ends the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Ends a call that has not been answered; `reason` is `rejected` or `busy`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Waits in the queue `name`; `action` None means that the next verb follows.

    `wait_url` is asked again whenever its document runs out; empty means silence, None the provider's music.
    """

    name: str
    action: str | None
    method: str
    wait_url: str | None
    wait_method: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leaves the queue."""


@dataclass(frozen=True, slots=True)
class Join:
    """A Dial of the conference `name`; `action` None means that the next verb follows.

    `time_limit` is in seconds. `starts` and `ends` say whether the call may start the conference and ends it; `beep` is
    `true`, `false`, `onEnter` or `onExit`. `wait_url` is as in `Enqueue`. `events` are those to be reported to
    `status_callback`.
    """

    name: str
    action: str | None
    method: str
    time_limit: int
    hangs_up_on_star: bool
    starts: bool
    ends: bool
    beep: str
    wait_url: str | None
    wait_method: str
    max_participants: int
    muted: bool
    label: str | None
    status_callback: str | None
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Message:
    """A text in answer to a text; `to` and `sender` None mean the other way round of the text answered."""

    body: str
    media: tuple[str, ...]
    to: str | None
    sender: str | None
    status_callback: str | None


VoiceVerb = Prompt | Gather | Redirect | Hangup | Reject | Enqueue | Leave | Join
MessageVerb = Message | Redirect
