"""Security codes: sending them, by text or by a call, within the number's budgets, and proving a number with one.

Lifetimes and budgets are in `rules`; a code's checks are in `sql/use_code_v1.sql`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from booking_core import asks
from booking_core import commands as c
from booking_core.actors import Actor, Agent, Texter
from booking_core.claims import keep_until
from booking_core.code_budgets import code_budget, try_budget
from booking_core.identifiers import security_code, uuid7
from booking_core.outcomes import (
    CallComing,
    CodeBlocked,
    CodeExpired,
    CodeSent,
    CodeWrong,
    HoldLapsed,
    NumberRefused,
    Proven,
    TextsOff,
    TooManyCodes,
    TooManyTries,
    TooSoon,
)
from booking_core.staging import CODES, stage
from booking_core.tables import PROOF_CALL, bookings, codes, outbox, proofs
from booking_core.transaction import Person, Transaction, person

PROOF_IN_CALL = timedelta(hours=4)
"""A proof holds to the end of its call; the provider ends every call within 4 hours."""

QUESTIONS = ("give_up", "undo", "move", "follow_up", "join", "join_soon", "offer", "pass")
"""Purposes of nonces: what can be asked by text about a booking, or about waiting for one."""

HANG_UP_FIRST = timedelta(seconds=15)
"""A caller who asks for a call still holds the telephone that is to ring; a call that ends sooner brings it forward."""


def send(
    t: Transaction, command: c.SendCode
) -> CodeSent | CallComing | TooSoon | TooManyCodes | TooManyTries | HoldLapsed | NumberRefused | TextsOff:
    """Text or call a code: the live one again, or a new one, which extends an unextended hold to its own expiry."""
    whose = person(t, command.who)
    if whose is None:
        return NumberRefused("withheld")
    now = whose.at
    if whose.refused is not None:
        return NumberRefused(whose.refused)
    if whose.texts_off:
        return TextsOff()
    held = _held(t, command, whose, now)
    if command.purpose == "confirm" and held is None:
        return HoldLapsed()
    live = live_code(t, whose, command.purpose, command.booking)
    if live is not None and call_waits(t, live.id):
        return CallComing(live.expires_at)
    budget = try_budget(t, whose.number, now) or code_budget(t, whose.number, now)
    if isinstance(budget, TooManyCodes | TooManyTries):
        return budget
    return _new(t, command, whose, held) if live is None else _again(t, command, whose, live)


def _held(t: Transaction, command: c.SendCode, whose: Person, now: datetime) -> sa.Row[Any] | None:
    return t.connection.execute(
        sa.select(bookings).where(
            bookings.c.id == command.booking, bookings.c.number == whose.number,
            bookings.c.status == "held", bookings.c.live_until > now,
        )
    ).first()  # fmt: skip


def live_code(t: Transaction, whose: Person, purpose: c.Purpose, booking: UUID | None) -> sa.Row[Any] | None:
    """The newest live code for this hold, or to prove the number in this very call."""
    same = codes.c.booking == booking if purpose == "confirm" else codes.c.call == whose.call
    return t.connection.execute(
        sa.select(codes)
        .where(codes.c.number == whose.number, codes.c.purpose == purpose, same, codes.c.used_at.is_(None),
               codes.c.dead_at.is_(None), codes.c.expires_at > whose.at)
        .order_by(codes.c.made_at.desc())
    ).first()  # fmt: skip


def _again(
    t: Transaction, command: c.SendCode, whose: Person, live: sa.Row[Any]
) -> CodeSent | CallComing | TooSoon | TooManyCodes:
    """The same code, expiry and tries once more: a resend is not a fresh start (NIST SP 800-63B-4 §3.2.2)."""
    rules, now = t.rules(), whose.at
    next_at = live.sent_at[-1] + timedelta(seconds=rules.code_gap_s)
    if next_at > now:
        return TooSoon(next_at)
    if len(live.sent_at) >= rules.code_sends:
        return TooManyCodes(live.expires_at)
    count_send(t, whose.number, live.id, now, whose.call)
    if isinstance(command.who, Agent):
        t.connection.execute(sa.update(codes).where(_this(whose.number, live.id)).values(back=True))
    last = len(live.sent_at) == rules.code_sends - 1  # two texts that helped nobody: the last send is a call
    return _stage(t, command, whose, live.id, live.expires_at, again=True, by_call=last)


def count_send(t: Transaction, number: UUID, code: UUID, now: datetime, call: UUID | None) -> None:
    """One more send of a code, asked for in this call."""
    t.connection.execute(
        sa.update(codes)
        .where(_this(number, code))
        .values(sent_at=sa.func.array_append(codes.c.sent_at, now), call=call)
    )


def _this(number: UUID, code: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(codes.c.number == number, codes.c.id == code)


def _new(t: Transaction, command: c.SendCode, whose: Person, held: sa.Row[Any] | None) -> CodeSent | CallComing:
    code, digits, now = uuid7(), security_code(), whose.at
    expires = now + timedelta(seconds=_lasts_s(t, whose, held is not None))
    t.connection.execute(
        sa.insert(codes).values(
            number=whose.number, id=code, purpose=command.purpose, booking=command.booking, call=whose.call,
            back=isinstance(command.who, Agent),
            mac=t.keys.code_mac(command.purpose, digits, code), sealed=t.keys.encrypt(digits, "codes.sealed", code),
            made_at=now, expires_at=expires, sent_at=array([sa.literal(now)]),
        )
    )  # fmt: skip
    if held is not None and not held.extended:
        keep_until(t, held.id, held.places, max(held.live_until, expires), held.cool_s)
        t.connection.execute(sa.update(bookings).where(bookings.c.id == held.id).values(extended=True))
    return _stage(t, command, whose, code, expires, again=False, by_call=False)


def _lasts_s(t: Transaction, whose: Person, holds: bool) -> int:
    """Seconds a new code works. One that keeps a place for a number nobody could look up: no longer than its hold."""
    rules = t.rules()
    offline = holds and t.connection.scalar(sa.select(sa.func.offline_v1(whose.number, whose.at)))
    return min(rules.code_s, rules.offline_hold_s) if offline else int(rules.code_s)


def _stage(
    t: Transaction, command: c.SendCode, whose: Person, code: UUID, expires: datetime, *, again: bool, by_call: bool
) -> CodeSent | CallComing:
    t.trail(command.who, "send_code", whose.number, whose.at, command.purpose)
    row: dict[str, Any] = {"number": whose.number, "booking": command.booking, "code": code,
                           "language": command.language, "not_after": expires}  # fmt: skip
    if by_call or command.by == "call" or whose.keyed:
        stage_call(t, row, whose.at + HANG_UP_FIRST)
        return CallComing(expires)
    kind = "presence_thread" if isinstance(command.who, Texter) else "presence"
    if isinstance(command.who, Agent):
        kind = "presence_desk"
    if command.purpose == "confirm":
        kind = "code"
    stage(t, kind, lane=CODES, not_before=whose.at, **row)
    return CodeSent(expires, again)


def stage_call(t: Transaction, row: Mapping[str, Any], not_before: datetime) -> None:
    """Lay a proof call into the outbox: number, booking, code, language and not_after as a text of the code has them.

    One row is one ringing: a call that is tried again is a row of its own.
    """
    stage(t, PROOF_CALL, lane=CODES, not_before=not_before, by="call", **row)


def call_waits(t: Transaction, code: UUID) -> bool:
    """Is a proof call for this code on its way, or ringing?"""
    waits = sa.exists().where(
        outbox.c.code == code, outbox.c.kind == PROOF_CALL, outbox.c.state.in_(("waiting", "unknown", "sent"))
    )
    return bool(t.connection.scalar(sa.select(waits)))


def prove(t: Transaction, command: c.Prove) -> Proven | CodeWrong | CodeBlocked | CodeExpired | TooManyTries:
    """Check a presence code; a right one makes this call's proof."""
    whose = person(t, command.who)
    return CodeExpired() if whose is None else prove_as(t, command, whose)


