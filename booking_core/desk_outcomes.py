"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class Named:
    """A line, an office or a service."""

    id: UUID
    name: str
    zone: str
    """IANA zone by whose clock its times are told."""


@dataclass(frozen=True, slots=True)
class Scopes(Outcome):
    """What a suspension or a bulletin can be about, in the order of the menus, and the languages of the lines."""

    lines: tuple[Named, ...]
    offices: tuple[Named, ...]
    services: tuple[Named, ...]
    languages: tuple[str, ...]
    kept: ClassVar[bool] = False

    def zone(self, office: UUID | None) -> str:
        """By whose clock times are told: that office's or, where none is meant, the first one's."""
        zones = {each.id: each.zone for each in self.offices}
        return zones[office] if office is not None else next(iter(zones.values()), "UTC")


@dataclass(frozen=True, slots=True)
class SuspensionTold:
    """A suspension with its names; None is all."""

    id: UUID
    service: str | None
    office: str | None
    zone: str | None
    """IANA zone of its office."""
    channel: str | None
    from_at: datetime
    until: datetime | None
    reason: str
    words: Mapping[str, str]
    by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Suspensions(Outcome):
    """Those that hold, or will, the first to begin first; and some of those that are over, the newest first."""

    ahead: tuple[SuspensionTold, ...]
    over: tuple[SuspensionTold, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class BulletinTold:
    """One version of a bulletin with its names; None is all."""

    id: UUID
    notice: UUID
    version: int
    line: str | None
    office: str | None
    service: Mapping[str, str] | None
    """Language → name."""
    spoken: Mapping[str, str]
    written: Mapping[str, str]
    from_at: datetime
    until: datetime | None
    by: str
    published_at: datetime
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """A question of a day with its answer, each by language."""

    id: UUID
    day: date
    question: Mapping[str, str]
    answer: Mapping[str, str]
    by: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Published(Outcome):
    """What the public pages show."""

    name: str
    """Of the institution."""
    number: str
    """To call or text, E.164."""
    languages: tuple[str, ...]
    zone: str
    """IANA zone by whose clock times are told."""
    changed: datetime
    """When any of it was last another."""
    suspensions: tuple[SuspensionTold, ...]
    bulletins: tuple[BulletinTold, ...]
    answers: tuple[AnswerTold, ...]
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Bulletins(Outcome):
    """The newest versions of all bulletins, and the questions and answers of the last days, the newest first."""

    versions: tuple[BulletinTold, ...]
    answers: tuple[AnswerTold, ...]
    kept: ClassVar[bool] = False


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SignedAs(Outcome):
    """Who is signed in at the desk. `role`: clerk, agent, supervisor, auditor or surge."""

    agent: UUID
    login: str
    name: str
    role: str
    language: str
    """Of the pages."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NotSignedIn(Outcome):
    """Nobody: the session is over, or never was."""

    kept: ClassVar[bool] = False


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
