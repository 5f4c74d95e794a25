"""Who calls honestly: how many of each group, when, from what telephone, and with what habits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from attack_range.acts import Stir
from attack_range.attacks import Facts
from attack_range.field import Days
from attack_range.numbers import Plan, drawn, facts
from attack_range.parameters import PeopleTable

GROUPS: Final = ("mobile", "landline", "voip", "withheld", "foreign", "shared")
_LINE_TYPES: Final = {"landline": "landline", "voip": "nonFixedVoip", "shared": "landline"}
_DAY_S: Final = 11 * 3600
"""From the release until people stop to call."""


@dataclass(frozen=True, slots=True)
class Person:
    """One honest person who needs one appointment."""

    group: str
    number: str
    stir: Stir | None
    comes: datetime
    gets_texts: bool
    is_served: bool
    """The line books for numbers of this region by itself; else a person does."""
    habits: frozenset[str]
    """Of the shares in the parameters: `texts`, `cut_off`, `leaves`, `late_code`, `wants_person`, `changes`, …"""
    chance: random.Random
    table: PeopleTable

    @property
    def ordinary(self) -> frozenset[str]:
        """What is no step-up for the group: a call to it, which is also how it proves its number; or a person."""
        if self.group in ("landline", "withheld", "shared"):
            return frozenset({"call", "prove"})
        return frozenset() if self.is_served else frozenset({"person"})


_HABITS: Final = ("cut_off", "leaves", "late_code", "wants_person", "changes", "gives_up", "waits_for_place")


def crowd(days: Days, table: PeopleTable, seed: int) -> list[Person]:
    """Everybody of the run. The same seed is the same people."""
    chance = random.Random(f"people {seed}")
    plan = Plan(chance)
    many = round(days.places * table.demand)
    people: list[Person] = []
    for opens in days.releases:
        groups = _groups(table, many)
        people += [person for group in groups for person in _of(group, plan, opens, table, chance)]
    return sorted(people, key=lambda person: person.comes)


def _groups(table: PeopleTable, many: int) -> Iterator[str]:
    """A day's groups: exactly their shares, the rest mobiles. A shared number is named once for all behind it."""
    left = many
    for group in GROUPS[1:]:
        share: float = getattr(table, group)
        people = round(many * share)
        left -= people
        yield from [group] * (round(people / table.behind_one) if group == "shared" else people)
    yield from ["mobile"] * left


def _of(group: str, plan: Plan, opens: datetime, table: PeopleTable, chance: random.Random) -> list[Person]:
    is_served = group != "foreign" or chance.random() < table.foreign_served
    number = plan.abroad(served=is_served) if group == "foreign" else plan.here()
    kind = group if group in table.attestation else "landline" if group == "shared" else "mobile"
    stir = _stir(drawn(chance, table.attestation[kind]))
    behind = table.behind_one if group == "shared" else 1
    return [
        Person(group, number, stir, _comes(opens, table, chance), group not in ("landline", "shared"), is_served,
               _habits(group, table, chance), random.Random(chance.random()), table)
        for _ in range(behind)
    ]  # fmt: skip


def _stir(drawn: str | None) -> Stir | None:
    found: dict[str | None, Stir] = {"A": "A", "B": "B", "C": "C"}
    return found.get(drawn)


def _comes(opens: datetime, table: PeopleTable, chance: random.Random) -> datetime:
    """In the first hour after the release, or at any time later that day."""
    if chance.random() < table.rush:
        return opens + timedelta(seconds=chance.expovariate(1 / 1200))
    return opens + timedelta(seconds=chance.uniform(0, _DAY_S))


def _habits(group: str, table: PeopleTable, chance: random.Random) -> frozenset[str]:
    found = {habit for habit in _HABITS if chance.random() < getattr(table, habit)}
    if group == "mobile" and chance.random() < table.texts:
        found.add("texts")
    return frozenset(found)


def looked_up(people: list[Person], table: PeopleTable, seed: int) -> dict[str, Facts]:
    """What look-ups answer of these people's numbers."""
    chance = random.Random(f"carriers {seed}")
    found: dict[str, Facts] = {}
    for person in people:
        line_type = _LINE_TYPES.get(person.group, "mobile")
        carriers = table.carriers.get(person.group, table.carriers["mobile" if line_type == "mobile" else "landline"])
        found[person.number] = facts(line_type, drawn(chance, carriers))
    return found
