"""Days and times on a page, by the clock of the place they belong to."""

from __future__ import annotations

from datetime import datetime

from booking_core.outcomes import Offer
from desk.pages import language
from wording import moments
from wording.languages import CATALOGUES


def visit(offer: Offer) -> str:
    """When a visit is, in full words, by the office's own clock."""
    return moments.moment(CATALOGUES[language()].by_ear, offer.wall)


def clock(instant: datetime, zone: str) -> str:
    """The time of an instant by the clock of a zone; with its day, where that is another one than now's."""
    here = moments.in_zone(instant, zone)
    form = CATALOGUES[language()].by_text
    same = here.date() == datetime.now(here.tzinfo).date()
    return moments.clock(form, here) if same else moments.moment(form, here)


def birth_date(month: int, day: int, year: int) -> str:
    """A birth date with the name of its month, as it is read back; unknown parts are 0."""
    return moments.birth_date(CATALOGUES[language()].by_ear, f"{year:04}-{month:02}-{day:02}")
