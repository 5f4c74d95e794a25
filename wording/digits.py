"""Digits for the ear and for a text: codes, references, endings and telephone numbers.

Spoken digits stand apart, so that a voice says "four eight" and not "forty-eight"; a comma is a short rest.
"""

import re
from typing import Final

_NOT_DIGITS: Final = re.compile(r"\D", re.ASCII)
_NORTH_AMERICA: Final = re.compile(r"\+1(\d{10})", re.ASCII)


def spaced(digits: str) -> str:
    """Return the digits one by one, by ear: `34` as "3 4"."""
    return " ".join(_digits(digits))


def fours_spoken(digits: str) -> str:
    """Return the digits in fours, by ear: `48217730` as "4 8 2 1, 7 7 3 0"."""
    return ", ".join(map(spaced, _fours(digits)))


def fours_written(digits: str) -> str:
    """Return the digits in fours, in a text: `48217730` as "4821 7730"."""
    return " ".join(_fours(digits))


def telephone_spoken(number: str, plus: str) -> str:
    """Return a telephone number by ear, "4 1 5, 5 5 5, 0 1 0 0"; `plus` is the word that stands before a country code.

    North American numbers are said as their own callers dial them, in national form; others in E.164 with threes.
    """
    national = _national(number)
    groups = ", ".join(map(spaced, _threes(_digits(national))))
    return f"{plus} {groups}" if national.startswith("+") else groups


def telephone_written(number: str) -> str:
    """Return a telephone number for a text: 415-555-0100 for ten national digits, else as it is dialled, unbroken."""
    national = _national(number)
    digits = _digits(national)
    if national.startswith("+"):
        return f"+{digits}"
    return "-".join(_threes(digits)) if len(digits) == 10 else digits


def _digits(text: str) -> str:
    """The ASCII digits of the text. No digit at all is a fault of whoever asked."""
    digits = _NOT_DIGITS.sub("", text)
    if not digits:
        raise ValueError("no digits to say")
    return digits


def _national(number: str) -> str:
    north_american = _NORTH_AMERICA.fullmatch(number)
    return north_american[1] if north_american else number


def _fours(text: str) -> list[str]:
    digits = _digits(text)
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def _threes(digits: str) -> list[str]:
    """Groups of three, the last of two to four: a single digit at the end would be missed by ear."""
    groups = []
    while len(digits) > 4:
        groups.append(digits[:3])
        digits = digits[3:]
    return [*groups, digits]
