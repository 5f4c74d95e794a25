"""One run of the range: an attack, a seed, and the layer that is off, on a database of its own."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from attack_range import layers, ledger
from attack_range.acting import Actor, Tally
from attack_range.agents import staff, supervisor, telephones
from attack_range.attackers import ATTACKS
from attack_range.attacks import Attack, Setting
from attack_range.field import Days, copy, employ
from attack_range.figures import Run, Stock
from attack_range.groups import Person, crowd, looked_up
from attack_range.honest import Honest
from attack_range.living import Stage
from attack_range.parameters import Parameters
from attack_range.performing import perform
from attack_range.unprotected import first_come
from attack_range.waiting_before import actors, put_on_list, waited
from attack_range.world import World
from exchange.telephones import Telephone, TelephoneKind, connect

BYSTANDERS: Final = tuple(f"+1202555{nth:04}" for nth in range(100, 120))
"""Numbers that the plan keeps for fiction, so nobody of the crowd has one."""
TICK: Final = timedelta(hours=1)
"""So often the worker's clock looks for what is due; between, it is asked when a message is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one run is of. `attack` empty: nobody attacks; `layer_off` empty: every layer is on; `baseline`: see Run."""

    attack: str
    seed: int
    layer_off: str
    days: Days
    baseline: bool = False

    @property
    def field_name(self) -> str:
        """The database it is a copy of."""
        return f"field_{self.days.places}_{self.days.many}"


@dataclass(slots=True)
class _Play:
    """Everybody of a run."""

    cell: Cell
    parameters: Parameters
    people: list[Person]
    talks: dict[str, Honest] = field(default_factory=dict)
    honest: list[Honest] = field(init=False)
    callers: list[Actor] = field(init=False)
    attack: Attack[Any] | None = field(init=False)
    attackers: list[Actor] = field(init=False)

    def __post_init__(self) -> None:
        self.honest = [Honest(person, self.talks) for person in self.people]
        self.callers = [
            Actor(each.person.group, (each.person.number,), each.person.comes, each.live) for each in self.honest
        ]
        self.attack = self._attack()
        self.attackers = [] if self.attack is None else self.attack.actors()

    def _attack(self) -> Attack[Any] | None:
        cell, days = self.cell, self.cell.days
        if not cell.attack:
            return None
        chance = random.Random(f"{cell.attack} {cell.seed}")
        people = tuple(sorted({person.number for person in self.people}))
        setting = Setting(days.releases, days.ends, days.places, days.share, people, BYSTANDERS, chance)
        return ATTACKS[cell.attack](self.parameters.budget(cell.attack), setting)

    @property
    def owned(self) -> set[str]:
        """The attacker's numbers."""
        return {number for actor in self.attackers for number in actor.owns}


def run(server: str, cell: Cell, parameters: Parameters) -> Run:
    """Make one run on a server (the address of a database there), and forget all but its figures."""
    began = time.monotonic()
    play = _Play(cell, parameters, crowd(cell.days, parameters.people, cell.seed))
    name = f"{cell.field_name}_{os.getpid()}_{time.monotonic_ns()}"
    with copy(server, cell.field_name, name) as url, tempfile.TemporaryDirectory() as var:
        _take_off(url, cell.layer_off)
        facts = looked_up(play.people, parameters.people, cell.seed)
        facts |= {} if play.attack is None else dict(play.attack.facts())
        world = World(url, Path(var), cell.days.begins, facts, layers.policy_without(cell.layer_off, cell.days.share))
        try:
            stage = _live(world, play)
            return _figures(world, stage, play, time.monotonic() - began)
        finally:
            world.close()


def _take_off(url: str, layer: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in layers.RULES_OFF.get(layer, ()):
            connection.exec_driver_sql(statement)
    engine.dispose()


def _live(world: World, play: _Play) -> Stage:
    cell, desk = play.cell, play.parameters.desk
    stage = Stage(world, cell.days.ends, perform)
    employ(world.core, telephones(desk, cell.days) | ({} if play.attack is None else dict(play.attack.employs)))
    for person in play.people:
        if not person.gets_texts:
            connect(Telephone(person.number, person.group, TelephoneKind.LANDLINE))
    stage.every(TICK, world.tick)
    stage.enter(staff(desk, cell.days, cell.seed, play.talks))
    if play.attack is not None and play.attack.is_flood:
        stage.enter([supervisor(desk, cell.days.releases)])
    on_list = waited(cell.days, play.parameters.people, cell.seed)
    put_on_list(world.core, cell.days, on_list)
    stage.enter(actors(cell.days, on_list))
    stage.enter(play.callers)
    stage.enter(play.attackers)
    stage.run()
    return stage


def _stock(world: World, attack: Attack[Any] | None, owned: set[str], spent: Tally) -> Stock:
    if attack is None:
        return ledger.stock(world, owned, spent.sold)
    return ledger.stock(world, attack.counts(owned), spent.sold, resold=attack.resells)


def _figures(world: World, stage: Stage, play: _Play, seconds: float) -> Run:
    cell, attack, owned = play.cell, play.attack, play.owned
    beside = first_come(cell.days, play.people, play.attackers, books=attack is not None and attack.takes_places)
    spent = ledger.spent(play.attackers)
    pumps = attack is not None and attack.pumps
    pumped = [text for number in owned if pumps for text in stage.inbox(number, is_answer=False)]
    victims = () if attack is None else attack.victims
    texts, answers = ([stage.inbox(victim, is_answer=which) for victim in victims] for which in (False, True))
    to_owned = sum(len(stage.inbox(number)) for number in owned)
    return Run(
        attack=cell.attack, seed=cell.seed, layer_off=cell.layer_off, numbers_owned=len(owned),
        line_share=cell.days.share, baseline=cell.baseline, blocks=len({number[:-4] for number in owned}),
        stock=_stock(world, attack, owned, spent), spent=spent,
        groups=ledger.groups(world, play.honest, play.callers),
        unprotected=beside.stock, unprotected_groups=beside.groups,
        victim_hour=_most(texts, timedelta(hours=1)), victim_day=_most(texts, timedelta(days=1)),
        victim_answers=_most(answers, timedelta(days=1)),
        pumped=len(pumped), pumped_unused=ledger.unused(world, pumped),
        pump_budget=ledger.pump_budget(world.core.policy, owned) * cell.days.many if pumps else 0,
        alarm_seconds=ledger.alarm_seconds(world) if pumps else None,
        line_texts=to_owned + sum(map(len, [*texts, *answers])), line_minutes=spent.minutes_billed,
        learned=sum(int(actor.notes.get("learned", 0)) for actor in play.attackers),
        admissions=ledger.admissions(world), turns=stage.turns, seconds=seconds,
    )  # fmt: skip


def _most(inboxes: Sequence[Sequence[Any]], period: timedelta) -> int:
    return max((ledger.most_within(texts, period) for texts in inboxes), default=0)
