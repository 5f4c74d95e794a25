"""What the range has measured: one run an attack, seed and layer that was off; written to figures.json and read again.

Figures only: no number, name or word of anybody is in it.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class People:
    """How it went for one group of honest people in one run."""

    people: int
    served: int
    """Have what they called for, by the line or by an agent."""
    helped: int
    """Not served yet, but given a person, a call-back or the waiting list."""
    refused: int
    """None of these: what the shield may never do."""
    gave_up: int
    """Stopped asking by themselves, or nothing was left for anybody."""
    stepped_up: int
    """Asked for more than the ordinary road of their group."""
    minutes: float
    """On the telephone, all of them together."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What an attacker has used up; the price table makes dollars of it."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Name of a price → numbers of that kind."""
    minutes: float = 0.0
    """Of calls the attacker placed or took."""
    listened: float = 0.0
    """Of these, minutes with a recogniser on."""
    texts_sent: int = 0
    texts_got: int = 0
    human_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Beside:
    """The same arrivals at a first-come line: no limit, no proof, no cool-down."""

    sold: int
    stolen: int
    served: dict[str, int] = field(default_factory=dict)
    """Group → honest people who got a place."""


@dataclass(frozen=True, slots=True)
class Run:
    """One attack with one seed and at most one layer off. `attack` "none": honest people only."""

    attack: str
    seed: int
    off: str
    """The layer that was off; empty: none."""
    numbers: int
    """Owned by the attacker."""
    sold: int
    """Places booked at the end, honest and stolen."""
    stolen: int
    """Of these, the attacker's."""
    spent: Spent
    people: dict[str, People]
    beside: Beside
    line_texts: int = 0
    """Texts the line was made to send by the attacker."""
    line_minutes: float = 0.0
    """Of calls the line took from the attacker or made for it."""
    victim_hour: int = 0
    """The most texts that any number not the attacker's got within an hour of the attack's doing."""
    victim_day: int = 0
    pumped: int = 0
    """Texts to the ranges that pay the attacker."""
    pump_budget: int = 0
    alarm_s: float | None = None
    """From the first text over the alarm's threshold to the alarm; None: there was none."""
    learned: int = 0
    """Secrets an attacker got at: codes guessed, bookings read, given up or found out."""


def dump(runs: list[Run], about: dict[str, Any], file: Path) -> None:
    """Write what was measured. `about`: what the report says of the run as a whole."""
    whole = {"about": about, "runs": [dataclasses.asdict(run) for run in runs]}
    file.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n")


def load(file: Path) -> tuple[list[Run], dict[str, Any]]:
    """The inverse of `dump`."""
    whole = json.loads(file.read_text())
    return [_run(fields) for fields in whole["runs"]], whole["about"]


def _run(fields: dict[str, Any]) -> Run:
    people = {group: People(**each) for group, each in fields.pop("people").items()}
    return Run(**{**fields, "people": people, "spent": Spent(**fields["spent"]), "beside": Beside(**fields["beside"])})
