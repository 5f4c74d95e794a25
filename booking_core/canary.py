"""A canary: something personal that is sought wherever it might have been left, however it is written there.

A telephone number (E.164), a birth date (eight digits: month, day, year), a reference, a code, or any other word of six
characters or more. It is found raw, with anything usual between its digits, and in hex, base64 and URL encoding.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime

SHORTEST = 6
"""Characters. What is shorter stands everywhere by chance."""

_BETWEEN = r"[ .,()/_\x00-]{0,3}"
_JOINS = r"(?:%|\\{1,2}x|[ :])?"
"""Between the bytes of something written in hex."""

_LONG = 9
"""Digits that are found within other digits too: so many do not stand there by chance."""


class Canary:
    """One thing that is sought."""

    def __init__(self, secret: str) -> None:
        """Raises ValueError for what is too short to be told from chance."""
        if len(secret) < SHORTEST:
            raise ValueError(f"a canary has {SHORTEST} characters or more")
        self.secret = secret
        self.is_number = secret.startswith("+")
        written = [form for word in _written(secret) for form in _forms(word)]
        self._found = re.compile("|".join(written).encode(), re.IGNORECASE)

    def is_in(self, there: bytes) -> bool:
        """Does it stand there, in any writing?"""
        return self._found.search(there) is not None


def _written(secret: str) -> list[str]:
    """The words that stand for it: a number without its `+` or its country's digit, a date as dates are written."""
    if secret.startswith("+1"):
        return [secret.removeprefix("+1")]
    if not secret.isdigit() or len(secret) != 8:
        return [secret.removeprefix("+")]
    try:
        born = datetime.strptime(secret, "%m%d%Y")
    except ValueError:
        return [secret]
    return [secret, f"{born:%Y%m%d}", f"{born:%B} {born.day}, {born.year}", f"{born.month}/{born.day}/{born.year}"]


def _forms(word: str) -> list[str]:
    plain = _BETWEEN.join(re.escape(character) for character in word)
    if len(word) < _LONG and word.isdigit():
        plain = rf"(?<![0-9A-Fa-f]){plain}(?![0-9A-Fa-f])"
    return [plain, _JOINS.join(f"{byte:02x}" for byte in word.encode()), *_base64(word.encode())]


def _base64(word: bytes) -> list[str]:
    """Its base64 at each of the three places it can begin at, without the characters that its neighbours share."""
    whole = [base64.b64encode(b"\0" * shift + word).decode() for shift in range(3)]
    inner = [text[4 if shift else 0 : (len(word) + shift) // 3 * 4] for shift, text in enumerate(whole)]
    return [re.escape(text) for text in inner if len(text) >= 8]
