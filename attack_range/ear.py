"""What a person makes of the words of the line: which phrase of the English catalogue was said, and its key."""

from __future__ import annotations

import functools
import re

from wording import fields
from wording.en import ENGLISH
from wording.fields import Field
from wording.segments import spaces


def means(phrase: str, words: str) -> bool:
    """Whether these words are the phrase with this key of the catalogue. Raises KeyError for an unknown phrase."""
    return _pattern(phrase).fullmatch(words) is not None


def key_in(phrase: str, words: str) -> str | None:
    """The key that these words tell one to press, if they are the phrase and it names one."""
    said = _pattern(phrase).fullmatch(words)
    return None if said is None else said.groupdict().get("key")


@functools.cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """The words of a phrase, whatever stands in its fields."""
    parts = [_part(part) for part in fields.parsed(spaces(ENGLISH.phrases[phrase]))]
    return re.compile("".join(parts))


def _part(part: str | Field) -> str:
    if isinstance(part, str):
        return re.escape(part)
    return r"(?P<key>\d+)" if part.name == "key" else ".+?"
