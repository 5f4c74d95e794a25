"""What people and staff write down as the days go by, and how that becomes the record the checker reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row

from tests.timetable.network import Taken
from tests.timetable.record import (
    Answer,
    Dialled,
    End,
    Kind,
    Listed,
    Message,
    Office,
    Recall,
    Record,
    Silenced,
    Stage,
    Visit,
)
from tests.timetable.world import PLACES, World

KINDS = {
    "second_touch": Kind.SECOND_TOUCH,
    "follow_up": Kind.FOLLOW_UP,
    "check_in": Kind.CHECK_IN,
    "reminder": Kind.REMINDER,
    "released": Kind.RELEASED,
    "offer": Kind.OFFER,
}
"""What a row of the outbox calls its message, in the words of the laws; all others are asked for."""
ASKED_LANES = (0, 1)
WEEKDAYS = frozenset(range(1, 6))


@dataclass
class Log:
    """The days as their people know them."""

    offices: Mapping[UUID, Office]
    visits: dict[UUID, Visit] = field(default_factory=dict)
    kept: list[Answer] = field(default_factory=list)
    """By people themselves, whatever question of ours they had last."""
    answers: list[Answer] = field(default_factory=list)
    """To whoever rang from the call list."""
    dialled: list[Dialled] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    recalls: list[Recall] = field(default_factory=list)
    worked: set[date] = field(default_factory=set)
    acts: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def ends(self, visit: UUID, at: datetime, end: End) -> None:
        """A stage of a visit is over."""
        self.visits[visit] = self.visits[visit].ended(at, end)

    def begins(self, visit: UUID, stage: Stage) -> None:
        """A visit has another time, or is its person's again."""
        old = self.visits[visit]
        self.visits[visit] = replace(old, stages=(*old.stages, stage))


def read_offices(world: World, closed: Mapping[date, str]) -> dict[UUID, Office]:
    """The offices as a sign at their doors tells."""
    zones = dict(PLACES)
    return {
        office.id: Office(office.name, zones[office.name], WEEKDAYS, frozenset(closed)) for office in world.line.offices
    }


def record(world: World, log: Log, begins: datetime, stood: Sequence[tuple[datetime, datetime]]) -> Record:
    """All that was written down, with what came to the telephones and who was on the call list."""
    _note_releases(world, log)
    zones = {visit.number: visit.zone for visit in log.visits.values()}
    rows = {row.id: row for row in world.stage.rows("SELECT id, kind, booking, lane FROM outbox")}
    messages = [_message(log, taken, rows[taken.delivery], zones) for taken in world.network.taken]
    return Record(
        begins,
        world.now,
        tuple(log.visits.values()),
        messages,
        [*log.answers, *_answers(log, messages)],
        log.dialled,
        _listed(world),
        log.silenced,
        log.recalls,
        frozenset(log.worked),
        stood,
    )


def _note_releases(world: World, log: Log) -> None:
    """A release is nobody's act: it stands in the audit."""
    for row in world.stage.rows("SELECT subject, at FROM audit WHERE action = 'cancel' AND actor = 'line' ORDER BY at"):
        visit = log.visits[row.subject]
        stages = tuple(
            replace(stage, until=row.at, end=End.RELEASED) if stage is visit.stage(row.at) else stage
            for stage in visit.stages
        )
        log.visits[row.subject] = replace(visit, stages=stages)


def _answers(log: Log, messages: Sequence[Message]) -> list[Answer]:
    """Whoever keeps a visit answers its follow-up, once that was asked; before, the second touch."""
    asked: dict[UUID | None, datetime] = {}
    for message in messages:
        if message.kind is Kind.FOLLOW_UP:
            asked.setdefault(message.visit, message.at)
    return [
        each if each.visit in asked and asked[each.visit] <= each.at else replace(each, to=Kind.SECOND_TOUCH)
        for each in log.kept
    ]


def _message(log: Log, taken: Taken, row: Row[Any], zones: Mapping[str, str]) -> Message:
    kind = KINDS.get(row.kind, Kind.ASKED) if row.lane not in ASKED_LANES else Kind.ASKED
    asked = max((at for at in log.acts[taken.number] if at <= taken.at), default=None)
    return Message(
        taken.at, taken.number, kind, taken.by, row.booking, taken.error is None, taken.body,
        asked if kind is Kind.ASKED else None, zone=zones.get(taken.number, "America/New_York"),
    )  # fmt: skip


def _listed(world: World) -> list[Listed]:
    """The call list as it was; numbers by their digits, which only the core can open."""
    digits = world.numbers()
    return [
        Listed(digits[row.number], row.asked_at, row.done_at, row.reason)
        for row in world.stage.rows("SELECT number, asked_at, done_at, reason FROM callbacks")
    ]
