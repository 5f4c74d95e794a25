"""A machine at an attacker's telephones: it understands every word of the line and does what leads to a place.

What it cannot do is talk with a person. Its ear is paid for by the minute, so each attack says whether it has one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attack_range.acting import (
    Doing,
    Heard,
    Message,
    Stir,
    answer,
    code_in,
    dial,
    hang_up,
    inbox,
    listen,
    press,
    text,
    wait,
    wait_for,
)

BORN: Final = "03041985"
"""Any date does: it is asked for, and looked at on the day of the visit."""
CODE_S: Final = 60
"""So long it waits for a text before it asks for another."""
_LOOKS_S: Final = 4
CALL_BACK_S: Final = 40 * 60
"""So long it waits for a call that the line has promised."""
OTHER_TIMES: Final = "4"
_TURNS: Final = 40


class End(StrEnum):
    """What came of trying to book with a number."""

    BOOKED = "booked"
    HELD = "held"
    """A place is held, and that was all that was wanted."""
    HAS_ONE = "has one"
    """The number has all it may have."""
    LISTED = "listed"
    """Nothing is free, and it is on the waiting list."""
    FULL = "full"
    PROVEN = "proven"
    """The line knows the number from now on; nothing was booked."""
    TURNED_AWAY = "turned away"
    """Only a person books for this number now."""
    CALLED_LATER = "called later"
    LOST = "lost"


_ENDS: Final[dict[str, End]] = {
    "booked.done": End.BOOKED,
    "limit.live": End.HAS_ONE,
    "limit.made": End.HAS_ONE,
    "limit.case": End.HAS_ONE,
    "mine.one": End.HAS_ONE,
    "mine.none": End.PROVEN,
    "on_list.any": End.LISTED,
    "not_admitted.person": End.TURNED_AWAY,
    "not_admitted.until": End.TURNED_AWAY,
    "refused.menu": End.TURNED_AWAY,
    "callback.noted": End.TURNED_AWAY,
    "queue.entered": End.TURNED_AWAY,
    "call_coming": End.CALLED_LATER,
    "call_coming.keyed": End.CALLED_LATER,
    "at_limit.menu": End.HAS_ONE,
    "stuck.menu": End.LOST,
    "suspended.open": End.LOST,
    "trouble.later": End.LOST,
}
_KEYS: Final[dict[str, str]] = {
    "outbound.menu": "1",
    "resume.menu": "1",
    "lapsed.menu": "1",
    "offered.menu": "1",
    "prove.text": "1",
    "prove.call": "1",
    "visitor.entry": BORN,
    "right.menu": "1",
    "party.menu": "1",
    "part.menu": "3",
    "none_free.menu": "2",
    "other_times.menu": "1",
    "phone.menu": "1",
    "own_phone.menu": "1",
    "welcome.menu": "1",
}
"""What is pressed on what is said; the first that was said counts."""
_LETTERED: Final = re.compile(r"(?m)\b([A-F]): (?!later)")
_ASKS: Final = re.compile(r"[Rr]eply (\d{4}) to (?:keep|take)")


@dataclass(slots=True)
class Robot:
    """A machine with the habits of its attack."""

    chance: random.Random
    stir: Stir | None = "A"
    """How its carrier attests its numbers."""
    lists: bool = True
    """Goes on the waiting list where nothing is free."""
    takes_calls: bool = True
    stops_at: str | None = None
    """A phrase after which it hangs up: it wants no more than that."""

    def books(self, number: str) -> Doing[End]:
        """Call from a number of one's own, and take every step up to the booking, a call of the line's included."""
        end = yield from self.goes_on(number, (yield from dial(number, self.stir)))
        return (yield from self._is_called(number)) if end is End.CALLED_LATER and self.takes_calls else end

    def proves(self, number: str) -> Doing[End]:
        """Make the number known to the line, days before it is needed: ask what is booked, and key in the code."""
        heard = yield from dial(number, self.stir)
        if heard.means("welcome.menu"):
            heard = yield from press("3")
        return (yield from self.goes_on(number, heard))

    def _is_called(self, number: str) -> Doing[End]:
        """Wait for the call that was promised, and go on there."""
        news = yield from wait_for((number,), CALL_BACK_S)
        if number not in news.rings:
            return End.LOST
        return (yield from self.goes_on(number, (yield from answer(number))))

    def goes_on(self, number: str, heard: Heard) -> Doing[End]:
        """Through a call, wherever it is."""
        end: End | None = None
        for _ in range(_TURNS):
            end = self._end(heard)
            if end is not None or heard.over:
                break
            heard = yield from self._does(number, heard)
        yield from hang_up()
        return end or End.LOST

    def _end(self, heard: Heard) -> End | None:
        if self.stops_at is not None and heard.means(self.stops_at):
            return End.HELD
        if not self.lists and heard.means("none_free.menu"):
            return End.FULL
        return next((end for phrase, end in _ENDS.items() if heard.means(phrase)), None)

    def _does(self, number: str, heard: Heard) -> Doing[Heard]:
        """One turn: the code where one is asked for, one of the times, or the key that is known for what was said."""
        if heard.means("code.entry"):
            return (yield from press((yield from _code(number)) or "1"))
        if choices := [key for key in heard.keys("choice") if not heard.means("offers.other") or key != OTHER_TIMES]:
            return (yield from press(self.chance.choice(choices)))
        keys = next((keys for phrase, keys in _KEYS.items() if heard.means(phrase)), None)
        return (yield from listen()) if keys is None else (yield from press(keys))

    def books_by_text(self, number: str) -> Doing[End]:
        """The same without a call: cheaper, and nothing is heard of it."""
        body: str | None = "1"
        for _ in range(_TURNS):
            if body is None:
                break
            news = yield from text(number, body)
            texts = news.texts or (yield from wait_for((number,), CODE_S)).texts
            if any(message.body.startswith("Booked:") for message in texts):
                return End.BOOKED
            body = self._reply(texts)
        return End.LOST

    def _reply(self, texts: Sequence[Message]) -> str | None:
        """What is sent back: the code, a birth date, or one of the letters; None: it leads nowhere."""
        said = "\n".join(message.body for message in texts)
        letters = _LETTERED.findall(said)
        if "code is" in said:
            return code_in(texts)
        if "born" in said:
            return f"{BORN[:2]} {BORN[2:4]} {BORN[4:]}"
        if letters:
            return str(self.chance.choice(letters))
        return "A" if "reply A" in said else None

    def answers_texts(self, numbers: Iterable[str]) -> Doing[int]:
        """Answer what the line has asked by text: whether they come, and what it offers. Returns how many it kept."""
        news = yield from inbox(*numbers)
        kept = 0
        for number, digits in _asked(news.texts):
            replies = yield from text(number, digits)
            while any("born" in message.body for message in replies.texts):
                replies = yield from text(number, f"{BORN[:2]} {BORN[2:4]} {BORN[4:]}")
            kept += 1
        return kept


def _code(number: str) -> Doing[str | None]:
    """The code, as soon as its text is there; the line waits meanwhile."""
    for _ in range(CODE_S // _LOOKS_S):
        yield from wait(_LOOKS_S)
        if (code := code_in((yield from inbox(number)).texts)) is not None:
            return code
    return None


def _asked(texts: Iterable[Message]) -> Iterator[tuple[str, str]]:
    """Number and digits of each question that a text asks."""
    for message in texts:
        if found := _ASKS.search(message.body):
            yield message.number, found[1]
