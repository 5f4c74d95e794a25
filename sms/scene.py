"""What a text is read by, beside its thread's state: who wrote it, to which line, and what it said when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_uppercase
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from booking_core.actors import Texter
from booking_core.commands import Command, Query
from booking_core.lines import Line
from booking_core.outcomes import Suspended
from sms.state import Ask, State
from wording import answers, moments
from wording.languages import CATALOGUES
from wording.typed import TypedWords


@dataclass(frozen=True, slots=True)
class Fixed:
    """An answer that needs nothing of the core: a template's key. The question that was open is asked again."""

    key: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The next question of a booking."""

    ask: Ask


Told = Command[Any] | Query[Any] | Fixed | Opened | Suspended
"""What a text turned out to want."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One text and when it came."""

    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """Who texts with which line."""

    who: Texter
    line: Line
    stopped: Callable[[UUID | None, UUID | None], Suspended | None] = lambda service, office: None
    """(service, office) → why texts book nothing new of it now. None is every one of them."""

    def words(self, state: State) -> TypedWords:
        """What people type in the thread's language."""
        return CATALOGUES[state.language].typed

    def today(self, heard: Heard) -> date:
        """The texter's day, as near as the line knows it: its first office's."""
        return heard.at.astimezone(ZoneInfo(self.line.offices[0].zone)).date()

    def writings(self, state: State, wall: datetime) -> tuple[str, ...]:
        """A time as it is texted and as it is said: "Tue Nov 24, 9:20am", "Tuesday, November 24 …"."""
        catalogue = CATALOGUES[state.language]
        return moments.moment(catalogue.by_text, wall), moments.moment(catalogue.by_ear, wall)

    def picked(self, state: State, heard: Heard, names: Sequence[Collection[str]], *, worded: bool) -> int | None:
        """Which of the choices a text picks, counted from 0: by its letter or, `worded`, by its name."""
        letter = answers.letter(heard.body, self.words(state))
        if letter is not None:
            nth = ascii_uppercase.index(letter)
            return nth if nth < len(names) else None
        return answers.chosen(heard.body, names, self.words(state)) if worded else None
