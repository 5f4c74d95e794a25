from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import ivr
from booking_core import outcomes as o
from booking_core.numbers import Reason
from ivr.dialogue import say
from ivr.script import NEXT, Step
from tests.laws.surroundings import LINE, SCENE, at
from wording.catalogue import faults
from wording.en import CHOICES, PHRASES, TEXTS
from wording.fields import Argument, Field, parsed
from wording.languages import CATALOGUES
from wording.reading import grade
from wording.segments import encoding, segments

ENGLISH = CATALOGUES["en"]
ROOT = Path(ivr.__file__).parents[1]
LONGEST_OFFICE = max((office.name for office in LINE.offices), key=len)
LONGEST_MOMENT = datetime(2026, 11, 25, 10, 20)
COUNTS = {"One": 1, "Two": 2, "Three": 3, "Four": 4}


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


def kinds_of_message() -> set[str]:
    """What the core lays into the outbox, in Python and in SQL."""
    core = ROOT / "booking_core"
    in_python = {
        text.value
        for file in core.glob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.keyword) and call.arg == "kind"
        for text in ast.walk(call.value)
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in ("telephone", "confirm")
    }
    in_sql = {
        kind
        for file in (core / "sql").glob("*.sql")
        for kind in re.findall(r"INSERT INTO outbox[^']*'([a-z_]+)'", file.read_text())
    }
    assert in_python
    assert in_sql
    return in_python | in_sql


def test_every_message_has_its_two_forms() -> None:
    """Each kind of message has a text, and one for senders that take no replies, which asks for none."""
    one_way = {key.removesuffix(".one_way") for key in TEXTS if key.endswith(".one_way")}
    assert one_way == kinds_of_message()
    assert one_way <= set(TEXTS)
    assert [key for key in TEXTS if key.endswith(".one_way") and re.search(r"\breply|STOP", TEXTS[key])] == []


def test_there_are_no_dead_texts() -> None:
    """Each text is sent by the worker or answered to a text."""
    sent = {key for key in TEXTS if key.removesuffix(".one_way") in kinds_of_message()}
    assert set(TEXTS) - sent - used(set(TEXTS), "sms") == set()


def test_phrases_named_by_what_is_met() -> None:
    """Every reason of a refused number, every kind of limit, and no other, has its sentence."""
    assert _family("refused") - {"menu"} == set(Reason)
    assert _family("limit") == {"live", "made", "case"}
    assert _family("met") <= {met.__name__ for _, met in NEXT}


def _family(name: str) -> set[str]:
    return {key.removeprefix(f"{name}.") for key in PHRASES if key.startswith(f"{name}.")}


LONGEST: dict[str, Argument] = {
    "name": LINE.name, "office": LONGEST_OFFICE, "number": "+14155550100", "code": "482913", "reference": "48217730",
    "when": LONGEST_MOMENT, "until": LONGEST_MOMENT + timedelta(minutes=4), "left": 4, "nth": 3, "party": 4,
    "letter": "D", "choice": "passport renewal", "nonce": "5530", "most": 4, "days": 14, "count": 4,
}  # fmt: skip


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_is_one_segment(key: str) -> None:
    """At most 160 characters of GSM-7 with the longest office, name and time the institution has."""
    fields = [part for part in parsed(TEXTS[key]) if isinstance(part, Field)]
    text = ENGLISH.texted(key, {field.name: LONGEST[field.name] for field in fields})
    assert encoding(text) == "GSM-7"
    assert (segments(text), len(text) <= 160) == (1, True), (len(text), text)


def test_the_words_are_easy() -> None:
    """Sixth grade at most, for the ear and in texts."""
    assert grade(PHRASES.values()) <= 6
    assert grade(TEXTS.values()) <= 6


def test_the_first_prompt_is_short() -> None:
    """At most fifty words before a caller can do anything."""
    reply = say(at(Step.WELCOME), o.CallStarted(withheld=False), SCENE)
    said = " ".join(ENGLISH.spoken(part.key, part.arguments) for part in reply.say)
    assert len(said.split()) <= 50
    assert said.startswith("Demo Passport Agency.")


_KEY = re.compile(r"\bpress (\{key:count\}|[0-9]|star)", re.IGNORECASE)
_FUNCTION_FIRST = re.compile(r"(?:To|For|If) [^,]+, press (?:\{key:count\}|[0-9]|star)(?: and wait)?(?: at any time)?")


def choices_said(template: str) -> list[str]:
    """The keys a phrase offers, in order; raises AssertionError where a key stands before its function."""
    sentences = [sentence for sentence in re.split(r"(?<=[.?])\s+", template) if _KEY.search(sentence)]
    for sentence in sentences:
        assert _FUNCTION_FIRST.fullmatch(sentence.rstrip(".")), sentence
    return [found[1] for sentence in sentences for found in _KEY.finditer(sentence)]


@pytest.mark.parametrize("key", PHRASES)
def test_the_function_comes_before_the_key(key: str) -> None:
    """ "To book, press 1", never "press 1 to book": one function a sentence, its key at the end."""
    choices_said(PHRASES[key])


@pytest.mark.parametrize(
    "wrong", ["Press 1 to book.", "To book press 1.", "For a person, or to hear it, press 0, now."]
)
def test_a_key_before_its_function_is_noticed(wrong: str) -> None:
    """The pattern refuses what a caller could not follow."""
    with pytest.raises(AssertionError):
        choices_said(wrong)


@pytest.mark.parametrize("key", [key for key in PHRASES if key.endswith(".menu")])
def test_a_menu_says_as_many_choices_as_it_has(key: str) -> None:
    """At most four, counted first where there are more than two; `0` and `*` are not counted."""
    keys = [digit for digit in choices_said(PHRASES[key]) if digit not in ("0", "star")]
    announced = re.search(r"\b(One|Two|Three|Four) choices?\.", PHRASES[key])
    assert len(keys) <= 4
    assert announced is not None or len(keys) <= 2
    if announced is not None:
        assert COUNTS[announced[1]] == len(keys)


@pytest.mark.parametrize("menu", CHOICES)
def test_the_keys_said_are_the_keys_taken(menu: str) -> None:
    """What a menu names is what it understands, by key and by word, and the words are said by nobody else's key."""
    if f"{menu}.menu" in PHRASES:
        assert [key for key in choices_said(PHRASES[f"{menu}.menu"]) if key != "0"] == list(CHOICES[menu])
    words = [word for said in CHOICES[menu].values() for word in said]
    assert len(words) == len(set(words))


def test_nothing_says_booked_but_the_booking() -> None:
    """ "You are booked" begins a sentence only in the one phrase and the one text that follow a commit."""
    said = re.compile(r"(?:^|[.?:] )You are booked")
    assert [key for key, words in PHRASES.items() if said.search(words)] == ["booked.done"]
    assert [key for key, words in TEXTS.items() if said.search(words)] == ["mine"]
