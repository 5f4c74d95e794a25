"""Proof calls: a code that nobody is told. We call the number, and a key pressed there proves it in that very call.

A proof call is a row of `codes` and one of `outbox`, as a code's text is, so the same budgets count it. Who is called
unasked is who waits for a text that failed; after an opt-out only a person calls (laws.md, hours).
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import admission_calls, consent, offered, queue_calls, seeking, suspensions, touch_calls
from booking_core import commands as c
from booking_core.calls import HANGS_UP, known, note_callback
from booking_core.claims import confirm_within, keep_until
from booking_core.code_budgets import code_budget
from booking_core.codes import (
    HANG_UP_FIRST,
    call_waits,
    count_send,
    live_code,
    note_proof,
    stage_call,
)
from booking_core.hearing import heard
from booking_core.identifiers import uuid7
from booking_core.outcomes import (
    CallComing,
    CallStarted,
    CodeExpired,
    Outcome,
    ProofCallOver,
    Proven,
    TextFailed,
    TextOnItsWay,
)
from booking_core.refusals import OPTED_OUT
from booking_core.tables import OFFER, PROOF_CALL, bookings, calls, codes, lines, numbers, outbox, visitors
from booking_core.transaction import Person, Transaction, person

RINGS = 3
"""So often a code's calls may ring out before a person follows up."""

RINGS_AGAIN = timedelta(seconds=30)
"""From a call that nobody took to the next."""


def start(t: Transaction, command: c.StartProofCall) -> Outcome:
    """Write the row of a call of ours that was picked up, or tell a known one what it was last told."""
    moved = queue_calls.fetched(t, command.sid, command.delivery)
    if moved is not None:
        return moved
    started = known(t, command.sid)
    if started is not None:
        return dataclasses.replace(started, sought=admission_calls.picked_up(t, command.sid, command.delivery))
    row = (
        _proves(t, command.delivery)
        or touch_calls.asks(t, command.delivery)
        or queue_calls.carries(t, command.delivery)
        or admission_calls.carries(t, command.delivery)
    )
    if row is None:
        return ProofCallOver()
    t.connection.execute(
        sa.insert(calls).from_select(
            ["id", "sid", "line", "number", "withheld", "delivery", "language", "step", "started_at"],
            sa.select(
                sa.literal(uuid7(), sa.Uuid), sa.literal(command.sid), lines.c.id, sa.literal(row.number, sa.Uuid),
                sa.literal(False), sa.literal(command.delivery, sa.Uuid), sa.literal(row.language),
                sa.literal("outbound"), sa.func.coalesce(t.pinned, sa.func.now()),
            ).where(sa.or_(lines.c.number == command.line, lines.c.twin == command.line)),
        )
    )  # fmt: skip
    carries = None if row.kind == PROOF_CALL else row.kind
    sought = admission_calls.picked_up(t, command.sid, command.delivery)
    return CallStarted(withheld=False, language=row.language, carries=carries, sought=sought)


def _proves(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    """The row of a call that carries a code, to prove or to take an offer, while the code works."""
    row = _sent(t, delivery)
    proves = row is not None and row.kind in (PROOF_CALL, OFFER) and _is_open(row) and row.expires_at > t.now()
    return row if proves else None


def press(t: Transaction, command: c.PressKey) -> Outcome:
    """Use the code that this call carries, note the proof, and confirm what it was for, all or nothing.

    One about an offer or a booking only proves: that is told first. One that was waited for goes on with its wish.
    """
    whose = person(t, command.who)
    if whose is None:
        return ProofCallOver()
    told = offered.carried(t, whose)
    if told is not None:
        note_proof(t, command.who, whose, whose.at)
        return told
    if touch_calls.carried(t, whose):
        note_proof(t, command.who, whose, whose.at)
        return heard(t, whose.number, whose.at)
    if queue_calls.carried(t, whose):
        note_proof(t, command.who, whose, whose.at)
        return queue_calls.pressed(t, whose)
    wish = admission_calls.pressed(t, command, whose)
    if wish is not None:
        note_proof(t, command.who, whose, whose.at)
        return suspensions.stopped(t, wish.wish.service, wish.wish.office, "voice") or seeking.seek(t, wish)
    code = _use(t, whose)
    if code is None:
        return ProofCallOver()
    note_proof(t, command.who, whose, whose.at)
    if code.purpose == "presence":
        return Proven()
    _take_over(t, whose, code.booking)
    return confirm_within(t, command.who, code.booking)


def _use(t: Transaction, whose: Person) -> sa.Row[Any] | None:
    """Consume the code of the outbox row that this call carries; None where it carries none, or that code is over."""
    carried = (
        sa.select(outbox.c.code)
        .join(calls, calls.c.delivery == outbox.c.id)
        .where(calls.c.id == whose.call, outbox.c.number == whose.number, outbox.c.kind == PROOF_CALL)
    )
    return t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == whose.number, codes.c.id == carried.scalar_subquery(), codes.c.used_at.is_(None),
               codes.c.dead_at.is_(None), codes.c.expires_at > whose.at)
        .values(used_at=whose.at)
        .returning(codes.c.purpose, codes.c.booking)
    ).first()  # fmt: skip


