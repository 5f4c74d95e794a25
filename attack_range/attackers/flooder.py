"""A flooder: thousands of calls that hang up at once, so that nobody else gets through."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from attack_range.acting import Actor, Life, dial, hang_up, listen, wait_until
from attack_range.aims import BUSY_LINE
from attack_range.attackers.numbering import scattered
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


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


class Flooder(Attack[FlooderBudget]):
    """A line that is always busy."""

    name = "flooder"
    about = (
        "A trunk that calls the line thousands of times when places come on sale, showing invented, impossible, "
        "withheld or a few rented numbers, and hangs up at once or never."
    )
    number_price = "voip"
    aim = BUSY_LINE
    takes_places = False
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
        return [Actor(self.name, numbers, begins, self._floods) for numbers in own]

    def _floods(self, me: Actor) -> Life:
        chance = self.setting.own_chance()
        has = self.budget
        calls = self.setting.scaled(has.calls) // (has.channels * len(self.setting.releases))
        for release in self.setting.releases:
            for nth in range(calls):
                yield from wait_until(release + timedelta(minutes=has.minutes * nth / calls))
                withheld = chance.random() < 0.2
                heard = yield from dial(self._shown(me, chance), chance.choice((None, "C")), withheld=withheld)
                while chance.random() < has.stays and not heard.over:
                    heard = yield from listen()
                yield from hang_up()

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
