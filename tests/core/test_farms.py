"""Banks of cards and farms of numbers among honest people: who is stepped up."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from booking_core.admission import Decision, Signals, decide
from booking_core.signals import block_tail
from booking_core.surprise import EXPECTED, ordinary, typical
from tests.core.seekers import SHIPPED

BLOCKS = 640_000
"""Of North America's plan: 800 area codes with 800 exchanges each."""
BANK, PER_BLOCK = 40, 50


@dataclass
class Day:
    """A day of newcomers, judged one after another as the line does it; the typical load is a few of them old."""

    days: float = 0.0
    """So long the line knows its load."""
    mean: float = EXPECTED
    said: float = EXPECTED
    """The load that the policy names."""
    asked: Counter[int] = field(default_factory=Counter)
    blocks: Counter[int] = field(default_factory=Counter)
    load: float = EXPECTED
    nth: int = 0

    def stepped_up(self, block: int) -> bool:
        """One more newcomer of this block asks for places."""
        self.nth += 1
        if self.nth % 20 == 0:
            self.load = ordinary(typical(+self.blocks), self.mean, 1.0, self.days)
        before = self.asked[block]
        self.asked[block] += 1
        self.blocks.update({before: -1, before + 1: 1} if before else {1: 1})
        tail = block_tail({"block": [[before, before, before], None, self.load]}, self.said)
        return decide(Signals("voice", own=True, block_tail=tail), SHIPPED, "").decision is Decision.QUEUE


@pytest.mark.parametrize(("days", "caught"), [(28, 0.95), (0, 0.94)])
def test_forty_banks_among_ten_thousand_people(days: int, caught: float) -> None:
    """Of the banks' numbers at least 95 in a hundred are stepped up, on a line's first day 94; of the others at most
    one in a hundred is, though a hundred of them share the banks' blocks; and nobody is refused.
    """
    chance = random.Random(1)
    bank = [BLOCKS + nth % BANK for nth in range(BANK * PER_BLOCK)]
    people = [chance.randrange(BLOCKS) for _ in range(9_900)] + [BLOCKS + nth % BANK for nth in range(100)]
    newcomers = [(block, True) for block in bank] + [(block, False) for block in people]
    chance.shuffle(newcomers)
    day, stepped = Day(days, 10_000 / BLOCKS if days else EXPECTED), Counter[bool]()
    for block, of_bank in newcomers:
        stepped[of_bank] += day.stepped_up(block)
    assert stepped[True] >= caught * len(bank)
    assert stepped[False] <= 0.01 * len(people)


def test_a_bank_that_comes_before_everybody_else_gets_two_places() -> None:
    """The very first newcomers of a line that knows nothing yet."""
    day = Day()
    assert [day.stepped_up(7) for _ in range(500)].count(False) == 2


@pytest.mark.parametrize("day", [Day(said=8.0), Day(28, mean=260 / 32)])
def test_a_small_town_steps_up_next_to_nobody(day: Day) -> None:
    """Thirty blocks, eight newcomers a day in each and three times as many in the largest: said, or learned."""
    blocks = random.Random(3).choices(range(30), [3.0] + [1.0] * 29, k=260)
    assert sum(day.stepped_up(block) for block in blocks) <= 0.02 * len(blocks)
