"""What the numbering plans say about a dialled number: which line it reaches, in one writing, and of what kind that is.

The plans are the metadata of libphonenumber (ITU-T E.164 and the national plans below it). Only its core is used:
the geocoder costs a process more than 100 MB, and a place or carrier guessed from digits decides nothing here.
"""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult, shortnumberinfo


class Reason(enum.StrEnum):
    """Why a number cannot book. What a person hears about it is written elsewhere."""

    WITHHELD = enum.auto()
    """The caller, or a carrier on the way, keeps the number back."""
    NOT_A_NUMBER = enum.auto()
    """No digits to dial, or something besides them."""
    NOT_A_TELEPHONE = enum.auto()
    """An address of another network: `sip:`, `client:`, `whatsapp:`, mail."""
    TOO_SHORT = enum.auto()
    """Digits are missing; the area code too, where only the local part was given."""
    TOO_LONG = enum.auto()
    """More digits than any number of that country has."""
    INVALID = enum.auto()
    """Long enough, but in no numbering plan."""
    REGION = enum.auto()
    """A telephone of a region that this institution does not serve."""
    SHORT_CODE = enum.auto()
    """A code of a network or an emergency service, such as 911, or a sender of bulk texts."""
    PREMIUM = enum.auto()
    SHARED_COST = enum.auto()
    TOLL_FREE = enum.auto()
    """Paid by whoever is called. Switchboards show such numbers, anybody can rent hundreds, no person's line is one."""
    SATELLITE = enum.auto()
    """Satellite and other networks of no country (ITU-T E.164.1, shared codes 870 and 881 to 883)."""
    PAGER = enum.auto()
    UNIVERSAL = enum.auto()
    """Universal access number: one number for all branches of a company."""
    VOICEMAIL = enum.auto()
    PERSONAL = enum.auto()
    """Forwarded to wherever its owner says, at the caller's cost (ITU-T E.168)."""
    KEYED_OFTEN = enum.auto()
    """No fault of the number: one call has keyed in as many as it may."""


class LineKind(enum.StrEnum):
    """What the plan says that a number is. It was true when the number was given out: people take numbers with them."""

    MOBILE = enum.auto()
    FIXED = enum.auto()
    FIXED_OR_MOBILE = enum.auto()
    """One range for both, as in North America."""
    VOIP = enum.auto()
    UNKNOWN = enum.auto()
    """For numbers that no plan describes; `check` refuses those, so it never answers this."""


@dataclass(frozen=True, slots=True)
class _Alias:
    """Two writings of one line: a national number `written` under `code` is `canonical` under `canonical_code`."""

    code: int
    written: re.Pattern[str]
    canonical_code: int
    canonical: str


# Whoever answers one telephone under two numbers would hold two bookings, so every line has one writing here.
_ALIASES: Final = (
    # Mexico dials ten digits since 2019-08-03 (IFT); the mobile 1 and the prefixes 01, 044 and 045 live on in address
    # books and caller IDs.
    _Alias(52, re.compile(r"(?:01|04[45]|1)(\d{10})"), 52, r"\1"),
    # Argentina: from abroad a mobile is called with a 9, and shows itself with or without it. Mobile and fixed lines
    # share the ranges but never a number, so the 9 can be set on all; without it calls to mobiles do not pass.
    _Alias(54, re.compile(r"([1-8]\d{9})"), 54, r"9\1"),
    # Brazil put a 9 before its mobiles of eight digits, area by area, from 2012 to 2016 (Anatel). Fixed lines start
    # with 2 to 5, and the trunked radio of 7 kept its eight digits.
    _Alias(55, re.compile(r"(\d\d)([689]\d{7})"), 55, r"\g<1>9\2"),
    # San Marino's fixed lines are an area of the Italian plan too.
    _Alias(39, re.compile(r"(0549\d{6})"), 378, r"\1"),
    # Northern Ireland is dialled as area 048 from the Republic.
    _Alias(353, re.compile(r"48(\d{8})"), 44, r"28\1"),
    # Palestinian mobiles are in both plans and answer under both codes.
    _Alias(972, re.compile(r"(5[69]\d{7})"), 970, r"\1"),
)

