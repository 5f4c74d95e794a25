"""What was met at the doorstep is told to the metrics at once, and written down together, once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import door_book
from booking_core.db import Unavailable, Unknown
from door_book import DoorBook, Met


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written but when the test says so."""
    monkeypatch.setattr(door_book, "WRITTEN_AFTER_S", 60)


def test_many_are_written_once() -> None:
    """However many came in a second; and what was written is not written again."""
    told: list[Met] = []
    written: list[Mapping[Met, int]] = []
    kept = DoorBook(written.append, lambda met, why: told.append((met, why)))
    for _ in range(1000):
        kept("rejected", "full")
    kept("silent", "texts")
    assert (len(told), written) == (1001, [])
    kept.write()
    kept.write()
    assert written == [{("rejected", "full"): 1000, ("silent", "texts"): 1}]


@pytest.mark.parametrize(("fault", "written"), [(Unavailable("away"), [3]), (Unknown("lost"), [1])])
def test_what_certainly_was_not_written_is_written_later(fault: Exception, written: list[int]) -> None:
    """A figure counted twice is worse than one that is lost."""
    faults, found = [fault], list[int]()

    def write(counted: Mapping[Met, int]) -> None:
        if faults:
            raise faults.pop()
        found.append(counted["rejected", "origin"])

    kept = DoorBook(write, lambda met, why: None)
    for many in (2, 1):
        for _ in range(many):
            kept("rejected", "origin")
        kept.write()
    assert found == written
