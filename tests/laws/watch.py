"""Listening where nothing personal may come out, and finding a secret however it is written."""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field

_INSTANT = re.compile(r"(\d{2}:\d{2}:\d{2})\.\d+")
"""Fractions of a second are six chance digits, as codes are."""


_BETWEEN = str.maketrans("", "", " .,()/-")
"""What may stand between the digits of a number."""


def stands_in(secret: str, text: str) -> bool:
    """Is this secret in the text: raw, spaced or punctuated, in hex, in base64?"""
    digits = secret.removeprefix("+1")
    encoded = [base64.b64encode(b"\0" * shift + digits.encode()).decode() for shift in range(3)]
    middles = [whole[4 if shift else 0 : len(digits + "\0" * shift) // 3 * 4] for shift, whole in enumerate(encoded)]
    # Four characters of base64 stand anywhere by chance, and a seal is full of other numbers.
    telling = [middle for middle in middles if len(middle) >= 8]
    if digits.encode().hex() in text.lower() or any(middle in text for middle in telling):
        return True
    if digits.translate(_BETWEEN) not in text.translate(_BETWEEN):
        return False
    raw = r"[ .,()/-]*".join(re.escape(character) for character in digits)
    # Ten digits do not stand in an id by chance, and the country's own digit stands right before them.
    before = "" if secret.startswith("+") else "(?<![0-9A-Fa-f])"
    return re.search(rf"{before}{raw}(?![0-9A-Fa-f])", text) is not None


@dataclass
class Watch:
    """What came out where nothing personal may come out."""

    records: list[str] = field(default_factory=list)
    printed: io.StringIO = field(default_factory=io.StringIO)
    secrets: set[str] = field(default_factory=set)

    def finds(self, places: dict[str, str]) -> set[tuple[str, str]]:
        """(place, secret) wherever a secret stands in one of these texts."""
        told = {place: _INSTANT.sub(r"\1", text) for place, text in places.items()}
        return {(place, secret) for place, text in told.items() for secret in self.secrets if stands_in(secret, text)}


@contextmanager
def watching(*secrets: str) -> Iterator[Watch]:
    """Every logger at its most talkative, and both streams."""
    watch = Watch(secrets=set(secrets))

    class Everything(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            watch.records.append(logging.Formatter("%(name)s %(message)s").format(record) + repr(record.args))

    root, handler = logging.getLogger(), Everything()
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] not in ("faker", "asyncio")]
    before = {name: logging.getLogger(name).level for name in names}
    root_level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        with redirect_stdout(watch.printed), redirect_stderr(watch.printed):
            yield watch
    finally:
        root.removeHandler(handler)
        root.setLevel(root_level)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
