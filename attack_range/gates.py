"""The figures that must hold, whatever is attacked; each gate says what it found, and a broken one fails the range."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from attack_range.figures import Group, Run
from attack_range.intervals import mean, share, tail

STOLEN_MOST: Final = 0.02
"""Share of the places sold, for an attack that must be stopped."""
STEP_UPS_MOST: Final = 3.0
"""Times the average of all honest people."""
BY_CHANCE: Final = 0.001
"""Less likely than this is no chance: a range has a hundred groups or so, and a small one may be unlucky."""
VICTIM_HOUR: Final = 3
VICTIM_DAY: Final = 5
"""Texts to one destination over all callers (laws.md, code)."""
ALARM_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Gate:
    """One figure that must hold."""

    name: str
    limit: str
    found: str
    holds: bool


def gates(runs: Sequence[Run], stopped: Collection[str]) -> list[Gate]:
    """All gates, over the whole runs. `stopped`: the attacks that must get next to nothing."""
    whole = [run for run in runs if run.is_whole]
    by_attack = {run.attack: [each for each in whole if each.attack == run.attack] for run in whole}
    return [
        _worst("Places beyond the numbers owned", 0, whole, lambda run: run.stock.stolen - run.numbers_owned),
        *(_stolen(attack, own) for attack, own in by_attack.items() if attack in stopped),
        _worst("Honest people refused", 0, whole, lambda run: sum(group.refused for group in run.groups.values())),
        _step_ups(by_attack),
        _worst("Texts to one victim in an hour", VICTIM_HOUR, whole, lambda run: run.victim_hour),
        _worst("Texts to one victim in a day", VICTIM_DAY, whole, lambda run: run.victim_day),
        *_pumping([run for run in whole if run.pump_budget]),
    ]


def _worst(name: str, most: int, runs: Sequence[Run], of: Callable[[Run], int]) -> Gate:
    if not runs:
        return Gate(name, f"≤ {most}", "nothing was run", False)
    worst = max(runs, key=of)
    return Gate(name, f"≤ {most}", f"{max(of(worst), 0)} ({_named(worst.attack)})", of(worst) <= most)


def _named(attack: str) -> str:
    return attack.replace("_", " ") or "nobody attacks"


def _stolen(attack: str, runs: Sequence[Run]) -> Gate:
    stolen = mean([run.whole_share for run in runs]).mean
    return Gate(
        f"Share stolen of a whole line: {_named(attack)}",
        f"≤ {STOLEN_MOST:.0%}",
        f"{stolen:.2%}{_bought(runs[0])}",
        round(stolen, 6) <= STOLEN_MOST,  # a fiftieth is one, whatever floats make of it
    )


def _bought(run: Run) -> str:
    """In how many blocks numbers lie that do not lie scattered: each block gives some away before it is seen."""
    if not 0 < 2 * run.blocks <= run.numbers_owned:
        return ""
    return f" ({run.numbers_owned} numbers of {run.blocks} block{'s' if run.blocks > 1 else ''} of 10,000)"


def _step_ups(by_attack: Mapping[str, Sequence[Run]]) -> Gate:
    """Over the groups of every attack; the least likely is told."""
    found = [_least_likely(attack, own) for attack, own in by_attack.items()]
    chance, told = min(found, default=(0.0, "nothing was run"))
    limit = f"≤ {STEP_UPS_MOST:.0f} × the average of all, unless chance alone does it (p > {BY_CHANCE})"
    return Gate("Step-ups of a group", limit, told, chance > BY_CHANCE)


def _least_likely(attack: str, runs: Sequence[Run]) -> tuple[float, str]:
    """How likely it is that chance alone, at three times the average, steps up as many of a group as were."""
    groups = pooled(runs)
    average = share(sum(each.stepped_up for each in groups.values()), sum(each.people for each in groups.values())).mean
    most = min(1.0, STEP_UPS_MOST * average)
    chance, worst = min((tail(each.stepped_up, each.people, most), name) for name, each in groups.items())
    rate = share(groups[worst].stepped_up, groups[worst].people).mean
    return chance, f"{worst} {rate:.1%}, all {average:.1%} ({_named(attack)})"


def _pumping(runs: Sequence[Run]) -> Iterable[Gate]:
    if runs:
        worst = max(runs, key=lambda run: run.pumped_unused / run.pump_budget)
        kept = worst.pumped_unused <= worst.pump_budget
        yield Gate("Unused texts to ranges that pay", f"≤ {worst.pump_budget}", str(worst.pumped_unused), kept)
        slowest = max((run.alarm_seconds for run in runs if run.alarm_seconds is not None), default=0.0)
        yield Gate("Alarm after the budget was passed", f"≤ {ALARM_S:.0f} s", f"{slowest:.0f} s", slowest <= ALARM_S)


def pooled(runs: Iterable[Run]) -> dict[str, Group]:
    """Name → that group of all runs together."""
    sums: dict[str, Group] = {}
    for run in runs:
        for name, each in run.groups.items():
            sums[name] = sums.get(name, Group()) + each
    return sums
