from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wording import bodies, bodies_spanish
from tests.wording.bodies import CODES
from wording.english import TYPED
from wording.languages import CATALOGUES
from wording.typed import PROVIDER_WORDS, Wish, birth_date, code, possible, wish

longest = st.text(st.characters(), max_size=1_600)
digits_and_marks = st.text("0123456789 ./-,?٣４️⃣marchSTOP\n", max_size=1_600)


@pytest.mark.parametrize(("body", "expected"), CODES, ids=[ascii(body)[:40] for body, _ in CODES])
def test_codes(body: str, expected: str | None) -> None:
    """A code is read however its six digits are spaced, and never out of something longer."""
    assert code(body) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [("en", *row) for row in bodies.DATES] + [("es", *row) for row in bodies_spanish.DATES],
    ids=ascii,
)
def test_birth_dates(language: str, body: str, expected: tuple[int, int, int] | None) -> None:
    """A birth date is read in the writings people use, and only if the calendar has it."""
    assert birth_date(body, CATALOGUES[language].typed) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [("en", *row) for row in bodies.WISHES] + [("es", *row) for row in bodies_spanish.WISHES],
    ids=ascii,
)
def test_wishes(language: str, body: str, expected: Wish | None) -> None:
    """A text means what stands beside it, and in doubt nothing."""
    assert wish(body, CATALOGUES[language].typed) == expected


@pytest.mark.parametrize("word", sorted(PROVIDER_WORDS))
def test_provider_words_change_nothing(word: str) -> None:
    """A word that the provider acts on is never a command of ours; beside others it is never its opposite either."""
    for body in (word, word.lower(), f" {word.title()}\n"):
        assert wish(body, TYPED) == "provider"
    assert wish(f"{word} 🙏", TYPED) in {None, "help", "give_up"}


@given(st.one_of(longest, digits_and_marks), st.sampled_from(sorted(CATALOGUES)))
def test_any_text_is_read(body: str, language: str) -> None:
    """No text makes a fault: what is found is a six-digit code, a date of the calendar, or nothing."""
    words = CATALOGUES[language].typed
    six, born = code(body), birth_date(body, words)
    assert six is None or (len(six) == 6 and six.isascii() and six.isdecimal() and six[0] != "0")
    assert born is None or possible(*born)
    assert wish(body, words) != "code" or six is not None


@given(st.integers(100_000, 999_999), st.sampled_from(["", " ", "-", "."]))
def test_every_code_is_read(number: int, mark: str) -> None:
    """Every code that is issued can be typed, whole or in threes, and is asked about as a code."""
    body = f"{number}"[:3] + mark + f"{number}"[3:]
    assert code(body) == str(number)
    assert wish(body, TYPED) == "code"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_birth_date_is_read(born: date) -> None:
    """Every day of the calendar can be typed in each way that is offered, and is no code."""
    for pattern in ("%m%d%Y", "%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y"):
        body = born.strftime(pattern)
        assert birth_date(body, TYPED) == (born.month, born.day, born.year)
        assert wish(body, TYPED) == "date"


def test_impossible_numbers_make_no_fault() -> None:
    """Whatever is keyed in is judged, however large."""
    assert not possible(10**30, 1, 1985)
    assert not possible(1, 1, 10**30)
