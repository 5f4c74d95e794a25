"""People with telephones, who know of the service only what they hear and read."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from exchange.client import LiveCall, Telephone
from exchange.link import NotPossible, Unreachable

KEYS = ("1", "1", "2", "1", "1", "1")
"""Book; my phone gets texts; passport renewal; one person; the first office; the first time."""
BORN = "03041985"
_REFERENCE = re.compile(r"reference is ((?:\d,? ?){8})")
_AGAIN = "do the same again"


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of one call: the reference told, or None where nothing was told as booked."""

    number: str
    reference: str | None


def books(exchange_url: str, line: str, number: str) -> Heard:
    """Call and book, doing the same again where the line asks for it; a call that breaks has told nothing more."""
    telephone = Telephone(exchange_url, number)
    said: list[str] = []
    try:
        call = telephone.call(line)
        for keys in (*KEYS, BORN, "1"):
            said += _press(call, keys)
        if any("six-digit code" in words for words in said):
            said += _press(call, telephone.newest_code(timeout=8))
        call.hang_up()
    except (NotPossible, Unreachable):
        pass  # what was heard until then counts
    found = _REFERENCE.search(" ".join(said))
    return Heard(number, re.sub(r"\D", "", found[1]) if found else None)


def _press(call: LiveCall, keys: str) -> list[str]:
    said = list(call.press(keys).heard)
    while any(_AGAIN in words for words in call.heard):
        time.sleep(1)
        said += call.press(keys).heard
    return said


def booking_all_the_time(exchange_url: str, line: str, numbers: Iterator[str], ends: float) -> list[Heard]:
    """One person after another calls, each with a telephone of their own, until `ends` (monotonic seconds)."""
    heard = []
    while time.monotonic() < ends:
        heard.append(books(exchange_url, line, next(numbers)))
        time.sleep(0.5)
    return heard


def inboxes(exchange_url: str, numbers: list[str]) -> Counter[tuple[str, str]]:
    """How often each text lies in each telephone: (number, words) → times."""
    return Counter((number, text.body) for number in numbers for text in Telephone(exchange_url, number).inbox())
