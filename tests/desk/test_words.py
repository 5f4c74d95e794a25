"""The words of the desk in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import desk
from booking_core.admission import LineType
from booking_core.numbering_plan import LineKind, Reason
from desk import words
from desk.words import PHRASES
from wording.languages import CATALOGUES


def fields(phrase: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def test_both_languages_say_the_same() -> None:
    """Neither is empty, and both are filled in with the same."""
    assert [key for key, (english, spanish) in PHRASES.items() if not (english.strip() and spanish.strip())] == []
    assert [key for key, (english, spanish) in PHRASES.items() if fields(english) != fields(spanish)] == []


def test_no_topic_takes_the_words_of_another() -> None:
    """Each key stands in one file, and every file is read."""
    topics = [importlib.import_module(f"desk.words.{found.name}") for found in pkgutil.iter_modules(words.__path__)]
    assert sum(len(topic.WORDS) for topic in topics) == len(PHRASES)


def test_every_phrase_that_a_page_names_exists() -> None:
    """`say("…")` of a page or a template names a phrase that there is."""
    room = Path(desk.__file__).parent
    sources = [file for file in room.rglob("*") if file.suffix in (".py", ".html") and file.parent.name != "words"]
    named = {key for file in sources for key in re.findall(r'\bsay\("([a-z_.]+)"[,)]', file.read_text())}
    assert named - set(PHRASES) == set()
    assert len(named) > 50


def test_no_phrase_is_said_nowhere() -> None:
    """A page or a template names each whole, or the beginning of one that is put together there."""
    room = Path(desk.__file__).parent
    sources = [file for file in room.rglob("*") if file.suffix in (".py", ".html") and file.parent.name != "words"]
    text = "\n".join(file.read_text() for file in sources)
    named = set(re.findall(r"""["']([A-Za-z_.]+)["']""", text))
    begun = tuple(re.findall(r"""["']([a-z_.]+[._])(?:["'] ~|\{)""", text))
    assert [key for key in PHRASES if key not in named and not key.startswith(begun)] == []


def test_what_the_core_names_has_words() -> None:
    """Every kind of number, every reason against one, and every language of the lines: no page shows a code's name."""
    named = (
        [f"line.{kind}" for kind in LineKind]
        + [f"type.{kind}" for kind in LineType]
        + [f"refused.{reason}" for reason in Reason]
    )
    assert [key for key in (*named, *(f"planning.language.{code}" for code in CATALOGUES)) if key not in PHRASES] == []
