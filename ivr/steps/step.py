"""What a step is: how it hears, what it asks, and how it says again what only the core knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from booking_core.commands import By, Command, Query
from booking_core.outcomes import Outcome
from ivr.call import Call
from ivr.choices import Choice, Repeat
from ivr.scene import Scene, Words
from ivr.vocabulary import Ask, Entry, Heard, Menu, Phrase

Met = Outcome | Choice
Wish = Met | Command[Outcome] | Query[Outcome]

MENU_WAIT_S = 8
ENTRY_WAIT_S = 10


@dataclass(frozen=True, slots=True)
class Question:
    """What a step asks: the sentences, and the kind of answer."""

    say: tuple[Phrase, ...]
    ask: Ask


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the script."""

    hear: Callable[[Call, Heard, Scene], Wish]
    question: Callable[[Call, Scene], Question]
    again: Callable[[Call, Scene], Wish] = lambda call, scene: Repeat()
    """`*`. Where what was said came from the core, it is asked for again, never carried along."""


def menu(call: Call, choices: Words, *say: Phrase) -> Question:
    """A one-key question; speech until it was misheard here, and twice the time after a miss (ISO 9241-154 §8)."""
    hints = None if call.keys_only else tuple(word for words in choices.values() for word in words)
    return Question(say, Menu(_patient(call, MENU_WAIT_S), hints))


def entry(call: Call, digits: int, *say: Phrase, pound: bool = False, hints: tuple[str, ...] | None = None) -> Question:
    """A question for several digits. `pound`: as many as there are, ended by `#`. `hints`: what may be said instead."""
    return Question(say, Entry(digits, _patient(call, ENTRY_WAIT_S), pound, hints))


def carried(call: Call) -> By:
    """How a code reaches the phone that is booked for: to one that was keyed in only a call of ours proves it."""
    return "call" if call.send == "none" or call.keyed else "text"


def _patient(call: Call, seconds: int) -> int:
    return seconds * 2 if call.misses else seconds