def prove_as(
    t: Transaction, command: c.Prove, whose: Person
) -> Proven | CodeWrong | CodeBlocked | CodeExpired | TooManyTries:
    """The same for the call of `whose`, which is not the one that speaks where a code of it was texted back."""
    now = whose.at
    budget = try_budget(t, whose.number, now)
    if isinstance(budget, TooManyTries):
        return budget
    tried = t.connection.execute(
        sa.text(
            "SELECT * FROM use_code_v1(:number, :call, NULL, ARRAY['presence'], :tries, :now, (SELECT r FROM rules r))"
        ),
        {
            "number": whose.number,
            "call": whose.call,
            "tries": t.keys.code_tries(("presence",), command.digits),
            "now": now,
        },
    ).one()
    match tried.verdict:
        case "right":
            note_proof(t, command.who, whose, now)
            return Proven()
        case "wrong":
            return CodeWrong(tried.tries_left)
        case "blocked":
            return CodeBlocked()
        case _:
            return CodeExpired()


def end_questions(t: Transaction, number: UUID, booking: UUID, now: datetime) -> None:
    """A booking was changed, by whatever road: what was asked about it as it was is over."""
    t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == number, codes.c.booking == booking, codes.c.purpose.in_(QUESTIONS),
               codes.c.used_at.is_(None), codes.c.dead_at.is_(None))
        .values(dead_at=now)
    )  # fmt: skip
    asks.changed(t, booking, now)


def note_proof(t: Transaction, who: Actor, whose: Person, now: datetime) -> None:
    """This call's number is proven from now to the end of the call; a thread's for as long as the rule says."""
    until = now + (timedelta(seconds=t.rules().proof_text_s) if whose.call is None else PROOF_IN_CALL)
    t.connection.execute(
        sa.insert(proofs).values(id=uuid7(), number=whose.number, call=whose.call, at=now, until=until)
    )
    t.trail(who, "proven", whose.number, now)
