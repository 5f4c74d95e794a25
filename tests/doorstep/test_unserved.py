"""Texts of numbers that may not book: nobody earns by an answer, nobody is silent without a count."""

from __future__ import annotations

from dataclasses import replace

from booking_core.core import Core
from tests.doorstep.bell import RULES, Bell, bell
from tests.doorstep.test_door import written

TOLL_FREE = "+18885550142"
SENDERS = ("+19005550142", "+18765550142", "+447012345678", "72166", "ACME")


def silent(document: str) -> bool:
    """No text leaves."""
    return "<Message" not in document


def test_who_may_not_book_has_no_answer_and_is_counted(core: Core, url: str) -> None:
    """Premium, another region, a personal number, a short code, a name."""
    door = bell(core, url)
    assert all(silent(door.text("1", sender)) for sender in SENDERS)
    assert written(door) == {("silent", "number"): len(SENDERS)}


def test_a_toll_free_number_is_told_whom_to_call_once_a_day(core: Core, url: str) -> None:
    """A machine that answers each of our texts gets one of them; the same text again is answered alike."""
    door, sid = bell(core, url), "SM" + "e" * 32
    told = door.text("book", TOLL_FREE, sid)
    assert "We cannot book for this phone by text. Please call" in told
    assert door.text("book", TOLL_FREE, sid) == told
    assert all(silent(door.text("hello", TOLL_FREE)) for _ in range(3))
    assert written(door, lambda found: sum(found.values()) == 5) == {
        ("explained", "number"): 2,
        ("silent", "number"): 3,
    }


def test_it_is_no_limit_that_could_only_be_recorded(core: Core, url: str) -> None:
    """What it is told and that it is counted is the same while the doorstep records."""
    door: Bell = bell(core, url, replace(RULES, recorded=True))
    assert not silent(door.text("book", TOLL_FREE))
    assert silent(door.text("book", "+19005550142"))
    assert written(door, lambda found: len(found) == 2) == {("explained", "number"): 1, ("silent", "number"): 1}


def test_without_a_doorstep_there_is_no_answer(core: Core, url: str) -> None:
    """Nothing would bound it."""
    assert silent(bell(core, url, None).text("book", TOLL_FREE))
