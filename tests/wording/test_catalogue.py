from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from wording import english
from wording.catalogue import Catalogue, Choices, faults
from wording.english_reading import grade
from wording.fields import KINDS, SPOKEN, TEXTED, Argument, categories

WHEN = datetime(2026, 11, 24, 9, 20)
ENGLISH = Catalogue(
    language="en",
    voice="en-US",
    phrases={
        "held": "Your place is {when:moment} in {office}.",
        "closed": "We open again on {next:day}, at {next:clock}.",
        "booked": "Your reference is {reference:fours}.",
        "ending": "You are calling from a number ending {last:digits}.",
        "born": "Born {born:birth}.",
        "left": "You have {left:plural one:# try|other:# tries} left.",
        "wait": "The wait is {wait:about}, or {wait:duration}, for {ahead:count} callers.",
        "call": "Please call {number:phone}.",
        "menu": "To go back, press 1. To go on, press 2.",
        "bye": "Goodbye.",
    },
    texts={
        "code": "{office}: your code is {code:digits} for {when:moment}. Key it in by {until:clock}.",
        "booked": "Booked: {when:moment}, {office}. Ref {reference:fours}. To change call {number:phone}.",
        "born": "Born {born:birth}.",
    },
    choices={"stuck": {"1": ("start", "back"), "2": ("goodbye",)}},
    by_ear=english.EAR,
    by_text=english.PRINT,
    heard=english.HEARD,
    typed=english.TYPED,
    grade=grade,
)


@pytest.mark.parametrize(
    ("key", "arguments", "expected"),
    [
        ("held", {"when": WHEN, "office": "Oakland"},
         "Your place is Tuesday, November 24, at 9:20 in the morning in Oakland."),
        ("closed", {"next": WHEN}, "We open again on Tuesday, November 24, at 9:20 in the morning."),
        ("booked", {"reference": "48217730"}, "Your reference is 4 8 2 1, 7 7 3 0."),
        ("ending", {"last": "34"}, "You are calling from a number ending 3 4."),
        ("born", {"born": "1985-03-00"}, "Born March 1985, day unknown."),
        ("left", {"left": 1}, "You have 1 try left."),
        ("left", {"left": 4}, "You have 4 tries left."),
        ("wait", {"wait": 500, "ahead": 1234},
         "The wait is about 9 minutes, or 8 minutes 20 seconds, for 1,234 callers."),
        ("call", {"number": "+14155550100"}, "Please call 4 1 5, 5 5 5, 0 1 0 0."),
        ("bye", {}, "Goodbye."),
    ],
)  # fmt: skip
def test_spoken(key: str, arguments: Mapping[str, Argument], expected: str) -> None:
    """Phrases are said with their arguments in the formats their fields name."""
    assert ENGLISH.spoken(key, arguments) == expected


def test_texted() -> None:
    """Texts are written with the same arguments in their own, shorter forms, and without typographic marks."""
    given: dict[str, Argument] = {"when": WHEN, "until": WHEN, "office": "St. Mary’s", "code": "482913"}
    given |= {"reference": "48217730", "number": "+14155550100"}
    assert ENGLISH.texted("code", given) == (
        "St. Mary's: your code is 482913 for Tue Nov 24, 9:20am. Key it in by 9:20am."
    )
    assert ENGLISH.texted("booked", given) == (
        "Booked: Tue Nov 24, 9:20am, St. Mary's. Ref 4821 7730. To change call 415-555-0100."
    )


@pytest.mark.parametrize(
    ("key", "arguments", "fault"),
    [
        ("no such phrase", {}, KeyError),
        ("held", {"when": WHEN}, KeyError),
        ("held", {"when": "Tuesday", "office": "Oakland"}, TypeError),
        ("held", {"when": WHEN, "office": 3}, TypeError),
        ("left", {"left": "4"}, TypeError),
    ],
)
def test_faults_are_raised(key: str, arguments: Mapping[str, Argument], fault: type[Exception]) -> None:
    """A phrase that cannot be said whole is a fault, never half a sentence."""
    with pytest.raises(fault):
        ENGLISH.spoken(key, arguments)


def test_values_are_not_templates() -> None:
    """Braces in a value, an office's name for one, are said and not filled."""
    assert ENGLISH.spoken("held", {"when": WHEN, "office": "{when}"}).endswith("in {when}.")


