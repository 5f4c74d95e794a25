"""No word of the line is outside its catalogues: every row of the law, and a booking, in a language that shows it."""

from __future__ import annotations

import dataclasses
import time

import pytest

import demo
from booking_core.lines import Office, Service
from exchange.transcript import Kind
from ivr.dialogue import follow, say
from ivr.script import NEXT, Step
from ivr.vocabulary import Menu
from tests.house import House
from tests.ivr.test_calls import BORN
from tests.laws.surroundings import LINE, SCENE, at, examples
from tests.wording.pseudo import LANGUAGE, PSEUDO, unwrapped
from wording.languages import CATALOGUES

NAMES = (LINE.name, *(office.name for office in LINE.offices), *(service.names["en"] for service in LINE.services))
WORDS_OF_NAMES = tuple(word for name in NAMES for word in name.casefold().split())
"""A caller may name a choice by one of them."""
SPOKEN_TO = dataclasses.replace(SCENE, line=dataclasses.replace(LINE, languages=(LANGUAGE,)))


BY_TEXT = ("1", "B", "A", "A", "D", "A")
"""Book: which service, how many, where, later times, the first of them."""


@pytest.fixture(autouse=True)
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language more: a catalogue and a row."""
    monkeypatch.setitem(CATALOGUES, LANGUAGE, PSEUDO)


@pytest.mark.parametrize("step", dict.fromkeys(step for step, _ in NEXT))
def test_every_row_is_said_from_the_catalogue(step: Step) -> None:
    """Whatever is met at a step, every word that is said, and every hint of what can be said, is a catalogue's."""
    for example in (example for origin, met in NEXT if origin is step for example in examples(met)):
        after = follow(dataclasses.replace(at(step), language=LANGUAGE), example)
        reply = say(after, example, SPOKEN_TO)
        if after.language != LANGUAGE:
            continue  # another language was chosen
        own = [part for part in reply.say if part.language in (None, LANGUAGE)]
        said = [PSEUDO.spoken(part.key, part.arguments) for part in own]
        hints = (reply.ask.hints or ()) if isinstance(reply.ask, Menu) else ()
        assert [word for sentence in said for word in unwrapped(sentence, *NAMES)] == []
        assert [word for hint in hints for word in unwrapped(hint, *NAMES, *WORDS_OF_NAMES)] == []


def test_a_booking_is_said_and_texted_from_the_catalogue(house: House) -> None:
    """By phone, from the first menu to the text that confirms it, and by text alone, no word is outside it."""
    house.do(f"UPDATE lines SET languages = '{{{LANGUAGE}}}'")
    phone = house.phone()
    call = phone.call(demo.LINE)
    for key in ("9", "1", "1", "2", "1", "1", "1", BORN, "1"):
        call.press(key)
    call.press_code().press("1").hang_up()
    _wait_for_texts(house, 2)
    texter = house.phone("+12025550102")
    answers = [text for body in BY_TEXT for text in texter.text(demo.LINE, body)]
    answers += texter.text(demo.LINE, texter.newest_code())
    answers += [
        text for body in (BORN, "3", "2", "9", "?", "hello", "482913", "0") for text in texter.text(demo.LINE, body)
    ]
    offered: list[Office | Service] = [*house.line.offices, *house.line.services]
    letters = "ABCD"  # of the choices in a text
    names = [house.line.name, *letters, *(name for one in offered for name in _names(one))]
    heard = [event.text for event in call.transcript.events if event.kind is Kind.HEARD]
    texts = [text.body for each in (phone, texter) for text in each.inbox()]
    assert len(house.rows("SELECT 1 FROM bookings WHERE status = 'booked'")) == 2
    assert min(len(heard), len(answers)) > 10
    assert [word for said in (*heard, *texts, *answers) for word in unwrapped(said, *names)] == []


def _names(offered: Office | Service) -> tuple[str, ...]:
    return (offered.name,) if isinstance(offered, Office) else tuple(offered.names.values())


def _wait_for_texts(house: House, count: int) -> None:
    until = time.monotonic() + 10
    while len(house.phone().inbox()) < count:
        assert time.monotonic() < until
        time.sleep(0.05)
