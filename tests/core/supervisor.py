"""What a supervisor says and does on a bad day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core.actors import Staff
from tests.core.stage import Stage

KIM = Staff("kim")
WORDS = {"en": "Our system is down.", "es": "No hay sistema."}
WHY = tuple(WORDS.items())


def suspend(stage: Stage, *, service: UUID | None = None, office: UUID | None = None, channel: str | None = None,
            hours: float | None = None, after: float = 0) -> UUID:  # fmt: skip
    """Suspend for so many hours, from so many hours ahead on."""
    begins = stage.now + timedelta(hours=after)
    until = None if hours is None else begins + timedelta(hours=hours)
    made = stage.do(d.Suspend(KIM, service, office, channel, WORDS, "outage", begins if after else None, until))
    assert isinstance(made, do.SuspensionMade), made
    return made.suspension


def publish(stage: Stage, spoken: dict[str, str] = WORDS, written: dict[str, str] | None = None, *,
            line: UUID | None = None, office: UUID | None = None, hours: float | None = None, after: float = 0,
            replaces: UUID | None = None) -> UUID:  # fmt: skip
    """Publish a bulletin for so many hours, from so many hours ahead on."""
    begins = stage.now + timedelta(hours=after)
    until = None if hours is None else begins + timedelta(hours=hours)
    words = written or spoken
    start = begins if after else None
    made = stage.do(d.PublishBulletin(KIM, spoken, words, line, office, None, start, until, replaces))
    assert isinstance(made, do.BulletinPublished), made
    return made.bulletin
