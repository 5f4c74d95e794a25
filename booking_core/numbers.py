"""The number check: what a caller ID, a text's sender or keyed digits name, offline and in microseconds.

A valid number is a writing of the numbering plan, nothing more: it is not proof of a person, nor that anybody answers.
"""

import functools
import re
import unicodedata
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import phonenumbers
from phonenumbers import timezone

from booking_core import numbering_plan
from booking_core.numbering_plan import LineKind, Reason

__all__ = ["LineKind", "Number", "Reason", "Refused", "check", "warm"]

NOWHERE: Final = 20
"""A prefix of so many zones says nothing: that of North America as a whole has 42, Russia's mobiles have 16."""

LONGEST: Final = 255
"""Characters. The longest true input is a SIP address; whatever is longer is not looked at."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone line that may book, in its one canonical writing. Its digits never show in logs or tracebacks."""

    e164: str = field(repr=False)
    """`+`, country code and national number (ITU-T E.164): the key of the line, and what is dialled."""
    region: str
    """ISO 3166-1 alpha-2. Territories are regions of their own: Puerto Rico is PR, not US."""
    kind: LineKind

    @property
    def last_two(self) -> str:
        """The two digits by which a caller is reminded which telephone it is."""
        return self.e164[-2:]

    @property
    def zones(self) -> tuple[str, ...]:
        """The IANA zones in which the plan says that this number is; () where it does not tell.

        People take their numbers with them, so it is a guess, and what follows from it must only be kindness. Looked up
        when it is asked for, 10 microseconds: most numbers that are checked are known already.
        """
        found = timezone.time_zones_for_number(phonenumbers.parse(self.e164))
        known = tuple(zone for zone in found if zone != timezone.UNKNOWN_TIMEZONE and _has_clock(zone))
        return known if len(known) < NOWHERE else ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that cannot book, or none at all."""

    reason: Reason


# Twilio's page on voice webhooks names two of these words, and says that there are others.
_WITHHELD_WORD: Final = re.compile(r"anonymous|restricted|unavailable|unknown|private|blocked|withheld", re.IGNORECASE)

# The same words spelled on a keypad (ITU-T E.161), as carriers send them, with a + or without.
_WITHHELD_KEYS: Final = frozenset(
    {
        "266696687",  # ANONYMOUS
        "7378742833",  # RESTRICTED: to the plan a telephone in Austin, Texas, whose own caller ID has +1 before it
        "7378742883",  # RESTRICTED, as some switches misspell it
        "86282452253",  # UNAVAILABLE
        "2562533",  # BLOCKED
        "8656696",  # UNKNOWN
    }
)

_OTHER_NETWORK: Final = re.compile(r"(?!tel:)[a-z][a-z0-9+.-]*:|[^@]*@", re.IGNORECASE)
_TEL: Final = re.compile(r"tel: *", re.IGNORECASE)
# RFC 3966: the parameters of a global number do not change which line it is, and no extension does.
_PARAMETERS: Final = re.compile(r"(?<=\d);.*")
_EXTENSION: Final = re.compile(r"(?<=\d)[ ,.)]*(?:;ext=|,|#|x|ext(?:n|ension)?)[ .:]*\d{1,9}$", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"[ ().\[\]/-]")
_KEYS: Final = re.compile(r"\+?\d[\dA-Za-z]*")
_LETTERS: Final = re.compile(r"[A-Za-z]")
_INTERNATIONAL_PREFIX: Final = re.compile(r"^\+?(?:00|011)(?=[1-9])")

# Unicode general categories: invisible marks of format, spaces, dashes.
_BY_CATEGORY: Final = {"Cf": "", "Zs": " ", "Pd": "-"}


def check(raw: str, regions: frozenset[str], home: str = "US") -> Number | Refused:
    """Return the line that `raw` names, if it may book, else the reason; never raises, whatever the text.

    `regions` are the ISO 3166-1 regions served. A region is not a country code: Jamaica and Puerto Rico dial +1 and are
    served only where they are named. `home` is the region in which a number without country code is read.
    """
    if len(raw) > LONGEST:
        return Refused(Reason.NOT_A_NUMBER)
    text = _plain(raw)
    # Before anything is parsed: one of the withheld forms is a valid number.
    if not text or text.removeprefix("+") in _WITHHELD_KEYS or _WITHHELD_WORD.search(text):
        return Refused(Reason.WITHHELD)
    if _OTHER_NETWORK.match(text):
        return Refused(Reason.NOT_A_TELEPHONE)
    return _judge(text, regions, home)


def _has_clock(zone: str) -> bool:
    """Whether this machine knows the zone: the plan's names may be newer than its own."""
    try:
        zoneinfo.ZoneInfo(zone)
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