_KINDS: Final[dict[int, LineKind | Reason]] = {
    PhoneNumberType.MOBILE: LineKind.MOBILE,
    PhoneNumberType.FIXED_LINE: LineKind.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: LineKind.FIXED_OR_MOBILE,
    PhoneNumberType.VOIP: LineKind.VOIP,
    PhoneNumberType.PREMIUM_RATE: Reason.PREMIUM,
    PhoneNumberType.SHARED_COST: Reason.SHARED_COST,
    PhoneNumberType.TOLL_FREE: Reason.TOLL_FREE,
    PhoneNumberType.PAGER: Reason.PAGER,
    PhoneNumberType.UAN: Reason.UNIVERSAL,
    PhoneNumberType.VOICEMAIL: Reason.VOICEMAIL,
    PhoneNumberType.PERSONAL_NUMBER: Reason.PERSONAL,
}

# The metadata calls these MOBILE or VOIP, yet a minute to them costs dollars: the destinations of toll fraud.
_CODES_OF_NO_COUNTRY: Final = {
    870: Reason.SATELLITE,
    878: Reason.PERSONAL,
    881: Reason.SATELLITE,
    882: Reason.SATELLITE,
    883: Reason.SATELLITE,
}

_LENGTHS: Final = {
    ValidationResult.TOO_SHORT: Reason.TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Reason.TOO_SHORT,
    ValidationResult.TOO_LONG: Reason.TOO_LONG,
}

_UNREADABLE: Final = {
    NumberParseException.NOT_A_NUMBER: Reason.TOO_SHORT,  # digits there are, but fewer than two
    NumberParseException.TOO_SHORT_AFTER_IDD: Reason.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: Reason.TOO_SHORT,
    NumberParseException.TOO_LONG: Reason.TOO_LONG,
}


def find(dialled: str, home: str) -> PhoneNumber | Reason:
    """Return the line that `dialled` (digits, perhaps a `+` before them) reaches from `home`, in its canonical writing.

    `home` is an ISO 3166 region: its trunk and international prefixes are understood.
    """
    try:
        number = _canonical(phonenumbers.parse(dialled, home))
    except NumberParseException as unreadable:
        return _UNREADABLE.get(unreadable.error_type, Reason.INVALID)
    if _is_in_plan(number):
        return number
    if shortnumberinfo.is_valid_short_number_for_region(number, home):
        return Reason.SHORT_CODE
    return _LENGTHS.get(phonenumbers.is_possible_number_with_reason(number), Reason.INVALID)


def kind_of(number: PhoneNumber) -> LineKind | Reason:
    """Return the kind of a number that is in its plan, or why numbers of that kind never book."""
    if number.country_code in _CODES_OF_NO_COUNTRY:
        return _CODES_OF_NO_COUNTRY[number.country_code]
    kind = _KINDS[phonenumbers.number_type(number)]
    if number.country_code == 54 and kind is LineKind.MOBILE:
        return LineKind.FIXED_OR_MOBILE  # the 9 set by the alias has hidden which of both it was
    return kind


def examples(regions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (dialled, home): numbers of every kind, and one invalid, for all regions that share a code with `regions`.

    Whoever checks them all has loaded every piece of metadata that a number of these regions can ask for: the library
    tries the regions of a shared code in turn until one fits, and an alias is read in the plan of its own code first.
    """
    for region in sorted(set(_related(regions))):
        for kind in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), region
        yield "100", region


def _related(regions: Iterable[str]) -> Iterator[str]:
    codes = {phonenumbers.country_code_for_region(region) for region in regions}
    codes |= {alias.code for alias in _ALIASES if alias.canonical_code in codes}
    for code in codes:
        yield from phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())


def _canonical(number: PhoneNumber) -> PhoneNumber:
    """Fold the aliases of a line into one; what the plan does not know after the fold was no alias."""
    national = phonenumbers.national_significant_number(number)
    for alias in _ALIASES:
        if alias.code == number.country_code and (match := alias.written.fullmatch(national)):
            folded = phonenumbers.parse(f"+{alias.canonical_code}{match.expand(alias.canonical)}")
            return folded if _is_in_plan(folded) else number
    return number


def _is_in_plan(number: PhoneNumber) -> bool:
    return phonenumbers.number_type(number) != PhoneNumberType.UNKNOWN
