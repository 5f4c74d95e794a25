"""After a time in which the line was away: what came to it and was never written down, and who is called for it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core.calls import enter
from booking_core.identifiers import answer_key, uuid7
from booking_core.numbers import Number
from booking_core.outcomes import CallbackNoted
from booking_core.tables import answers, callbacks, calls, lines, text_turns
from booking_core.transaction import Transaction, find_number


def note_key(sid: str) -> str:
    """The key under which a call or text of the gap is noted, once for good."""
    return f"gap:{sid}"


def note(t: Transaction, command: c.NoteGap) -> CallbackNoted:
    """A call-back request with the time of the call or text, unless the number has one."""
    number = enter(t, command.number)
    t.connection.execute(
        insert(callbacks)
        .values(id=uuid7(), number=number, reason="gap", language=command.language, asked_at=command.at)
        .on_conflict_do_nothing()
    )
    t.trail(command.who, "callback", number, t.now(), "gap")
    return CallbackNoted()


def dialled(t: Transaction) -> set[str]:
    """The numbers of all lines."""
    rows = t.connection.execute(sa.select(lines.c.number, lines.c.twin)).all()
    return {number for row in rows for number in row if number is not None}


def known(t: Transaction, sids: Collection[str], *, restored: bool = False) -> set[str]:
    """Those of these calls and texts that were written down when they came.

    `restored`: of a call that was under way when a copy was made, the copy does not know how it ended.
    """
    asked = sa.any_(sa.literal(list(sids), sa.ARRAY(sa.Text)))
    whole = calls.c.ended_at.is_not(None) if restored else sa.true()
    rows = sa.union(sa.select(calls.c.sid).where(calls.c.sid == asked, whole),
                    sa.select(text_turns.c.sid).where(text_turns.c.sid == asked))  # fmt: skip
    return set(t.connection.scalars(rows))


def noted(t: Transaction, sids: Collection[str]) -> set[str]:
    """Those of these calls and texts that were noted as lost before."""
    keys = {answer_key(note_key(sid)): sid for sid in sids}
    asked = sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
    return {keys[key] for key in t.connection.scalars(sa.select(answers.c.key).where(answers.c.key == asked))}


def waits(t: Transaction, number: Number) -> bool:
    """Whether this number is to be called back already."""
    row = find_number(t, number.e164)
    waiting = sa.exists().where(callbacks.c.number == row, callbacks.c.done_at.is_(None), callbacks.c.booking.is_(None))
    return row is not None and bool(t.connection.scalar(sa.select(waiting)))
