"""A flooder: thousands of calls that hang up at once, so that nobody else gets through."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from pydantic import Field

from attack_range.acting import Actor, Doing, Heard, Life, dial, hang_up, listen, wait, wait_until
from attack_range.aims import BUSY_LINE
from attack_range.attackers.numbering import scattered
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

_FILLS_S: Final = 120.0
"""So long a call stays that fills the line: whoever is silent for longer is led to a person."""


class FlooderBudget(Budget):
    """A trunk that shows whatever number is wanted."""

    calls: int = Field(ge=1)
    """In all."""
    minutes: float = Field(gt=0)
    """So long each day, from the release on."""
    channels: int = Field(ge=1)
    numbers: int = Field(ge=1)
    """That are shown; the rest of the calls show new ones, impossible ones or none."""
    stays: float = Field(ge=0, le=1)
    """Share of calls that stay until the line hangs up, for they cost it more."""
    fills: int = Field(ge=0)
    """Calls at once beside these that all stay for minutes, so that the line is full."""
    fills_after_minutes: float = Field(ge=0)
    """From the release on."""
    fill_minutes: float = Field(ge=0)
    """So long each day."""


class Flooder(Attack[FlooderBudget]):
    """A line that is always busy."""

    name = "flooder"
    about = (
        "A trunk that calls the line thousands of times when places come on sale, showing invented, impossible, "
        "withheld or a few rented numbers, and hangs up at once or stays for minutes, until the line is full. "
        "Staff see it after some minutes, and declare a flood."
    )
    number_price = "voip"
    aim = BUSY_LINE
    takes_places = False
    is_flood = True
    has_ear = False
    budget_type = FlooderBudget

    def __init__(self, budget: FlooderBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = scattered(setting.chance, setting.scaled(budget.numbers), setting.people)

    def actors(self) -> list[Actor]:
        """A machine a channel."""
        many = self.budget.channels
        begins = self.setting.releases[0]
        own = [tuple(self.numbers[nth::many]) for nth in range(many)]
        fills = self.setting.scaled(self.budget.fills) if self.budget.fills else 0
        return [
            *(Actor(self.name, numbers, begins, self._floods) for numbers in own),
            *(Actor(self.name, (), begins, self._fills) for _ in range(fills)),
        ]

    def _floods(self, me: Actor) -> Life:
        chance = self.setting.own_chance()
        has = self.budget
        calls = self.setting.scaled(has.calls) // (has.channels * len(self.setting.releases))
        for release in self.setting.releases:
            for nth in range(calls):
                yield from wait_until(release + timedelta(minutes=has.minutes * nth / calls))
                heard = yield from self._calls(self._shown(me, chance), chance)
                while chance.random() < has.stays and not heard.over:
                    heard = yield from listen()
                yield from hang_up()

    def _fills(self, me: Actor) -> Life:
        """One call after another; where it is busy, again after a moment."""
        chance = self.setting.own_chance()
        for release in self.setting.releases:
            begins = release + timedelta(minutes=self.budget.fills_after_minutes)
            now = yield from wait_until(begins + timedelta(seconds=chance.uniform(0, 60)))
            while now < begins + timedelta(minutes=self.budget.fill_minutes):
                heard = yield from self._calls(scattered(chance, 1)[0], chance)
                while not heard.over and heard.seconds < _FILLS_S:
                    heard = yield from listen()
                yield from hang_up()
                now = yield from wait(chance.uniform(5, 20))

    def _calls(self, number: str, chance: random.Random) -> Doing[Heard]:
        withheld = chance.random() < 0.2
        return (yield from dial(number, chance.choice((None, "C")), withheld=withheld))

    def _shown(self, me: Actor, chance: random.Random) -> str:
        """One of its own, one that cannot be, or one of anybody's."""
        kind = chance.random()
        if kind < 0.3 and me.owns:
            return chance.choice(me.owns)
        if kind < 0.5:
            return f"+1{chance.randint(0, 199):03}{chance.randint(0, 9_999_999):07}"
        return scattered(chance, 1)[0]

    def facts(self) -> Mapping[str, Facts]:
        """Internet telephony."""
        return {number: facts("nonFixedVoip", "Bandwidth") for number in self.numbers}
