import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from booking_core.numbers import LONGEST, LineKind, Number, Reason, Refused, check
from tests.numbers.table import SERVED, TABLE, Expected

ROOT = Path(__file__).parents[2]
EVERYWHERE = frozenset(phonenumbers.SUPPORTED_REGIONS)
ROWS = [(home, raw, expected) for home, rows in TABLE.items() for raw, expected in rows]
KEYED_WORDS = ["266696687", "7378742833", "7378742883", "86282452253", "2562533", "8656696"]

number_like = st.text("+0123456789 ()-.#,;=xet/*", max_size=40)
any_text = st.text(st.characters(), max_size=60)  # lone surrogates included
e164_like = st.builds(
    lambda code, national: f"+{code}{national}",
    st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    st.text("0123456789", min_size=4, max_size=12),
)


def found(raw: str, regions: frozenset[str] = EVERYWHERE, home: str = "US") -> Number:
    """Return the number that must be found in `raw`."""
    number = check(raw, regions, home)
    assert isinstance(number, Number), (ascii(raw), number)
    return number


def example(region: str, kind: int) -> str | None:
    """Return the plan's own example of that kind in E.164, or None where it has none."""
    number = phonenumbers.example_number_for_type(region, kind)
    return None if number is None else phonenumbers.format_number(number, PhoneNumberFormat.E164)


@pytest.mark.parametrize(("home", "raw", "expected"), ROWS, ids=[f"{home}-{ascii(raw)[:40]}" for home, raw, _ in ROWS])
def test_table(home: str, raw: str, expected: Expected) -> None:
    """Every input of the table is the number, or is refused for the reason, that stands beside it."""
    answer = check(raw, SERVED, home)
    assert (answer.e164 if isinstance(answer, Number) else answer.reason) == expected


def test_table_is_complete() -> None:
    """The table holds at least 150 inputs, none twice, and every reason that a number itself can give."""
    assert len({(home, raw) for home, raw, _ in ROWS}) == len(ROWS) >= 150
    assert {expected for *_, expected in ROWS if isinstance(expected, Reason)} == set(Reason) - {Reason.KEYED_OFTEN}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("+525512345678", LineKind.FIXED_OR_MOBILE),  # Mexico has one range for both
        ("+12025550123", LineKind.FIXED_OR_MOBILE),  # North America too
        ("+442079460018", LineKind.FIXED),
        ("+33612345678", LineKind.MOBILE),
        ("+445612345678", LineKind.VOIP),
        ("+541123456789", LineKind.FIXED_OR_MOBILE),  # the 9 is set on both, so it tells nothing
        ("+5491123456789", LineKind.FIXED_OR_MOBILE),
    ],
)
def test_kind(raw: str, kind: LineKind) -> None:
    """A number that may book carries what its plan says of the line."""
    assert found(raw).kind is kind


@pytest.mark.parametrize("keys", KEYED_WORDS)
@pytest.mark.parametrize("home", ["US", "PT", "IS", "RU", "CN"])
def test_keyed_word_is_withheld_everywhere(keys: str, home: str) -> None:
    """A withheld caller has no number in any country, with a plus or without, even where the plan has such a number."""
    assert check(keys, EVERYWHERE, home) == check(f"+{keys}", EVERYWHERE, home) == Refused(Reason.WITHHELD)


def test_withheld_comes_before_the_plan() -> None:
    """RESTRICTED on the keypad is a telephone in Texas to the plan: only the order of the check refuses it."""
    assert phonenumbers.is_valid_number(phonenumbers.parse("7378742833", "US"))


@pytest.mark.parametrize("region", sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]))
def test_region_is_not_the_country_code(region: str) -> None:
    """Of all regions that dial +1 only those named are served; each territory of the United States has to be named."""
    raw = example(region, PhoneNumberType.MOBILE)
    assert raw is not None
    assert found(raw, frozenset({region})).region == region
    assert check(raw, frozenset({"US"} - {region})) == Refused(Reason.REGION)


