"""What is stopped and what is announced, as the dialogues see it: plain values, read once and kept for seconds.

What is told from these may be a few seconds old; the claim alone decides, and it reads the rows themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from booking_core.lines import Line
from booking_core.outcomes import Suspended

LONGEST_SPOKEN = 120
"""Characters that a voice says in eight seconds, at fifteen a second: as long as a caller is kept from the choices."""
LONGEST_WRITTEN = 280
"""Characters of a bulletin as it is texted: two segments, with the institution's name before it."""
LONGEST_WHY = 120
"""Characters of the reason for a suspension: it is one sentence of an answer of two segments."""

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """A text without controls, which no database, voice or feed can hold, and without what turns its direction."""
    kept = (" " if sign.isspace() else sign for sign in text if sign.isspace() or not _barred(sign))
    return " ".join("".join(kept).split())


def _barred(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") or sign in _BIDIRECTIONAL


@dataclass(frozen=True, slots=True)
class Stop:
    """A suspension of new bookings; None is all."""

    service: UUID | None
    office: UUID | None
    channel: str | None
    from_at: datetime
    until: datetime | None
    why: tuple[tuple[str, str], ...] = ()
    zone: str | None = None
    """IANA zone of its office."""

    def holds(self, channel: str, service: UUID | None, office: UUID | None, at: datetime) -> bool:
        """Whether it stops this. Without a service or an office: whether it stops every one."""
        return (
            self.service in (None, service)
            and self.office in (None, office)
            and self.channel in (None, channel)
            and _now(self.from_at, self.until, at)
        )


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One version of a bulletin; None is all."""

    id: UUID
    line: str | None
    """The line's number, E.164."""
    office: UUID | None
    service: UUID | None
    spoken: Mapping[str, str]
    """Language → as it is said."""
    from_at: datetime
    until: datetime | None

    def is_for(self, line: Line, at: datetime) -> bool:
        """Whether who calls this line is told it at this instant."""
        offered = {None, *(office.id for office in line.offices)}
        asked = {None, *(service.id for service in line.services)}
        here = self.line in (None, line.number) and self.office in offered and self.service in asked
        return here and _now(self.from_at, self.until, at)


def _now(from_at: datetime, until: datetime | None, at: datetime) -> bool:
    return from_at <= at and (until is None or at < until)


@dataclass(frozen=True, slots=True)
class Flood:
    """A flood that somebody has declared, of one line (its number, E.164) or of all (None)."""

    line: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Notices:
    """All of them that are not over, the newest bulletin first."""

    stops: tuple[Stop, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    floods: tuple[Flood, ...] = ()

    def stopped(self, channel: str, service: UUID | None, office: UUID | None, at: datetime) -> Suspended | None:
        """What who books by this channel would be refused with; the end that counts is the last."""
        held = [stop for stop in self.stops if stop.holds(channel, service, office, at)]
        if not held:
            return None
        longest = max(held, key=lambda stop: (stop.until is None, stop.until or at))
        return Suspended(longest.until, longest.why, longest.zone)

    def first(self, line: Line, at: datetime) -> Bulletin | None:
        """The one bulletin that a caller hears before the choices: the newest."""
        return next((each for each in self.bulletins if each.is_for(line, at)), None)

    def flood(self, line: Line, at: datetime) -> Flood | None:
        """The declared flood of this line that ends last, where there is one."""
        here = [each for each in self.floods if each.line in (None, line.number) and at < each.until]
        return max(here, key=lambda each: each.until, default=None)