def test_a_whole_catalogue_has_no_faults() -> None:
    """The reference is itself without faults."""
    assert faults(ENGLISH, ENGLISH) == []


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        ({"bye": None}, "xx: phrase bye: missing"),
        ({"more": "More."}, "xx: phrase more: not in en"),
        ({"bye": " "}, "xx: phrase bye: empty"),
        ({"held": "{when:moment}"}, "xx: phrase held: other fields than in en"),
        ({"held": "{when:day} {office}"}, "xx: phrase held: other fields than in en"),
        ({"bye": "{"}, "xx: phrase bye: Single '{' encountered in format string"),
        ({"bye": "{name:loudly}"}, "xx: phrase bye: no such field: name:loudly"),
        ({"bye": "{name!r}"}, "xx: phrase bye: no such field: name:"),
        ({"bye": "{name.first}"}, "xx: phrase bye: no such field: name.first:"),
        ({"bye": "{}"}, "xx: phrase bye: no such field: :"),
        ({"menu": "To go on, press 2. To go back, press 1."}, "xx: phrase menu: other figures than in en"),
        ({"bye": "Goodbye 2."}, "xx: phrase bye: other figures than in en"),
        ({"left": "{left:plural}"}, "xx: phrase left: no such field: left:plural"),
        ({"left": "{left:plural # tries}"}, "xx: phrase left: a case without a category: # tries"),
        ({"left": "{left:plural other:# tries}"}, "xx: phrase left: no plural for one"),
        ({"left": "{left:plural one:a try}"}, "xx: phrase left: no plural for other"),
    ],
)
def test_each_fault_is_found(phrases: Mapping[str, str | None], expected: str) -> None:
    """A catalogue that lacks a phrase, or has one that its callers could not hear, is told so by name."""
    merged = {key: text for key, text in ({**ENGLISH.phrases, **phrases}).items() if text is not None}
    assert expected in faults(replace(ENGLISH, language="xx", phrases=merged), ENGLISH)


def test_faults_of_texts_are_found() -> None:
    """Texts are checked as phrases are."""
    assert "xx: text code: missing" in faults(replace(ENGLISH, language="xx", texts={}), ENGLISH)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, ["menu stuck: missing"]),
        ({"stuck": {"1": ("start",)}}, ["menu stuck: other keys than in en"]),
        ({"stuck": {"2": ("goodbye",), "1": ("start",)}}, ["menu stuck: other keys than in en"]),
        ({"stuck": {"1": ("start",), "2": ()}}, ["menu stuck: no word for 2"]),
        ({"stuck": {"1": ("start",), "2": ("",)}}, ["menu stuck: no word for 2"]),
        ({"stuck": {"1": ("start",), "2": ("bye", "start")}}, ["menu stuck: 'start' more than once"]),
        ({**ENGLISH.choices, "more": {"1": ("more",)}}, ["menu more: not in en"]),
    ],
)
def test_faults_of_choices_are_found(choices: Choices, expected: list[str]) -> None:
    """The menus of all languages take the same keys in the same order, each with words of its own."""
    assert faults(replace(ENGLISH, choices=choices), ENGLISH) == [f"en: {fault}" for fault in expected]


def test_texts_shed_accents_where_the_language_lets_them() -> None:
    """A text keeps the letters of GSM-7 and sheds other accents, unless the language would lose its meaning."""
    template = {**ENGLISH.texts, "code": "{office}: número ñandú ÁÉÍ café ¿sí?"}
    assert replace(ENGLISH, texts=template).texted("code", {"office": "Mérida, Yucatán"}) == (
        "Mérida, Yucatan: numero ñandu AÉI café ¿si?"
    )
    kept = replace(ENGLISH, texts=template, keeps_accents=True)
    assert kept.texted("code", {"office": "Đà Nẵng"}) == "Đà Nẵng: número ñandú ÁÉÍ café ¿sí?"


def test_a_language_brings_its_own_plurals() -> None:
    """The order of words and the cases of a count are the language's; its catalogue must have all of them."""
    russian = replace(
        ENGLISH,
        language="ru",
        by_ear=replace(english.EAR, locale="ru_RU"),
        phrases={**ENGLISH.phrases,
                 "left": "{left:plural one:# попытка|few:# попытки|many:# попыток|other:# попытки}"},
    )  # fmt: skip
    assert [russian.spoken("left", {"left": count}) for count in (1, 3, 5)] == ["1 попытка", "3 попытки", "5 попыток"]
    assert faults(russian, ENGLISH) == []
    without = replace(russian, phrases=ENGLISH.phrases)
    assert "ru: phrase left: no plural for few" in faults(without, ENGLISH)
    whole_counts = replace(russian, phrases={**ENGLISH.phrases, "left": "{left:plural one:#|few:#|many:#}"})
    assert faults(whole_counts, ENGLISH) == ["ru: phrase left: no plural for other"]
    assert categories("ru_RU") == {"one", "few", "many"}


def test_the_ear_and_the_text_have_the_same_formats() -> None:
    """Whatever can be said can be texted."""
    assert set(SPOKEN) == set(TEXTED) == KINDS - {"plural"}
