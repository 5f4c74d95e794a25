"""Six digits texted back: a thread tells no steps apart, so the code itself says what it is for."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import seeking
from booking_core.claims import confirm_within
from booking_core.codes import prove_as
from booking_core.outcomes import CallProven, CodeExpired, Outcome, Proven
from booking_core.tables import calls, codes
from booking_core.transaction import Person, Transaction, person


def take(t: Transaction, command: c.TextCode) -> Outcome:
    """The live code that is meant is charged, and does what it is for.

    A presence code asked for at the desk proves the call it was asked for in, while that lasts: whoever has the
    telephone in hand answers from it (laws.md, levels of proof).
    """
    whose = person(t, command.who)
    if whose is None:
        return CodeExpired()
    code = _meant(t, whose, command.digits)
    if code is None or code.purpose == "confirm":
        return confirm_within(t, command.who, None, command.digits)
    of_call = dataclasses.replace(whose, call=code.call)
    answer = prove_as(t, c.Prove(command.who, command.digits), of_call)
    if not isinstance(answer, Proven):
        return answer
    if code.call is not None:
        return CallProven()
    return answer if command.seek is None else seeking.seek(t, command.seek)


def _meant(t: Transaction, whose: Person, digits: str) -> sa.Row[Any] | None:
    """The live code that these digits are; else the newest, whose try they cost."""
    tries = sa.func.unnest(sa.literal(t.keys.code_tries(("confirm", "presence"), digits), sa.ARRAY(sa.LargeBinary)))
    tried = tries.column_valued("tried")
    mac = sa.func.sha256(tried.op("||")(sa.func.uuid_send(codes.c.id)))
    right = sa.exists(sa.select(tried).where(mac == codes.c.mac).correlate(codes))
    talks = sa.exists().where(calls.c.id == codes.c.call, calls.c.ended_at.is_(None), codes.c.back)
    answerable = sa.or_(codes.c.purpose == "confirm",
                        sa.and_(codes.c.purpose == "presence", sa.or_(codes.c.call.is_(None), talks)))  # fmt: skip
    found: sa.Select[Any] = (
        sa.select(codes.c.purpose, codes.c.call)
        .where(codes.c.number == whose.number, answerable, codes.c.used_at.is_(None), codes.c.dead_at.is_(None),
               codes.c.expires_at > whose.at)
        .order_by(right.desc(), codes.c.made_at.desc(), codes.c.id.desc())
    )  # fmt: skip
    return t.connection.execute(found).first()
