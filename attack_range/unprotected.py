"""The line that is compared with: whoever comes first has a place, and as many as they ask for.

No code, no limit, no cool-down, no waiting list, nobody is looked at. The same people come at the same instants; the
attacker's machines do what such a line lets them do: each of its lines of telephone books again and again, from the
moment places come on sale, as long as there are any, and keeps what it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from attack_range.acting import Actor
from attack_range.field import Days
from attack_range.figures import Group, Stock
from attack_range.groups import Person

CALL: Final = timedelta(seconds=100)
"""A call that books, without code and birth date: the same menus to the free times."""
ROBOTS_MOST: Final = 50
"""Calls that an attacker holds at once, however many machines it has: the channels of two small trunks (assumed)."""


@dataclass(frozen=True, slots=True)
class FirstCome:
    """What became of the same days there."""

    stock: Stock
    groups: dict[str, Group]


def first_come(days: Days, people: Sequence[Person], attackers: Sequence[Actor], *, books: bool) -> FirstCome:
    """Give each place to whoever is on the line first. `books`: this attack is after places."""
    free, stolen, served = 0, 0, 0
    found: dict[str, Group] = {}
    for at, person in _calls(days, people, min(len(attackers), ROBOTS_MOST) if books else 0):
        if person is None and at in days.releases:
            free += days.places
        elif free == 0:
            _note(found, person, served=False)
        else:
            free -= 1
            stolen += person is None
            served += person is not None
            _note(found, person, served=True)
    return FirstCome(Stock(days.places * days.many, stolen + served, stolen), found)


def _note(found: dict[str, Group], person: Person | None, *, served: bool) -> None:
    if person is not None:
        one = Group(people=1, served=int(served), gave_up=int(not served), minutes=CALL.total_seconds() / 60)
        found[person.group] = found.get(person.group, Group()) + one


def _calls(days: Days, people: Sequence[Person], channels: int) -> list[tuple[datetime, Person | None]]:
    """Who asks when: releases first, then machines as fast as calls go, and people when they come.

    A machine's call ends a call's length after the release; until the next release there are as many as it can make,
    bounded by the places there are.
    """
    events: list[tuple[datetime, int, Person | None]] = [(at, 0, None) for at in days.releases]
    events += [(person.comes + CALL, 2, person) for person in people]
    for release in days.releases:
        rounds = 0 if channels == 0 else -(-days.places // channels)
        events += [(release + CALL * nth, 1, None) for nth in range(1, rounds + 1) for _ in range(channels)]
    return [(at, person) for at, _, person in sorted(events, key=lambda event: event[:2])]
