"""The same machine by text: it books without a call, and answers what the line asks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attack_range.acting import Doing, Message, code_in, inbox, text, wait_for
from attack_range.attackers.robot import BORN, CODE_S, End

_BORN: Final = f"{BORN[:2]} {BORN[2:4]} {BORN[4:]}"
_LETTERED: Final = re.compile(r"(?m)\b([A-F]): (?!later)")
_ASKS: Final = re.compile(r"[Rr]eply (\d{4}) to (?:keep|take)")
_CALLS: Final = "So we call you by"
_TEXTS: Final = 20


def books_by_text(number: str, chance: random.Random) -> Doing[End]:
    """Book from a number of one's own: cheaper than a call."""
    body: str | None = "1"
    for _ in range(_TEXTS):
        if body is None:
            break
        texts = (yield from text(number, body)).texts
        texts += (yield from wait_for((number,), CODE_S)).texts if _is_promised(texts) else ()
        if any(message.body.startswith("Booked:") for message in texts):
            return End.BOOKED
        if any(_CALLS in message.body for message in texts):
            return End.CALLED_LATER
        body = _reply(texts, chance)
    return End.LOST


def _is_promised(texts: Sequence[Message]) -> bool:
    """Whether another text will come: a code, or the booking itself, which has one of its own."""
    return not texts or any("code" in message.body and code_in((message,)) is None for message in texts)


def _reply(texts: Sequence[Message], chance: random.Random) -> str | None:
    """What is sent back: the code, a birth date, or one of the letters; None: it leads nowhere."""
    said = "\n".join(message.body for message in texts)
    letters = _LETTERED.findall(said)
    if (code := code_in(texts)) is not None:
        return code
    if "born" in said:
        return _BORN
    if letters:
        return str(chance.choice(letters))
    return "A" if "reply A" in said else None


def answers_texts(numbers: Iterable[str]) -> Doing[int]:
    """Answer what the line has asked by text: whether they come, and what it offers. Returns how many it kept."""
    return (yield from answers((yield from inbox(*numbers)).texts))


def answers(texts: Iterable[Message]) -> Doing[int]:
    """Say yes to each question of these texts. Returns how many there were."""
    kept = 0
    for number, digits in _asked(texts):
        replies = yield from text(number, digits)
        if any("born" in message.body for message in replies.texts):
            yield from text(number, _BORN)
        kept += 1
    return kept


def _asked(texts: Iterable[Message]) -> Iterator[tuple[str, str]]:
    """Number and digits of each question that a text asks."""
    for message in texts:
        if found := _ASKS.search(message.body):
            yield message.number, found[1]
