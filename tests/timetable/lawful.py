"""A record made by hand in which every law of the timetable is kept: what the checker must find nothing in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

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
    Seen,
    Silenced,
    Stage,
    Visit,
)

EASTERN = "America/New_York"
NEW_YORK = Office("New York", EASTERN, frozenset(range(1, 6)), frozenset({date(2027, 11, 11)}))
WORKED = date(2027, 11, 8)
"""The one day on which somebody worked on the call list: the Monday before most visits."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2027 by New York's clock, which is set back on the 7th."""
    return datetime(2027, 11, day, tzinfo=UTC) + timedelta(hours=hour + (4 if day < 7 else 5), minutes=minute)


def _number(nth: int) -> str:
    return f"+12025550{100 + nth}"


def visit(nth: int, day: int = 9, booked: datetime | None = None, texts: str = "plain") -> Visit:
    """A visit at 10:00 of a day of November, booked on the 1st at 10:00."""
    stage = Stage(booked or at(1, 10), NEW_YORK, at(day, 10))
    return Visit(UUID(int=nth), _number(nth), EASTERN, Seen.NEVER, texts, (stage,))


def message(about: Visit, kind: Kind, when: datetime, by: str = "text", *, arrived: bool = True) -> Message:
    """What a telephone got about a visit."""
    starts = about.stage(when).starts.astimezone(UTC)
    body = "" if about.texts == "discreet" or by == "call" else f"Nov {starts.day}, {starts.hour - 5}am. Reply 6047"
    asked = when if kind is Kind.ASKED else None
    return Message(when, about.number, kind, by, about.id, arrived, body, asked)


def _begun(about: Visit, touch: datetime) -> list[Message]:
    by = "call" if about.texts == "none" else "text"
    told = [] if by == "call" else [message(about, Kind.ASKED, about.booked_at)]
    return [*told, message(about, Kind.SECOND_TOUCH, touch, by)]


def _asked(about: Visit, *, arrived: bool = True) -> list[Message]:
    """Two rounds before a visit on the 9th, the second by the other channel."""
    by = "call" if about.texts == "none" else "text"
    return [
        message(about, Kind.FOLLOW_UP, at(4, 11), by, arrived=arrived and by == "text"),
        message(about, Kind.FOLLOW_UP, at(5, 11), "call", arrived=False),
    ]


def _check_in(about: Visit, day: int = 8) -> Message:
    return message(about, Kind.CHECK_IN, at(day, 10))


def kept(nth: int, touch: datetime) -> tuple[Visit, list[Message], Answer]:
    """Whoever answers is asked once, and gets a code and a reminder."""
    about = visit(nth)
    asked = message(about, Kind.FOLLOW_UP, at(4, 11))
    told = [*_begun(about, touch), asked, _check_in(about), message(about, Kind.REMINDER, at(8, 19, 58))]
    return about, told, Answer(at(4, 12), about.id)


def record() -> Record:
    """Whoever answers; silence released after a person's call, and after two of ours; what stays booked, and why."""
    answering = [kept(nth, at(1, 12 + nth % 8, nth)) for nth in range(1, 25)]
    rung, called = visit(40), visit(41)
    again = message(called, Kind.FOLLOW_UP, at(8, 11), "call", arrived=False)
    landline, unstaffed, silenced = visit(42, texts="none"), visit(43, day=10), visit(44)
    discreet, late, moved = visit(45, texts="discreet"), visit(46, booked=at(8, 12)), visit(47, day=12)
    moved = moved.ended(at(3, 12), End.MOVED)
    moved = replace(moved, stages=(*moved.stages, Stage(at(3, 12), NEW_YORK, at(9, 10))))
    found = visit(48)
    rung, called, found = (each.ended(at(8, 15, 5), End.RELEASED) for each in (rung, called, found))
    found = replace(found, stages=(*found.stages, Stage(at(8, 16), NEW_YORK, at(9, 10))))
    messages = [
        *(each for _, told, _ in answering for each in told),
        *_begun(rung, at(1, 13)), *_asked(rung), _check_in(rung),
        *_begun(called, at(1, 14)), *_asked(called), again, _check_in(called),
        *_begun(found, at(1, 14)), *_asked(found), _check_in(found), message(found, Kind.ASKED, at(8, 16)),
        *_begun(landline, at(1, 15)), *_asked(landline),
        *_begun(unstaffed, at(1, 16)), message(unstaffed, Kind.FOLLOW_UP, at(5, 11)),
        message(unstaffed, Kind.FOLLOW_UP, at(8, 11), "call", arrived=False), _check_in(unstaffed, 9),
        *_begun(silenced, at(1, 17)),
        *_begun(discreet, at(1, 18)), *_asked(discreet), _check_in(discreet),
        *_begun(late, at(8, 15)),
        *_begun(moved, at(1, 19)), message(moved, Kind.ASKED, at(3, 12)), *_asked(moved)[:1], _check_in(moved),
    ]  # fmt: skip
    offer = Message(at(3, 11), _number(60), Kind.OFFER, "text", None, True, office=NEW_YORK)
    return Record(
        at(1, 0), at(14, 0),
        [*(about for about, _, _ in answering), rung, called, landline, unstaffed, silenced, discreet, late, moved,
         found],
        [*messages, offer],
        [*(answer for _, _, answer in answering), Answer(at(4, 13), moved.id),
         *(Answer(at(8, 12), each.id) for each in (discreet, landline, silenced))],
        [Dialled(at(8, 11), each.number, False) for each in (rung, found)]
        + [Dialled(at(8, 12), each.number, True) for each in (landline, silenced)],
        [*(Listed(each.number, at(8, 9), at(8, 16)) for each in (rung, called, found, landline, silenced)),
         Listed(unstaffed.number, at(9, 9), None)],
        [Silenced(silenced.number, at(2, 12), None)],
        [Recall(at(8, 16), found.id, back=True, relet=False)],
        frozenset({WORKED}),
        [(at(5, 22), at(6, 7))],
    )  # fmt: skip
