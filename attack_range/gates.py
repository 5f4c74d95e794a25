"""The figures that must hold, whatever is attacked; each gate says what it found, and a broken one fails the range."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from attack_range.intervals import mean, share
from attack_range.results import People, Run

STOPPED: Final = (
    "consecutive_bank", "voip_farm", "key_replayer", "hoarder", "cancel_and_rebook", "guesser", "enumerator",
)  # fmt: skip
"""The attacks that may have at most this share of the places:"""
STOLEN_MOST: Final = 0.02
STEP_UPS_MOST: Final = 3.0
"""Times the average of all honest people."""
VICTIM_HOUR: Final = 3
VICTIM_DAY: Final = 5
ALARM_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Gate:
    """One figure that must hold."""

    name: str
    limit: str
    found: str
    holds: bool


def gates(runs: Sequence[Run]) -> list[Gate]:
    """All gates, over the runs with every layer on. An attack that was not run has none."""
    whole = [run for run in runs if not run.off]
    attacks = list(dict.fromkeys(run.attack for run in whole))
    shares = [
        _stolen(attack, [run for run in whole if run.attack == attack]) for attack in attacks if attack in STOPPED
    ]
    return [
        _worst("Places against numbers owned", "never more places than numbers", whole,
               lambda run: run.stolen - run.numbers, lambda run: f"{run.stolen} of {run.numbers}, {run.attack}", 0),
        *shares,
        _worst("Honest people refused", "0", whole, _refused, lambda run: f"{_refused(run)}, {run.attack}", 0),
        *(_step_ups(attack, [run for run in whole if run.attack == attack]) for attack in attacks),
        _worst("Texts to a victim in an hour", f"≤ {VICTIM_HOUR}", whole, lambda run: run.victim_hour,
               lambda run: f"{run.victim_hour}, {run.attack}", VICTIM_HOUR),
        _worst("Texts to a victim in a day", f"≤ {VICTIM_DAY}", whole, lambda run: run.victim_day,
               lambda run: f"{run.victim_day}, {run.attack}", VICTIM_DAY),
        *_pumping([run for run in whole if run.pump_budget]),
    ]  # fmt: skip


def _worst(
    name: str, limit: str, runs: Sequence[Run], of: Callable[[Run], int], told: Callable[[Run], str], most: int
) -> Gate:
    if not runs:
        return Gate(name, limit, "nothing was run", False)
    worst = max(runs, key=of)
    return Gate(name, limit, told(worst), of(worst) <= most)


def _refused(run: Run) -> int:
    return sum(group.refused for group in run.people.values())


def _stolen(attack: str, runs: Sequence[Run]) -> Gate:
    stolen = mean([run.stolen / run.sold if run.sold else 0.0 for run in runs])
    return Gate(f"Share stolen: {attack}", f"≤ {STOLEN_MOST:.0%}", f"{stolen.mean:.2%}", stolen.mean <= STOLEN_MOST)


def _step_ups(attack: str, runs: Sequence[Run]) -> Gate:
    """A group is above three times the average only if chance does not explain it: by the low end of its interval."""
    groups = pooled(runs)
    average = share(sum(each.stepped_up for each in groups.values()), sum(each.people for each in groups.values())).mean
    worst, low = max(((name, share(each.stepped_up, each.people).low or 0.0) for name, each in groups.items()),
                     key=lambda found: found[1], default=("nobody", 0.0))  # fmt: skip
    rate = groups[worst].stepped_up / max(groups[worst].people, 1) if worst in groups else 0.0
    found = f"{worst} {rate:.1%}, average {average:.1%}"
    return Gate(f"Step-ups: {attack}", "no group above 3 × the average", found, low <= STEP_UPS_MOST * average)


def _pumping(runs: Sequence[Run]) -> Iterable[Gate]:
    if runs:
        worst = max(runs, key=lambda run: run.pumped / run.pump_budget)
        yield Gate("Texts to ranges that pay the pumper", f"≤ {worst.pump_budget}", str(worst.pumped),
                   worst.pumped <= worst.pump_budget)  # fmt: skip
        late = [run.alarm_s for run in runs]
        slowest = None if None in late else max(each for each in late if each is not None)
        yield Gate("Alarm after the first text over", f"≤ {ALARM_S:.0f} s",
                   "no alarm" if slowest is None else f"{slowest:.0f} s",
                   slowest is not None and slowest <= ALARM_S)  # fmt: skip


def pooled(runs: Iterable[Run]) -> dict[str, People]:
    """Group → all its people of all runs together."""
    sums: dict[str, People] = {}
    for run in runs:
        for group, each in run.people.items():
            sums[group] = _added(sums[group], each) if group in sums else each
    return sums


def _added(one: People, other: People) -> People:
    both = {each.name: getattr(one, each.name) + getattr(other, each.name) for each in dataclasses.fields(People)}
    return People(**both)