@functools.cache
def warm(regions: frozenset[str], home: str = "US") -> None:
    """Load at boot what `check` needs for `regions` and `home`; a second time there is nothing to do.

    The first check of a country costs as much as some 100 later ones: no caller should wait for that. The patterns are
    kept for good, since the `re` module forgets the oldest after 512 and calls from many countries could slow the rest.
    """
    phonenumbers.enable_pattern_cache()
    for dialled, from_region in numbering_plan.examples(regions | {home}):
        found = check(dialled, regions, from_region)
        if isinstance(found, Number):
            _ = found.zones


def _judge(text: str, regions: frozenset[str], home: str) -> Number | Refused:
    found = _first_found(text, home)
    if isinstance(found, Reason):
        return Refused(found)
    kind = numbering_plan.kind_of(found)
    if isinstance(kind, Reason):
        return Refused(kind)
    region = phonenumbers.region_code_for_number(found)
    if region is None or region not in regions:
        return Refused(Reason.REGION)
    return Number(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164), region, kind)


def _first_found(text: str, home: str) -> phonenumbers.PhoneNumber | Reason:
    found: phonenumbers.PhoneNumber | Reason = Reason.NOT_A_NUMBER
    for keys in _readings(text):
        found = numbering_plan.find(keys, home)
        if not isinstance(found, Reason):
            break
    return found


def _readings(text: str) -> Iterator[str]:
    """Yield the keys that `text` may stand for: as written first, then with well-meant prefixes put right."""
    subscriber = _subscriber(text)
    keys = _keys(subscriber)
    if keys is None:
        return
    yield keys
    # "+34 (0)91 …": a trunk 0 for use at home. First read as written, since to Italy the 0 is part of the number.
    without_trunk = _keys(subscriber.replace("(0)", ""))
    if without_trunk is not None and without_trunk != keys:
        yield without_trunk
    # Dialled as if from Europe or North America, wherever home is. First read as written, since 0114 is also Sheffield.
    if _INTERNATIONAL_PREFIX.match(keys):
        yield _INTERNATIONAL_PREFIX.sub("+", keys)


def _subscriber(text: str) -> str:
    """Cut off what surrounds the number of a line: `tel:`, an extension, parameters, the # that ends an entry."""
    text = _EXTENSION.sub("", _TEL.sub("", text, count=1).rstrip("# "))
    return _PARAMETERS.sub("", text) if text.startswith("+") else text


def _keys(subscriber: str) -> str | None:
    """Return the keys to press, words such as FLOWERS spelled on the keypad; None where something is no key."""
    keys = _PUNCTUATION.sub("", subscriber)
    if not _KEYS.fullmatch(keys):
        return None
    letters = len(_LETTERS.findall(keys))
    if letters == 0:
        return keys
    # One or two letters are slips, such as an O for a zero: spelled on the keypad they would name another line.
    return phonenumbers.convert_alpha_characters_in_number(keys) if letters > 2 else None


def _plain(raw: str) -> str:
    return "".join(map(_plain_character, raw)).strip()


def _plain_character(character: str) -> str:
    """Return what the character is on a telephone: digits of any script as 0 to 9, marks of format as nothing.

    Compatibility folding (NFKC) would do more than that, and turn a footnote's ² into a digit.
    """
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if "！" <= character <= "～":  # the full-width copy of ASCII
        return chr(ord(character) - 0xFEE0)
    return _BY_CATEGORY.get(unicodedata.category(character), character)
