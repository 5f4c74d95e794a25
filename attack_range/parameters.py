"""The parameters of the range: one TOML file, read whole, all its faults told at once."""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from attack_range.attackers import ATTACKS
from attack_range.attacks import Budget
from attack_range.prices import Prices
from booking_core import floods

FILE: Final = Path(__file__).with_name("parameters.toml")
"""The parameters that Fairline brings; its comments say where each comes from."""

Share = Annotated[float, Field(ge=0, le=1)]
Shares = Annotated[dict[str, Share], Field(min_length=1)]
OFFICES: Final = 2
SLOTS: Final = 25
"""A day's slots of an office."""


class ParametersWrong(Exception):
    """The file cannot be used; the text has every fault on a line of its own."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineTable(_Table):
    """The line that is attacked."""

    places_a_day: int = Field(ge=OFFICES * SLOTS, multiple_of=OFFICES * SLOTS)
    days_ahead: int = Field(ge=5, le=29)
    releases_at: time


class PeopleTable(_Table):
    """Honest callers."""

    demand: float = Field(gt=0, le=10)
    rush: Share
    landline: Share
    voip: Share
    withheld: Share
    foreign: Share
    shared: Share
    behind_one: int = Field(ge=2, le=20)
    foreign_served: Share
    texts: Share
    wrong_key: Share
    silence: Share
    cut_off: Share
    leaves: Share
    late_code: Share
    wants_person: Share
    changes: Share
    gives_up: Share
    waits_for_place: Share
    waiting_days: float = Field(ge=0, le=90)
    redials: int = Field(ge=0, le=10)
    patience_s: float = Field(gt=0)
    attestation: dict[str, Shares]
    carriers: dict[str, Shares]

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if self.landline + self.voip + self.withheld + self.foreign + self.shared > 1:
            raise ValueError("the groups are more than everybody")
        for name, shares in {**self.attestation, **self.carriers}.items():
            if sum(shares.values()) > 1 + 1e-9:
                raise ValueError(f"the shares of {name} add up to more than 1")
        return self


class DeskTable(_Table):
    """People who answer."""

    agents: int = Field(ge=0, le=100)
    talk_s: float = Field(gt=0)
    opens: time
    closes: time
    sees_flood_minutes: float = Field(gt=0)
    declares_minutes: int = Field(ge=1, le=floods.MOST_MINUTES)


class SizeTable(_Table):
    """How large a range is run."""

    share: float = Field(gt=0, le=1)
    days: int = Field(ge=1, le=30)
    seeds: int = Field(ge=1, le=100)
    layer_seeds: int = Field(ge=0, le=100)
    layer_share: float = Field(gt=0, le=1)


class Parameters(_Table):
    """All of them."""

    line: LineTable
    people: PeopleTable
    desk: DeskTable
    full: SizeTable
    quick: SizeTable
    prices: Prices
    attacks: dict[str, dict[str, Any]]

    def budget(self, attack: str) -> Budget:
        """What an attack has. Raises KeyError for one that has no table."""
        budget: Budget = ATTACKS[attack].budget_type(**self.attacks[attack])
        return budget


def load(file: Path = FILE) -> Parameters:
    """The parameters in a file. Raises ParametersWrong with everything that is wrong in it."""
    try:
        tables = tomllib.loads(file.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ParametersWrong(f"{file}: {fault}") from None
    attacks = tables.get("attacks", {})
    faults = [f"attacks.{name}: there is no such attack" for name in attacks if name not in ATTACKS]
    faults += [f"attacks.{name}: is missing" for name in ATTACKS if name not in attacks]
    for name in attacks.keys() & ATTACKS.keys():
        faults += _faults(ATTACKS[name].budget_type, attacks[name], f"attacks.{name}.")
    faults += _faults(Parameters, tables, "")
    if faults:
        raise ParametersWrong("\n".join(faults))
    return Parameters.model_validate(tables)


def _faults(model: type[BaseModel], values: object, under: str) -> list[str]:
    try:
        model.model_validate(values)
    except ValidationError as wrong:
        return [f"{under}{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors()]
    return []
