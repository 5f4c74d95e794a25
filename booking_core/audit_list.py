"""Reading the audit: what was changed, by whom, since when. Ids stand for bookings and numbers; nothing is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core import sealing
from booking_core.actors import Operator
from booking_core.desk_commands import AuditFilter, ExportAudit, SeeAudit
from booking_core.desk_outcomes import Act, AuditSeen
from booking_core.tables import audit, audit_batches
from booking_core.transaction import Transaction

VERIFIED = "audit_verify"
"""The action under which a check of the audit is noted."""

LOOKED = 200_000
"""So many rows are looked at, at once: a rare action is not sought through two years while somebody waits."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that pass a filter, the newest first."""

    acts: tuple[Act, ...]
    more: int | None
    """Rows before this one are still to be looked at."""


def find(t: Transaction, wanted: AuditFilter, most: int, before: int | None = None) -> Found:
    """The newest of them, at most `most`; `before`: only rows older than this one."""
    first, newest_id = t.connection.execute(sa.select(_before(wanted.since), sa.func.max(audit.c.id))).one()
    upper = (newest_id or 0) + 1 if before is None else before
    lower = max(first, upper - LOOKED)
    # Said so that the rows are read from the newest on, whatever the planner takes the bounds for.
    newest = sa.select(audit).where(audit.c.id < upper).order_by(audit.c.id.desc()).limit(LOOKED).subquery("newest").c
    rows = [newest.id > lower, newest.at >= wanted.since]
    if wanted.action is not None:
        rows.append(newest.action == wanted.action)
    if wanted.actor is not None:
        rows.append(newest.actor.startswith(wanted.actor, autoescape=True))
    acts = tuple(_act(row) for row in t.connection.execute(sa.select(*newest).where(*rows).limit(most)))
    more = acts[-1].id if len(acts) == most else lower + 1 if lower > first else None
    return Found(acts, more)


def row_before(t: Transaction, since: datetime) -> int:
    """A row before all that were written since."""
    return t.connection.execute(sa.select(_before(since))).scalar_one()


def _before(since: datetime) -> sa.ColumnElement[int]:
    """Found by the seals, so that no row pays for an index of instants."""
    sealed = sa.select(audit_batches.c.upto).where(audit_batches.c.sealed_at < since)
    return sa.func.coalesce(sealed.order_by(audit_batches.c.sealed_at.desc()).limit(1).scalar_subquery(), 0)


def _act(row: Row[Any]) -> Act:
    return Act(row.id, row.at, row.actor, row.action, row.subject, row.why)


def see(t: Transaction, query: SeeAudit) -> AuditSeen:
    """For the auditors' page."""
    return _seen(t, find(t, query.wanted, query.most, query.before))


def export(t: Transaction, command: ExportAudit) -> AuditSeen:
    """For a file; who took it is known."""
    seen = _seen(t, find(t, command.wanted, command.most))
    t.trail(command.who, "audit_export", None, t.now(), f"{len(seen.acts)} rows")
    return seen


def _seen(t: Transaction, found: Found) -> AuditSeen:
    last = sealing.last_batch(t)
    head = None if last is None else str(sealing.head_of(last))
    waits = sealing.unsealed(last).scalar_subquery()
    checked = sa.select(audit).where(audit.c.action == VERIFIED).order_by(audit.c.id.desc()).limit(1).subquery()
    one = sa.select(sa.literal(1).label("one")).subquery()
    row = t.connection.execute(
        sa.select(waits.label("waits"), checked).select_from(one.outerjoin(checked, sa.true()))
    ).one()
    return AuditSeen(found.acts, found.more, head, row.waits, None if row.id is None else _act(row))


def note_check(t: Transaction, who: Operator, number: int, wrong: int) -> None:
    """Say in the audit itself that it was checked up to this batch, and how much was wrong."""
    t.trail(who, VERIFIED, None, t.now(), f"batch {number}: {wrong} findings")
