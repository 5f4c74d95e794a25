"""How menus are said and taken, in every language."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from wording.en import PHRASES
from wording.languages import CATALOGUES, choices, understood

LANGUAGES = list(CATALOGUES)
CHOICES = CATALOGUES["en"].choices


@dataclass(frozen=True)
class Manner:
    """How a language says the keys of a menu: patterns."""

    press: str
    star: str
    function: str
    """A whole choice but its full stop; `{press}` is where the key is."""
    counts: dict[str, int]
    wrong: tuple[str, ...]
    """Sentences in which a key stands before its function."""


MANNERS = {
    "en": Manner(
        r"press", "star", r"(?:To|For|If) .+, {press}(?: and wait)?(?: at any time)?",
        {"One choice": 1, "Two choices": 2, "Three choices": 3, "Four choices": 4},
        ("Press 1 to book.", "To book press 1.", "For a person, or to hear it, press 0, now."),
    ),
    "es": Manner(
        r"oprima", "asterisco", r"(?:Para|Si) .+, {press}(?: y espere)?(?: en cualquier momento)?",
        {"Una opción": 1, "Dos opciones": 2, "Tres opciones": 3, "Cuatro opciones": 4},
        ("Oprima 1 para reservar.", "Para reservar oprima 1.", "Para hablar, o para oírlo, oprima 0, ya."),
    ),
}  # fmt: skip

MENUS = [(language, key) for language in MANNERS for key in PHRASES if key.endswith(".menu")]


def choices_said(language: str, template: str) -> list[str]:
    """The keys a phrase offers, in order; raises AssertionError where a key stands before its function."""
    manner = MANNERS[language]
    press = rf"\b{manner.press} (\{{key:count\}}|[0-9]|{manner.star})"
    function = re.compile(manner.function.replace("{press}", press))
    sentences = [s for s in re.split(r"(?<=[.?])\s+", template) if re.search(press, s, re.IGNORECASE)]
    for sentence in sentences:
        assert function.fullmatch(sentence.rstrip(".")), sentence
    keys = [found[1] for sentence in sentences for found in re.finditer(press, sentence)]
    return ["*" if key == manner.star else key for key in keys]


@pytest.mark.parametrize("language", MANNERS)
def test_the_function_comes_before_the_key(language: str) -> None:
    """ "To book, press 1", never "press 1 to book": one function a sentence, its key at the end."""
    for key, english in PHRASES.items():
        assert choices_said(language, CATALOGUES[language].phrases[key]) == choices_said("en", english), key


@pytest.mark.parametrize(
    ("language", "wrong"), [(name, said) for name, manner in MANNERS.items() for said in manner.wrong]
)
def test_a_key_before_its_function_is_noticed(language: str, wrong: str) -> None:
    """The pattern refuses what a caller could not follow."""
    with pytest.raises(AssertionError):
        choices_said(language, wrong)


@pytest.mark.parametrize(("language", "key"), MENUS)
def test_a_menu_says_as_many_choices_as_it_has(language: str, key: str) -> None:
    """At most four, counted first where there are more than two; `0` and `*` are not counted."""
    template = CATALOGUES[language].phrases[key]
    counts = MANNERS[language].counts
    keys = [digit for digit in choices_said(language, template) if digit not in ("0", "*")]
    announced = re.search(rf"\b({'|'.join(counts)})\.", template)
    assert len(keys) <= 4
    assert announced is not None or len(keys) <= 2
    if announced is not None:
        assert counts[announced[1]] == len(keys)


@pytest.mark.parametrize(("language", "menu"), [(language, menu) for language in MANNERS for menu in CHOICES])
def test_the_keys_said_are_the_keys_taken(language: str, menu: str) -> None:
    """What a menu names is what it takes, by key and by word."""
    template = CATALOGUES[language].phrases.get(f"{menu}.menu")
    if template is not None:
        said = [key for key in choices_said(language, template) if key != "0"]
        assert said == list(choices(language, menu))


@pytest.mark.parametrize(("language", "menu"), [(language, menu) for language in LANGUAGES for menu in CHOICES])
def test_the_words_of_a_menu_are_understood(language: str, menu: str) -> None:
    """Each word of a menu, said alone, is its key, whatever else the language has words for."""
    offered = choices(language, menu)
    meant = {word: understood(language, word, offered, None) for words in offered.values() for word in words}
    assert meant == {word: key for key, words in offered.items() for word in words}
