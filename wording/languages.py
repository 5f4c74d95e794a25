"""The languages of the line. A new one is a catalogue and a row here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from wording import en, es, speech, typed
from wording.catalogue import Catalogue

CATALOGUES: Final[dict[str, Catalogue]] = {"en": en.ENGLISH, "es": es.SPANISH}


def choices(language: str, menu: str) -> Mapping[str, tuple[str, ...]]:
    """Key → the words callers use for it, in a menu of the dialogue."""
    return CATALOGUES[language].choices[menu]


def understood(
    language: str, utterance: str, offered: Mapping[str, tuple[str, ...]], confidence: float | None
) -> str | None:
    """The key that an utterance means in a menu, or None."""
    return speech.understood(utterance, offered, confidence, CATALOGUES[language].heard)


def guess(body: str, languages: Sequence[str]) -> str | None:
    """The language a text is in where that is plain: it asks for something in one of these and in no other.

    A bare digit, a code and a date in figures are the same in all of them, and tell nothing.
    """
    checks = [language for language in languages if typed.to_check(body, CATALOGUES[language].typed) is not None]
    asking = checks or [language for language in languages if typed.wish(body, CATALOGUES[language].typed) is not None]
    return asking[0] if len(asking) == 1 else None
