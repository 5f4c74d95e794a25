"""A machine at an attacker's telephones: it understands every word of the line and does what leads to a place.

What it cannot do is talk with a person. Its ear is paid for by the minute, so each attack says whether it has one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attack_range.acting import (
    Doing,
    Heard,
    answer,
    code_in,
    dial,
    hang_up,
    inbox,
    listen,
    press,
    wait,
    wait_for,
)  # fmt: skip
from attack_range.acts import Stir

BORN: Final = "03041985"
"""Any date does: it is asked for, and looked at on the day of the visit."""
CODE: Final = "code"
"""On a tape: the code, whatever it is this time."""
CODE_S: Final = 60
"""So long it waits for a text before it asks for another."""
_LOOKS_S: Final = 4
CALL_BACK_S: Final = 40 * 60
"""So long it waits for a call that the line has promised."""
OTHER_TIMES: Final = "4"
_TURNS: Final = 40


class End(StrEnum):
    """What came of a call."""

    BOOKED = "booked"
    HELD = "held"
    HAS_ONE = "has one"
    """The number has all it may have."""
    LISTED = "listed"
    """Nothing is free, and it is on the waiting list."""
    FULL = "full"
    FREE = "free"
    """There are places, and none was taken."""
    PROVEN = "proven"
    """The line knows the number from now on; nothing was booked."""
    GIVEN_UP = "given up"
    TURNED_AWAY = "turned away"
    """Only a person books for this number now."""
    CALLED_LATER = "called later"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Errand:
    """What a call is for, by phrases of the line."""

    keys: Mapping[str, str]
    """What is pressed on what is said; the first that was said counts."""
    ends: Mapping[str, End]
    """What ends it."""


_ENDS: Final[dict[str, End]] = {
    "booked.done": End.BOOKED,
    "limit.live": End.HAS_ONE, "limit.made": End.HAS_ONE, "limit.case": End.HAS_ONE,
    "on_list.any": End.LISTED,
    "not_admitted.person": End.TURNED_AWAY, "not_admitted.until": End.TURNED_AWAY, "refused.menu": End.TURNED_AWAY,
    "callback.noted": End.TURNED_AWAY, "queue.entered": End.TURNED_AWAY,
    "often.menu": End.TURNED_AWAY,
    "call_coming": End.CALLED_LATER, "call_coming.keyed": End.CALLED_LATER,
    "calling_back": End.CALLED_LATER, "calling_back.keyed": End.CALLED_LATER,
    "stuck.menu": End.LOST, "suspended.open": End.LOST, "trouble.later": End.LOST,
}  # fmt: skip
_KEYS: Final[dict[str, str]] = {
    "outbound.menu": "1", "resume.menu": "1", "lapsed.menu": "1", "offered.menu": "1", "prove.text": "1",
    "prove.call": "1", "visitor.entry": BORN, "right.menu": "1", "party.menu": "1", "part.menu": "3",
    "none_free.menu": "2", "other_times.menu": "1", "phone.menu": "1", "own_phone.menu": "1", "welcome.menu": "1",
}  # fmt: skip
LISTS: Final = Errand(_KEYS, {**_ENDS, "offers.other": End.FREE})
"""The waiting list, and nothing while places are free."""
BOOKS: Final = Errand(_KEYS, _ENDS)
"""A place, or the waiting list."""
BOOKS_NOW: Final = Errand(_KEYS, {**_ENDS, "none_free.menu": End.FULL})
"""A place that is free now."""
HOLDS: Final = Errand(_KEYS, {**_ENDS, "none_free.menu": End.FULL, "visitor.entry": End.HELD})
"""A place that is kept from others."""
_MINE: Final = {**_KEYS, "welcome.menu": "3"}
ASKS: Final = Errand(_MINE, {**_ENDS, "mine.one": End.HAS_ONE, "mine.none": End.PROVEN})
"""What is booked: the line knows the number afterwards, and days later it is none that is new."""
GIVES_UP: Final = Errand({"mine.menu": "2", "mine.code": "2", "mine.keep": "3", "give_up.sure": "1", **_MINE},
                         {**_ENDS, "given_up.done": End.GIVEN_UP, "mine.none": End.LOST})  # fmt: skip
"""That the place be free again."""


@dataclass(slots=True)
class Robot:
    """A machine with the habits of its attack."""

    chance: random.Random
    stir: Stir | None = "A"
    """How its carrier attests its numbers."""
    takes_calls: bool = True
    tape: list[str] | None = None
    """Where each key it presses is kept, if anybody wants to play them again."""

    def does(self, errand: Errand, number: str) -> Doing[End]:
        """Call from a number of one's own and take every step that is needed, a call of the line's included."""
        end = yield from self.goes_on(errand, number, (yield from dial(number, self.stir)))
        return (yield from self.is_called(errand, number)) if end is End.CALLED_LATER and self.takes_calls else end

    def is_called(self, errand: Errand, number: str) -> Doing[End]:
        """Wait for the call that was promised, and go on there."""
        news = yield from wait_for((number,), CALL_BACK_S)
        if number not in news.rings:
            return End.LOST
        return (yield from self.goes_on(errand, number, (yield from answer(number))))

    def goes_on(self, errand: Errand, number: str, heard: Heard) -> Doing[End]:
        """Through a call, wherever it is."""
        end: End | None = None
        for _ in range(_TURNS):
            end = next((end for phrase, end in errand.ends.items() if heard.means(phrase)), None)
            if end is not None or heard.over:
                break
            heard = yield from self._acts(errand, number, heard)
        yield from hang_up()
        return end or End.LOST

    def _acts(self, errand: Errand, number: str, heard: Heard) -> Doing[Heard]:
        """One turn: the code where one is asked for, one of the choices, or the key that is known for what was said."""
        if heard.means("code.entry"):
            code = yield from code_of(number)
            self._keeps(CODE)
            return (yield from press(code or "1"))
        if choices := [key for key in heard.keys("choice") if not heard.means("offers.other") or key != OTHER_TIMES]:
            keys: str | None = self.chance.choice(choices)
        else:
            keys = next((keys for phrase, keys in errand.keys.items() if heard.means(phrase)), None)
        if keys is None:
            return (yield from listen())
        self._keeps(keys)
        return (yield from press(keys))

    def _keeps(self, keys: str) -> None:
        if self.tape is not None:
            self.tape.append(keys)


def code_of(number: str) -> Doing[str | None]:
    """The code that comes to a number of one's own, as soon as its text is there; a call waits meanwhile."""
    for _ in range(CODE_S // _LOOKS_S):
        yield from wait(_LOOKS_S)
        if (code := code_in((yield from inbox(number)).texts)) is not None:
            return code
    return None
