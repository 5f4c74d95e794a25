"""What people say and type, cut into words, and the phrases that are found among them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

Phrase = tuple[str, ...]
Meaning = TypeVar("Meaning")

_APOSTROPHES: Final = re.compile("['’‘ʼ`´]")
_WORD: Final = re.compile(r"[0-9]+|[^\W\d_]+")
# Marks that people do not see or do not care to type: accents, variation selectors and keycaps, joiners.
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})


def folded(text: str) -> str:
    """Return the text without accents, capitals, keycaps and invisible marks, its decimal digits as 0–9.

    Any text will do, broken surrogates included. An emoji `4️⃣` is a 4; so are full-width and Arabic-Indic fours.
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_plain(letter) for letter in letters if unicodedata.category(letter) not in _UNSEEN)


def words_of(text: str) -> list[str]:
    """Return the words and the whole numbers of the text, folded; `1st` is two, `don't` is one."""
    return _WORD.findall(_APOSTROPHES.sub("", folded(text)))


def table(meanings: Mapping[str, Meaning]) -> dict[Phrase, Meaning]:
    """Return the same with the phrases folded as the texts will be that they are sought in."""
    return {tuple(words_of(phrase)): meaning for phrase, meaning in meanings.items()}


def take(words: Sequence[str], phrases: Mapping[Phrase, Meaning]) -> tuple[list[Meaning], list[str]]:
    """Return the meanings of the phrases found, the longest first at each place, and the words left over.

    An empty word stands where a phrase was, so that words that it kept apart do not meet.
    """
    longest = max(map(len, phrases), default=0)
    found: list[Meaning] = []
    left: list[str] = []
    at = 0
    while at < len(words):
        spans = (tuple(words[at : at + length]) for length in range(longest, 0, -1))
        phrase = next((span for span in spans if span in phrases), None)
        if phrase is None:
            left.append(words[at])
            at += 1
        else:
            found.append(phrases[phrase])
            left.append("")
            at += len(phrase)
    return found, left


def _plain(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
