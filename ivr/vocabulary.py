"""What passes between the dialogue and its surroundings: what was heard, and what is to be said and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from booking_core.desk_commands import CameOut

Argument = str | int | date | datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """One input of the caller, and the only clock the dialogue knows."""

    keys: str | None
    """DTMF digits without the finishing `#`; None: no key was pressed."""
    speech: str | None
    confidence: float | None
    """0 to 1, or None where the provider gives none."""
    at: datetime
    started: datetime
    """Start of the call."""
    came_out: CameOut | None = None
    """No key: the call has come out of the queue or a talk."""

    @property
    def silent(self) -> bool:
        """Nothing at all was heard."""
        return not self.keys and not self.speech


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the catalogue by its key, with typed arguments; words come last."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=lambda: MappingProxyType({}))
    language: str | None = None
    """Said in this language instead of the call's: "Para español, oprima 2"."""


def phrase(key: str, /, **arguments: Argument) -> Phrase:
    """The phrase `key` with these arguments."""
    return Phrase(key, MappingProxyType(arguments))


@dataclass(frozen=True, slots=True)
class Menu:
    """One key, or a word for it where speech is taken."""

    wait_s: int
    hints: tuple[str, ...] | None = None
    """What callers may say, for the recogniser; numbers need no hint. None: keys only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Several digits, ended by their number or by waiting."""

    digits: int
    wait_s: int
    pound: bool = False
    """`#` ends it too; otherwise `#` alone is a key like others, and asks for a pause."""
    hints: tuple[str, ...] | None = None
    """What callers may say instead. None: keys only."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """Nothing is asked; the call ends after the last sentence."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is asked; the call waits in the provider's queue of this name, and hears `Spoken.waits_at` meanwhile."""

    queue: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Nothing is asked; the call is joined to this conference. `ends`: with this leg it is over for all."""

    room: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is asked; the call leaves the provider's queue."""


@dataclass(frozen=True, slots=True)
class Reject:
    """The call is not answered: its telephone hears that the line is busy. Nothing is said before it."""


Ask = Menu | Entry | Hangup | Wait | Talk | Leave | Reject


@dataclass(frozen=True, slots=True)
class Reply:
    """What the caller hears now, as phrases, and what is asked."""

    say: tuple[Phrase, ...]
    ask: Ask


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in words."""

    text: str
    voice: str
    """BCP 47, such as `en-US`."""
    recording: str | None = None
    """Address of a recording of it, absolute: played instead."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply in words: what telephony turns into a document. `action` is where the answer goes, absolute."""

    language: str
    """BCP 47, of what the caller may say."""
    sentences: tuple[Said, ...]
    ask: Ask
    action: str
    waits_at: str = ""
    """What is heard in a queue, absolute."""
