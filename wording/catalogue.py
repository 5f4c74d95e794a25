"""A language of the line: its phrases for the ear, its texts, and what it understands. A language is this, no more."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wording import fields
from wording.fields import Argument, Field
from wording.moments import Form
from wording.segments import plain, spaces, unaccented
from wording.speech import SpokenWords
from wording.typed import TypedWords

Choices = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Menu → key → the words that callers use for it."""

_FIGURE: Final = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the line says, texts, hears and reads in one language."""

    language: str
    """BCP 47: `en`."""
    voice: str
    """BCP 47 tag that the speech synthesiser and recogniser are given: `en-US`."""
    phrases: Mapping[str, str]
    """Templates for the ear, by key."""
    texts: Mapping[str, str]
    """Templates of text messages, by key."""
    choices: Choices
    by_ear: Form
    """Dates and times as they are said."""
    by_text: Form
    """Dates and times as they are texted."""
    heard: SpokenWords
    typed: TypedWords
    grade: Callable[[Iterable[str]], float]
    """How hard templates are to read, by a formula made for the language: the school year whose pupils can follow."""
    keeps_accents: bool = False
    """Whether texts keep letters that GSM-7 has only without their accent, at the price of more than half their room.

    Spanish, Polish and Czech are texted without; Vietnamese would lose its meaning.
    """

    def spoken(self, key: str, arguments: Mapping[str, Argument]) -> str:
        """Return the phrase as it is said; raises KeyError for an unknown phrase or a missing argument.

        A datetime is told by its own clock: give wall times, or instants through `moments.in_zone`.
        """
        return spaces(fields.filled(self.phrases[key], arguments, fields.SPOKEN, self.by_ear))

    def texted(self, key: str, arguments: Mapping[str, Argument]) -> str:
        """Return the text as it is sent, marks and accents folded to GSM-7; raises as `spoken` does."""
        text = plain(fields.filled(self.texts[key], arguments, fields.TEXTED, self.by_text))
        return text if self.keeps_accents else unaccented(text)


def faults(catalogue: Catalogue, reference: Catalogue) -> list[str]:
    """Return what is wrong with a catalogue, a line each; the reference may be checked against itself.

    Every key of the reference must be there and no other, none empty, each well formed with the reference's fields and
    figures: a menu names its keys in one order in all languages. The same holds for menus and the words for their keys.
    """
    found: list[str] = []
    for kind, templates, others in (
        ("phrase", catalogue.phrases, reference.phrases),
        ("text", catalogue.texts, reference.texts),
    ):
        found += [f"{kind} {key}: missing" for key in others if key not in templates]
        found += [f"{kind} {key}: not in {reference.language}" for key in templates if key not in others]
        for key, template in templates.items():
            found += [f"{kind} {key}: {fault}" for fault in _template_faults(template, catalogue.by_ear.locale)]
            if key in others and _fields(template) != _fields(others[key]):
                found.append(f"{kind} {key}: other fields than in {reference.language}")
            if key in others and _figures(template) != _figures(others[key]):
                found.append(f"{kind} {key}: other figures than in {reference.language}")
    found += _choice_faults(catalogue.choices, reference)
    return [f"{catalogue.language}: {fault}" for fault in found]


def _choice_faults(choices: Choices, reference: Catalogue) -> Iterator[str]:
    for menu, keys in reference.choices.items():
        if menu not in choices:
            yield f"menu {menu}: missing"
        elif list(choices[menu]) != list(keys):
            yield f"menu {menu}: other keys than in {reference.language}"
    yield from (f"menu {menu}: not in {reference.language}" for menu in choices if menu not in reference.choices)
    for menu, keys in choices.items():
        yield from (f"menu {menu}: no word for {key}" for key, words in keys.items() if not all(words) or not words)
        said = [word for words in keys.values() for word in words]
        yield from (f"menu {menu}: {word!r} more than once" for word in sorted(set(said)) if said.count(word) > 1)


def _template_faults(template: str, locale: str) -> Iterator[str]:
    if not template.strip():
        yield "empty"
    try:
        plurals = [part for part in fields.parsed(template) if isinstance(part, Field) and part.cases]
        given = [set(fields.cases(plural)) for plural in plurals]
    except ValueError as error:
        yield str(error)
        return
    needed = fields.categories(locale) | {"other"}
    for categories in given:
        yield from (f"no plural for {category}" for category in sorted(needed - categories))


def _fields(template: str) -> frozenset[tuple[str, str]] | None:
    """The names and formats of the fields, whatever their order; None for what is not well formed."""
    try:
        return frozenset((part.name, part.kind) for part in fields.parsed(template) if isinstance(part, Field))
    except ValueError:
        return None


def _figures(template: str) -> list[str]:
    """The figures that stand in the phrase itself."""
    try:
        return [figure for part in fields.parsed(template) if isinstance(part, str) for figure in _FIGURE.findall(part)]
    except ValueError:
        return []
