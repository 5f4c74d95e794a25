"""The claim: hold, confirm and let go, each one function of `sql/` and one round trip; and taking up a cut-off hold."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import sqlalchemy as sa

from booking_core import commands as c
from booking_core import outcomes
from booking_core.actors import Actor, Agent, Texter
from booking_core.db import Database
from booking_core.identifiers import reference, security_code, uuid7
from booking_core.keys import Keys
from booking_core.outcomes import Booked, Held, HoldLapsed, NothingHeld, Offer, Outcome, Suspended
from booking_core.suspensions import stopped
from booking_core.tables import bookings, calls, places, proofs, slots, visitors
from booking_core.transaction import Person, Transaction, person

DICE = 2**31
"""Range of the random number from which a hold's cool-down is cut: no place comes free on the stroke."""

REFERENCES = 16
"""Candidates for a booking's reference: with a third of all references in use, one confirmation in 10^7 has none."""

_HOLD = f"SELECT hold_v1({', '.join(['%s'] * 17)})"
_CONFIRM = f"SELECT confirm_v1({', '.join(['%s'] * 9)})"
_LET_GO = f"SELECT let_go_v1({', '.join(['%s'] * 6)})"


def _whose(keys: Keys, who: Actor) -> tuple[str | None, list[bytes] | None]:
    """A call names its number by its row, a text by the number's keyed hashes."""
    if isinstance(who, Texter):
        return None, keys.number_hashes(who.number.e164)
    return who.sid, None


def hold(
    database: Database, keys: Keys, now: datetime | None, command: c.HoldPlace, key: UUID
) -> tuple[Outcome, list[UUID]]:
    """Perform a hold; see `sql/hold_v1.sql`. Also returns the messages that were laid into the outbox for it."""
    booking, code, text = uuid7(), uuid7(), uuid7()
    mac = sealed = None
    if command.send != "none":
        digits = security_code()
        mac, sealed = keys.code_mac("confirm", digits, code), keys.encrypt(digits, "codes.sealed", code)
    call, hashes = _whose(keys, command.who)
    parameters = (
        key, now, command.who.name, command.who.channel, call, hashes, command.slot, command.party, command.send,
        [booking, code, text], mac, sealed, secrets.randbelow(DICE), command.language,
        None if command.case is None else keys.present.case_hash(command.case), command.travel, _urgent(command),
    )  # fmt: skip
    outcome = outcomes.read(database.call(_HOLD, parameters))
    return outcome, [text] if isinstance(outcome, Held) and outcome.texted else []


def _urgent(command: c.HoldPlace) -> str | None:
    """The reason that opens the reserve. Raises ValueError for who is no agent, or for another: the audit keeps it."""
    if command.urgent is not None and not (isinstance(command.who, Agent) and command.urgent in get_args(c.Urgent)):
        raise ValueError("the reserve is for agents who say why")
    return command.urgent


def confirm(
    database: Database, keys: Keys, now: datetime | None, command: c.Confirm, key: UUID
) -> tuple[Outcome, list[UUID]]:
    """Perform a confirmation; see `sql/confirm_v1.sql`. Also returns the messages laid into the outbox for it."""
    text = uuid7()
    call, hashes = _whose(keys, command.who)
    tries = None if command.digits is None else keys.code_tries(("confirm",), command.digits)
    parameters = (
        key, now, command.who.name, call, hashes, command.booking, tries,
        [uuid7(), text], [reference() for _ in range(REFERENCES)],
    )  # fmt: skip
    outcome = outcomes.read(database.call(_CONFIRM, parameters))
    return outcome, [text] if isinstance(outcome, Booked) else []


def confirm_within(t: Transaction, who: Actor, booking: UUID | None, digits: str | None = None) -> Outcome:
    """The same inside a transaction, kept under a key of its own; without digits by the live proof here."""
    text = uuid7()
    call, hashes = _whose(t.keys, who)
    tries = None if digits is None else t.keys.code_tries(("confirm",), digits)
    parameters = (
        uuid7(), t.pinned, who.name, call, hashes, booking, tries,
        [uuid7(), text], [reference() for _ in range(REFERENCES)],
    )  # fmt: skip
    outcome = outcomes.read(t.connection.exec_driver_sql(_CONFIRM, parameters).scalar_one())
    if isinstance(outcome, Booked):
        t.staged.append(text)
    return outcome


