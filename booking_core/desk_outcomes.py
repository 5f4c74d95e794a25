"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from booking_core.outcomes import Outcome

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SuspensionMade(Outcome):
    """New bookings stop at `begins`."""

    suspension: UUID
    begins: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SuspensionEnded(Outcome):
    """That suspension stops nothing any more."""


@dataclass(frozen=True, slots=True)
class NothingSuspended(Outcome):
    """There is no such suspension, or it is over."""


@dataclass(frozen=True, slots=True)
class Stops(Outcome):
    """Places that nobody could book any more; holds that may still be confirmed; bookings that stay."""

    free: int
    held: int
    booked: int
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ReserveKept(Outcome):
    """So many places of the day are in reserve now."""

    places: int


@dataclass(frozen=True, slots=True)
class WordsWanted(Outcome):
    """These languages of the lines have no text."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsTooLong(Outcome):
    """In these languages it has more characters than `most`."""

    languages: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class TimesWrong(Outcome):
    """It would end before it begins."""


@dataclass(frozen=True, slots=True)
class BulletinPublished(Outcome):
    """Callers are told from its first instant on."""

    bulletin: UUID
    version: int


@dataclass(frozen=True, slots=True)
class BulletinEnded(Outcome):
    """It is told no more."""


@dataclass(frozen=True, slots=True)
class NoSuchBulletin(Outcome):
    """There is none of this id that is not over."""


@dataclass(frozen=True, slots=True)
class AnswerPublished(Outcome):
    """It is on the pages."""

    answer: UUID


@dataclass(frozen=True, slots=True)
class AnswerTakenOff(Outcome):
    """It is on the pages no more, and kept."""


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
