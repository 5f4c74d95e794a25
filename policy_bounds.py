"""The bounds of a control's signals, checked against what each signal can be.

A bound that no value of its signal ever meets would leave the line open without a word; one that cannot be compared
with it would fail whoever asks for places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType
from typing import Annotated, Final, get_args, get_type_hints

from pydantic import Field, model_validator

from booking_core.admission import Signals, Value
from policy_table import Table

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Values = Annotated[frozenset[Value], Field(min_length=1)]


class Bounds(Table):
    """What a control asks of one signal."""

    at_least: _Number | None = None
    at_most: _Number | None = None
    among: _Values | None = None
    not_among: _Values | None = None

    @model_validator(mode="after")
    def _some(self) -> Bounds:
        if not self.model_fields_set:
            raise ValueError("needs a bound: at_least, at_most, among or not_among")
        return self


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a signal is where it is known."""

    told: str
    has: Callable[[Value], bool]
    ordered: bool = False


_WORDS: Final = {"channel": ("sms", "voice"), "stir": ("A", "B", "C", "failed")}
"""Signals that are one of these words; `admission.Signals` says what they mean."""
_REGION: Final = re.compile(r"[A-Z]{2}")


def _kind(signal: str, known: type) -> _Kind:
    if known is bool:
        return _Kind("true or false", lambda value: isinstance(value, bool))
    if known in (int, float):
        return _Kind("a number", lambda value: isinstance(value, float), ordered=True)
    if signal == "region":
        return _Kind("a region of two capital letters", lambda value: bool(_REGION.fullmatch(str(value))))
    words = tuple(known) if issubclass(known, StrEnum) else _WORDS[signal]
    return _Kind(f"one of {', '.join(words)}", lambda value: value in words)


def _known(hint: object) -> type:
    """What an annotation says besides that it may not be known."""
    (known,) = (each for each in get_args(hint) or (hint,) if each is not NoneType)
    assert isinstance(known, type)
    return known


KINDS: Final = {signal: _kind(signal, _known(hint)) for signal, hint in get_type_hints(Signals).items()}


def misfits(signal: str, bounds: Bounds) -> Iterator[str]:
    """Why these bounds can never hold for a signal that there is, or always do."""
    kind = KINDS[signal]
    if not kind.ordered and (bounds.at_least, bounds.at_most) != (None, None):
        yield f"{signal} is {kind.told}: at_least and at_most are for numbers"
    if bounds.at_least is not None and bounds.at_most is not None and bounds.at_least > bounds.at_most:
        yield f"{signal}: at_least is above at_most"
    named = (bounds.among or frozenset()) | (bounds.not_among or frozenset())
    wrong = sorted(repr(value) for value in named if not kind.has(value))
    if wrong:
        yield f"{signal} is {kind.told}, never {', '.join(wrong)}"
