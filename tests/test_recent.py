"""What was read a moment ago: read once in some seconds, and kept while the database is away."""

from __future__ import annotations

from collections.abc import Iterator

from booking_core.db import Unavailable
from recent import Recent


def test_it_is_read_once_in_its_time() -> None:
    """Many turns, one reading; none is older than it may be."""
    readings = iter(range(10))
    slow, fast = Recent(lambda: next(readings), 60, -1), Recent(lambda: next(readings), 0, -1)
    assert [slow() for _ in range(3)] == [0, 0, 0]
    assert [fast() for _ in range(3)] == [1, 2, 3]


def test_the_last_reading_stands_while_the_database_is_away() -> None:
    """What was known is told, and before anything was, what there is to begin with."""

    def answers() -> Iterator[int | None]:
        yield from (None, 7, None)

    given = answers()

    def read() -> int:
        found = next(given)
        if found is None:
            raise Unavailable("away")
        return found

    recent = Recent(read, 0, -1)
    assert [recent() for _ in range(3)] == [-1, 7, 7]
