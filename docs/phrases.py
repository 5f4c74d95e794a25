"""The page of what the line says, from its catalogues: `python -m docs.phrases` writes docs/reference/phrases.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel import Locale

from wording.catalogue import Catalogue
from wording.fields import Field, parsed
from wording.languages import CATALOGUES

PAGE = Path(__file__).parent / "reference" / "phrases.md"

_HEAD = """\
# Phrases and texts

Everything the line says and texts, in each of its languages. Made from the catalogues in `wording/` by
`python -m docs.phrases`; a test keeps the two the same.

A field in braces is filled when the phrase is said: `{office}` as it is, `{when:moment}` as the language tells a day
and a time. In a plural, `#` is the count. [Add a language](../how-to/add-a-language.md) lists the formats.

"""
_RECORDABLE = "These take no arguments, and may be recorded: each is one sentence or more that is always the same."
_FILLED = "These take arguments, and are always spoken by the synthesiser."
_TEXTS = (
    "Each text that the line sends of itself has a form for senders that take no replies, `.one_way`. Accents that "
    "would halve the room of a text are shed when it is sent."
)


def page(catalogues: Mapping[str, Catalogue]) -> str:
    """The whole page in Markdown; the keys are those of the first language."""
    first = next(iter(catalogues.values()))
    fixed = [key for key, template in first.phrases.items() if not _takes_arguments(template)]
    filled = [key for key in first.phrases if key not in fixed]
    phrases = {language: catalogue.phrases for language, catalogue in catalogues.items()}
    texts = {language: catalogue.texts for language, catalogue in catalogues.items()}
    parts = (
        ("Phrases that may be recorded", _RECORDABLE, _table(fixed, phrases)),
        ("Phrases with arguments", _FILLED, _table(filled, phrases)),
        ("Texts", _TEXTS, _table(first.texts, texts)),
    )
    return _HEAD + "\n".join(f"## {title}\n\n{about}\n\n{table}" for title, about, table in parts)


def _takes_arguments(template: str) -> bool:
    return any(isinstance(part, Field) for part in parsed(template))


def _table(keys: Iterable[str], templates: Mapping[str, Mapping[str, str]]) -> str:
    """A row a key, a column a language."""
    names = [Locale.parse(language).get_display_name("en") or language for language in templates]
    rows = [["Key", *names], ["---"] * (len(names) + 1)]
    rows += [[f"`{key}`", *(_cell(table.get(key, "")) for table in templates.values())] for key in keys]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(template: str) -> str:
    return template.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(CATALOGUES), encoding="utf-8")
