"""Who lives through the days: a seeded crowd, what they have in mind, and the days played from end to end."""

from __future__ import annotations

import bisect
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.timetable import log, staff
from tests.timetable.log import Log
from tests.timetable.network import Handset
from tests.timetable.people import HABITS, Person
from tests.timetable.record import Record
from tests.timetable.world import World

AREAS = {
    "America/New_York": ("202", "212", "617", "305", "404", "215", "412", "336"),
    "America/Chicago": ("312", "713", "214", "504", "612", "414"),
    "America/Denver": ("303", "505", "801"),
    "America/Phoenix": ("602", "520"),
    "America/Los_Angeles": ("415", "213", "310", "206", "702"),
    "Pacific/Honolulu": ("808",),
}
"""Area codes of the North American plan that lie wholly in one zone, whoever asks."""
EACH = 100
"""Numbers that the plan keeps for fiction in an area: 555-0100 to 0199."""
MOMENT = timedelta(milliseconds=1)
SOON = (1, 2)
SHORT = 0.15
"""Of the visits are booked so many days before, the rest as long as the days to be played are made for."""


@dataclass(frozen=True)
class Days:
    """What is played."""

    begins: datetime
    ends: datetime
    closed: Mapping[date, str]
    stood: tuple[datetime, datetime]
    """When no worker ran."""
    idle: frozenset[date]
    """Days on which nobody worked on the call list, beside weekends and holidays."""
    step: timedelta
    """So often the clock ticks while something is due."""
    idle_step: timedelta
    """So often while nothing is."""
    people: int
    books_until: datetime
    leads: tuple[int, int]
    """Days from booking to visit, the least and the most."""
    seed: int
    share: tuple[int, int] = (0, 1)
    """Which of how many parts of a crowd: no two have a number in common."""

    @property
    def on_sale(self) -> list[date]:
        """The days of visits."""
        return [self.begins.date() + timedelta(days=n) for n in range((self.ends - self.begins).days + 16)]


class Society:
    """The people of some days."""

    def __init__(self, url: str, var: Path, days: Days) -> None:
        self.days = days
        self.rng = random.Random(days.seed)
        self.people: dict[str, Person] = {}
        self.world = World(url, var, days.begins, self._handset)
        self.log = Log(log.read_offices(self.world, days.closed))
        found = self.world.stage.rows("SELECT id, starts FROM slots ORDER BY starts")
        self._slots: list[tuple[datetime, UUID]] = [(row.starts, row.id) for row in found]
        for number, zone in self._numbers(days.people):
            self._joins(number, zone)
        for day in days.on_sale:
            self._shifts(day)

    def _handset(self, number: str) -> Handset:
        return self.people[number]

    def _numbers(self, many: int) -> Sequence[tuple[str, str]]:
        all_of_them = [
            (f"+1{area}5550{100 + nth}", zone) for zone, areas in AREAS.items() for area in areas for nth in range(EACH)
        ]
        nth, of = self.days.share
        return self.rng.sample(all_of_them[nth::of], many)

    def _joins(self, number: str, zone: str) -> None:
        rng = random.Random(f"{self.days.seed}:{number}")
        person = Person(
            self.world, self.log, rng, number, zone,
            habit=rng.choices(list(HABITS), list(HABITS.values()))[0],
            send=rng.choices(("text", "discreet", "none"), (78, 8, 14))[0],
            reachable=rng.random() > 0.06,
            hidden=rng.random() < 0.02,
            slot=self._slot,
        )  # fmt: skip
        self.people[number] = person
        at = self.days.begins + (self.days.books_until - self.days.begins) * rng.random()
        local = at.astimezone(ZoneInfo(zone))
        if not 6 <= local.hour < 23:  # some call late, but few at night
            at += timedelta(hours=8)
        person.acts(at, person.books)

    def _slot(self, now: datetime) -> UUID:
        """A time on a day that is some days ahead."""
        least, most = SOON if self.rng.random() < SHORT else self.days.leads
        wanted = now + timedelta(days=self.rng.uniform(least, most))
        after = bisect.bisect_left(self._slots, wanted, key=lambda slot: slot[0])
        return self._slots[min(after + self.rng.randrange(12), len(self._slots) - 1)][1]

    def _shifts(self, day: date) -> None:
        """Staff ring three times a day; Honolulu's list begins when it is afternoon in New York."""
        if day.isoweekday() > 5 or day in self.days.closed or day in self.days.idle:
            return
        for hour in (17, 20, 23):
            at = datetime.combine(day, time(hour, 5), UTC)
            self.world.later(at, lambda: staff.works(self.world, self.log, self.rng, self.people))

    def live(self) -> Record:
        """Play the days, and return what was written down."""
        at = self.days.begins - MOMENT
        while at <= self.days.ends:
            while due := self.world.due(at):
                self.world.at(due.at)
                due.act()
                self._carry()
            self.world.at(at)
            if self._runs():
                self.world.tick()
                self._carry()
            at = self._next(at)
        return log.record(self.world, self.log, self.days.begins, [self.days.stood])

    def _next(self, at: datetime) -> datetime:
        """When the clock ticks next: when a second touch is due, for that may be of no use minutes later; with all else
        in steps; when a worker is back, and now and then.
        """
        touch, other = self.world.ahead() if self._runs() else (None, None)
        grid = self.days.begins - MOMENT  # what is due at the last humane minute is not yet a minute late
        steps = None if other is None else max((other - grid) // self.days.step, (at - grid) // self.days.step) + 1
        then = [at + self.days.idle_step, touch, None if steps is None else grid + steps * self.days.step]
        return min(instant for instant in (*then, *self.days.stood) if instant is not None and instant > at)

    def _runs(self) -> bool:
        stopped, back = self.days.stood
        return not stopped <= self.world.now < back

    def _carry(self) -> None:
        """The worker sends; whoever got something does with it what they do."""
        while self._runs() and (taken := self.world.carry()):
            for each in taken:
                if each.error is None:
                    self.people[each.number].gets(each)


def live(url: str, days: Days, var: Path) -> Record:
    """Play some days on a database, and return what was written down."""
    society = Society(url, var, days)
    try:
        return society.live()
    finally:
        society.world.close()
