"""`figures.json`: what was measured, and what the report says of it; written by a run, read again for the report."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attack_range.acting import Tally
from attack_range.figures import Group, Run, Stock
from attack_range.prices import Prices


@dataclass(frozen=True, slots=True)
class About:
    """What the range was run with."""

    made: str
    """The day of the run, as people write it."""
    days: int
    places_a_day: int
    people_a_day: int
    seconds: float
    """How long it took on its machine."""
    prices: Prices
    parameters: str
    """Their file, comments and all."""


def write(file: Path, about: About, runs: Sequence[Run]) -> None:
    """Keep a run. Figures only: no number, name or word of anybody is in it."""
    fields = {each.name: getattr(about, each.name) for each in dataclasses.fields(about)}
    whole = {
        "about": {**fields, "prices": about.prices.model_dump()},
        "runs": [dataclasses.asdict(run) for run in runs],
    }
    file.write_text(json.dumps(whole, indent=1) + "\n")


def read(file: Path) -> tuple[About, list[Run]]:
    """The inverse of `write`. Raises ValueError for a file of another version."""
    whole = json.loads(file.read_text())
    try:
        about = About(**{**whole["about"], "prices": Prices(**whole["about"]["prices"])})
        return about, [_run(fields) for fields in whole["runs"]]
    except (KeyError, TypeError) as fault:
        raise ValueError("the figures are of another version") from fault


def _run(fields: dict[str, Any]) -> Run:
    groups = {
        name: {group: Group(**each) for group, each in fields[name].items()}
        for name in ("groups", "unprotected_groups")
    }
    stocks = {name: Stock(**fields[name]) for name in ("stock", "unprotected")}
    return Run(**{**fields, **groups, **stocks, "spent": Tally(**fields["spent"])})
