"""The file with the rules of admission: read, checked whole, and turned into what the core decides by."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError, model_validator

from booking_core.admission import SIGNALS, Condition, Control, Decision, LineType, Mode, Policy, Why
from booking_core.surprise import EXPECTED
from policy_bounds import Bounds, misfits
from policy_doorstep import DoorstepTable
from policy_limits import BudgetsTable, LookUpsTable
from policy_table import Table

SHIPPED: Final = Path(__file__).with_name("policy.toml")

_STEPS: Final = {each.name.lower(): each for each in Decision}
_Step = Literal["admit", "prove", "call_back", "queue", "refuse"]
_Hours = Annotated[float, Field(gt=0, le=24 * 90)]
_Minutes = Annotated[float, Field(ge=0, le=24 * 60)]


class PolicyWrong(ValueError):
    """What is wrong in the file, a line for each fault."""


class _Unvouched(Table):
    then: _Step
    hours: _Hours

    def asked(self) -> tuple[Decision, timedelta]:
        return _STEPS[self.then], timedelta(hours=self.hours)


class _Control(Table):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    mode: Mode = "enforce"
    then: _Step
    why: Why
    hours: _Hours
    unvouched: _Unvouched | None = None
    when: Annotated[dict[str, Bounds], Field(min_length=1)]

    @model_validator(mode="after")
    def _known(self) -> _Control:
        unknown = sorted(set(self.when) - SIGNALS)
        if unknown:
            raise ValueError(f"no signals: {', '.join(unknown)}; there are {', '.join(sorted(SIGNALS))}")
        wrong = [fault for signal, bounds in self.when.items() for fault in misfits(signal, bounds)]
        if wrong:
            raise ValueError(f"control {self.name}: {'; '.join(wrong)}")
        return self

    @model_validator(mode="after")
    def _milder(self) -> _Control:
        if self.unvouched is not None and _STEPS[self.unvouched.then] > _STEPS[self.then]:
            raise ValueError(f"unvouched asks for more than {self.then}")
        return self

    def control(self) -> Control:
        when = tuple(Condition(signal, **dict(bounds)) for signal, bounds in self.when.items())
        other = None if self.unvouched is None else self.unvouched.asked()
        return Control(self.name, self.mode, _STEPS[self.then], self.why, timedelta(hours=self.hours), when, other)


class _CallBack(Table):
    from_minutes: _Minutes = 5
    to_minutes: _Minutes = 30

    @model_validator(mode="after")
    def _in_order(self) -> _CallBack:
        if self.from_minutes > self.to_minutes:
            raise ValueError("from_minutes is after to_minutes")
        return self


class _LineTypes(Table):
    mode: Mode = "enforce"
    hours: _Hours = 24
    services: dict[str, dict[LineType, _Step]] = Field(default_factory=dict)


class _Ordinary(Table):
    block_a_day: Annotated[float, Field(ge=0.001, le=100_000)] = EXPECTED


class _File(Table):
    call_back: _CallBack = _CallBack()
    ordinary: _Ordinary = _Ordinary()
    line_types: _LineTypes = _LineTypes()
    look_ups: LookUpsTable = LookUpsTable()
    budgets: BudgetsTable | None = None
    control: tuple[_Control, ...] = ()
    doorstep: DoorstepTable | None = None

    @model_validator(mode="after")
    def _once(self) -> _File:
        names = [each.name for each in self.control]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"controls that are there twice: {', '.join(twice)}")
        return self


def load(path: Path = SHIPPED) -> Policy:
    """The policy in a file. Raises PolicyWrong with every fault."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise PolicyWrong("the file cannot be read") from None


def read(text: str) -> Policy:
    """The policy in a text. Raises PolicyWrong."""
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise PolicyWrong(str(fault)) from None
    except ValidationError as fault:
        raise PolicyWrong("\n".join(f"{_place(each['loc'])}: {each['msg']}" for each in fault.errors())) from None
    lines = file.line_types
    return Policy(
        tuple(each.control() for each in file.control),
        {service: {kind: _STEPS[step] for kind, step in row.items()} for service, row in lines.services.items()},
        lines.mode,
        timedelta(hours=lines.hours),
        (timedelta(minutes=file.call_back.from_minutes), timedelta(minutes=file.call_back.to_minutes)),
        file.ordinary.block_a_day,
        None if file.doorstep is None else file.doorstep.rules(),
        file.look_ups.rules(),
        None if file.budgets is None else file.budgets.rules(),
    )


def _place(path: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in path) or "the file"
