"""What else was refused on a day: what the claim and the codes said no to, codes that a budget ended, calls whose
number may not book; and what the doorstep did, which is only counted.

All of it is read from what stands anyway: a refusal writes its answer, and nothing for this list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, distinct_on

from booking_core.actors import Agent, Caller, Texter
from booking_core.commands import Command
from booking_core.outcomes import NumberRefused, Outcome
from booking_core.refusals import OVER_BUDGET
from booking_core.tables import answers, bookings, calls, outbox, turned_away
from booking_core.transaction import Transaction, person

TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "ProveFirst": ("prove", "holds"),
    "LimitReached": ("refuse", "limit"),
    "NumberRefused": ("refuse", "number"),
    "TooManyCodes": ("no_code", "codes"),
    "TooManyTries": ("refuse", "tries"),
    "CodeBlocked": ("refuse", "tries"),
}
"""Answers that say no where admission has written nothing → the decision and the reason of their row. `answer_v1.sql`
keeps the number with the same ones."""

_LABELS: Final = 40
"""More than there are."""


def whom(t: Transaction, command: Command[Any], outcome: Outcome) -> dict[str, UUID | str | None]:
    """The number, call and channel of an answer that is one of these. Outside the claim `ProveFirst` is admission's."""
    name, who = type(outcome).__name__, getattr(command, "who", None)
    if name not in TOLD or name == "ProveFirst" or not isinstance(who, Caller | Texter | Agent):
        return {}
    if outcome == NumberRefused("keyed_often"):  # of the call: the number may be anybody's
        return {}
    whose = person(t, who, lock=False)
    return {} if whose is None else {"number": whose.number, "call": whose.call, "channel": who.channel}


def refused(begins: datetime, ends: datetime) -> tuple[sa.Subquery, ...]:
    """Each of them, as rows of `admissions` would have it."""
    return _answered(begins, ends), _stopped_codes(begins, ends), _may_not_book(begins, ends)


def _answered(begins: datetime, ends: datetime) -> sa.Subquery:
    """The first no of each kind that a call or thread heard."""
    way = sa.func.coalesce(answers.c.call, answers.c.number)
    told = sa.cast(answers.c.outcome, JSON)["is"].astext
    decision, why = (sa.case({name: row[at] for name, row in TOLD.items()}, value=told) for at in (0, 1))
    here = answers.c.number.is_not(None), answers.c.at >= begins, answers.c.at < ends
    return (
        _row(answers.c.at, answers.c.number, answers.c.call, answers.c.channel, decision, why)
        .ext(distinct_on(way, why))
        .where(*here)
        .order_by(way, why, answers.c.at)
        .subquery()
    )


def _stopped_codes(begins: datetime, ends: datetime) -> sa.Subquery:
    """By an index of nothing else; so its condition is in the words of the statement. Whom a code was for tells the
    channel.
    """
    over = outbox.c.error == sa.literal_column(f"'{OVER_BUDGET}'")
    by_text = sa.or_(outbox.c.kind == "presence_thread", bookings.c.channel == "sms")
    by_agent = sa.or_(outbox.c.kind == "presence_desk", bookings.c.channel == "desk")
    channel = sa.case((by_text, "sms"), (by_agent, "desk"), else_="voice")
    no_call = sa.cast(sa.null(), sa.Uuid)
    return (
        _row(outbox.c.done_at, outbox.c.number, no_call, channel, sa.literal("no_code"), sa.literal("stopped"))
        .select_from(outbox.outerjoin(bookings, bookings.c.id == outbox.c.booking))
        .where(over, outbox.c.state == "refused", outbox.c.done_at >= begins, outbox.c.done_at < ends)
        .subquery()
    )


def _may_not_book(begins: datetime, ends: datetime) -> sa.Subquery:
    """Calls whose number may not book, and which keyed in no other. Who withholds theirs is asked for one."""
    refused, voice, number = sa.literal("refuse"), sa.literal("voice"), sa.literal("number")
    return (
        _row(calls.c.started_at, calls.c.number, calls.c.id, voice, refused, number)
        .where(calls.c.started_at >= begins, calls.c.started_at < ends, calls.c.number.is_(None),
               calls.c.reason.is_not(None), calls.c.reason != "withheld")
        .subquery()
    )  # fmt: skip


_COLUMNS: Final = ("at", "number", "call", "channel", "decision", "why", "control", "lifted_by")


def _row(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """All but the last two, which these never have."""
    nothing = sa.cast(sa.null(), sa.Text)
    return sa.select(*(column.label(name) for name, column in zip(_COLUMNS, (*columns, nothing, nothing), strict=True)))


def decided(t: Transaction, some: sa.Subquery) -> dict[tuple[str, str], int]:
    """How many of each decision and reason."""
    many = sa.select(some.c.decision, some.c.why, sa.func.count()).group_by(some.c.decision, some.c.why)
    return {(decision, why): all_ for decision, why, all_ in t.connection.execute(many.order_by(some.c.why))}


def turned(t: Transaction, begins: datetime, ends: datetime) -> tuple[tuple[str, int], ...]:
    """What the doorstep did in these hours."""
    met, many = turned_away.c.met + "." + turned_away.c.why, sa.func.sum(turned_away.c.many)
    here = turned_away.c.at >= begins, turned_away.c.at < ends
    rows = t.connection.execute(
        sa.select(met, many).where(*here).group_by(turned_away.c.met, turned_away.c.why)
        .order_by(many.desc(), met).limit(_LABELS)
    )  # fmt: skip
    return tuple((label, int(all_)) for label, all_ in rows)