@pytest.mark.parametrize("code", sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS))
def test_codes_of_no_country_never_book(code: int) -> None:
    """What belongs to no country cannot be served by naming a region, not even the library's own name for them."""
    number = phonenumbers.example_number_for_non_geo_entity(code)
    assert number is not None
    raw = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    answer = check(raw, EVERYWHERE | {"001"})
    assert isinstance(answer, Refused)
    assert answer.reason not in {Reason.INVALID, Reason.REGION}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (PhoneNumberType.PREMIUM_RATE, Reason.PREMIUM),
        (PhoneNumberType.SHARED_COST, Reason.SHARED_COST),
        (PhoneNumberType.TOLL_FREE, Reason.TOLL_FREE),
        (PhoneNumberType.PAGER, Reason.PAGER),
        (PhoneNumberType.UAN, Reason.UNIVERSAL),
        (PhoneNumberType.VOICEMAIL, Reason.VOICEMAIL),
        (PhoneNumberType.PERSONAL_NUMBER, Reason.PERSONAL),
    ],
)
def test_kinds_that_never_book(kind: int, reason: Reason) -> None:
    """Numbers of these kinds are refused for what they are in every country that has them."""
    examples = [raw for region in sorted(EVERYWHERE) if (raw := example(region, kind))]
    assert {check(raw, EVERYWHERE) for raw in examples} == {Refused(reason)}


def test_every_country_has_numbers_that_book() -> None:
    """The mobile that each plan gives as its example is that line, in a region of its country code."""
    for region in sorted(EVERYWHERE):
        raw = example(region, PhoneNumberType.MOBILE)
        if raw is not None:
            number = found(raw)
            assert number.e164 == raw
            siblings = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[phonenumbers.country_code_for_region(region)]
            assert number.region in siblings  # Åland and Finland share even the ranges


@settings(deadline=None)  # the first number of a country loads its plan
@given(st.one_of(any_text, number_like, e164_like), st.sampled_from(["US", "GB", "MX", "AR", "BR", "IT"]))
def test_any_text_has_an_answer(raw: str, home: str) -> None:
    """Whatever arrives is a number in E.164 or refused, and the same line again when its canonical form is checked."""
    answer = check(raw, EVERYWHERE, home)
    if isinstance(answer, Number):
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}", answer.e164)
        assert check(answer.e164, EVERYWHERE, home) == check(answer.e164, EVERYWHERE, "US") == answer


@settings(deadline=None)
@given(e164_like)
def test_punctuation_changes_nothing(raw: str) -> None:
    """A number with spaces, hyphens, full-width digits or an extension is the same line, or refused all the same."""
    dashed = f"{raw[:3]}-{raw[3:5]} ({raw[5:]})"
    wide = "".join(chr(ord(character) + 0xFEE0) for character in raw)
    assert check(raw, SERVED) == check(dashed, SERVED) == check(wide, SERVED) == check(f"{raw} ext. 45", SERVED)


class Unread(str):
    """A text that must not be read."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        """Fail, because somebody reads it."""
        raise AssertionError("a text over the limit was read")


def test_length_is_looked_at_before_anything_else() -> None:
    """Two megabytes cost no more than a glance at their length."""
    assert check(Unread("9" * 2_000_000), SERVED) == Refused(Reason.NOT_A_NUMBER)
    with pytest.raises(AssertionError):
        check(Unread("9" * LONGEST), SERVED)


def test_digits_never_show() -> None:
    """A number in a log line, a traceback or a format string shows its region and kind, never its digits."""
    number = found("+12025550123")
    for shown in (repr(number), str(number), f"{number}", repr([number]), f"{number!s:>80}"):
        assert "US" in shown
        assert not re.search(r"\d", shown)


def test_last_two() -> None:
    """A caller is reminded of a telephone by its last two digits."""
    assert found("+12025550123").last_two == "23"


def test_no_places_carriers_or_time_zones() -> None:
    """Checking numbers never loads the library's geocoder, carrier or time-zone tables, which weigh 100 MB."""
    script = (
        "import sys; from booking_core.numbers import check, warm; served = frozenset({'US'}); warm(served);"
        "check('+12025550123', served); print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    loaded = done.stdout.decode().split()
    assert "phonenumbers.phonenumberutil" in loaded
    assert not [name for name in loaded if re.match(r"phonenumbers\.(geo|carrier|timezone|tz)", name)]
