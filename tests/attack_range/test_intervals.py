from __future__ import annotations

import pytest

from attack_range.intervals import mean, share, tail


def test_a_mean_lies_within_students_interval() -> None:
    """Of 1, 2 and 3: 2 ± 4.303 · 1/√3; never below 0, nor above what is possible."""
    found = mean([1, 2, 3])
    assert (found.mean, found.low, found.high) == pytest.approx((2, 0, 2 + 4.303 / 3**0.5))
    assert mean([0.9, 1.0], most=1).high == 1
    assert mean([0.5] * 20).low == mean([0.5] * 20).high == 0.5


def test_one_value_has_no_interval() -> None:
    """A single run says nothing of its spread, and none is 0."""
    assert (mean([3]).mean, mean([3]).low) == (3, None)
    assert (mean([]).mean, share(0, 0).low) == (0, None)


def test_a_share_lies_within_wilsons_interval() -> None:
    """None of ten is no proof of none: Wilson (1927) has it up to 27.8 %."""
    none, half = share(0, 10), share(50, 100)
    assert (none.mean, none.low, none.high) == pytest.approx((0, 0, 0.2775), abs=1e-3)
    assert (half.low, half.high) == pytest.approx((0.4038, 0.5962), abs=1e-3)


def test_the_tail_of_a_binomial() -> None:
    """Three heads or more of four: 5 in 16; none or more: certain."""
    assert (tail(3, 4, 0.5), tail(0, 4, 0.1)) == pytest.approx((5 / 16, 1))
