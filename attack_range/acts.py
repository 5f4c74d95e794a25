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
class Act:
    """Root of what an actor can do."""


@dataclass(frozen=True, slots=True)
class Dial(Act):
    """Call the line, showing `number` (perhaps another's); withheld: showing none. Answered by `Heard`."""

    number: str
    stir: Stir | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Press(Act):
    """Press keys in the call. Answered by `Heard`."""

    keys: str


@dataclass(frozen=True, slots=True)
class Say(Act):
    """Say words in the call. Answered by `Heard`."""

    words: str


@dataclass(frozen=True, slots=True)
class Listen(Act):
    """Do nothing in the call until the line stops waiting. Answered by `Heard`."""


@dataclass(frozen=True, slots=True)
class HangUp(Act):
    """End the call, if it is not over. Answered by `Heard`."""


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """Pick up the call that rings at a number of one's own. Answered by `Heard`, which is over where none rings."""

    number: str


@dataclass(frozen=True, slots=True)
class Text(Act):
    """Text the line from `number` (perhaps another's). Answered by `News`: the replies, where the number is owned."""

    number: str
    body: str


@dataclass(frozen=True, slots=True)
class Inbox(Act):
    """Look at the texts of numbers of one's own that were not looked at before. Answered by `News`."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Await(Act):
    """Wait until a text comes to one of these numbers of one's own or one rings, `seconds` at most. `News`.

    Not in a call: whoever waits there for a text listens, and looks at it (`Inbox`) now and then.
    """

    numbers: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Wait(Act):
    """Live on for so many seconds; a line that waits for less in a call hears nothing meanwhile.

    Answered by the instant it is then.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class WaitUntil(Act):
    """Live on until an instant (aware); in the past: go on at once. Answered by the instant it is then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class AtDesk(Act):
    """A command or query at the desk of the agent that this actor is; its `who` says so. Answered by `Done`."""

    asked: Command[Outcome] | Query[Outcome]
