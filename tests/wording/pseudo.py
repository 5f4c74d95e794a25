"""A language made from English that shows what escaped translation: accents, brackets, 40 % longer.

Every word of a catalogue stands in brackets, every value of a field outside them. Dates are Babel's in Finnish, a
language that no word of the code is in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil

from babel import Locale
from babel.units import format_unit

from wording.catalogue import Catalogue
from wording.en import ENGLISH
from wording.fields import PLURAL, Field, cases, parsed
from wording.moments import Clock, Form

LANGUAGE = "xx"
LOCALE = "fi_FI"

_ACCENTS = str.maketrans("aeinouyAEINOUY", "áéíñóúýÁÉÍÑÓÚÝ")
_WRAPPED = re.compile(r"\[[^][]*\]")
_WORD = re.compile(r"[^\W\d_]+")


def wrapped(words: str) -> str:
    """`To book` as `[Tó bóók~~~]`."""
    return f"[{words.translate(_ACCENTS)}{'~' * ceil(0.4 * len(words))}]"


def template(english: str) -> str:
    """The same template with its words wrapped, its fields and its figures kept."""
    return "".join(wrapped(part) if isinstance(part, str) else _field(part) for part in parsed(english))


def _field(field: Field) -> str:
    if field.kind != PLURAL:
        return f"{{{field.name}:{field.kind}}}"
    texts = "|".join(f"{category}:{wrapped(text)}" for category, text in cases(field).items())
    return f"{{{field.name}:{PLURAL} {texts}}}"


def _form(*, day: str, month: str) -> Form:
    return Form(
        locale=LOCALE, day=f"{day} d {month}", date=f"d {month} y", day_unknown=f"{month} y", month_unknown="y",
        moment="{day} {clock}", clock=Clock("H", "H:mm"), about="{duration}", units="long", plus="+",
        told_apart="{clock} {zone}",
    )  # fmt: skip


PSEUDO: Catalogue = replace(
    ENGLISH,
    language=LANGUAGE,
    voice=LANGUAGE,
    phrases={key: template(english) for key, english in ENGLISH.phrases.items()},
    texts={key: template(english) for key, english in ENGLISH.texts.items()},
    choices={
        menu: {key: tuple(map(wrapped, words)) for key, words in keys.items()} for menu, keys in ENGLISH.choices.items()
    },
    by_ear=_form(day="EEEE", month="MMMM"),
    by_text=_form(day="EEE", month="MMM"),
    keeps_accents=True,
)


def _of_the_calendar() -> frozenset[str]:
    """The words of days, months and durations in the locale."""
    locale = Locale.parse(LOCALE)
    names = [
        name
        for widths in (locale.days["format"], locale.months["format"])
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
    ]
    units = [
        format_unit(count, f"duration-{unit}", locale=LOCALE)
        for unit in ("day", "hour", "minute", "second")
        for count in (1, 2)
    ]
    return frozenset(word for name in (*names, *units) for word in _WORD.findall(name))


CALENDAR = _of_the_calendar()


def unwrapped(said: str, *names: str) -> list[str]:
    """The words outside brackets that are neither one of `names` nor Babel's for a date."""
    rest = _WRAPPED.sub(" ", said)
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(name)}\b", " ", rest)
    return [word for word in _WORD.findall(rest) if word not in CALENDAR]
