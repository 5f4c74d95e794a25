"""Machines that share an attacker's numbers among them and try to book with each, all day long.

Nothing that would be noticed is left undone: they call when places come on sale and at odd hours, come back after a
refusal, go on the waiting list, take the line's calls, and answer every question that it asks by text.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from attack_range.acting import Actor, Doing, Life, wait_until
from attack_range.attackers.robot import ASKS, BOOKS, End, Errand, Robot
from attack_range.attackers.texting import answers_texts, books_by_text
from attack_range.attacks import Setting

LOOKS_EVERY = timedelta(minutes=15)
"""So often a machine looks at the texts of its numbers: the shortest offer is held for 20 minutes."""
DAY_S = 12 * 3600
"""From a release until late in the evening."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a crew tries what."""

    channels: int
    """Calls at once."""
    pause_s: float
    """Of one machine, from one call to the next in a rush."""
    tries_a_day: int
    """Of each number that has no place yet: the first at the release, the others at any hour."""
    by_text: float = 0.0
    """Share of the tries that are made by text."""
    errand: Errand = BOOKS
    aged: float = 0.0
    """Share of the numbers that make themselves known on the first morning, and book from the second day on."""


Due = tuple[datetime, str | None]
"""An instant and the number that tries then; None: time to look at the texts."""


def crew(
    name: str, setting: Setting, numbers: Sequence[str], plan: Plan, robot: Callable[[random.Random], Robot]
) -> list[Actor]:
    """The machines of an attack, each with its share of the numbers."""
    many = min(plan.channels, len(numbers))
    return [_machine(name, setting, tuple(numbers[nth::many]), plan, robot) for nth in range(many)]


def _machine(
    name: str, setting: Setting, numbers: tuple[str, ...], plan: Plan, robot: Callable[[random.Random], Robot]
) -> Actor:
    chance = setting.own_chance()
    aged = numbers[: round(len(numbers) * plan.aged)] if len(setting.releases) > 1 else ()
    works = _Works(robot(chance), chance, plan, aged)
    begins = setting.releases[0] - timedelta(hours=2)
    return Actor(name, numbers, begins, lambda me: works.life(me, setting))


@dataclass(slots=True)
class _Works:
    """One machine's work."""

    robot: Robot
    chance: random.Random
    plan: Plan
    aged: tuple[str, ...]

    def life(self, me: Actor, setting: Setting) -> Life:
        """The numbers to be known first, then try after try, and the texts in between."""
        for each in self.aged:
            yield from self.robot.does(ASKS, each)
        done: set[str] = set()
        for at, number in self._dues(me.owns, setting):
            if number in done:
                continue
            yield from wait_until(at)
            if number is not None and (yield from self._tries(number)):
                done.add(number)
            yield from answers_texts(me.owns)

    def _tries(self, number: str) -> Doing[bool]:
        """Whether no more is to be done with this number but to read its texts."""
        by_text = self.chance.random() < self.plan.by_text
        books = books_by_text(number, self.chance) if by_text else self.robot.does(self.plan.errand, number)
        end = yield from books
        if by_text and end is End.CALLED_LATER:
            end = yield from self.robot.is_called(self.plan.errand, number)
        return end in (End.BOOKED, End.HAS_ONE, End.LISTED)

    def _dues(self, numbers: Sequence[str], setting: Setting) -> list[Due]:
        dues: list[Due] = []
        for nth, release in enumerate(setting.releases):
            ready = [number for number in numbers if nth > 0 or number not in self.aged]
            dues += [
                (release + timedelta(seconds=order * self.plan.pause_s), number) for order, number in enumerate(ready)
            ]
            dues += [(release + timedelta(seconds=self.chance.uniform(1800, DAY_S)), number)
                     for number in ready for _ in range(self.plan.tries_a_day - 1)]  # fmt: skip
            dues += [(release + LOOKS_EVERY * nth, None) for nth in range(1, DAY_S // int(LOOKS_EVERY.total_seconds()))]
        return sorted(dues, key=lambda due: due[0])
