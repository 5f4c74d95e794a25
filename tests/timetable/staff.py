"""Whoever works on the call list: rings those on it, in its order, and says what came of it."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping

from booking_core import call_list
from booking_core.actors import Operator
from booking_core.transaction import Transaction
from tests.timetable.log import Log
from tests.timetable.people import Habit, Person
from tests.timetable.record import Answer, Dialled, End
from tests.timetable.world import World

STAFF = Operator("desk")


def works(world: World, log: Log, rng: random.Random, people: Mapping[str, Person]) -> None:
    """Ring everybody on the list once."""
    log.worked.add(world.now.date())
    for entry in world.core.transact(lambda t: list(call_list.waiting(t))):
        person = people[entry["number"]]
        result: call_list.Result = _comes_of(person, rng) if entry["booking"] is not None else "reached"
        assert world.core.transact(functools.partial(_notes, entry=str(entry["id"]), result=result))
        log.dialled.append(Dialled(world.now, person.number, result != "no_answer"))
        log.acts[person.number].append(world.now)
        if result == "gives_up":
            log.ends(entry["booking"], world.now, End.GIVEN_UP)
        elif result in ("keeps", "reached") and entry["booking"] is not None:
            log.answers.append(Answer(world.now, entry["booking"]))


def _notes(t: Transaction, entry: str, result: call_list.Result) -> bool:
    return call_list.record(t, STAFF, entry, result)


def _comes_of(person: Person, rng: random.Random) -> call_list.Result:
    if rng.random() < (0.75 if person.habit is Habit.NEVER else 0.3):
        return "no_answer"
    return rng.choices(("keeps", "gives_up", "reached"), (6, 2, 1))[0]
