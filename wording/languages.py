"""The languages of the line. A new one is a catalogue and a row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wording import en, speech
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