def _take_over(t: Transaction, whose: Person, booking: UUID) -> None:
    """A live hold goes on in this call; its first used code gives the time to key in birth dates that are missing."""
    held = t.connection.execute(
        sa.update(bookings)
        .where(bookings.c.id == booking, bookings.c.number == whose.number, bookings.c.status == "held",
               bookings.c.live_until > whose.at)
        .values(call=whose.call)
        .returning(bookings)
    ).first()  # fmt: skip
    if held is None:
        return
    given = t.connection.scalar(sa.select(sa.func.count()).where(visitors.c.booking == booking))
    used = t.connection.scalar(
        sa.select(sa.func.count()).where(
            codes.c.number == whose.number, codes.c.booking == booking, codes.c.used_at.is_not(None)
        )
    )
    if given != held.party and used == 1:
        until = max(held.live_until, whose.at + timedelta(seconds=t.rules().hold_s))
        keep_until(t, held.id, held.places, until, held.cool_s)


def look(t: Transaction, query: c.LookForCode) -> TextOnItsWay | CallComing | TextFailed | CodeExpired:
    """What became of the last send of the live code; a call that is on its way comes before any text."""
    whose = person(t, query.who, lock=False)
    live = None if whose is None else live_code(t, whose, query.purpose, query.booking)
    if live is None:
        return CodeExpired()
    if call_waits(t, live.id):
        return CallComing(live.expires_at)
    newest = t.connection.execute(
        sa.select(outbox.c.kind, outbox.c.state).where(outbox.c.code == live.id).order_by(outbox.c.id.desc()).limit(1)
    ).first()
    if newest is None or newest.kind == PROOF_CALL or newest.state in ("undelivered", "refused", "expired"):
        return TextFailed()
    return TextOnItsWay()


def failed(t: Transaction, delivery: UUID, error: str | None, *, for_good: bool) -> None:
    """A text or a call that carries a code came back: what is done about it. `for_good`: the same again is useless.

    Whatever carries no code, or one that was used or replaced meanwhile, is left alone.
    """
    row = _sent(t, delivery)
    if row is None:
        return
    if row.kind == OFFER:
        offered.failed(t, delivery, opted_out=error == OPTED_OUT)
        return
    t.connection.execute(sa.select(numbers.c.id).where(numbers.c.id == row.number).with_for_update(key_share=True))
    row, now = _sent(t, delivery), t.now()
    if row is None or not _is_open(row):
        return
    if error == OPTED_OUT or consent.is_off(t, row.number):
        note_callback(t, None, row.number, row.call, "opted_out", row.language, now)
    elif row.kind == PROOF_CALL:
        _ring_again(t, row, now, for_good=for_good)
    elif row.expires_at > now and not _on_its_way(t, row) and code_budget(t, row.number, now) is None:
        _call_instead(t, row, now)


def _call_instead(t: Transaction, row: sa.Row[Any], now: datetime) -> None:
    """The text did not arrive: the same code is carried by a call, which counts as a send of it."""
    talking = row.call is not None and t.connection.scalar(
        sa.select(calls.c.id).where(calls.c.id == row.call, calls.c.ended_at.is_(None))
    )
    count_send(t, row.number, row.code, now, row.call)
    stage_call(t, _as_staged(row), now + (HANG_UP_FIRST if talking else HANGS_UP))
    t.trail(None, "send_code", row.number, now, "text_failed")


def _ring_again(t: Transaction, row: sa.Row[Any], now: datetime, *, for_good: bool) -> None:
    rung = t.connection.execute(
        sa.select(sa.func.count()).where(
            outbox.c.code == row.code, outbox.c.kind == PROOF_CALL, outbox.c.state == "undelivered"
        )
    ).scalar_one()
    if for_good or rung >= RINGS or now + RINGS_AGAIN >= row.expires_at:
        note_callback(t, None, row.number, row.call, "proof_call", row.language, now)
    else:
        stage_call(t, _as_staged(row), now + RINGS_AGAIN)


def _on_its_way(t: Transaction, row: sa.Row[Any]) -> bool:
    """May another send of this code still reach the person?"""
    others = sa.exists().where(
        outbox.c.code == row.code, outbox.c.state.in_(("waiting", "unknown", "sent", "delivered"))
    )
    return bool(t.connection.scalar(sa.select(others)))


_CARRIED: tuple[sa.Column[Any], ...] = (
    outbox.c.kind, outbox.c.number, outbox.c.booking, outbox.c.code, outbox.c.language,
    codes.c.call, codes.c.expires_at, codes.c.used_at, codes.c.dead_at,
)  # fmt: skip


def _sent(t: Transaction, delivery: UUID) -> sa.Row[Any] | None:
    """An outbox row that carries a code to prove a number with, and that code; None for any other."""
    return t.connection.execute(
        sa.select(*_CARRIED)
        .join(codes, sa.and_(codes.c.number == outbox.c.number, codes.c.id == outbox.c.code))
        .where(outbox.c.id == delivery, outbox.c.kind.in_(("code", "presence", PROOF_CALL, OFFER)))
    ).first()


def _is_open(row: sa.Row[Any]) -> bool:
    return row.used_at is None and row.dead_at is None


def _as_staged(row: sa.Row[Any]) -> dict[str, Any]:
    return {"number": row.number, "booking": row.booking, "code": row.code, "language": row.language,
            "not_after": row.expires_at}  # fmt: skip
