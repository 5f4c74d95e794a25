"""The attributes of one TwiML element, each read once and strictly."""

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

from exchange.refusals import Refusal


class Attributes:
    """Reads the attributes of `element`; a name outside `known` is refused with 12200 (names are case-sensitive)."""

    def __init__(self, element: Element, known: Collection[str]) -> None:
        self._element = element
        unknown = sorted(set(element.keys()) - set(known))
        if unknown:
            raise Refusal(12200, f"<{element.tag}> has no attribute {unknown[0]!r}")

    def text(self, name: str) -> str | None:
        """Return the raw value, or None where the attribute is absent."""
        return self._element.get(name)

    def whole(self, name: str, code: int, *, least: int) -> int | None:
        """Return a whole number of at least `least`, None where absent; anything else is refused with `code`."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and int(value) >= least):
            raise self._refusal(name, code)
        return int(value)

    def choice(self, name: str, code: int, choices: Collection[str]) -> str | None:
        """Return one of `choices`, None where absent; anything else is refused with `code`."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise self._refusal(name, code)
        return value

    def flag(self, name: str, code: int) -> bool:
        """Return a truth value, false where absent; anything but `true` and `false` is refused with `code`."""
        return self.choice(name, code, ("true", "false")) == "true"

    def matching(self, name: str, pattern: re.Pattern[str], code: int) -> str | None:
        """Return a value that matches `pattern` wholly, None where absent; else it is refused with `code`."""
        value = self.text(name)
        if value is not None and not pattern.fullmatch(value):
            raise self._refusal(name, code)
        return value

    def loops(self, code: int) -> int:
        """Return how often a prompt is repeated: 0 means the provider's most, 1000."""
        loop = self.whole("loop", code, least=0)
        return 1000 if loop == 0 else loop or 1

    def _refusal(self, name: str, code: int) -> Refusal:
        return Refusal(code, f"<{self._element.tag}> has an invalid value of {name}")
