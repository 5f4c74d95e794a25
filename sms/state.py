"""Where a thread of texts is: what it was asked last, and what it has chosen so far. Navigation, nothing personal.

The travel date is the one fact about a person in it: it is needed for the hold, and stands in a call's row likewise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from booking_core.commands import Wish
from booking_core.lines import Line


class Ask(StrEnum):
    """The open question. A letter, a name or a day answers it; bare digits, codes and nonces need none."""

    NOTHING = "nothing"
    SERVICE = "service"
    PARTY = "party"
    TRAVEL = "travel"
    OFFICE = "office"
    TIME = "time"
    PROVE = "prove"
    HELD = "held"
    """A place is held; its code, or a birth date, is waited for."""
    WHICH = "which"
    """Which of several bookings."""
    ANSWER = "answer"
    """A nonce is waited for."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that was offered."""

    slot: UUID
    wall: datetime
    starts: datetime


@dataclass(frozen=True, slots=True)
class State:
    """A thread."""

    language: str
    ask: Ask = Ask.NOTHING
    service: UUID | None = None
    party: int | None = None
    travel: date | None = None
    office: UUID | None = None
    among: tuple[UUID, ...] = ()
    """The offices or the bookings that letters stand for."""
    times: tuple[Time, ...] = ()
    wish: Wish | Literal["earlier"] | None = None
    """What is to be done with a booking."""
    booking: UUID | None = None
    after: datetime | None = None
    """The last new time that was told."""
    full: UUID | None = None
    """The office where nothing was free: who wants to wait means this one."""


def begun(state: State) -> State:
    """The same thread with nothing chosen yet."""
    return State(state.language)


def dump(state: State) -> dict[str, Any]:
    """The state as JSON."""
    fields = {field.name: getattr(state, field.name) for field in dataclasses.fields(state)}
    return {name: _plain(value) for name, value in fields.items() if value not in (None, (), False)}


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Time):
        return [_plain(value.slot), _plain(value.wall), _plain(value.starts)]
    return value


def load(stored: Mapping[str, Any], line: Line, language: str) -> State:
    """The inverse of `dump`; a thread that begins for what this line or this version does not know.

    `language`: for a thread that has none of the line's yet.
    """
    if stored.get("language") in line.languages:
        language = stored["language"]
    try:
        state = _state(stored, language)
    except (ValueError, TypeError, KeyError, AttributeError):
        return State(language)
    known = state.service in {None, *(service.id for service in line.services)}
    served = {None, *(office.id for office in line.offices)}
    return state if known and {state.office, state.full} <= served else State(language)


def _state(stored: Mapping[str, Any], language: str) -> State:
    return State(
        language,
        Ask(stored["ask"]),
        _id(stored.get("service")),
        stored.get("party"),
        None if "travel" not in stored else date.fromisoformat(stored["travel"]),
        _id(stored.get("office")),
        tuple(map(UUID, stored.get("among", ()))),
        tuple(_time(*time) for time in stored.get("times", ())),
        stored.get("wish"),
        _id(stored.get("booking")),
        None if "after" not in stored else datetime.fromisoformat(stored["after"]),
        _id(stored.get("full")),
    )


def _id(stored: str | None) -> UUID | None:
    return None if stored is None else UUID(stored)


def _time(slot: str, wall: str, starts: str) -> Time:
    return Time(UUID(slot), datetime.fromisoformat(wall), datetime.fromisoformat(starts))
