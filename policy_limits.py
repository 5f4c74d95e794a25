"""What the file of admission says of look-ups and budgets, checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from booking_core.limits import LookUps, Package

_Days = Annotated[float, Field(gt=0, le=365)]


class LookUpsTable(BaseModel):
    """`[look_ups]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    packages: tuple[Package, ...] = ()
    per_day: Annotated[int, Field(ge=0)] = 0
    days: dict[Package, _Days] = {}

    @model_validator(mode="after")
    def _aged(self) -> LookUpsTable:
        ageless = sorted(set(self.packages) - set(self.days))
        if ageless:
            raise ValueError(f"days does not say how old an answer may be: {', '.join(ageless)}")
        return self

    def rules(self) -> LookUps:
        """As the core reads it."""
        return LookUps(self.packages, self.per_day, {name: timedelta(days=days) for name, days in self.days.items()})
