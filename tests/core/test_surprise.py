from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal, getcontext

import pytest

from booking_core.surprise import DENSE, EXPECTED, tail, typical

RARE = 1e-6


@pytest.mark.parametrize(
    ("mean", "first"), [(0.01, 3), (0.1, 5), (0.25, 6), (1, 10), (3, 15), (10, 29), (0.07, 4), (0.28, 6)]
)
def test_the_first_count_that_is_one_in_a_million(mean: float, first: int) -> None:
    """The table of thresholds, and those of a day, a week and four weeks of the load a new line expects."""
    assert tail(first, mean) <= RARE < tail(first - 1, mean)


def exact(count: int, mean: str) -> Decimal:
    """The same chance, by adding it up in 60 digits."""
    getcontext().prec = 60
    load = Decimal(mean)
    term = (-load).exp()
    below = Decimal(0)
    for nth in range(count):
        below += term
        term = term * load / (nth + 1)
    return 1 - below


@pytest.mark.parametrize(
    ("count", "mean"),
    [(0, "0.001"), (1, "0.001"), (6, "0.001"), (3, "0.01"), (1, "1"), (10, "1"), (10, "10"), (29, "10"), (60, "10"),
     (80, "100"), (160, "100"), (900, "1000"), (1200, "1000")],
)  # fmt: skip
def test_it_is_the_chance_that_it_says(count: int, mean: str) -> None:
    """Near and far from the mean, however small the chance."""
    found, true = tail(count, float(mean)), float(exact(count, mean))
    assert found == pytest.approx(true, rel=1e-8)


def test_it_is_sound_for_a_hundred_thousand() -> None:
    """There a tail falls as that of the normal distribution does: 3.16 deviations above, one in 1,250."""
    assert tail(101_000, 1e5) == pytest.approx(0.0008, rel=0.01)
    assert tail(100_000, 1e5) == pytest.approx(0.5, abs=0.002)
    assert tail(99_000, 1e5) == pytest.approx(0.9992, rel=1e-3)
    assert 0 < tail(103_000, 1e5) < 1e-20


def test_it_falls_with_the_count_and_rises_with_the_mean() -> None:
    """Never the other way round, and always a chance."""
    for mean in (0.001, 0.3, 7.0, 450.0, 1e5):
        counts = [*range(40), int(mean), int(mean) + 1, int(2 * mean) + 9]
        tails = [tail(count, mean) for count in sorted(counts)]
        assert tails == sorted(tails, reverse=True)
        assert all(0 <= each <= 1 for each in tails)
    assert tail(5, 2.0) > tail(5, 1.0) > tail(5, 0.5)


def test_a_load_is_positive() -> None:
    """Of nothing there is no chance."""
    with pytest.raises(ValueError, match="positive"):
        tail(1, 0)


def spread(numbers: int, blocks: int, seed: int) -> Counter[int]:
    """How many blocks have one newcomer, two, …, when so many numbers fall into so many blocks."""
    chance = random.Random(seed)
    return Counter(Counter(chance.randrange(blocks) for _ in range(numbers)).values())


@pytest.mark.parametrize(("numbers", "blocks"), [(10_000, 640_000), (10_000, 50_000), (2_000, 5_000), (800, 30)])
def test_the_typical_load_is_found_though_empty_blocks_are_not_seen(numbers: int, blocks: int) -> None:
    """In large plans and in small ones, within a third of what it is."""
    assert typical(spread(numbers, blocks, 1)) == pytest.approx(numbers / blocks, rel=0.3)


def test_no_bank_moves_the_typical_load() -> None:
    """Forty blocks with fifty each, among ten thousand honest newcomers, change next to nothing."""
    honest = spread(10_000, 640_000, 2)
    assert typical(honest + Counter({50: 40})) == pytest.approx(typical(honest), rel=0.01)


def test_a_line_that_knows_nothing_expects_what_is_written() -> None:
    """Until there are newcomers, and a few of them change little."""
    assert typical({}) == pytest.approx(EXPECTED)
    assert typical({1: 5}) < EXPECTED
    assert typical({1: 2, 2: 3}) < DENSE
