from datetime import date

import pytest

from wording.answers import chosen, count, day, letter, nonce, says
from wording.languages import choices
from wording.spanish import HEARD, TYPED

TODAY = date(2026, 11, 20)
SERVICES = [("viaje urgente",), ("renovación de pasaporte",)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("una persona", 1),  # as the choice says it
        ("1 persona", 1),  # with a figure
        ("somos dos", 2),  # in a sentence
        ("tres personas por favor", 3),  # politely
        ("quiero hablar con una persona", None),  # asks for one, and is none
        ("una o dos", None),  # two counts
        ("no somos dos", None),  # refused
        ("2", None),  # a bare digit opens something
        ("persona", None),  # no number
    ],
)
def test_counts(body: str, expected: int | None) -> None:
    """How many come, in words, and never from a wish to talk to one person."""
    assert count(body, HEARD.numbers, TYPED) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("la renovación", 1),
        ("Viaje", 0),
        ("la de renovacion por favor", 1),
        ("pasaporte", 1),
        ("viaje o renovación", None),
        ("la de", None),  # "de" is in one name only, and is no name
        ("no el viaje", None),
    ],
)
def test_names_of_choices(body: str, expected: int | None) -> None:
    """A choice is named by a word of its own, not by a small word that only it has."""
    assert chosen(body, SERVICES, TYPED) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("5 dic", date(2026, 12, 5)),
        ("5 de diciembre", date(2026, 12, 5)),
        ("el 5 de diciembre", date(2026, 12, 5)),
        ("diciembre 5", date(2026, 12, 5)),
        ("12/5", date(2026, 12, 5)),  # figures are month, then day, as they are asked for
        ("3 de enero", date(2027, 1, 3)),
        ("Dec 5", None),
    ],
)
def test_days(body: str, expected: date | None) -> None:
    """A day that is named, the next one."""
    assert day(body, TYPED, TODAY) == expected


def test_letters_and_nonces() -> None:
    """Letters and four digits beside Spanish words."""
    assert [letter(body, TYPED) for body in ("la b", "B por favor", "b) renovación", "bueno")] == ["B", "B", "B", None]
    assert [nonce(body, TYPED) for body in ("sí 5530", "cancelar 55 30", "no 5530")] == ["5530", "5530", None]


@pytest.mark.parametrize("body", ["más adelante", "Mas tarde", "otro horario por favor", "otros horarios"])
def test_later_times(body: str) -> None:
    """Words for other times than those that were told."""
    assert says(body, choices("es", "by_text")["later"], TYPED)
