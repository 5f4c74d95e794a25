"""Calls and the numbers they come from: the only place where a number's row is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core import commands as c
from booking_core import outcomes, timetables
from booking_core.actors import Actor, Caller
from booking_core.claims import holds_of, keep_until
from booking_core.db import Database
from booking_core.identifiers import answer_key, uuid7
from booking_core.numbers import LineKind, Number, Reason, Refused
from booking_core.outcomes import CallbackNoted, CallStarted, Done, NumberNeeded, NumberNoted, NumberRefused
from booking_core.tables import (
    PROOF_CALL,
    answers,
    bookings,
    callbacks,
    calls,
    codes,
    lines,
    number_keys,
    numbers,
    outbox,
    proofs,
)
from booking_core.transaction import Person, Transaction, find_number, person

KEYED_MAX = 3
"""Numbers that may be keyed in during one call, slips included: enough for a person, too few to try out a list."""

HANGS_UP = timedelta(seconds=2)
"""So long after the end of its call a telephone can ring again."""


def known(t: Transaction, sid: str) -> CallStarted | None:
    """What a call that has its row was last told; None for a new call."""
    row = t.connection.execute(
        sa.select(
            calls.c.withheld,
            calls.c.reason,
            calls.c.step,
            calls.c.turn,
            calls.c.language,
            answers.c.outcome,
            sa.func.nullif(outbox.c.kind, PROOF_CALL).label("carries"),
        )
        .select_from(
            calls.outerjoin(answers, answers.c.key == calls.c.answer).outerjoin(outbox, outbox.c.id == calls.c.delivery)
        )
        .where(calls.c.sid == sid)
    ).first()
    if row is None:
        return None
    last = None if row.outcome is None else outcomes.read(row.outcome)
    return CallStarted(row.withheld, row.reason, row.step, row.turn, last, row.language, row.carries)


def start(t: Transaction, command: c.StartCall) -> CallStarted:
    """Write the call's row, or tell a known call what it was last told."""
    started = known(t, command.sid)
    if started is not None:
        return started
    withheld = isinstance(command.caller, Refused)
    t.connection.execute(
        sa.insert(calls).from_select(
            ["id", "sid", "line", "number", "withheld", "language", "step", "reason", "stir", "started_at"],
            sa.select(
                sa.literal(uuid7(), sa.Uuid), sa.literal(command.sid), lines.c.id,
                sa.literal(None if isinstance(command.caller, Refused) else enter(t, command.caller), sa.Uuid),
                sa.literal(withheld), sa.literal(command.language), sa.literal("welcome"),
                sa.literal(command.caller.reason if isinstance(command.caller, Refused) else None, sa.Text),
                sa.literal(command.stir, sa.Text),
                sa.func.coalesce(t.pinned, sa.func.now()),
            ).where(sa.or_(lines.c.number == command.line, lines.c.twin == command.line)),
        )
    )  # fmt: skip
    return CallStarted(withheld, command.caller.reason if isinstance(command.caller, Refused) else None)


def enter(t: Transaction, number: Number) -> UUID:
    """The row of a number, made on first sight with one keyed hash per secret in use."""
    found = find_number(t, number.e164, keep=True)
    if found is not None:
        return found
    row, now = uuid7(), t.now()
    t.connection.execute(
        sa.insert(numbers).values(
            id=row, kind="telephone", digits=t.keys.encrypt(number.e164, "numbers.digits", row),
            zones=list(number.zones), region=number.region, line_kind=number.kind,
            block=t.keys.present.block_hash(number.e164), made_at=now,
        )
    )  # fmt: skip
    # A second node that meets the same number now fails here on the hash, and finds this row when it tries again.
    t.connection.execute(
        sa.insert(number_keys),
        [
            {"keyed_hash": secret.number_hash(number.e164), "kid": secret.kid, "number": row}
            for secret in t.keys.secrets
        ],
    )
    return row


def digits_of(t: Transaction, number: UUID) -> str:
    """The E.164 digits of a number's row, opened."""
    sealed = t.connection.scalar(sa.select(numbers.c.digits).where(numbers.c.id == number))
    assert sealed is not None
    return t.keys.decrypt(sealed, "numbers.digits", number)


def last_two(t: Transaction, number: UUID, sealed: bytes | None) -> str:
    """Of `numbers.digits`: by these two a person knows which telephone it is.

    "" where there are none any more, or never were: a voucher has none.
    """
    return "" if sealed is None else t.keys.decrypt(sealed, "numbers.digits", number)[-2:]


def ending_of(t: Transaction, number: UUID | None) -> str:
    """The last two digits of a number's row; "" as above, or where there is no row."""
    row = t.connection.execute(sa.select(numbers.c.id, numbers.c.digits).where(numbers.c.id == number)).first()
    return "" if row is None else last_two(t, row.id, row.digits)


