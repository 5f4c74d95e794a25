"""A concierge: real clients with their own telephones, and a machine that dials for them faster than they could."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from attack_range.acting import Actor, Life, wait_until
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS, End, Robot
from attack_range.attackers.texting import answers_texts
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts


class ConciergeBudget(Budget):
    """A paid helper."""

    clients: int = Field(ge=1)
    human_minutes: float = Field(ge=0)
    """Spent with each client."""


class Concierge(Attack[ConciergeBudget]):
    """Each client's telephone, in the first second."""

    name = "concierge"
    about = (
        "A paid helper whose clients are real people: an app on each client's own telephone dials in the first second "
        "that places are on sale, and the client keys in the code. Each place goes to whoever will come with it."
    )
    cannot_be_stopped = (
        "The client, the telephone and the visit are real, and somebody who helps is no crime. That places are not "
        "gone in the first minute is what makes such help worth little."
    )
    number_price = "client"
    budget_type = ConciergeBudget

    def __init__(self, budget: ConciergeBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = scattered(setting.chance, setting.scaled(budget.clients), setting.people)

    def actors(self) -> list[Actor]:
        """Each client's telephone acts by itself."""
        begins = self.setting.releases[0] - timedelta(minutes=1)
        return [Actor(self.name, (number,), begins, self._books) for number in self.numbers]

    def _books(self, me: Actor) -> Life:
        (number,) = me.owns
        robot = Robot(self.setting.own_chance(), "A")
        me.tally.human_seconds += 60 * self.budget.human_minutes
        end = End.LOST
        for release in self.setting.releases:
            yield from wait_until(release)
            if end not in (End.BOOKED, End.HAS_ONE, End.LISTED):
                end = yield from robot.does(BOOKS, number)
            for hour in range(1, 12):
                yield from wait_until(release + timedelta(hours=hour))
                yield from answers_texts((number,))

    def facts(self) -> Mapping[str, Facts]:
        """People's mobiles."""
        return {number: facts("mobile", "AT&T Wireless") for number in self.numbers}
