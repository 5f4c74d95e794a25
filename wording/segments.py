"""What a text message costs: the GSM-7 alphabet, and how many segments a text takes (3GPP TS 23.038, 23.040)."""

import unicodedata
from typing import Final, Literal

# 3GPP TS 23.038, 6.2.1: the default alphabet, without the escape itself.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# The extension table: each of these is an escape and a letter.
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")

# 140 octets, and as many without the 6 octets that number the parts of a long message (TS 23.040, 9.2.3.24.1).
_ALONE: Final = {"GSM-7": 160, "UCS-2": 70}
_PART: Final = {"GSM-7": 153, "UCS-2": 67}

_SPACES: Final = dict.fromkeys(
    [0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " "
)
_FOLDED: Final = _SPACES | {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−•"), "-"),
    **dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF], ""),  # marks for line breaking that nobody sees
    ord("…"): "...",
}


def spaces(text: str) -> str:
    """Return the text with plain spaces for all others. CLDR joins times with U+202F: it costs a text half its room."""
    return text.translate(_SPACES)


def plain(text: str) -> str:
    """Return the text with typographic quotes, dashes, ellipses and spaces as GSM-7 has them; letters stay."""
    return text.translate(_FOLDED)


def unaccented(text: str) -> str:
    """Return the text with each letter outside GSM-7 as the one without its accent, where GSM-7 has that.

    Spanish keeps é, ñ, ü, ¿ and ¡, which are in it, and is texted with a, i, o and u for á, í, ó and ú.
    """
    return "".join(map(_in_gsm, unicodedata.normalize("NFC", text)))


def encoding(text: str) -> Literal["GSM-7", "UCS-2"]:
    """Return the encoding the text is sent in: one character outside GSM-7 turns the whole text to UCS-2."""
    return "GSM-7" if all(letter in _BASIC or letter in _EXTENDED for letter in text) else "UCS-2"


def segments(text: str) -> int:
    """Return how many segments the text is billed and sent as: 160 or 70 units alone, 153 or 67 in each of several."""
    code = encoding(text)
    units = [_units(letter, code) for letter in text]
    if sum(units) <= _ALONE[code]:
        return 1
    parts, room = 1, _PART[code]
    for size in units:
        if size > room:  # an escape and its letter, or the halves of a surrogate pair, stay in one segment
            parts, room = parts + 1, _PART[code]
        room -= size
    return parts


def _in_gsm(letter: str) -> str:
    if letter in _BASIC:
        return letter
    bare = unicodedata.normalize("NFD", letter)[:1]
    return bare if bare in _BASIC else letter


def _units(letter: str, code: str) -> int:
    """Septets in GSM-7, 16-bit units in UCS-2."""
    if code == "GSM-7":
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1
