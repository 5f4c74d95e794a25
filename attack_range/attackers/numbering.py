"""Where attackers' numbers come from: one after another out of a block, or scattered among other people's."""

from __future__ import annotations

import random
from collections.abc import Collection

from attack_range.numbers import Plan

_BLOCK = 8
"""Of "+12025550123", so many characters name the block of 10,000 numbers."""


def consecutive(chance: random.Random, many: int, blocks: int) -> list[str]:
    """Numbers one after another, in so many blocks."""
    plan, each = Plan(chance), -(-many // blocks)
    starts = [(plan.here()[:_BLOCK], chance.randint(1000, 9000 - each)) for _ in range(blocks)]
    return [f"{first}{start + nth}" for first, start in starts for nth in range(each)][:many]


def scattered(chance: random.Random, many: int, taken: Collection[str] = ()) -> list[str]:
    """Numbers anywhere, none of them `taken`."""
    plan = Plan(chance)
    found: list[str] = []
    while len(found) < many:
        number = plan.here()
        if number not in taken:
            found.append(number)
    return found
