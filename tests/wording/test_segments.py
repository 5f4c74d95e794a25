import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.segments import encoding, plain, segments, spaces, unaccented

EURO = "€"  # two septets
FACE = "🙂"  # two 16-bit units


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        (EURO * 80, "GSM-7", 1),
        (EURO * 80 + "a", "GSM-7", 2),
        (EURO * 153, "GSM-7", 3),  # 306 septets, but 153 is odd and an escape stays with its letter
        ("ñéÑüàÇ¿¡", "GSM-7", 1),
        ("á" * 70, "UCS-2", 1),
        ("á" * 71, "UCS-2", 2),
        ("á" * 134, "UCS-2", 2),
        ("á" * 135, "UCS-2", 3),
        (FACE * 35, "UCS-2", 1),
        (FACE * 36, "UCS-2", 2),
        (FACE * 67, "UCS-2", 3),  # 134 units, but 67 is odd and a pair stays together
        ("9:20\u202fam", "UCS-2", 1),
        ("`", "UCS-2", 1),
        ("\t", "UCS-2", 1),
        ("\ud800", "UCS-2", 1),
    ],
)
def test_segments(text: str, code: str, count: int) -> None:
    """A text takes as many segments as 3GPP TS 23.038 and 23.040 give it."""
    assert (encoding(text), segments(text)) == (code, count)


def test_plain_text_costs_least() -> None:
    """Typographic marks, which cost a text more than half its room, are folded; letters are not."""
    typographic = "“It’s – at\u00a09:20\u202fam…”\u200b — «sí»"
    assert plain(typographic) == '"It\'s - at 9:20 am..." - "sí"'
    assert encoding(plain("“It’s – at\u00a09:20\u202fam…”\u200b")) == "GSM-7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("áíóú ÁÍÓÚ", "aiou AIOU"),  # not in GSM-7
        ("éñüÉÑÜ¿¡àèìòù", "éñüÉÑÜ¿¡àèìòù"),  # in it
        ("e\u0301 n\u0303 a\u0301", "é ñ a"),  # written as letter and mark
        ("Łódź €", "Łodz €"),  # Ł is a letter of its own
        ("Привет й", "Привет й"),  # no Latin letter beneath
        ("🙂", "🙂"),  # no letter at all
    ],
)
def test_accents_outside_gsm_7_are_shed(text: str, expected: str) -> None:
    """One í would turn a Spanish text to UCS-2 and halve its room; readers miss it less than the second segment."""
    assert unaccented(text) == expected


def test_spoken_text_keeps_its_marks() -> None:
    """For the ear only spaces are made plain."""
    assert spaces("“9:20\u202fam”") == "“9:20 am”"


@given(st.text(st.characters(), max_size=500))
def test_more_text_is_never_cheaper(text: str) -> None:
    """Any text has a price, folding never raises it, and folding twice is folding once."""
    assert segments(text) <= segments(text + "€")
    assert encoding(text) == "UCS-2" or encoding(plain(text)) == "GSM-7"
    assert plain(plain(text)) == plain(text)
    assert segments(unaccented(text)) <= segments(text)
