"""Texts that ask whether an appointment is valid."""

from __future__ import annotations

import pytest

from wording.languages import CATALOGUES
from wording.typed import birth_date, to_check

TYPED = {language: CATALOGUES[language].typed for language in CATALOGUES}


@pytest.mark.parametrize(
    ("language", "body", "digits", "born"),
    [
        ("en", "CHECK 4821 7730 03 04 1985", "48217730", (3, 4, 1985)),
        ("en", "check 48217730, March 4, 1985", "48217730", (3, 4, 1985)),
        ("en", "Verify ref 4821-7730 3/4/1985", "48217730", (3, 4, 1985)),
        ("en", "check 12251985 03041985", "12251985", (3, 4, 1985)),
        ("en", "CHECK 4821 7730", "48217730", None),
        ("es", "COMPROBAR 4821 7730 04 de marzo de 1985", "48217730", (3, 4, 1985)),
    ],
)
def test_reference_and_date(language: str, body: str, digits: str, born: tuple[int, int, int] | None) -> None:
    """However the digits are grouped; a reference that looks like a date is none."""
    found = to_check(body, TYPED[language])
    assert found is not None
    assert (found[0], birth_date(found[1], TYPED[language])) == (digits, born)


@pytest.mark.parametrize(
    "body", ["check", "check in", "check my appointment", "48217730 03041985", "CHECK 482913", "code 4821 7730", ""]
)
def test_other_texts_are_none(body: str) -> None:
    """Without the word, or without eight digits, it is what it was before."""
    assert to_check(body, TYPED["en"]) is None
