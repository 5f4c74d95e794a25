"""The days before a visit on the stage: bookings weeks ahead, a clock that ticks, phones that get or do not get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Row

import demo
from booking_core import institution
from booking_core import outcomes as o
from booking_core.actors import Caller
from clock import JOBS, Clock, Job
from tests.core.stage import ANN, RENEWAL, Stage

ZONE = ZoneInfo("America/Los_Angeles")
ELSEWHERE = ("retention", "tripwires", "queue", "insiders", "figures")
"""Jobs that say nothing to a visitor, and have tests of their own: with them a tick costs five times as much."""
BEFORE_THE_DAY = tuple(job for job in JOBS if job.name not in ELSEWHERE)


@dataclass
class Before:
    """A stage whose clock stands three weeks before a Tuesday on which the office has places."""

    stage: Stage
    visit: date
    jobs: tuple[Job, ...] = BEFORE_THE_DAY

    @classmethod
    def of(cls, stage: Stage) -> Before:
        """Open a Tuesday with whole working weeks before it, and go back to noon three weeks before."""
        visit = _quiet_tuesday(stage.now.date())
        for day in (visit, visit + timedelta(days=1)):
            stage.core.database.transact(partial(_open, stage=stage, day=day))
        found = cls(stage, visit)
        stage.now = found.at(-21, 12)
        return found

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """This time by the office's clock, so many days from the visit."""
        day = self.visit + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)

    def to(self, days: int, hour: int, minute: int = 0) -> None:
        """The clock ticks on up to then, at every instant at which something is due."""
        until = self.at(days, hour, minute)
        self.tick()
        while self.stage.now < until:
            due = self.stage.one("SELECT min(due) FROM touches WHERE state = 'planned' AND due > :now",
                                 now=self.stage.now)  # fmt: skip
            self.stage.now = min(until, due or until)
            self.tick()

    def leap(self, days: int, hour: int, minute: int = 0) -> None:
        """The line was away until then, and ticks once."""
        self.stage.now = self.at(days, hour, minute)
        self.tick()

    def tick(self) -> None:
        """One tick of the clock, now."""
        clock = Clock(self.stage.core.at(self.stage.now), self.jobs)
        assert clock.tick()
        clock.resign()

    def slot(self, nth: int = 0, days: int = 0) -> UUID:
        """The nth time on the day of the visit, or on another."""
        day = self.visit + timedelta(days=days)
        return UUID(str(self.stage.one(
            "SELECT id FROM slots WHERE office = :office AND service = :service AND wall::date = :day "
            "ORDER BY wall OFFSET :nth LIMIT 1",
            office=self.stage.line.offices[0].id, service=self.stage.line.services[RENEWAL].id, day=day, nth=nth,
        )))  # fmt: skip

    def book(self, e164: str = ANN, texts: str = "plain", *, known: bool = True, nth: int = 0) -> o.Booked:
        """A booking of that day at 9 (nth 0); `known`: the number has been here before."""
        booked = self.stage.book(self.stage.proven(e164), self.slot(nth))
        self.stage.put("UPDATE bookings SET texts = :texts WHERE id = :id", texts=texts, id=booked.booking)
        if known:
            self.stage.put(
                "INSERT INTO bookings(id, number, slot, office, service, limit_group, status, party, places, cool_s,"
                " live_until, extended, channel, language, held_at, allowance)"
                " SELECT gen_random_uuid(), number, slot, office, service, limit_group, 'fulfilled', 1, '{0}', 0,"
                " :now, false, 'voice', 'en', :now, allowance FROM bookings WHERE id = :id",
                now=self.stage.now, id=booked.booking,
            )  # fmt: skip
        # Its own clock is a test's business: here the office's counts alone.
        self.stage.put("UPDATE numbers SET zones = '{}'")
        return booked

    def sent(self, *kinds: str) -> list[Row[Any]]:
        """What was laid into the outbox of these kinds, in order."""
        return self.stage.rows(
            "SELECT id, kind, by, not_before, not_after, state, code, lane FROM outbox WHERE kind = ANY(:kinds) "
            "ORDER BY id",
            kinds=list(kinds),
        )

    def becomes(self, state: str, *kinds: str) -> None:
        """Everything of these kinds that waits ends so."""
        self.stage.put("UPDATE outbox SET state = :state WHERE state = 'waiting' AND kind = ANY(:kinds)",
                       state=state, kinds=list(kinds))  # fmt: skip

    def shown(self, at: datetime) -> str:
        """An instant by the office's clock: days from the visit, and the time."""
        local = at.astimezone(ZONE)
        return f"{(local.date() - self.visit).days:+d} {local:%H:%M}"

    def nonce(self, purpose: str = "follow_up") -> str:
        """The digits that were told last."""
        return self.stage.code(ANN, purpose)

    def proven(self, e164: str = ANN) -> Caller:
        """A new call whose number is proven."""
        return self.stage.proven(e164)


def _quiet_tuesday(today: date) -> date:
    """The first Tuesday four weeks from now with no holiday in the ten days before it, nor a clock change."""
    day = today + timedelta(days=28)
    while True:
        near = [day - timedelta(days=n) for n in range(11)]
        closed = demo.holidays(day.year) | demo.holidays(day.year - 1)
        offsets = {datetime.combine(each, time(12), ZONE).utcoffset() for each in near}
        if day.isoweekday() == 2 and not closed.keys() & set(near) and len(offsets) == 1:
            return day
        day += timedelta(days=1)


def _open(connection: sa.Connection, stage: Stage, day: date) -> None:
    office, service = stage.line.offices[0].id, stage.line.services[RENEWAL].id
    institution.open_days(connection, office, service, [day], timedelta(minutes=20), 6)
