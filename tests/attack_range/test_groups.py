from __future__ import annotations

from collections import Counter
from datetime import timedelta

import phonenumbers

from attack_range.field import Days
from attack_range.groups import crowd, looked_up
from attack_range.parameters import load

PARAMETERS = load()
DAYS = Days(PARAMETERS.line, 1.0, 2)
PEOPLE = crowd(DAYS, PARAMETERS.people, seed=3)


def test_groups_have_their_shares() -> None:
    """Of 240 people a day one in ten calls from a landline, one in ten from abroad, and so on, every day."""
    many = Counter(person.group for person in PEOPLE)
    assert many.total() == 480
    assert (many["landline"], many["voip"], many["withheld"], many["foreign"], many["shared"]) == (48, 38, 24, 48, 24)


def test_the_same_seed_is_the_same_people() -> None:
    """A run can be made again."""
    again = crowd(DAYS, PARAMETERS.people, seed=3)
    assert [(p.number, p.comes, p.habits) for p in again] == [(p.number, p.comes, p.habits) for p in PEOPLE]
    assert crowd(DAYS, PARAMETERS.people, seed=4)[0].number != PEOPLE[0].number


def test_only_shared_numbers_are_shared() -> None:
    """Behind every number stands one person, but for those of hostels and switchboards."""
    behind = Counter((person.number, person.group) for person in PEOPLE)
    assert {many for (_, group), many in behind.items() if group == "shared"} == {PARAMETERS.people.behind_one}
    assert {many for (_, group), many in behind.items() if group != "shared"} == {1}


def test_every_number_is_one() -> None:
    """Each is valid in its plan, so that the line refuses nobody for a number that cannot be."""
    assert [p for p in PEOPLE if not phonenumbers.is_valid_number(phonenumbers.parse(p.number))] == []
    assert looked_up(PEOPLE, PARAMETERS.people, 3).keys() == {person.number for person in PEOPLE}


def test_many_come_at_the_release() -> None:
    """In its first hour, and within it mostly at once: the rush in which machines would hide."""
    release = DAYS.releases[0]
    first = [person for person in PEOPLE if release <= person.comes < release + timedelta(hours=1)]
    assert 0.35 * 240 < len(first) < 0.5 * 240
