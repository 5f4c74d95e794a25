import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.languages import CATALOGUES, guess

BOTH = ("en", "es")


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("quiero cambiar mi cita", "es"),  # a wish of one language
        ("I want to change my appointment", "en"),  # of the other
        ("ayuda", "es"),  # one word
        ("4 de marzo de 1985", "es"),  # a month's name
        ("March 4, 1985", "en"),  # the same
        ("3 por favor", "es"),  # a digit with words of one language
        ("3 please", "en"),  # of the other
        ("COMPROBAR 4821 7730 03 04 1985", "es"),  # a word that asks whether a reference is valid
        ("comprobar", "es"),  # or how to ask
        ("menu", None),  # a word of both
        ("quiero to change", "en"),  # the wish tells, not the rest
        ("quiero cancelar my appointment, cancel it", None),  # a wish in each
        ("1", None),  # bare digits are everybody's
        ("482913", None),  # so are codes
        ("03/04/1985", None),  # and figures
        ("?", None),  # and marks
        ("STOP", None),  # and the provider's words
        ("sí", None),  # nothing asked
        ("bonjour", None),  # no language of the line
        ("", None),  # nothing
    ],
)
def test_guess(body: str, language: str | None) -> None:
    """A text is in a language where it asks for something in that one alone."""
    assert guess(body, BOTH) == language


def test_only_the_lines_languages_are_guessed() -> None:
    """A line of one language is never answered in another."""
    assert guess("quiero cambiar mi cita", ("en",)) is None
    assert guess("quiero cambiar mi cita", ()) is None


@given(st.text(st.characters(), max_size=300))
def test_any_text_can_be_guessed(body: str) -> None:
    """No text makes a fault."""
    assert guess(body, tuple(CATALOGUES)) in {*CATALOGUES, None}
