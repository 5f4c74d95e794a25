"""Fixtures: a small line with a day for each attacker, whose admission is switched off."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Generic, TypeVar

import pytest

from attack_range import ledger
from attack_range.acting import Actor, code_in
from attack_range.attacks import Attack, Setting
from attack_range.cells import BYSTANDERS
from attack_range.field import Days, employ, found
from attack_range.living import Stage
from attack_range.parameters import load
from attack_range.performing import perform
from attack_range.world import World
from booking_core.admission import OPEN
from postgres import EmbeddedServer

PEOPLE = ("+12125671234", "+12125679876", "+13105671235")
"""Numbers of people whom an attacker may choose."""
DAYS = 18


A = TypeVar("A", bound=Attack[Any])
_grounds = count()


@dataclass
class Ground:
    """Where attackers show what they can do."""

    world: World
    days: Days
    nths: Iterator[int]
    stage: Stage | None = None

    def newest_code(self, number: str) -> str:
        """What the telephone with this number could tell."""
        assert self.stage is not None
        code = code_in(self.stage.inbox(number, is_answer=False))
        assert code is not None
        return code

    def play(self, make: Callable[[Setting], A]) -> Played[A]:
        """One attack on a day of its own."""
        nth = next(self.nths)
        release = self.days.releases[nth]
        setting = Setting((release,), release + timedelta(hours=13), self.days.places, 1.0, PEOPLE, BYSTANDERS,
                          random.Random(nth))  # fmt: skip
        attack = make(setting)
        self.world.switch.lookups.update({number: dict(known) for number, known in attack.facts().items()})
        self.stage = stage = Stage(self.world, setting.ends, perform)
        employ(self.world.core, dict(attack.employs))
        actors = attack.actors()
        stage.enter(actors)
        stage.run()
        return Played(self.world, stage, attack, actors)


@dataclass
class Played(Generic[A]):
    """An attack that is over."""

    world: World
    stage: Stage
    attack: A
    actors: list[Actor]

    @property
    def begins(self) -> datetime:
        """When the day's places came on sale."""
        return self.attack.setting.releases[0]

    def holds(self, *numbers: str) -> int:
        """How often these numbers held a place that was not booked."""
        held = self.world.rows("SELECT n.id, n.digits FROM bookings b JOIN numbers n ON n.id = b.number "
                               "WHERE b.booked_at IS NULL")  # fmt: skip
        keys = self.world.core.keys
        return [keys.decrypt(row.digits, "numbers.digits", row.id) in numbers for row in held].count(True)

    def wrong_tries(self) -> object:
        """The most wrong tries at a code of this day."""
        return self.world.one("SELECT max(wrong) FROM codes WHERE expires_at > :at", at=self.begins)

    def places(self, *numbers: str) -> int:
        """What these numbers have at the end."""
        sold = ledger.sold(self.world)
        return sum(sold[number] for number in numbers)


@pytest.fixture(scope="module")
def ground(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A line of 30 places a day on which nobody is asked for more than the ordinary road."""
    parameters = load()
    days = Days(parameters.line, 0.15, DAYS)
    url = server.create_database(f"attack_range_{next(_grounds)}")  # a worker may begin the module twice
    found(url, days, parameters.desk, parameters.people)
    world = World(url, tmp_path_factory.mktemp("var"), days.begins, {}, OPEN)
    yield Ground(world, days, count())
    world.close()
