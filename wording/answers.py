"""What people type to answer a question of ours: a nonce, a letter, a day, or words of one of the choices.

Nothing here raises, whatever the text; what could be two things is neither.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from wording.typed import TypedWords
from wording.words import Phrase, folded, take, words_of

_NONCE: Final = frozenset({(4,), (2, 2), (1, 1, 1, 1)})
"""How people space four digits."""
_MARKED: Final = re.compile(r"[0-9]\s*[^\w\s]\s*[0-9]")
"""Digits with a mark between them, as in a date."""
_LETTER_FIRST: Final = re.compile(r"\W*([a-z])\s*[).:,-]")
_NUMERIC_DAY: Final = re.compile(r"\W*([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})(?:\s?[/.-]\s?([0-9]{4}))?\W*")
_POSTAL: Final = frozenset({3, 5})
"""Digits of a postal code that are typed: its area, or all of it."""
_DAY_WORDS: Final = 4
"""More words than these are a sentence: "may I come at 3" is no third of May."""


def nonce(body: str, words: TypedWords) -> str | None:
    """Return the four digits of an answer, alone or beside a wish: "5530", "ok 5530", "55 30", "give up 5530".

    They never begin with 0. "not 5530" answers nothing, and neither does a year in a sentence or "12/04".
    """
    _, rest = take(_bare(body, words), words.wishes)
    said = [word for word in rest if word]
    if (
        _MARKED.search(folded(body))
        or not all(word.isdecimal() for word in said)
        or tuple(map(len, said)) not in _NONCE
    ):
        return None
    digits = "".join(said)
    return None if digits.startswith("0") else digits


def letter(body: str, words: TypedWords) -> str | None:
    """Return the one letter A to Z that a text is, or begins with: "b", "B)", "b please", "B: passport renewal"."""
    bare = _bare(body, words)
    if len(bare) == 1 and re.fullmatch("[a-z]", bare[0]):
        return bare[0].upper()
    first = _LETTER_FIRST.match(folded(body))
    return first[1].upper() if first else None


def chosen(body: str, names: Sequence[Collection[str]], words: TypedWords) -> int | None:
    """Return which of the choices a text names by a word that no other choice has, counted from 0.

    `names`: the writings of each choice. A bare digit names none: it opens something wherever it is sent.
    """
    bare = _bare(body, words)
    if len(bare) == 1 and bare[0].isdecimal() and len(bare[0]) == 1:
        return None
    said, refused = set(bare), take(bare, words.refusals)[0]
    own = [{word for name in each for word in words_of(name)} for each in names]
    found = [nth for nth, mine in enumerate(own) if said & mine - _others(own, nth)]
    return found[0] if len(found) == 1 and not refused else None


def _others(own: Sequence[set[str]], nth: int) -> set[str]:
    return set().union(*own[:nth], *own[nth + 1 :])


def count(body: str, numbers: Mapping[Phrase, str], words: TypedWords) -> int | None:
    """Return the one number a text says in words or beside words: "two", "2 people", "we are two".

    "One person" counts; "talk to one person", which says twice that it asks for one, does not.
    """
    bare = _bare(body, words)
    found, _ = take(bare, numbers)
    refused, _ = take(bare, words.refusals)
    wishes, _ = take(bare, words.wishes)
    if len(found) != 1 or refused or len(wishes) > 1 or bare == [found[0]]:
        return None
    return int(found[0])


def says(body: str, phrases: Collection[str], words: TypedWords) -> bool:
    """Tell whether the whole text is one of these phrases, but for asides; asides alone say nothing."""
    bare = _bare(body, words)
    return bool(bare) and bare in [_bare(phrase, words) for phrase in phrases]


def day(body: str, words: TypedWords, today: date) -> date | None:
    """Return the day that a text names, the next one where it has no year: "Dec 3", "12/3", "3 December 2026".

    Numbers are month, then day, as they are asked for.
    """
    numeric = _NUMERIC_DAY.fullmatch(folded(body))
    if numeric is not None:
        return _next(int(numeric[1]), int(numeric[2]), numeric[3], today)
    said = _bare(body, words)
    months = [words.months[word] for word in said if word in words.months]
    numbers = [word for word in said if word.isdecimal()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or len(said) > _DAY_WORDS or len(numbers[0]) > 2:
        return None
    year = numbers[1] if len(numbers) == 2 else None
    return None if year is not None and len(year) != 4 else _next(months[0], int(numbers[0]), year, today)


def _next(month: int, number: int, year: str | None, today: date) -> date | None:
    for each in (today.year, today.year + 1) if year is None else (int(year),):
        try:
            found = date(each, month, number)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    return None


def postal(body: str, words: TypedWords) -> str | None:
    """Return the first three digits, or all five, of a postal code that stands alone."""
    bare = _bare(body, words)
    return bare[0] if len(bare) == 1 and bare[0].isdecimal() and len(bare[0]) in _POSTAL else None


def _bare(body: str, words: TypedWords) -> list[str]:
    return [word for word in words_of(body) if word not in words.asides]