def let_go(database: Database, keys: Keys, now: datetime | None, command: c.LetHoldGo, key: UUID) -> Outcome:
    """Perform a let-go; see `sql/let_go_v1.sql`."""
    call, hashes = _whose(keys, command.who)
    parameters = (key, now, command.who.name, call, hashes, command.booking)
    return outcomes.read(database.call(_LET_GO, parameters))


_BY = {"none": "call", "discreet": "discreet"}


def holds_of(number: UUID) -> sa.ColumnElement[bool]:
    """The holds of a number, lapsed ones included, but not what it is offered.

    Each side of the "or" has an index of its own; said in one, the whole table would be read.
    """
    unproven = sa.and_(bookings.c.allowance.is_(None), bookings.c.channel != "offer")
    return sa.and_(
        bookings.c.number == number, bookings.c.status == "held", sa.or_(unproven, bookings.c.allowance.is_not(None))
    )


_WITH_SLOT = sa.select(
    bookings, slots.c.wall, slots.c.zone, slots.c.starts
).join(slots, slots.c.id == bookings.c.slot).where(bookings.c.channel == "voice")  # fmt: skip
_WAITING = _WITH_SLOT.join(calls, calls.c.id == bookings.c.call).where(
    bookings.c.allowance.is_(None), calls.c.ended_at.is_not(None)
)


def find(t: Transaction, query: c.FindHold) -> Held | NothingHeld | Suspended:
    """A live unproven hold of this number whose call is over. Nothing that was keyed in is told, only the time."""
    whose = person(t, query.who, lock=False)
    row = None if whose is None else _waiting(t, whose)
    if whose is None or row is None:
        return stopped(t, None, None, query.who.channel) or NothingHeld()
    return _held(row, row.live_until, proven=whose.proven)


def held(t: Transaction, query: c.HeldByCall) -> Held | NothingHeld:
    """The live hold of this very call."""
    whose = person(t, query.who, lock=False)
    if whose is None:
        return NothingHeld()
    row = t.connection.execute(
        _WITH_SLOT.where(holds_of(whose.number), bookings.c.call == whose.call, bookings.c.live_until > whose.at)
    ).first()
    return NothingHeld() if row is None else _held(row, row.live_until, proven=whose.proven)


def extend(t: Transaction, command: c.ExtendHold) -> Held | HoldLapsed:
    """Give a cut-off hold to this call and, where its one extension is unused, its full time again.

    What the other call keyed in about visitors is dropped: whoever dialled from this number may be somebody else.
    """
    whose = person(t, command.who)
    row = None if whose is None else _waiting(t, whose, command.booking)
    if whose is None or row is None:
        return HoldLapsed()
    until = row.live_until if row.extended else max(row.live_until, whose.at + timedelta(seconds=t.rules().hold_s))
    keep_until(t, row.id, row.places, until, row.cool_s)
    t.connection.execute(sa.update(bookings).where(bookings.c.id == row.id).values(call=whose.call, extended=True))
    t.connection.execute(sa.delete(visitors).where(visitors.c.booking == row.id))
    t.trail(command.who, "extend", row.id, whose.at)
    return _held(row, until, proven=whose.proven)


def _waiting(t: Transaction, whose: Person, booking: UUID | None = None) -> sa.Row[Any] | None:
    """The hold whose call is over. One that was proven meanwhile, by text, goes on there.

    Whoever keyed the number in is told nothing of it and takes nothing up: any stranger could.
    """
    if whose.keyed and not whose.proven:
        return None
    thread = sa.exists().where(
        proofs.c.number == bookings.c.number, proofs.c.until > whose.at, proofs.c.at >= bookings.c.held_at
    )
    found = _WAITING.where(holds_of(whose.number), bookings.c.live_until > whose.at, ~thread)
    return t.connection.execute(found if booking is None else found.where(bookings.c.id == booking)).first()


def keep_until(t: Transaction, booking: UUID, held: list[int], until: datetime, cool_s: int) -> None:
    """A live hold ends at `until`; its places are free a cool-down later. The caller has locked the number's row."""
    t.connection.execute(sa.update(bookings).where(bookings.c.id == booking).values(live_until=until))
    kept = t.connection.execute(
        sa.update(places)
        .where(places.c.id.in_(held), places.c.booking == booking)
        .values(free_at=until + timedelta(seconds=cool_s))
    ).rowcount
    if kept != len(held):
        raise AssertionError("a live hold does not own its places")


def _held(row: sa.Row[Any], until: datetime, *, proven: bool) -> Held:
    offer = Offer(row.slot, row.office, row.service, row.wall, row.zone, row.starts)
    return Held(row.id, until, row.party, proven, False, offer, _BY.get(row.texts, "text"))
