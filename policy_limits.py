"""What the file of admission says of look-ups and budgets, checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from booking_core.admission import Mode
from booking_core.limits import Budget, Budgets, LookUps, Package
from policy_table import Table

_Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
_Count = Annotated[int, Field(ge=0)]
_Days = Annotated[float, Field(gt=0, le=365)]


class LookUpsTable(Table):
    """`[look_ups]`."""

    packages: tuple[Package, ...] = ()
    per_day: _Count = 0
    days: dict[Package, _Days] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _aged(self) -> LookUpsTable:
        ageless = sorted(set(self.packages) - set(self.days))
        if ageless:
            raise ValueError(f"days does not say how old an answer may be: {', '.join(ageless)}")
        return self

    def rules(self) -> LookUps:
        """As the core reads it."""
        return LookUps(self.packages, self.per_day, {name: timedelta(days=days) for name, days in self.days.items()})


class _BudgetTable(Table):
    day: _Count
    hour: _Count
    share: Annotated[float, Field(ge=0, le=1)] = 0.2

    def budget(self) -> Budget:
        return Budget(self.day, self.hour, self.share)


class BudgetsTable(Table):
    """`[budgets]`."""

    mode: Mode = "enforce"
    region: _BudgetTable
    block: _BudgetTable
    regions: dict[_Region, _BudgetTable] = Field(default_factory=dict)

    def rules(self) -> Budgets | None:
        """As the core reads it; None: they are off."""
        if self.mode == "off":
            return None
        own = {region: each.budget() for region, each in self.regions.items()}
        return Budgets(self.region.budget(), self.block.budget(), own, recorded=self.mode == "record")
