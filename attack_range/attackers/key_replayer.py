"""A dialler without an ear: it plays keys that worked once, blindly, from a company's block of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from attack_range.acting import Actor, Doing, Life, dial, hang_up, press, wait_until
from attack_range.attackers.numbering import consecutive
from attack_range.attackers.robot import BOOKS_NOW, CODE, Robot, code_of
from attack_range.attackers.texting import answers_texts
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

RECORDED_S = 20 * 60
"""What a person needs for the first call and for setting the dialler up."""


class DiallerBudget(Budget):
    """A dialler and its trunk."""

    numbers: int = Field(ge=2)
    channels: int = Field(ge=1)
    pause_s: float = Field(ge=0)
    tries_a_day: int = Field(ge=1)


class KeyReplayer(Attack[DiallerBudget]):
    """A recorded call, again and again."""

    name = "key_replayer"
    about = (
        "A dialler on a company's trunk with a block of numbers. A person books once; the dialler plays the same keys "
        "from every other number at whatever is said, and puts in the code that its trunk has received."
    )
    gated = True
    has_ear = False
    number_price = "voip"
    budget_type = DiallerBudget

    def __init__(self, budget: DiallerBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = consecutive(setting.chance, max(2, setting.scaled(budget.numbers)), 1)
        self.tape: list[str] = []

    def actors(self) -> list[Actor]:
        """The person with the first number, and a machine a channel."""
        begins = self.setting.releases[0]
        first = Actor(self.name, tuple(self.numbers[:1]), begins, self._records)
        rest, many = self.numbers[1:], self.budget.channels
        plays = begins + timedelta(minutes=5)
        own = [tuple(rest[nth::many]) for nth in range(min(many, len(rest)))]
        return [first, *(Actor(self.name, numbers, plays, self._plays) for numbers in own)]

    def _records(self, me: Actor) -> Life:
        yield from Robot(self.setting.chance, "A", tape=self.tape).does(BOOKS_NOW, me.owns[0])
        me.tally.human_seconds += RECORDED_S

    def _plays(self, me: Actor) -> Life:
        """Each number at every release, and again later; a text that it is booked is all that it can read."""
        for release in self.setting.releases:
            for nth in range(self.budget.tries_a_day):
                yield from wait_until(release + timedelta(minutes=5, hours=2 * nth))
                for number in me.owns:
                    yield from self._replays(number)
                    yield from answers_texts((number,))

    def _replays(self, number: str) -> Doing[None]:
        heard = yield from dial(number, "A")
        for keys in self.tape:
            if heard.over:
                break
            code = (yield from code_of(number)) if keys == CODE else keys
            heard = yield from press(code or "1")
        yield from hang_up()

    def facts(self) -> Mapping[str, Facts]:
        """Internet telephony at a company's address."""
        return {number: facts("fixedVoip", "Lumen") for number in self.numbers}
