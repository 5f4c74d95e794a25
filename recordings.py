"""Recordings of phrases: audio files in a folder, which are played where a voice would speak.

`<language>/<phrase>.mp3`, as `en/goodbye.mp3`. Only a phrase without arguments can have one: the others are never the
same twice. What is missing is spoken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from wording.catalogue import Catalogue
from wording.fields import Field, parsed

TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".mp3": "audio/mpeg",
        ".wav": "audio/wav",
        ".aif": "audio/aiff",
        ".aiff": "audio/aiff",
        ".gsm": "audio/gsm",
        ".ulaw": "audio/ulaw",
    }
)
"""Suffix → type of what the provider plays (Twilio docs, "TwiML Voice: Play")."""

KEPT_S = 60
"""How long a process believes what it has read of the folder."""


@dataclass(slots=True)
class Shelf:
    """What a folder holds: recordings by language and phrase, and files that are never played, with the reason."""

    played: dict[tuple[str, str], Path] = field(default_factory=dict)
    unplayed: dict[str, str] = field(default_factory=dict)


def recordable(catalogue: Catalogue) -> list[str]:
    """The phrases without arguments, in the catalogue's order."""
    return [key for key, text in catalogue.phrases.items() if not any(isinstance(part, Field) for part in parsed(text))]


def look(folder: Path, catalogues: Mapping[str, Catalogue]) -> Shelf:
    """What is in the folder now; one that is not there is empty. Raises OSError for one that cannot be read."""
    shelf = Shelf()
    plain = {language: frozenset(recordable(catalogue)) for language, catalogue in catalogues.items()}
    for file in sorted(folder.glob("*/*")):
        language, key = file.parent.name, file.stem
        fault = _fault(file, catalogues[language], plain[language]) if language in plain else "no such language"
        if fault is None and (language, key) in shelf.played:
            fault = "this phrase has another file"
        if fault is None:
            shelf.played[language, key] = file
        else:
            shelf.unplayed[f"{language}/{file.name}"] = fault
    return shelf


def _fault(file: Path, catalogue: Catalogue, plain: frozenset[str]) -> str | None:
    """Why a file is never played, whose phrase should be one of `plain`."""
    if file.suffix.lower() not in TYPES:
        return f"not one of {' '.join(TYPES)}"
    if file.stem not in catalogue.phrases:
        return "no such phrase"
    if file.stem not in plain:
        return "the phrase has arguments and is always spoken"
    return None if file.is_file() and file.stat().st_size else "empty"


class Recordings:
    """The recordings of a running line: which there are, and where they are played from."""

    def __init__(self, folder: Path, catalogues: Mapping[str, Catalogue], public_url: str) -> None:
        """Read the folder for the first time. `public_url`: where the provider finds this line."""
        self._folder, self._catalogues, self._public_url = folder, catalogues, public_url
        self._reading = threading.Lock()
        self._read()

    def address(self, language: str, key: str) -> str | None:
        """Where a phrase is played from, absolute; None: it is spoken."""
        return f"{self._public_url}/audio/{language}/{key}" if self.file(language, key) else None

    def file(self, language: str, key: str) -> tuple[Path, str] | None:
        """The recording of a phrase and its type; only what was found in the folder, whatever is asked for."""
        if time.monotonic() - self._read_at > KEPT_S and self._reading.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._reading.release()
        file = self._known.get((language, key))
        return None if file is None else (file, TYPES[file.suffix.lower()])

    def _read(self) -> None:
        self._read_at = time.monotonic()
        try:
            self._known = look(self._folder, self._catalogues).played
        except OSError:  # a folder that cannot be read costs the recordings, not the call
            self._known = {}
