"""The acts of the range: what a person or a robot can do. `acting` says how they are written and what comes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from booking_core.commands import Command, Query
from booking_core.outcomes import Outcome

Stir = Literal["A", "B", "C"]
"""Attestation of a caller ID (ATIS-1000074): full, partial, gateway."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Call the line, showing `number` (perhaps another's); withheld: showing none. Answered by `Heard`."""

    number: str
    stir: Stir | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys in the call. Answered by `Heard`."""

    keys: str


@dataclass(frozen=True, slots=True)
class Say:
    """Say words in the call. Answered by `Heard`."""

    words: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Do nothing in the call until the line stops waiting. Answered by `Heard`."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call, if it is not over. Answered by `Heard`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Pick up the call that rings at a number of one's own. Answered by `Heard`, which is over where none rings."""

    number: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text the line from `number` (perhaps another's). Answered by `News`: the replies, where the number is owned."""

    number: str
    body: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """Look at the texts of numbers of one's own that were not looked at before. Answered by `News`."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Await:
    """Wait until a text comes to one of these numbers of one's own or one rings, `seconds` at most. `News`.

    Not in a call: whoever waits there for a text listens, and looks at it (`Inbox`) now and then.
    """

    numbers: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Live on for so many seconds; a line that waits for less in a call hears nothing meanwhile.

    Answered by the instant it is then.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Live on until an instant (aware); in the past: go on at once. Answered by the instant it is then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A command or query at the desk of the agent that this actor is; its `who` says so. Answered by `Done`."""

    asked: Command[Outcome] | Query[Outcome]


InCall = Press | Say | Listen | HangUp
Act = InCall | Dial | Answer | Text | Inbox | Await | Wait | WaitUntil | AtDesk
"""All that an actor can do."""
