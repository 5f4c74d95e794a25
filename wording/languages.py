"""The languages of the line. A new one is a catalogue and a row here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from wording import en, speech, typed
from wording.catalogue import Catalogue

CATALOGUES: Final[dict[str, Catalogue]] = {"en": en.ENGLISH}

_CHOICES: Final[dict[str, dict[str, dict[str, tuple[str, ...]]]]] = {"en": en.CHOICES}


def choices(language: str, menu: str) -> dict[str, tuple[str, ...]]:
    """Key → the words callers use for it, in a menu of the dialogue."""
    return _CHOICES[language][menu]


def understood(
    language: str, utterance: str, offered: Mapping[str, tuple[str, ...]], confidence: float | None
) -> str | None:
    """The key that an utterance means in a menu, or None."""
    return speech.understood(utterance, offered, confidence, CATALOGUES[language].heard)


def guess(body: str, languages: Sequence[str]) -> str | None:
    """The one of these languages that a text is plainly in: its words are a wish in that one only. None: not plain."""
    asked = [language for language in languages if typed.wish(body, CATALOGUES[language].typed) is not None]
    return asked[0] if len(asked) == 1 else None
