"""How a person or a robot of the range lives: a generator that yields acts and is sent what came of each.

A life is written with the functions at the end, which say by their types what comes back:

    def life(me: Actor) -> Life:
        heard = yield from dial(me.owns[0], stir="A")
        heard = yield from press("1")
        if heard.means("offers.time"):
            heard = yield from press(heard.keys("offers.time")[0])
        news = yield from wait_for(me.owns, seconds=60)
        yield from press(code_in(news.texts) or "0")
        yield from hang_up()

Between two acts passes what the exchange says the call took, so hundreds of lives interleave in the range's own time.
An actor has one call at a time; whoever needs more telephones at once is more actors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from attack_range import ear
from attack_range.acts import (
    Act,
    Answer,
    AtDesk,
    Await,
    Dial,
    HangUp,
    Inbox,
    Listen,
    Press,
    Say,
    Stir,
    Text,
    Wait,
    WaitUntil,
)
from booking_core.commands import Command, Query
from booking_core.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard since the act: phrase by phrase, with no more than a person's ear can tell of them."""

    words: tuple[str, ...]
    over: bool
    """The call has ended."""
    sid: str
    status: str
    """The provider's word, such as `busy` for a call that was rejected."""
    seconds: float
    """Since the call was answered."""

    def means(self, *phrases: str) -> bool:
        """Whether one of these phrases of the catalogue (`offers.time`) was said."""
        return any(ear.means(phrase, words) for phrase in phrases for words in self.words)

    def keys(self, phrase: str) -> list[str]:
        """The keys that a phrase with `{key}` named, once for each time it was said."""
        return [key for words in self.words if (key := ear.key_in(phrase, words)) is not None]


@dataclass(frozen=True, slots=True)
class Message:
    """A text that came to a telephone."""

    number: str
    sender: str
    body: str
    at: datetime
    is_answer: bool = False
    """It answers a text that came, or seemed to come, from this telephone."""


@dataclass(frozen=True, slots=True)
class News:
    """Texts that have come, the oldest first, and which of the numbers ring."""

    texts: tuple[Message, ...] = ()
    rings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What the desk answered."""

    outcome: Outcome


Happened = Heard | News | Done | datetime | None
Life = Generator[Act, Happened, None]
_T = TypeVar("_T")
Doing = Generator[Act, Happened, _T]


@dataclass(slots=True)
class Tally:
    """What an actor has used of the world, counted as it acts."""

    calls: int = 0
    call_seconds: float = 0.0
    connected: int = 0
    """Calls that were answered, which is what a carrier charges for."""
    minutes_billed: int = 0
    """Whole minutes of answered calls, each begun one in full."""
    texts_sent: int = 0
    texts_got: int = 0
    calls_got: int = 0
    desk_commands: int = 0
    human_seconds: float = 0.0
    """Of people who work for an attacker; the attack adds to it."""
    sold: int = 0
    """Places that the attack has handed on; the attack counts them."""


@dataclass(slots=True)
class Actor:
    """Somebody of the range."""

    group: str
    """Of honest people: how they call (`mobile`, `landline`, …). Of attackers: the attack's name."""
    owns: tuple[str, ...]
    """The numbers (E.164) whose texts and calls come to this actor."""
    begins: datetime
    life: Callable[[Actor], Life]
    login: str | None = None
    """The agent that this actor is, if any."""
    tally: Tally = field(default_factory=Tally)
    notes: dict[str, float | str] = field(default_factory=dict)
    """What the life wants the ledger to know of it, such as how an honest person's errand ended."""


def dial(number: str, stir: Stir | None = None, *, withheld: bool = False) -> Doing[Heard]:
    """Call the line."""
    return _heard((yield Dial(number, stir, withheld)))


def press(keys: str) -> Doing[Heard]:
    """Press keys."""
    return _heard((yield Press(keys)))


def say(words: str) -> Doing[Heard]:
    """Say words."""
    return _heard((yield Say(words)))


def listen() -> Doing[Heard]:
    """Be silent until the line stops waiting."""
    return _heard((yield Listen()))


def hang_up() -> Doing[Heard]:
    """End the call, if it is not over."""
    return _heard((yield HangUp()))


def answer(number: str) -> Doing[Heard]:
    """Pick up what rings at a number; over at once where nothing does."""
    return _heard((yield Answer(number)))


def text(number: str, body: str) -> Doing[News]:
    """Text the line; returns its replies."""
    return _news((yield Text(number, body)))


def inbox(*numbers: str) -> Doing[News]:
    """The texts that are new."""
    return _news((yield Inbox(numbers)))


def wait_for(numbers: Iterable[str], seconds: float) -> Doing[News]:
    """Wait for a text or a call, at most so many seconds; returns nothing new where none came."""
    return _news((yield Await(tuple(numbers), seconds)))


def wait(seconds: float) -> Doing[datetime]:
    """Let so many seconds pass; returns the instant it is then (aware)."""
    return _instant((yield Wait(seconds)))


def wait_until(at: datetime) -> Doing[datetime]:
    """Let time pass until an instant; returns the instant it is then (aware)."""
    return _instant((yield WaitUntil(at)))


def at_desk(asked: Command[Outcome] | Query[Outcome]) -> Doing[Outcome]:
    """Do or ask something at the desk; returns what it answered."""
    done = yield AtDesk(asked)
    assert isinstance(done, Done)
    return done.outcome


_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def code_in(texts: Iterable[Message]) -> str | None:
    """The newest security code among texts."""
    found = [code for message in texts for code in _CODE.findall(message.body)]
    return found[-1] if found else None


def _heard(happened: Happened) -> Heard:
    assert isinstance(happened, Heard)
    return happened


def _instant(happened: Happened) -> datetime:
    assert isinstance(happened, datetime)
    return happened


def _news(happened: Happened) -> News:
    assert isinstance(happened, News)
    return happened
