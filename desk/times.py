"""Days and times as the pages show them: as a text of the line would, in the language of whoever looks.

What an agent reads aloud to a caller is in the words of a call.
"""

from __future__ import annotations

from datetime import date, datetime

from booking_core.outcomes import Offer
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


def here(instant: datetime, zone: str) -> str:
    """The time of an instant by the clock of a zone; with its day, where that is another one than now's."""
    value = moments.in_zone(instant, zone)
    return clock(value) if value.date() == datetime.now(value.tzinfo).date() else moment(value)


def visit(offer: Offer) -> str:
    """When a visit is, to be read aloud, by the office's own clock."""
    return moments.moment(CATALOGUES[language()].by_ear, offer.wall)


def birth_date(month: int, day: int, year: int) -> str:
    """A birth date with the name of its month, to be read back; unknown parts are 0."""
    return moments.birth_date(CATALOGUES[language()].by_ear, f"{year:04}-{month:02}-{day:02}")
