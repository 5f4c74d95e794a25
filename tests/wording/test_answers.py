"""What people type to answer a question: letters, four digits, days, and words of a choice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.answers import chosen, count, day, letter, nonce, postal, says
from wording.english import HEARD, TYPED

TODAY = date(2026, 11, 22)
OFFICES = (("San Francisco",), ("San Jose",), ("New York",), ("Houston",))

NONCES: list[tuple[str, str | None]] = [
    ("5530", "5530"),  # as asked for
    (" 5530.\n", "5530"),  # with a mark
    ("ok 5530", "5530"),  # with an aside
    ("55 30", "5530"),  # in twos
    ("5 5 3 0", "5530"),  # one by one
    ("５５３０", "5530"),  # full-width
    ("5️⃣5️⃣3️⃣0️⃣", "5530"),  # keycaps
    ("\u202e5530\u202c", "5530"),  # marks of direction
    ("give up 5530", "5530"),  # with the wish it is for
    ("5530 🙏 thanks", "5530"),  # with thanks
    ("0530", None),  # none begins with 0
    ("553", None),  # three digits
    ("55301", None),  # five
    ("553 0", None),  # nobody spaces it so
    ("5530 5530", None),  # twice: eight digits are a reference
    ("not 5530", None),  # denied
    ("I was born in 1985", None),  # a year
    ("12/04", None),  # a day
    ("12.04", None),  # a day
    ("5530?", "5530"),  # a question mark
    ("", None),  # nothing
]
LETTERS: list[tuple[str, str | None]] = [
    ("A", "A"), ("b", "B"), ("B)", "B"), ("(c)", "C"), ("d.", "D"), ("b please", "B"), ("option A", "A"), ("Ｂ", "B"),
    ("B: passport renewal", "B"), ("A - San Francisco", "A"), ("b 🙏", "B"), ("a person", None), ("AB", None),
    ("A or B", None), ("é", "E"), ("1", None), ("", None), ("I want B", None),
]  # fmt: skip
CHOSEN: list[tuple[str, int | None]] = [
    ("houston", 3), ("HOUSTON please", 3), ("San Jose", 1), ("jose", 1), ("new york city", 2), ("san", None),
    ("not houston", None), ("houston or new york", None), ("boston", None), ("1", None), ("", None),
]  # fmt: skip
DAYS: list[tuple[str, date | None]] = [
    ("Dec 3", date(2026, 12, 3)), ("december 3rd", date(2026, 12, 3)), ("3 Dec", date(2026, 12, 3)),
    ("12/3", date(2026, 12, 3)), ("12-03", date(2026, 12, 3)), ("12/3/2027", date(2027, 12, 3)),
    ("Dec 3, 2027", date(2027, 12, 3)), ("Nov 22", TODAY), ("Nov 21", date(2027, 11, 21)), ("1/5", date(2027, 1, 5)),
    ("Feb 29", None), ("Feb 30", None), ("13/1", None), ("dec", None), ("3", None), ("Dec 3 or 4 or 5", None),
    ("may I come at 3", None), ("99999/1", None), ("", None),
]  # fmt: skip
COUNTS: list[tuple[str, int | None]] = [
    ("two", 2), ("2 people", 2), ("one person", 1), ("we are three", 3), ("2", None), ("two or three", None),
    ("not two", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), NONCES, ids=[ascii(body)[:40] for body, _ in NONCES])
def test_nonces(body: str, expected: str | None) -> None:
    """Four digits are read however they are spaced, and never out of something longer or denied."""
    assert nonce(body, TYPED) == expected


def test_letters() -> None:
    """One letter, alone or first with a mark after it; an article or a pronoun is none."""
    assert [(body, letter(body, TYPED)) for body, _ in LETTERS] == LETTERS


def test_choices_by_name() -> None:
    """A word that one choice has and no other."""
    assert [(body, chosen(body, OFFICES, TYPED)) for body, _ in CHOSEN] == CHOSEN


def test_days() -> None:
    """The next such day; month before day, as it is asked for; only days that the calendar has."""
    assert [(body, day(body, TYPED, TODAY)) for body, _ in DAYS] == DAYS


def test_counts() -> None:
    """A number in words or beside words; a bare digit opens something instead."""
    assert [(body, count(body, HEARD.numbers, TYPED)) for body, _ in COUNTS] == COUNTS


def test_postal_codes() -> None:
    """The area or the whole code, alone."""
    assert [postal(body, TYPED) for body in ("941", "94103", "ok 941", "9410", "941 or 100", "")] == [
        "941", "94103", "941", None, None, None,
    ]  # fmt: skip


def test_whole_phrases() -> None:
    """A phrase is said if it is all that is said, but for asides."""
    assert says("Later please!", ["later", "other times"], TYPED)
    assert not says("see you later", ["later"], TYPED)


def test_asides_alone_say_nothing() -> None:
    """A nod is no phrase, not even where all words of a phrase are asides."""
    assert not any(says(body, ["code", "yes please"], TYPED) for body in ("ok", "thanks!", "yes", "", "👍"))


@given(st.text(st.characters(), max_size=400))
def test_any_text_is_read(body: str) -> None:
    """No text makes a fault."""
    found = nonce(body, TYPED)
    assert found is None or (len(found) == 4 and found.isascii() and found[0] != "0")
    assert letter(body, TYPED) in {None, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    assert chosen(body, OFFICES, TYPED) in {None, 0, 1, 2, 3}
    assert day(body, TYPED, TODAY) is None or count(body, HEARD.numbers, TYPED) != -1
    assert postal(body, TYPED) is None or len(body) >= 3


@given(st.integers(1000, 9999), st.sampled_from(["{}", "{}.", "ok {}", " {} ", "{} please"]))
def test_every_nonce_is_read(number: int, writing: str) -> None:
    """Every four digits that are told can be texted back."""
    assert nonce(writing.format(number), TYPED) == str(number)
