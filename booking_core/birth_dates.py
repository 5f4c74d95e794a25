"""How the birth date on a document compares with the one given when booking: the identity lock (laws.md).

The answer never tells the date that is kept. A part that nobody knows is 0, as people key it in.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Born(NamedTuple):
    """A birth date: month 0–12, day 0–31, year 0 or four digits; 0 is unknown."""

    month: int
    day: int
    year: int

    @classmethod
    def read(cls, keyed: str) -> Born:
        """What `visitors.birth_date` holds, opened: MMDDYYYY."""
        return cls(int(keyed[:2]), int(keyed[2:4]), int(keyed[4:]))


class Likeness(StrEnum):
    """What the counter is told, the best first."""

    MATCH = "match"
    ONE_DIGIT_OFF = "one_digit_off"
    """A slip of a finger: all parts are known, and one digit of the eight differs."""
    UNKNOWN = "unknown"
    """What both know is the same, but a part is unknown to one of them."""
    DIFFERENT = "different"


def compare(given: Born, shown: Born) -> Likeness:
    """`given` when booking against `shown` on the document. A day and month the other way round are different."""
    if given == shown and given.year:
        return Likeness.MATCH  # a document without a day is keyed the same way both times
    known = [(one, other) for one, other in zip(given, shown, strict=True) if one and other]
    off = sum(a != b for one, other in known for a, b in zip(f"{one:04}", f"{other:04}", strict=True))
    if off == 0:
        return Likeness.UNKNOWN
    # One digit off and a part unknown are two doubts, and no slip.
    return Likeness.ONE_DIGIT_OFF if off == 1 and len(known) == len(given) else Likeness.DIFFERENT
