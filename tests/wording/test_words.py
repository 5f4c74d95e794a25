from hypothesis import given
from hypothesis import strategies as st

from wording.words import folded, table, take, words_of


def test_words() -> None:
    """Words are compared without capitals, accents, apostrophes and marks, digits apart from letters."""
    assert words_of("Sí, I’d DON'T 1st San José!") == ["si", "id", "dont", "1", "st", "san", "jose"]
    assert words_of("４٨2️⃣ ok1 e\u0301te\u0301") == ["482", "ok", "1", "ete"]


def test_the_longest_phrase_is_taken() -> None:
    """Of two phrases at one place the longer is meant; what it kept apart does not meet to make another."""
    phrases = table({"new passport": "new", "passport": "any", "first one": "1"})
    assert take(words_of("a new passport"), phrases) == (["new"], ["a", ""])
    assert take(words_of("first passport one"), phrases) == (["any"], ["first", "", "one"])
    assert take(take(words_of("first passport one"), phrases)[1], phrases) == ([], ["first", "", "one"])
    assert take(["a"], {}) == ([], ["a"])


@given(st.text(st.characters(), max_size=300))
def test_folding_any_text(text: str) -> None:
    """Any text can be folded, and has no digits but 0–9 afterwards."""
    assert all(letter in "0123456789" for letter in folded(text) if letter.isdecimal())
    assert all(words_of(text))
