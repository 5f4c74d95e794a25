"""How long it takes somebody who never called before: who listens, and presses as soon as the choice was said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

import demo
from exchange.client import LiveCall
from tests.house import House
from tests.matrix.ways import BORN, travel

WORDS_A_SECOND = 2.5
KEY_S = 0.5
"""To find and press one key."""

_SENTENCE = re.compile(r"(?<=[.?]) ")


@dataclass
class Listener:
    """A caller with a clock of its own: what is said takes its time, and so does every key."""

    call: LiveCall
    seconds: float = 0.0
    decisions: int = 0
    said: list[str] = field(default_factory=list)

    def chooses(self, function: str) -> None:
        """Wait until the line has said this function with its key, and press it: one decision."""
        key = self._until(function)
        self.decisions += 1
        self._press(key)

    def keys_in(self, what: str, digits: str) -> None:
        """Wait until it is said what is asked, and key it in: an entry, no decision."""
        self._until(what)
        self._press(digits)

    def agrees(self) -> None:
        """Yes to what was read back: an entry too."""
        self._press(self._until("If that is right"))

    def keys_code(self) -> None:
        """Key in the code from the text, which is read in the time its digits take to type."""
        self._until("Key in the six-digit code")
        self.seconds += 6 * KEY_S
        self.call.press_code(20)

    def _until(self, wanted: str) -> str:
        for sentence in _SENTENCE.split(" ".join(self.call.heard)):
            self.seconds += len(sentence.split()) / WORDS_A_SECOND
            if wanted in sentence:
                key = re.search(r"press (\d)\.?$", sentence)
                return "" if key is None else key[1]
        raise AssertionError(f"nobody said {wanted!r}: {self.call.heard}")

    def _press(self, keys: str) -> None:
        self.seconds += KEY_S * len(keys)
        self.call.press(keys)

    def hears_out(self) -> None:
        """Listen to the end of what is being said."""
        self.seconds += len(" ".join(self.call.heard).split()) / WORDS_A_SECOND


@pytest.mark.parametrize("service", ["urgent travel", "passport renewal"])
def test_a_first_call_is_short(service: str, house: House) -> None:
    """At most 5 decisions, a place held within 75 s and booked within 165 s, for the shortest and the longest service.

    Menu choices are decisions; dates, codes, the number of people and yes to what is read back are entries.
    """
    caller = Listener(house.phone("+12025550107").call(demo.LINE))
    caller.chooses("To book")
    caller.chooses("gets texts")
    caller.chooses(f"For {service}")
    if service == "urgent travel":
        caller.keys_in("eight digits", travel())
    else:
        caller.keys_in("Press a key from 1 to 4", "1")
    caller.chooses("For New York")
    caller.chooses("For ")
    assert "is held for you" in " ".join(caller.call.heard)
    held = caller.seconds
    caller.keys_in("eight digits", BORN)
    caller.agrees()
    caller.keys_code()
    assert caller.call.heard[0].startswith("You are booked.")
    caller.hears_out()
    print(f"\n{service}: {caller.decisions} decisions, held {held:.0f} s, booked {caller.seconds:.0f} s")
    assert caller.decisions <= 5
    assert held <= 75
    assert caller.seconds <= 165
