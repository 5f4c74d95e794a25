from __future__ import annotations

from datetime import datetime

import pytest

from attack_range import ear
from wording.en import ENGLISH


def test_a_phrase_is_known_by_its_words() -> None:
    """What the line says of a moment, whichever it is, is known for that phrase and for no other of the menu."""
    said = ENGLISH.spoken("offers.time", {"when": datetime(2027, 2, 15, 9, 20), "key": 2})
    assert ear.means("offers.time", said)
    assert ear.key_in("offers.time", said) == "2"
    assert not ear.means("offers.lead", said)


def test_every_phrase_without_fields_is_known() -> None:
    """A person who hears any fixed sentence of the catalogue knows it."""
    fixed = {key: words for key, words in ENGLISH.phrases.items() if "{" not in words}
    assert len(fixed) > 50
    assert [key for key, words in fixed.items() if not ear.means(key, words)] == []


def test_a_phrase_that_is_not_there_is_a_fault() -> None:
    """A life that listens for what nobody says is wrong, and is told so."""
    with pytest.raises(KeyError):
        ear.means("no.such", "Hello.")
