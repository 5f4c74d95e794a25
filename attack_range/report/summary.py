"""The rows of the report's tables, out of the runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from attack_range.aims import PLACES, Aim
from attack_range.attacks import Attack
from attack_range.figures import Group, Run
from attack_range.gates import pooled
from attack_range.intervals import Interval, mean, share
from attack_range.prices import Prices

Kind = type[Attack[Any]]
"""An attack's class: what is said of it beside its figures."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """One group of honest people."""

    name: str
    people: int
    served: Interval
    in_hand: Interval
    refused: int
    gave_up: Interval
    stepped_up: Interval
    minutes: float
    """Of one person, the mean."""
    turned_away: int
    """Calls, at the door: of all seeds."""
    unprotected: Interval
    """Served by the first-come line."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The same attack on a smaller line with one layer off, or with none: that is what the others are compared with."""

    name: str
    """Empty: every layer is on."""
    aim: Interval
    """What the attack is after."""
    stepped_up: Interval
    served: Interval

    @property
    def title(self) -> str:
        """As the head of a column."""
        return f"without {self.name}" if self.name else "every layer on"


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst of all runs of an attack for those who never asked for anything, and for the budget of texts."""

    hour: int
    day: int
    answers: int
    """In a day, to texts in a victim's name."""
    pumped: int
    alarm_seconds: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """One attack, or nobody's: every figure is the mean of a run."""

    name: str
    title: str
    kind: Kind | None
    seeds: int
    line_share: float
    """The size of the line, as a share of the whole one."""
    numbers: float
    stolen: Interval
    sold: float
    share: Interval
    unprotected: Interval
    """The share it gets of the first-come line."""
    cost: float
    per_place: float | None
    """None: it got no place."""
    earned: float
    """By texts to its own numbers."""
    line_cost: float
    learned: float
    worst: Worst
    crowds: tuple[Crowd, ...]
    everybody: Crowd
    aim: Aim
    layers: tuple[Layer, ...]
    layer_share: float
    """The size of the line of these runs, as a share of the whole one."""
    layer_places: int
    """That were on sale there."""

    @property
    def hurts(self) -> bool:
        """Whether texts to strangers, or that pay somebody, came of it."""
        return any((self.worst.hour, self.worst.answers, self.worst.pumped))


def told(runs: Sequence[Run], kinds: Mapping[str, Kind], prices: Prices) -> list[Told]:
    """Each attack that was run, in the order of the runs; first, if it was run, the days without one."""
    names = dict.fromkeys(run.attack for run in runs)
    return [_told(name, [run for run in runs if run.attack == name], kinds.get(name), prices) for name in names]


def _told(name: str, runs: Sequence[Run], kind: Kind | None, prices: Prices) -> Told:
    whole, small = [run for run in runs if run.is_whole], [run for run in runs if not run.is_whole]
    aim = PLACES if kind is None else kind.aim
    costs = [0.0 if kind is None else prices.of_attack(run, kind.number_price, listens=kind.has_ear) for run in whole]
    stolen = sum(run.stock.stolen for run in whole)
    return Told(
        name,
        _title(name),
        kind,
        len(whole),
        _fmean(run.line_share for run in whole),
        _fmean(run.numbers_owned for run in whole),
        mean([run.stock.stolen for run in whole]),
        _fmean(run.stock.sold for run in whole),
        _share(whole),
        mean([run.unprotected.share for run in whole], most=1),
        _fmean(costs),
        sum(costs) / stolen if stolen else None,
        _fmean(prices.pump_gain.usd * run.pumped for run in whole),
        _fmean(prices.of_line(run) for run in whole),
        _fmean(run.learned for run in whole),
        _worst(whole),
        tuple(_crowd(group, whole) for group in pooled(whole)),
        _everybody(whole),
        aim,
        tuple(_layers(small, aim)),
        max((run.line_share for run in small), default=0.0),
        max((run.stock.on_sale for run in small), default=0),
    )


def _worst(runs: Sequence[Run]) -> Worst:
    alarms = [run.alarm_seconds for run in runs if run.alarm_seconds is not None]
    return Worst(
        max((run.victim_hour for run in runs), default=0),
        max((run.victim_day for run in runs), default=0),
        max((run.victim_answers for run in runs), default=0),
        max((run.pumped for run in runs), default=0),
        max(alarms, default=None),
    )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize().replace("sims", "SIMs").replace("Voip", "VoIP") or "Nobody attacks"


def _fmean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0


def _share(runs: Sequence[Run]) -> Interval:
    return mean([run.stock.share for run in runs], most=1)


def _layers(runs: Sequence[Run], aim: Aim) -> Iterable[Layer]:
    for off in dict.fromkeys(run.layer_off for run in runs):
        own = [run for run in runs if run.layer_off == off]
        found, everybody = mean([aim.of(run) for run in own], most=1 if aim.is_share else None), _everybody(own)
        yield Layer(off, found, everybody.stepped_up, everybody.served)


def _crowd(name: str, runs: Sequence[Run]) -> Crowd:
    return _of_groups(
        name,
        [run.groups[name] for run in runs if name in run.groups],
        [run.unprotected_groups[name] for run in runs if name in run.unprotected_groups],
    )


def _everybody(runs: Sequence[Run]) -> Crowd:
    return _of_groups(
        "everybody",
        [group for run in runs for group in run.groups.values()],
        [group for run in runs for group in run.unprotected_groups.values()],
    )


def _of_groups(name: str, groups: Sequence[Group], beside: Sequence[Group]) -> Crowd:
    """Shares and minutes are of all people of all seeds."""
    people = sum(group.people for group in groups)
    return Crowd(
        name.replace("_", " "),
        people,
        share(sum(group.served for group in groups), people),
        share(sum(group.in_hand for group in groups), people),
        sum(group.refused for group in groups),
        share(sum(group.gave_up for group in groups), people),
        share(sum(group.stepped_up for group in groups), people),
        sum(group.minutes for group in groups) / people if people else 0.0,
        sum(group.turned_away for group in groups),
        share(sum(group.served for group in beside), sum(group.people for group in beside)),
    )
