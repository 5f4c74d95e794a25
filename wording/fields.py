"""The formats a phrase may name in its fields, `{when:moment}`, and how they are filled, by ear and in a text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter
from typing import Any, Final

from babel import Locale
from babel.numbers import format_decimal

from wording import digits, moments
from wording.moments import Form
from wording.segments import spaces

Argument = str | int | date | datetime

PLURAL: Final = "plural"
"""`{left:plural one:one try|other:# tries}`: by CLDR's plural categories; # is the count. `other` is for the rest."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a phrase: which argument, in which format, and the text of the plural's cases."""

    name: str
    kind: str
    cases: str = ""


@dataclass(frozen=True, slots=True)
class _Format:
    takes: type
    write: Callable[[Form, Any], str]


def _as_it_is(_: Form, value: str) -> str:
    return value


def _count(form: Form, value: int) -> str:
    return _decimal(value, form.locale)


@lru_cache(maxsize=1024)  # a menu counts its keys in every turn, and Babel parses its pattern anew each time
def _decimal(value: int, locale: str) -> str:
    return spaces(format_decimal(value, locale=locale))


_BOTH: Final = {
    "": _Format(str, _as_it_is),
    "moment": _Format(datetime, moments.moment),
    "day": _Format(date, moments.day),
    "clock": _Format(datetime, moments.clock),
    "birth": _Format(str, moments.birth_date),
    "duration": _Format(int, moments.duration),
    "about": _Format(int, moments.about),
    "count": _Format(int, _count),
}
SPOKEN: Final[Mapping[str, _Format]] = _BOTH | {
    "digits": _Format(str, lambda _, value: digits.spaced(value)),
    "fours": _Format(str, lambda _, value: digits.fours_spoken(value)),
    "phone": _Format(str, lambda form, value: digits.telephone_spoken(value, form.plus)),
}
TEXTED: Final[Mapping[str, _Format]] = _BOTH | {
    "digits": _Format(str, _as_it_is),
    "fours": _Format(str, lambda _, value: digits.fours_written(value)),
    "phone": _Format(str, lambda _, value: digits.telephone_written(value)),
}
KINDS: Final = frozenset(SPOKEN) | {PLURAL}
"""The formats there are, the same by ear and in a text."""


@lru_cache(maxsize=4096)  # more than all catalogues have
def parsed(template: str) -> tuple[str | Field, ...]:
    """The literal parts and the fields of a phrase; raises ValueError if it is not well formed."""
    parts: list[str | Field] = []
    for literal, name, spec, conversion in Formatter().parse(template):
        if literal:
            parts.append(literal)
        if name is None:
            continue
        kind, _, cases = (spec or "").partition(" ")
        if not name.isidentifier() or conversion or kind not in KINDS or (kind == PLURAL) != bool(cases):
            raise ValueError(f"no such field: {name}:{spec}")
        parts.append(Field(name, kind, cases))
    return tuple(parts)


def filled(template: str, arguments: Mapping[str, Argument], formats: Mapping[str, _Format], form: Form) -> str:
    """Return the phrase with its arguments; raises KeyError for a missing one and TypeError for one of a wrong type."""
    return "".join(
        part if isinstance(part, str) else _written(part, arguments[part.name], formats, form)
        for part in parsed(template)
    )


def cases(field: Field) -> dict[str, str]:
    """Return the plural's texts by CLDR category; raises ValueError if a case has no category."""
    found = {}
    for case in field.cases.split("|"):
        category, colon, text = case.partition(":")
        if not colon:
            raise ValueError(f"a case without a category: {case}")
        found[category.strip()] = text
    return found


def categories(locale: str) -> frozenset[str]:
    """Return the plural categories that counts up to 99 need in a language, by CLDR: few and many in Russian."""
    rule = Locale.parse(locale).plural_form
    return frozenset(rule(count) for count in range(100))


def _written(field: Field, value: Argument, formats: Mapping[str, _Format], form: Form) -> str:
    if field.kind == PLURAL:
        return _plural(field, value, form)
    wanted = formats[field.kind]
    if not isinstance(value, wanted.takes):
        raise TypeError(f"{field.name}:{field.kind} takes {wanted.takes.__name__}, not {type(value).__name__}")
    return wanted.write(form, value)


def _plural(field: Field, value: Argument, form: Form) -> str:
    if not isinstance(value, int):
        raise TypeError(f"{field.name}:plural takes int, not {type(value).__name__}")
    texts = cases(field)
    category = Locale.parse(form.locale).plural_form(value)
    return texts.get(category, texts["other"]).replace("#", _count(form, value))
