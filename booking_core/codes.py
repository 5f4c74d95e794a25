"""Security codes: sending them within the number's budgets, and proving a number with one.

Lifetimes and budgets are in `rules`; a code's checks are in `sql/use_code_v1.sql`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from booking_core import commands as c
from booking_core import outcomes
from booking_core.actors import Actor, Texter
from booking_core.claims import keep_until
from booking_core.identifiers import security_code, uuid7
from booking_core.outcomes import (
    CodeBlocked,
    CodeExpired,
    CodeSent,
    CodeWrong,
    HoldLapsed,
    NumberRefused,
    Proven,
    TooManyCodes,
    TooManyTries,
    TooSoon,
)
from booking_core.tables import bookings, codes, outbox, proofs
from booking_core.transaction import Person, Transaction, person

PROOF_IN_CALL = timedelta(hours=4)
"""A proof holds to the end of its call; the provider ends every call within 4 hours."""

_RULES = sa.text("(SELECT r FROM rules r)")


def send(
    t: Transaction, command: c.SendCode
) -> CodeSent | TooSoon | TooManyCodes | TooManyTries | HoldLapsed | NumberRefused:
    """Text a code: the live one again, or a new one. A new code extends an unextended hold to its own expiry."""
    whose = person(t, command.who)
    if whose is None:
        return NumberRefused("withheld")
    now = whose.at
    if whose.refused is not None:
        return NumberRefused(whose.refused)
    held = _held(t, command, whose, now)
    if command.purpose == "confirm" and held is None:
        return HoldLapsed()
    budget = _budget(t, "try_budget_v1", whose.number, now) or _budget(t, "code_budget_v1", whose.number, now)
    if isinstance(budget, TooManyCodes | TooManyTries):
        return budget
    live = _live(t, command, whose, now)
    if live is not None:
        return _again(t, command, live, now)
    return _new(t, command, whose, held, now)


def _held(t: Transaction, command: c.SendCode, whose: Person, now: datetime) -> sa.Row[Any] | None:
    return t.connection.execute(
        sa.select(bookings).where(
            bookings.c.id == command.booking, bookings.c.number == whose.number,
            bookings.c.status == "held", bookings.c.live_until > now,
        )
    ).first()  # fmt: skip


def _budget(t: Transaction, function: str, number: UUID, now: datetime) -> outcomes.Outcome | None:
    found = t.connection.execute(sa.select(sa.cast(getattr(sa.func, function)(number, now, _RULES), sa.Text))).scalar()
    return None if found is None else outcomes.read(found)


def _live(t: Transaction, command: c.SendCode, whose: Person, now: datetime) -> sa.Row[Any] | None:
    same = codes.c.booking == command.booking if command.purpose == "confirm" else codes.c.call == whose.call
    return t.connection.execute(
        sa.select(codes)
        .where(codes.c.number == whose.number, codes.c.purpose == command.purpose, same, codes.c.used_at.is_(None),
               codes.c.dead_at.is_(None), codes.c.expires_at > now)
        .order_by(codes.c.made_at.desc())
    ).first()  # fmt: skip


def _again(t: Transaction, command: c.SendCode, live: sa.Row[Any], now: datetime) -> CodeSent | TooSoon | TooManyCodes:
    """The same code, expiry and tries once more: a resend is not a fresh start (NIST SP 800-63B-4 §3.2.2)."""
    rules = t.rules()
    next_at = live.sent_at[-1] + timedelta(seconds=rules.code_gap_s)
    if next_at > now:
        return TooSoon(next_at)
    # The third send of a code is the proof call's (laws.md, code); until there are call-backs there are two texts.
    if len(live.sent_at) >= rules.code_sends - 1:
        return TooManyCodes(live.expires_at)
    t.connection.execute(
        sa.update(codes)
        .where(codes.c.number == live.number, codes.c.id == live.id)
        .values(sent_at=sa.func.array_append(codes.c.sent_at, now))
    )
    _stage(t, command, live.number, live.id, now, live.expires_at)
    return CodeSent(live.expires_at, again=True)


def _new(t: Transaction, command: c.SendCode, whose: Person, held: sa.Row[Any] | None, now: datetime) -> CodeSent:
    code, digits = uuid7(), security_code()
    expires = now + timedelta(seconds=t.rules().code_s)
    t.connection.execute(
        sa.insert(codes).values(
            number=whose.number, id=code, purpose=command.purpose, booking=command.booking, call=whose.call,
            mac=t.keys.code_mac(command.purpose, digits, code), sealed=t.keys.encrypt(digits, "codes.sealed", code),
            made_at=now, expires_at=expires, sent_at=array([sa.literal(now)]),
        )
    )  # fmt: skip
    if held is not None and not held.extended:
        keep_until(t, held.id, held.places, max(held.live_until, expires), held.cool_s)
        t.connection.execute(sa.update(bookings).where(bookings.c.id == held.id).values(extended=True))
    _stage(t, command, whose.number, code, now, expires)
    return CodeSent(expires, again=False)


def _stage(t: Transaction, command: c.SendCode, number: UUID, code: UUID, now: datetime, expires: datetime) -> None:
    by_text = isinstance(command.who, Texter)
    t.connection.execute(
        sa.insert(outbox).values(
            id=uuid7(), number=number, booking=command.booking,
            kind="code" if command.purpose == "confirm" else "presence_thread" if by_text else "presence",
            code=code, language=command.language, lane=0, not_before=now, not_after=expires,
        )
    )  # fmt: skip
    t.trail(command.who, "send_code", number, now, command.purpose)


def prove(t: Transaction, command: c.Prove) -> Proven | CodeWrong | CodeBlocked | CodeExpired | TooManyTries:
    """Check a presence code; a right one makes this call's proof."""
    whose = person(t, command.who)
    if whose is None:
        return CodeExpired()
    now = whose.at
    budget = _budget(t, "try_budget_v1", whose.number, now)
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


def note_proof(t: Transaction, who: Actor, whose: Person, now: datetime) -> None:
    """This call's number is proven from now to the end of the call; a thread's for as long as the rule says."""
    until = now + (timedelta(seconds=t.rules().proof_text_s) if whose.call is None else PROOF_IN_CALL)
    t.connection.execute(
        sa.insert(proofs).values(id=uuid7(), number=whose.number, call=whose.call, at=now, until=until)
    )
    t.trail(who, "proven", whose.number, now)
