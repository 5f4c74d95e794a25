"""Redress: what a caller's number is asked or refused and why, as an agent sees it, and how a person sets it aside.

A lift is for a control and a number: all that this control has asked of it so far ends, and it asks nothing anew before
the lift is over (see `seeking`). What other controls ask stands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from booking_core import desk_commands as c
from booking_core.code_budgets import code_budget, try_budget
from booking_core.desk_outcomes import AdmissionLifted, LiftForOneself, NoCode, NothingToLift, StepUp, VerdictSeen
from booking_core.outcomes import TooManyCodes, TooManyTries
from booking_core.tables import admissions, agents, verdicts
from booking_core.transaction import Transaction, person

LASTS = timedelta(days=7)
"""So long a control is set aside (ours): longer than any decision of the shipped policy, which ends within a day."""


def step_ups(t: Transaction, number: UUID, now: datetime) -> tuple[StepUp, ...]:
    """What stands and what is lifted, a row a control: the strictest first, of equals what lasts longest."""
    row = admissions.c
    newest = (
        sa.select(admissions)
        .ext(distinct_on(row.control, row.lifted_at.is_(None)))
        .where(row.number == number, row.step > 0, row.until > now, row.control.is_not(None))
        .order_by(row.control, row.lifted_at.is_(None), row.step.desc(), row.until.desc())
        .subquery()
    )
    strictest = newest.c.step.desc(), newest.c.until.desc(), newest.c.control
    rows = t.connection.execute(sa.select(newest).order_by(*strictest))
    return tuple(
        StepUp(each.id, each.decision, each.why, each.until, each.control, each.lifted_by, each.lifted_why)
        for each in rows
    )


def verdicts_of(t: Transaction, number: UUID) -> tuple[VerdictSeen, ...]:
    """What look-ups say of a number, by package."""
    rows = t.connection.execute(
        sa.select(verdicts).where(verdicts.c.number == number).order_by(verdicts.c.package)
    ).all()
    return tuple(_verdict(row) for row in rows)


def _verdict(row: sa.Row[Any]) -> VerdictSeen:
    found = tuple((name, str(value)) for name, value in sorted((row.found or {}).items()) if value is not None)
    return VerdictSeen(row.package, row.state, found, row.reason, row.source, row.found_at or row.asked_at)


def no_code(t: Transaction, number: UUID, now: datetime) -> NoCode | None:
    """Why no code goes to this number now, and until when; None: one may."""
    met = try_budget(t, number, now) or code_budget(t, number, now)
    if isinstance(met, TooManyTries):
        return NoCode("tries", met.until)
    if not isinstance(met, TooManyCodes):
        return None
    stopped = t.function("stopped_v1", number, now) is not None
    return NoCode("stopped" if stopped else "own", met.until)


def lift(t: Transaction, command: c.LiftAdmission) -> AdmissionLifted | NothingToLift | LiftForOneself:
    """End what the control of that row asks of this caller's number."""
    whose = person(t, command.who)
    if whose is None:
        return NothingToLift()
    stands = admissions.c.number == whose.number, admissions.c.until > whose.at, admissions.c.lifted_at.is_(None)
    control = t.connection.scalar(
        sa.select(admissions.c.control).where(*stands, admissions.c.id == command.admission, admissions.c.step > 0)
    )
    if control is None:
        return NothingToLift()
    if _own(t, command.who.login, whose.number):
        return LiftForOneself()
    until = whose.at + LASTS
    t.connection.execute(
        sa.update(admissions)
        .where(*stands, admissions.c.control == control, admissions.c.step > 0)
        .values(lifted_at=whose.at, lifted_by=command.who.login, lifted_why=command.reason, until=until)
    )
    t.trail(command.who, "lift_admission", whose.number, whose.at, f"{command.reason}: {control}")
    return AdmissionLifted(until)


def _own(t: Transaction, login: str, number: UUID) -> bool:
    """Is it the telephone on which they are rung?"""
    own = sa.exists().where(agents.c.login == login, agents.c.number == number)
    return bool(t.connection.scalar(sa.select(own)))
