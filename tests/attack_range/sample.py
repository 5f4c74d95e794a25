"""Runs as the range could have measured them, for the tests of what is made of runs."""

from __future__ import annotations

import random
from typing import Any

from attack_range.acting import Tally
from attack_range.attackers import ATTACKS
from attack_range.figures import Group, Run, Stock
from attack_range.parameters import FILE, load
from attack_range.record import About

GROUPS = {"mobile": 300, "landline": 48, "voip": 38, "withheld": 24, "foreign": 48, "shared": 24}


def about() -> About:
    """Of two days on a full line."""
    return About("2027-02-03", 2, 200, 240, 612.5, load().prices, FILE.read_text())


def groups(stepped_up: dict[str, int] | None = None, refused: int = 0) -> dict[str, Group]:
    """A day of honest people; one in a hundred is stepped up, or as many as are said."""
    asked = stepped_up or {}
    return {name: Group(many, many - many // 4 - refused, many // 8, refused, many // 4 - many // 8,
                        asked.get(name, many // 100), many * 4.5) for name, many in GROUPS.items()}  # fmt: skip


def run(attack: str, seed: int = 1, **more: Any) -> Run:  # noqa: ANN401  # fields of a run, each as it declares
    """One run, in which nothing is wrong but what `more` says."""
    chance = random.Random(f"{attack}{seed}{more.get('layer_off', '')}")
    stolen = chance.randint(0, 6) if attack else 0
    fields: dict[str, Any] = {
        "layer_off": "", "numbers_owned": 60 if attack else 0, "stock": Stock(400, 400, stolen),
        "spent": Tally(calls=120, call_seconds=9000, connected=120, minutes_billed=200, texts_got=60, texts_sent=10),
        "groups": groups(), "unprotected": Stock(400, 400, 240 if attack else 0), "unprotected_groups": groups(),
        **more,
    }  # fmt: skip
    return Run(attack=attack, seed=seed, **fields)


def whole() -> list[Run]:
    """Nobody and every attack with three seeds, and on a small line every layer on and two of them off."""
    runs = [run(attack, seed) for attack in ("", *ATTACKS) for seed in (1, 2, 3)]
    return [*runs, *(each for attack in ATTACKS for each in small(attack))]


def small(attack: str, **more: Any) -> list[Run]:  # noqa: ANN401  # as above
    """An attack on a tenth of the line, where half of the places are stolen: every layer on, and two of them off."""
    line = {"line_share": 0.1, "stock": Stock(20, 20, 10), **more}
    return [run(attack, layer_off=layer, baseline=not layer, **line) for layer in ("", "block", "limit")]
