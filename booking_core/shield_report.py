"""What admission did: who asked, what was decided, and what each control did or would have done. Counts, no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from booking_core.tables import admissions, each_fired, tallies
from booking_core.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided on one channel."""

    channel: str
    decision: str
    times: int
    """Calls, or half hours of a thread."""
    people: int
    """Different numbers."""
    shown: int
    """Of those times, in which as much had been shown as was asked."""
    lifted: int
    """Of those times, in which a person has set the decision aside."""


@dataclass(frozen=True, slots=True)
class Fired:
    """What one control did on one channel, or would have done while it only records."""

    control: str
    mode: str
    decision: str
    channel: str
    times: int
    people: int
    alone: int
    """People for whom no other enforced control fired: whom it alone steps up, or would."""


@dataclass(frozen=True, slots=True)
class OverBudget:
    """Codes to one region that would not have left, had its budget or a block's not only recorded."""

    region: str
    codes: int
    used: int
    """Of those, by people who would have gone without."""


@dataclass(frozen=True, slots=True)
class Report:
    """All of it."""

    days: int
    decided: Sequence[Decided]
    fired: Sequence[Fired]
    over_budget: Sequence[OverBudget]


def read(t: Transaction, days: int) -> Report:
    """Of the last days; admissions are kept as long as calls."""
    since = t.now() - timedelta(days=days)
    recent = admissions.c.at > since
    return Report(days, [Decided(*row) for row in t.connection.execute(_decided(recent))],
                  [Fired(*row) for row in t.connection.execute(_fired(recent))],
                  [OverBudget(*row) for row in t.connection.execute(_over_budget(since))])  # fmt: skip


_TIMES = sa.func.count()
_PEOPLE = sa.func.count(sa.distinct(admissions.c.number))


def _decided(recent: sa.ColumnElement[bool]) -> sa.Select[Any]:
    a = admissions.c
    asked = a.step > 0
    return (
        sa.select(a.channel, a.decision, _TIMES, _PEOPLE, _TIMES.filter(asked, a.shown >= a.step),
                  _TIMES.filter(a.lifted_at.is_not(None)))
        .where(recent)
        .group_by(a.channel, a.decision, a.step)
        .order_by(a.channel, a.step)
    )  # fmt: skip


def _fired(recent: sa.ColumnElement[bool]) -> sa.Select[Any]:
    a = admissions.c
    each, (control, mode, step) = each_fired("each")
    other, (besides, its_mode, _) = each_fired("other")
    enforced = sa.exists().where(its_mode == "enforce", besides != control)
    another = enforced.select_from(other).correlate(admissions, each)
    return (
        sa.select(control, mode, step, a.channel, _TIMES, _PEOPLE, _PEOPLE.filter(~another))
        .select_from(admissions.join(each, sa.true()))
        .where(recent)
        .group_by(sa.text("1, 2, 3, 4"))
        .order_by(_PEOPLE.desc(), control, a.channel)
    )  # fmt: skip


def _over_budget(since: datetime) -> sa.Select[Any]:
    each = tallies.c
    return (
        sa.select(each.key, sa.func.sum(each.sent), sa.func.sum(each.used))
        .where(each.what == "over", each.scope == "region", each.hour > since)
        .group_by(each.key)
        .order_by(sa.func.sum(each.sent).desc(), each.key)
    )
