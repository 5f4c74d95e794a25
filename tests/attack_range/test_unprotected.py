from __future__ import annotations

from attack_range.acting import Actor, Life
from attack_range.field import Days
from attack_range.groups import crowd
from attack_range.parameters import load
from attack_range.unprotected import first_come

PARAMETERS = load()
DAYS = Days(PARAMETERS.line, 0.5, 2)
PEOPLE = crowd(DAYS, PARAMETERS.people, seed=1)


def nobody(me: Actor) -> Life:
    """A life without an act: before the first-come line only numbers and instants count."""
    yield from ()


MACHINES = [Actor("bank", (f"+1212555{nth:04}",), DAYS.begins, nobody) for nth in range(10)]


def test_without_an_attack_people_have_the_places() -> None:
    """Demand is above supply, so all places go, each to a person."""
    run = first_come(DAYS, PEOPLE, [], books=True)
    assert (run.stock.on_sale, run.stock.sold, run.stock.stolen) == (200, 200, 0)
    assert sum(group.served for group in run.groups.values()) == 200
    assert sum(group.people for group in run.groups.values()) == len(PEOPLE)


def test_machines_come_first() -> None:
    """Ten machines that call without a break have nearly all places before people have called."""
    run = first_come(DAYS, PEOPLE, MACHINES, books=True)
    assert run.stock.sold == 200
    assert run.stock.stolen > 150


def test_an_attack_that_wants_no_places_takes_none() -> None:
    """A bomber's calls leave the places to people."""
    assert first_come(DAYS, PEOPLE, MACHINES, books=False).stock.stolen == 0
