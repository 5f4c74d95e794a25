"""Stored answers: the same turn, text or form again gives the same answer and changes nothing more."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core import joining, outcomes, questions, refused_list
from booking_core.desk_outcomes import VouchersMade
from booking_core.outcomes import (
    Asked,
    AskedTooOften,
    AskedToWait,
    CodeExpired,
    Done,
    HoldLapsed,
    NumberNoted,
    Outcome,
    ProofNeeded,
    VisitorNoted,
)
from booking_core.tables import answers
from booking_core.transaction import Transaction


def told(t: Transaction, key: UUID, command: c.Command[Any]) -> Outcome | None:
    """What was answered under this key, if anything was.

    What a caller keyed in is not stored with the answer; it is in the repeated command, which is the same. Nor are the
    nonces of questions: they stay sealed in their own rows.
    """
    text = t.connection.scalar(sa.select(answers.c.outcome).where(answers.c.key == key))
    if text is None:
        return None
    match command, outcomes.read(text):
        case c.SetVisitor(month=month, day=day, year=year), VisitorNoted() as noted:
            return dataclasses.replace(noted, month=month, day=day, year=year)
        case c.NoteNumber(number=number), Done():
            return NumberNoted(number)
        case c.AskToChange(who=who), Asked() as asked:
            return questions.with_digits(t, who, asked) or AskedTooOften()
        case c.AnswerQuestion(who=who), Asked() as asked:
            return questions.with_digits(t, who, asked) or CodeExpired()
        case c.AskToWait(who=who), AskedToWait() as asked:
            return joining.with_digits(t, who, asked) or AskedTooOften()
        case c.Cancel() | c.UndoCancel() | c.KeepBooking(), HoldLapsed():  # a key that was closed: see `unknown`
            return ProofNeeded()
        case c.AnswerQuestion(), HoldLapsed():
            return CodeExpired()
        case _, answer:
            return answer


def close(t: Transaction, key: UUID, outcome: Outcome) -> Outcome | None:
    """Answer `outcome` to this key from now on, unless it has an answer: then that one is returned."""
    closed = t.connection.scalar(
        insert(answers)
        .values(key=key, at=sa.func.coalesce(t.pinned, sa.func.now()), outcome=outcomes.write(outcome))
        .on_conflict_do_nothing()
        .returning(answers.c.key)
    )
    if closed is not None:
        return None
    return outcomes.read(t.connection.execute(sa.select(answers.c.outcome).where(answers.c.key == key)).scalar_one())


def keep(t: Transaction, key: UUID, outcome: Outcome, command: c.Command[Any]) -> None:
    """Keep an answer, without what was keyed in; with a no that the list of a day tells, who was told it."""
    match outcome:
        case VisitorNoted():
            bare: Outcome = dataclasses.replace(outcome, month=0, day=0, year=0)
        case NumberNoted():
            bare = Done()
        case Asked():
            bare = questions.without_digits(outcome)
        case VouchersMade():
            bare = dataclasses.replace(outcome, digits=())
        case AskedToWait():
            bare = dataclasses.replace(outcome, join="", soon="")
        case _:
            bare = outcome
    if type(outcome).kept:
        now = sa.func.coalesce(t.pinned, sa.func.now())
        values = {"key": key, "at": now, "outcome": outcomes.write(bare), **refused_list.whom(t, command, outcome)}
        t.connection.execute(sa.insert(answers).values(values))