def note_number(t: Transaction, command: c.NoteNumber) -> NumberNoted | NumberRefused:
    """Write the number a caller keyed in to the call's row: a claim, which only a call to that number can prove.

    What the call holds for another number stays that number's, and so does a proof.
    """
    mine = sa.update(calls).where(calls.c.sid == command.who.sid)
    counted = t.connection.execute(
        mine.where(calls.c.delivery.is_(None), calls.c.keyed < KEYED_MAX).values(keyed=calls.c.keyed + 1)
    ).rowcount
    if not counted:
        return NumberRefused(Reason.KEYED_OFTEN)
    t.connection.execute(mine.values(number=enter(t, command.number)))
    return NumberNoted(command.number)


def read_number(t: Transaction, query: c.ReadNumber) -> NumberNoted | NumberNeeded:
    """The number this call keyed in, to be read back again."""
    row = t.connection.execute(
        sa.select(numbers)
        .join(calls)
        .where(calls.c.sid == query.who.sid, calls.c.keyed > 0, numbers.c.digits.is_not(None))
    ).first()
    if row is None:
        return NumberNeeded()
    return NumberNoted(
        Number(t.keys.decrypt(row.digits, "numbers.digits", row.id), row.region, LineKind(row.line_kind))
    )


def note_travel_date(t: Transaction, command: c.NoteTravelDate) -> outcomes.TravelDateNoted:
    """Write the travel date to the call's row: it is a fact about a person, so it never rides in a seal."""
    t.connection.execute(sa.update(calls).where(calls.c.sid == command.who.sid).values(travel_date=command.day))
    return outcomes.TravelDateNoted()


# It waits for no disk: a crash may lose this hint, and no caller is told anything by it alone.
_NOTE_STEP = """
WITH noted AS (
  UPDATE calls SET step = %s, turn = %s, answer = %s, language = %s WHERE sid = %s AND turn <= %s RETURNING 1)
SELECT count(*)::text, set_config('synchronous_commit', 'off', true) FROM noted
"""


def note_step(database: Database, command: c.NoteStep) -> Done:
    """Where the call is and which answer it heard there, for whoever has to go on without a seal; one round trip."""
    answer = answer_key(command.answer)
    database.call(_NOTE_STEP, (command.step, command.turn, answer, command.language, command.sid, command.turn))
    return Done()


def end(t: Transaction, command: c.EndCall) -> Done:
    """The call is over, and with it its proof. A hold nobody sent a code for keeps what a cut-off caller needs."""
    whose = person(t, Caller(command.sid)) if _known(t, command.sid) else None
    now = t.now()
    call = t.connection.scalar(
        sa.update(calls)
        .where(calls.c.sid == command.sid, calls.c.ended_at.is_(None))
        .values(ended_at=now)
        .returning(calls.c.id)
    )
    if call is not None and whose is not None:
        t.connection.execute(
            sa.update(proofs)
            .where(proofs.c.number == whose.number, proofs.c.call == call, proofs.c.until > now)
            .values(until=now)
        )
        _shorten(t, whose, now)
        _hasten(t, call, whose.number, now)
    return Done()


def _known(t: Transaction, sid: str) -> bool:
    return t.connection.scalar(sa.select(calls.c.id).where(calls.c.sid == sid)) is not None


def _shorten(t: Transaction, whose: Person, now: datetime) -> None:
    until = now + timedelta(seconds=t.rules().hang_up_s)
    coded = sa.exists().where(codes.c.number == bookings.c.number, codes.c.booking == bookings.c.id)
    held = t.connection.execute(
        sa.select(bookings.c.id, bookings.c.places, bookings.c.cool_s).where(
            holds_of(whose.number), bookings.c.call == whose.call, bookings.c.live_until > until, ~coded
        )
    ).all()  # fmt: skip
    for row in held:
        keep_until(t, row.id, row.places, until, row.cool_s)


def _hasten(t: Transaction, call: UUID, number: UUID, now: datetime) -> None:
    """The telephone is free: what waits to call it because of this call does so now."""
    asked = sa.select(codes.c.id).where(codes.c.number == number, codes.c.call == call)
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.kind == PROOF_CALL, outbox.c.lane == 0, outbox.c.state == "waiting",
               outbox.c.not_before > now + HANGS_UP, outbox.c.code.in_(asked))
        .values(not_before=now + HANGS_UP)
    )  # fmt: skip


def text_callback(t: Transaction, command: c.TextCallback) -> CallbackNoted:
    """A person will call back who texts."""
    number, now = enter(t, command.who.number), t.now()
    note_callback(t, command.who, number, None, command.reason, command.language, now)
    return timetables.call_back(t.connection, None, now)


def note_callback(
    t: Transaction, who: Actor | None, number: UUID, call: UUID | None, reason: str, language: str, now: datetime
) -> None:
    """A person shall call this number; one that waits already keeps its place. `who` None: nobody asked, we failed.

    A voucher is no telephone that could be called.
    """
    if t.connection.scalar(sa.select(numbers.c.kind).where(numbers.c.id == number)) == "voucher":
        return
    t.connection.execute(
        insert(callbacks)
        .values(id=uuid7(), number=number, call=call, reason=reason, language=language, asked_at=now)
        .on_conflict_do_nothing()
    )
    t.trail(who, "callback", number, now, reason)
