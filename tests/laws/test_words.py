from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

import ivr
from booking_core import outcomes as o
from booking_core.admission import Why
from booking_core.numbers import Reason
from ivr.dialogue import say
from ivr.script import NEXT, Step
from tests.laws.surroundings import LINE, SCENE, at
from wording import moments
from wording.catalogue import faults
from wording.en import PHRASES, TEXTS
from wording.fields import Argument, Field, parsed
from wording.languages import CATALOGUES
from wording.segments import encoding, segments

ENGLISH = CATALOGUES["en"]
ROOT = Path(ivr.__file__).parents[1]
LONGEST_OFFICE = max((office.name for office in LINE.offices), key=len)


def strings(*places: str) -> Iterator[tuple[str, bool]]:
    """The strings in files of the checkout: constants as they are, f-strings as a pattern of a key."""
    for place in places:
        path = ROOT / place
        for file in [path] if path.is_file() else path.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value, False
                elif isinstance(node, ast.JoinedStr):
                    yield "".join(_piece(part) for part in node.values), True


def _piece(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[A-Za-z0-9_]+"


def used(keys: set[str], *places: str) -> set[str]:
    """Which of these keys the files name, whole or by a pattern."""
    found = list(strings(*places))
    patterns = [re.compile(text) for text, is_pattern in found if is_pattern and "." in text]
    constants = {text for text, is_pattern in found if not is_pattern}
    return {key for key in keys if key in constants or any(pattern.fullmatch(key) for pattern in patterns)}


def test_every_catalogue_is_whole() -> None:
    """Each language has each phrase and text, well formed, with the same fields as English."""
    assert [fault for catalogue in CATALOGUES.values() for fault in faults(catalogue, ENGLISH)] == []


def test_every_phrase_that_is_named_exists() -> None:
    """A key in a call of `phrase` is a key of the catalogue."""
    named = {
        node.args[0].value
        for file in (ROOT / "ivr").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase"
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert named
    assert named - set(PHRASES) == set()


def test_there_are_no_dead_phrases() -> None:
    """Each phrase of the catalogue is said somewhere in the dialogue."""
    assert set(PHRASES) - used(set(PHRASES), "ivr", "cli.py") == set()


NO_MESSAGES = ("telephone", "voucher", "none", "confirm", "is")
"""Kinds of numbers and of codes, and the name of an answer."""


@functools.cache
def kinds_of_message() -> frozenset[str]:
    """What the core lays into the outbox, in Python and in SQL."""
    core = ROOT / "booking_core"
    in_python = {
        text.value
        for file in core.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for text in (ast.walk(node.value) if _names_a_kind(node) else ())  # type: ignore[attr-defined]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in NO_MESSAGES
    }
    in_sql = {
        kind
        for file in (core / "sql").glob("*.sql")
        for kind in re.findall(r"INSERT INTO outbox[^']*'([a-z_]+)'", file.read_text())
    }
    assert in_python
    assert in_sql
    return frozenset(in_python | in_sql)


def _names_a_kind(node: ast.AST) -> bool:
    """`kind="code"` in a call, or `kind = "code"` before it."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "kind" for target in node.targets)
    return isinstance(node, ast.keyword) and node.arg == "kind"


def kind(text: str) -> str:
    """The kind of message that a text of the worker's is a form of."""
    return text.removesuffix(".one_way").removesuffix(".discreet")


def test_every_message_has_its_two_forms() -> None:
    """Each kind of message has a text, and one for senders that take no replies, which asks for none."""
    one_way = {key.removesuffix(".one_way") for key in TEXTS if key.endswith(".one_way")}
    assert {kind(key) for key in one_way} == kinds_of_message()
    assert one_way == {key for key in TEXTS if kind(key) in kinds_of_message() and not key.endswith(".one_way")}


@pytest.mark.parametrize(
    ("language", "asks"), [("en", r"\breply|\btext back|STOP"), ("es", r"\bresponda|\bconteste|STOP")]
)
def test_a_one_way_text_asks_for_no_reply(language: str, asks: str) -> None:
    """A sender that takes no replies never asks for one, and no text without a reply to ask for is left out."""
    texts = CATALOGUES[language].texts
    assert [key for key in texts if key.endswith(".one_way") and re.search(asks, texts[key], re.IGNORECASE)] == []
    assert re.search(asks, texts["code"])


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_discreet_text_names_nothing(language: str) -> None:
    """Whoever reads it over a shoulder learns no institution, office, service or date."""
    texts = CATALOGUES[language].texts
    discreet = [key for key in texts if ".discreet" in key]
    named = {field.name for key in discreet for field in parsed(texts[key]) if isinstance(field, Field)}
    assert discreet
    assert named & {"name", "office", "service", "when", "day", "reference"} == set()


def test_there_are_no_dead_texts() -> None:
    """Each text is sent by the worker or answered to a text."""
    sent = {key for key in TEXTS if kind(key) in kinds_of_message()}
    assert set(TEXTS) - sent - used(set(TEXTS), "sms") == set()


def test_phrases_named_by_what_is_met() -> None:
    """Every reason of a refused number, every kind of limit, and no other, has its sentence."""
    assert _family("refused") - {"menu"} == set(Reason)
    assert _family("limit") == {"live", "made", "case"}
    assert _family("met") <= {met.__name__ for _, met in NEXT}


def _family(name: str) -> set[str]:
    return {key.removeprefix(f"{name}.") for key in PHRASES if key.startswith(f"{name}.")}


LONGEST: dict[str, Argument] = {
    "name": LINE.name, "office": LONGEST_OFFICE, "code": "482913", "nonce": "5530", "soon": "7712", "letter": "D",
    "choice": "passport renewal", "bring": "your ID, a photo and your ticket",
    "words": "Our system is down. Your appointment is safe. We expect to be back on Tuesday.",
    "why": "Our system is down, and nobody knows yet for how long.",
}  # fmt: skip
LONGEST_OF_A_KIND: dict[str, Argument] = {
    "phone": "+14155550100", "fours": "48217730", "plural": 4, "count": 4,
}  # fmt: skip
TIMES = [datetime(2026, month, 20 + day, hour, 20 if hour % 12 else 0) for month in range(1, 13) for day in range(7)
         for hour in (0, 10, 12, 22)]  # fmt: skip


def longest_time(field: Field, language: str) -> datetime:
    """The time that takes most room in a text."""
    form = CATALOGUES[language].by_text
    tell = moments.clock if field.kind == "clock" else moments.day if field.kind == "day" else moments.moment
    return max(TIMES, key=lambda when: len(tell(form, when)))


def longest(key: str, language: str) -> str:
    """The text with the longest values the institution has for its fields."""
    arguments: dict[str, Argument] = {}
    for field in parsed(TEXTS[key]):
        if isinstance(field, Field) and field.kind in ("moment", "day", "clock"):
            arguments[field.name] = longest_time(field, language)
        elif isinstance(field, Field):
            arguments[field.name] = LONGEST_OF_A_KIND.get(field.kind) or LONGEST[field.name]
    return CATALOGUES[language].texted(key, arguments)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_text_is_at_most_two_segments(language: str) -> None:
    """Of GSM-7, with no space but the plain one, with the longest office, name and time the institution has."""
    for key in TEXTS:
        text = longest(key, language)
        assert encoding(text) == "GSM-7", (key, [letter for letter in text if encoding(letter) != "GSM-7"])
        assert segments(text) <= 2, (key, len(text), text)


def test_an_english_text_is_one_segment() -> None:
    """At most 160 characters."""
    for key in TEXTS:
        text = longest(key, "en")
        assert (segments(text), len(text) <= 160) == (1, True), (key, len(text), text)


def test_who_is_not_admitted_reads_why_and_the_way_on_in_one_segment() -> None:
    """In English, whatever the reason: the two sentences leave as one text; with a held time that is let go, as two."""
    for why in get_args(Why):
        for way in ("calling_back", "not_admitted.person", "not_admitted.until"):
            text = f"{longest(f'why.{why}', 'en')}\n{longest(way, 'en')}"
            assert len(text) <= 160, text


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_words_are_easy(language: str) -> None:
    """Sixth grade at most, for the ear and in texts, by the language's own formula."""
    catalogue = CATALOGUES[language]
    assert catalogue.grade(catalogue.phrases.values()) <= 6
    assert catalogue.grade(catalogue.texts.values()) <= 6


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_first_prompt_is_short(language: str) -> None:
    """At most fifty words before a caller can do anything."""
    reply = say(at(Step.WELCOME), o.CallStarted(withheld=False), SCENE)
    said = " ".join(CATALOGUES[language].spoken(part.key, part.arguments) for part in reply.say)
    assert len(said.split()) <= 50
    assert said.startswith("Demo Passport Agency.")


@pytest.mark.parametrize(
    ("language", "booked"), [("en", r"(?:^|[.?:] )You are booked"), ("es", r"(?:^|[.?:] )Su cita está reservada\b")]
)
def test_nothing_says_booked_but_the_booking(language: str, booked: str) -> None:
    """ "You are booked" begins a sentence only in the one phrase and the one text that follow a commit."""
    catalogue = CATALOGUES[language]
    assert [key for key, words in catalogue.phrases.items() if re.search(booked, words)] == ["booked.done"]
    assert [key for key, words in catalogue.texts.items() if re.search(booked, words)] == ["mine"]
