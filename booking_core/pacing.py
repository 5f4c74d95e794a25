"""The pace of sending: no more texts and calls a second than the provider takes, over all workers together.

A lane's pace is a row that says when its next message may leave (the generic cell rate algorithm, ITU-T I.371). It
counts the lane and all behind it. What nobody asked for gets a smaller share: there is always a slot for a code.
Slots are of this world: they go by the database's own clock, which no test pins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.staging import ANSWERS, CODES, UNASKED
from booking_core.tables import paces
from booking_core.transaction import Transaction

SHARES = {CODES: 1.0, ANSWERS: 1.0, UNASKED: 0.8}
"""Of the provider's rate, what a lane and those behind it may use."""

LATE_S = 0.25
"""Slots that were missed by less than this are made up for, so that a worker which is late now and then keeps the
rate. In a single second a quarter more may leave; over ten, a fortieth.
"""

MOVES_PER_SECOND = 20.0
"""Moves of live calls: the provider names no cap for them, and answers 429 where they are too many."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What the provider takes."""

    texts_per_second: float
    calls_per_second: float
    texts_per_day: int | None = None
    """Texts a day (UTC) after which no unasked ones leave; codes and answers always do."""

    def rate(self, by: str) -> float:
        """Messages a second, `by` text, call or move."""
        return {"call": self.calls_per_second, "move": MOVES_PER_SECOND}.get(by, self.texts_per_second)

    def of_day(self, by: str) -> int | None:
        """Messages a day, or None for any number."""
        return self.texts_per_day if by == "text" else None


class Pace:
    """The slots of texts, or of calls, as one transaction holds them. Times are seconds from `now`."""

    def __init__(self, by: str, now: datetime, until: dict[int, float], today: int, caps: Caps) -> None:
        """`until`: lane → its next slot; `today`: messages that left on this day."""
        self.by, self.today = by, today
        self._now, self._of_day = now, caps.of_day(by)
        self._every = {lane: 1 / (caps.rate(by) * share) for lane, share in SHARES.items()}
        self._ahead = max(0.02, min(0.1, self._every[CODES] / 2))
        # What lies further ahead than any slot given is no slot: the clock was set back, or the rate is higher now.
        self._until = {lane: min(at, self._ahead + self._every[lane]) for lane, at in until.items()}

    def wait(self, lane: int) -> float | None:
        """Seconds until the next slot of a lane can be taken, 0 for now; None: not today."""
        if lane == UNASKED and self._of_day is not None and self.today >= self._of_day:
            return None
        return max(0.0, self._next(lane) - self._ahead)

    def take(self, lane: int) -> float:
        """Take the next slot of a lane; returns how many seconds it lies ahead."""
        at = self._next(lane)
        for each in range(lane + 1):
            self._until[each] = at + self._every[each]
        self.today += 1
        return max(0.0, at)

    def _next(self, lane: int) -> float:
        return max(-LATE_S, *(self._until[each] for each in range(lane + 1)))

    def rows(self) -> list[dict[str, Any]]:
        """The rows of `paces` as they are now."""
        return [
            {"by": self.by, "lane": lane, "next_at": self._now + timedelta(seconds=at), "day": _day(self._now),
             "today": self.today}
            for lane, at in self._until.items()
        ]  # fmt: skip


def hold(t: Transaction, by: str, caps: Caps) -> Pace:
    """The pace of texts or of calls; until the transaction ends, no other worker has it."""
    locked = sa.select(paces).where(paces.c.by == by).order_by(paces.c.lane).with_for_update()
    rows = t.connection.execute(locked).all()
    if not rows:
        fresh = [{"by": by, "lane": lane, "next_at": sa.func.now(), "day": date.min, "today": 0} for lane in SHARES]
        t.connection.execute(insert(paces).values(fresh).on_conflict_do_nothing())
        rows = t.connection.execute(locked).all()
    now = t.connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()  # after the wait for the rows
    until = {row.lane: (row.next_at - now).total_seconds() for row in rows}
    return Pace(by, now, until, rows[0].today if rows[0].day == _day(now) else 0, caps)


def keep(t: Transaction, pace: Pace) -> None:
    """Write the slots taken."""
    given = insert(paces)
    changed = {name: given.excluded[name] for name in ("next_at", "day", "today")}
    t.connection.execute(given.on_conflict_do_update(index_elements=["by", "lane"], set_=changed), pace.rows())


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
