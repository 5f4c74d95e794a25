"""Days and times as the pages show them: as a text of the line would, in the language of whoever looks."""

from __future__ import annotations

from datetime import date, datetime

from desk.pages import language
from wording import moments
from wording.languages import CATALOGUES
from wording.moments import Form


def _form() -> Form:
    return CATALOGUES[language()].by_text


def day(value: date) -> str:
    """Tue Nov 24."""
    return moments.day(_form(), value)


def clock(value: datetime) -> str:
    """9:20am, on the value's own clock."""
    return moments.clock(_form(), value)


def moment(value: datetime) -> str:
    """Tue Nov 24, 9:20am, on the value's own clock."""
    return moments.moment(_form(), value)


def duration(minutes: int) -> str:
    """5 hr, 15 min."""
    return moments.duration(_form(), 60 * minutes)
