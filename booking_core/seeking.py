"""Whoever asks for places is judged first, in the same transaction. What is decided is a row of `admissions`.

A step-up that stands is not judged away: it ends by its time, by what the caller shows, or by a person who lifts it;
and what was lifted does not come again before the lift ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import verdicts
from booking_core.actors import Texter
from booking_core.admission import Decision, Ruling, Signals, decide
from booking_core.availability import next_free
from booking_core.calls import enter
from booking_core.codes import prove
from booking_core.identifiers import uuid7
from booking_core.lines import named
from booking_core.outcomes import NotAdmitted, Outcome, ProveFirst, Proven
from booking_core.signals import read
from booking_core.tables import ADMISSION_CALL, admissions, calls, outbox, services
from booking_core.transaction import Person, Transaction, person


@dataclass(frozen=True, slots=True)
class Standing:
    """A step-up that holds for a number now."""

    decision: Decision
    why: str
    until: datetime


def seek(t: Transaction, command: c.SeekPlace) -> Outcome:
    """Admission, and the first times for who is admitted."""
    if isinstance(command.who, Texter):
        enter(t, command.who.number)
    whose = person(t, command.who, lock=False)
    if whose is None:
        return next_free(t, command.wish)
    verdicts.stage(t, whose.number, whose.at)
    shows = shown(t, whose)
    asks = _asked_of(t, command, whose, shows)
    if asks is None or asks.decision <= shows:
        return next_free(t, command.wish)
    if asks.decision is Decision.PROVE:
        return ProveFirst(command.wish.office)
    return NotAdmitted(asks.why, asks.until, agents_may=asks.decision is not Decision.REFUSE)


def prove_and_seek(t: Transaction, command: c.ProveAndSeek) -> Outcome:
    """A right presence code, and the wish, in one."""
    proven = prove(t, c.Prove(command.seek.who, command.digits))
    return seek(t, command.seek) if isinstance(proven, Proven) else proven


def shown(t: Transaction, whose: Person) -> Decision:
    """What this call or thread has shown, on the ladder of decisions."""
    if not whose.proven:
        return Decision.ADMIT
    ours = (
        sa.select(calls.c.id)
        .join(outbox, outbox.c.id == calls.c.delivery)
        .where(calls.c.id == whose.call, outbox.c.kind == ADMISSION_CALL)
    )
    called = whose.call is not None and t.connection.scalar(ours) is not None
    return Decision.CALL_BACK if called else Decision.PROVE


def _asked_of(t: Transaction, command: c.SeekPlace, whose: Person, shows: Decision) -> Standing | None:
    """What is asked of this number now, by a step-up that stands or by today's ruling, whichever is stricter."""
    rows = t.connection.execute(
        sa.select(admissions).where(
            admissions.c.number == whose.number, admissions.c.step > 0, admissions.c.until > whose.at
        )
    ).all()
    standing = [Standing(Decision(row.step), row.why, row.until) for row in rows if row.lifted_at is None]
    lifted = frozenset(row.control for row in rows if row.lifted_at is not None)
    signals = read(t, command.who, whose)
    name = named(t.connection.scalars(sa.select(services.c.names).where(services.c.id == command.wish.service)).one(),
                 "en")  # fmt: skip
    ruling = decide(signals, t.policy, name, lifted)
    _note(t, command, whose, shows, signals, ruling)
    if ruling.why is not None and ruling.lasts is not None:
        standing.append(Standing(ruling.decision, ruling.why, whose.at + ruling.lasts))
    return max(standing, key=lambda each: (each.decision, each.until), default=None)


def _note(
    t: Transaction, command: c.SeekPlace, whose: Person, shows: Decision, signals: Signals, ruling: Ruling
) -> None:
    t.connection.execute(
        sa.insert(admissions).values(
            id=uuid7(), at=whose.at, number=whose.number, call=whose.call, channel=signals.channel,
            region=signals.region, line_type=signals.line_type, service=command.wish.service,
            office=command.wish.office, decision=ruling.decision.name.lower(), step=ruling.decision, shown=shows,
            control=ruling.control, why=ruling.why, until=None if ruling.lasts is None else whose.at + ruling.lasts,
            fired=[[name, mode, then.name.lower()] for name, mode, then in ruling.fired],
        )
    )  # fmt: skip
