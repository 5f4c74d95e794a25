"""One run of the range."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from attack_range.acting import Actor
from attack_range.field import Days
from attack_range.groups import crowd, looked_up
from attack_range.honest import Honest
from attack_range.living import Stage
from attack_range.parameters import Parameters
from attack_range.performing import perform
from attack_range.world import World

TICK = timedelta(minutes=10)


def run(url: str, parameters: Parameters, days: Days, seed: int) -> tuple[World, Stage, list[Honest]]:
    people = crowd(days, parameters.people, seed)
    talks: dict[str, Honest] = {}
    honest = [Honest(person, talks) for person in people]
    world = World(url, Path(tempfile.mkdtemp()), days.begins, looked_up(people, parameters.people, seed))
    stage = Stage(world, days.ends, perform)
    stage.every(TICK, world.tick)
    stage.enter(Actor(each.person.group, (each.person.number,), each.person.comes, each.live) for each in honest)
    began = time.monotonic()
    stage.run()
    print("turns", stage.turns, "seconds", time.monotonic() - began)
    return world, stage, honest
