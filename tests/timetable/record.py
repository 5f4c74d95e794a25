"""What somebody outside could have written down in some days of the line: the only evidence the checker starts from.

Telephones say what came to them and when, people say what they were told and what they answered, and the institution
says when its offices work, who worked on its call list and when its worker stood still. Instants are aware.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID


class Kind(StrEnum):
    """What a message of the line is for, in the words of the laws."""

    ASKED = "asked for"
    """Answers, codes, and news of what the person has just done."""
    SECOND_TOUCH = "second touch"
    FOLLOW_UP = "follow-up"
    CHECK_IN = "check-in code"
    REMINDER = "reminder"
    RELEASED = "told of a release"
    OFFER = "waiting offer"


class End(StrEnum):
    """What ended a stage of a visit before its day."""

    MOVED = "moved"
    GIVEN_UP = "given up"
    RELEASED = "released"


class Seen(StrEnum):
    """Whether the number was new to us when it booked; the laws do not say what one is that only booked and gave up."""

    NEVER = "never"
    BOOKED = "had booked"
    BEEN = "had come"


@dataclass(frozen=True, slots=True)
class Office:
    """When and where an office works; `weekdays` are ISO."""

    name: str
    zone: str
    weekdays: frozenset[int]
    holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Stage:
    """One time that a visit was booked for, from `since` on."""

    since: datetime
    office: Office
    starts: datetime
    until: datetime | None = None
    """When it was moved, given up or released; None: it stood to its start."""
    end: End | None = None

    @property
    def over(self) -> datetime:
        """When it was over: ended, or begun."""
        return self.starts if self.until is None else min(self.until, self.starts)


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking's life as its person was told it."""

    id: UUID
    number: str
    zone: str
    """Of the number: where its telephone is at home."""
    seen: Seen
    texts: str
    """`plain`, `discreet` or `none`."""
    stages: tuple[Stage, ...]
    """Its first time, and one for each move or return."""

    @property
    def booked_at(self) -> datetime:
        """When it was booked first."""
        return self.stages[0].since

    def stage(self, at: datetime) -> Stage:
        """Which stage it was in at an instant: the last that had begun."""
        return next((stage for stage in reversed(self.stages) if stage.since <= at), self.stages[0])

    def ended(self, until: datetime | None, end: End | None) -> Visit:
        """The same visit with another end of its last stage."""
        return replace(self, stages=(*self.stages[:-1], replace(self.stages[-1], until=until, end=end)))


@dataclass(frozen=True, slots=True)
class Message:
    """A text or call that the provider took from us. `arrived`: on the telephone, or picked up."""

    at: datetime
    number: str
    kind: Kind
    by: str
    """`text` or `call`."""
    visit: UUID | None
    arrived: bool
    body: str = ""
    asked_at: datetime | None = None
    """Of what was asked for: since when it could have been sent."""
    office: Office | None = None
    """Of what is about no visit: the office it is about."""
    zone: str = "America/New_York"
    """Of the number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The person kept the visit: by the digits of the question, or by a key on our call or theirs."""

    at: datetime
    visit: UUID
    to: Kind = Kind.FOLLOW_UP


@dataclass(frozen=True, slots=True)
class Dialled:
    """Somebody of the institution rang this person from the call list."""

    at: datetime
    number: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A number on the call list, until somebody was done with it."""

    number: str
    since: datetime
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Silenced:
    """An opt-out, and the return from it."""

    number: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Recall:
    """Somebody called about a visit that was released: `back`: it is theirs again; `relet`: somebody else had it."""

    at: datetime
    visit: UUID
    back: bool
    relet: bool


@dataclass(frozen=True)
class Record:
    """Some days of the line."""

    begins: datetime
    ends: datetime
    visits: Sequence[Visit]
    messages: Sequence[Message]
    answers: Sequence[Answer] = ()
    dialled: Sequence[Dialled] = ()
    listed: Sequence[Listed] = ()
    silenced: Sequence[Silenced] = ()
    recalls: Sequence[Recall] = ()
    worked: frozenset[date] = frozenset()
    """Days on which people worked on the call list."""
    stood: Sequence[tuple[datetime, datetime]] = ()
    """When no worker ran."""

    @cached_property
    def stages(self) -> Sequence[tuple[Visit, Stage]]:
        """Every stage of every visit."""
        return [(visit, stage) for visit in self.visits for stage in visit.stages]

    @cached_property
    def visit(self) -> Mapping[UUID, Visit]:
        """Visits by their id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def about(self) -> Mapping[UUID | None, Sequence[Message]]:
        """The messages about each visit, first sent first."""
        found: dict[UUID | None, list[Message]] = defaultdict(list)
        for message in sorted(self.messages, key=lambda each: each.at):
            found[message.visit].append(message)
        return found

    @cached_property
    def answered(self) -> Mapping[UUID, Sequence[datetime]]:
        """When the follow-up of each visit was answered."""
        found: dict[UUID, list[datetime]] = defaultdict(list)
        for answer in sorted(self.answers, key=lambda each: each.at):
            if answer.to is Kind.FOLLOW_UP:
                found[answer.visit].append(answer.at)
        return found

    @cached_property
    def rung(self) -> Mapping[str, Sequence[Dialled]]:
        """When somebody rang each number."""
        found: dict[str, list[Dialled]] = defaultdict(list)
        for dialled in sorted(self.dialled, key=lambda each: each.at):
            found[dialled.number].append(dialled)
        return found

    @cached_property
    def waited(self) -> Mapping[str, Sequence[Listed]]:
        """When each number was on the call list."""
        found: dict[str, list[Listed]] = defaultdict(list)
        for listed in self.listed:
            found[listed.number].append(listed)
        return found

    @cached_property
    def silences(self) -> Mapping[str, Sequence[Silenced]]:
        """The opt-outs of each number."""
        found: dict[str, list[Silenced]] = defaultdict(list)
        for silence in self.silenced:
            found[silence.number].append(silence)
        return found

    def silent(self, number: str, since: datetime, until: datetime) -> bool:
        """Was the number opted out at any instant of this time?"""
        return any(
            each.since <= until and (each.until is None or each.until > since) for each in self.silences.get(number, ())
        )

    def kept(self, visit: UUID, since: datetime, until: datetime) -> bool:
        """Was the visit kept from `since` until before `until`?"""
        return any(since <= at < until for at in self.answered.get(visit, ()))

    def working(self, since: datetime, until: datetime) -> bool:
        """Did a worker run all this time?"""
        return not any(stopped < until and back > since for stopped, back in self.stood)


def together(parts: Sequence[Record]) -> Record:
    """The records of people who have no number in common, over the same days, as one."""
    return replace(
        parts[0],
        visits=[each for part in parts for each in part.visits],
        messages=[each for part in parts for each in part.messages],
        answers=[each for part in parts for each in part.answers],
        dialled=[each for part in parts for each in part.dialled],
        listed=[each for part in parts for each in part.listed],
        silenced=[each for part in parts for each in part.silenced],
        recalls=[each for part in parts for each in part.recalls],
    )
