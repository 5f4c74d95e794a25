from __future__ import annotations

import pytest

from booking_core.birth_dates import Born, Likeness, compare

MATCH, OFF, UNKNOWN, DIFFERENT = Likeness

CASES = (
    ("03041985", "03041985", MATCH),
    ("03041985", "03041986", OFF),
    ("03041985", "03141985", OFF),
    ("11121985", "01121985", OFF),
    ("03041985", "03041994", DIFFERENT),  # two digits
    ("03041985", "04031985", DIFFERENT),  # month and day the other way round
    ("12211985", "12121985", DIFFERENT),  # two digits swapped
    ("01021985", "02011985", DIFFERENT),
    ("03041985", "10271961", DIFFERENT),
    ("03041985", "03041895", DIFFERENT),
    ("00001985", "03041985", UNKNOWN),
    ("03041985", "03001985", UNKNOWN),
    ("03040000", "03041985", UNKNOWN),
    ("00001985", "03040000", UNKNOWN),  # nothing is known to both
    ("00000000", "03041985", UNKNOWN),
    ("00000000", "00000000", UNKNOWN),  # who knows nothing says nothing
    ("03040000", "03040000", UNKNOWN),
    ("00001985", "00001985", MATCH),  # a document without a day, keyed the same way
    ("03001985", "03001985", MATCH),
    ("00001985", "00001986", DIFFERENT),  # two doubts are no slip
    ("00041985", "03051985", DIFFERENT),
    ("03041985", "03001986", DIFFERENT),
)


@pytest.mark.parametrize(("given", "shown", "likeness"), CASES)
def test_how_dates_compare(given: str, shown: str, likeness: Likeness) -> None:
    """Match, one digit off, unknown or different, whichever of the two is the document's."""
    assert compare(Born.read(given), Born.read(shown)) is likeness
    assert compare(Born.read(shown), Born.read(given)) is likeness
