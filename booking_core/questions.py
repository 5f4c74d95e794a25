"""Questions by text: each answer has a nonce of its own, which is the authority for exactly that and for nothing else.

A nonce is four digits among `codes`, charged and used up by `use_code_v1` in the transaction of what it does. It is
told only to the number it was made for, as an answer to its text, so it proves that whoever asked has read the reply;
it is no proof of the thread. Asking again tells the same nonce for as long as it lives.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from booking_core import availability, bookings, keeping, moves, offered, outcomes, seeking, telling, waiting
from booking_core import commands as c
from booking_core.actors import Texter
from booking_core.codes import QUESTIONS
from booking_core.identifiers import nonce, uuid7
from booking_core.outcomes import (
    Asked,
    AskedTooOften,
    Booked,
    Bookings,
    Cancelled,
    CodeBlocked,
    CodeExpired,
    CodeWrong,
    Moved,
    NextHeld,
    NoneFree,
    NoSuchBooking,
    Offer,
    Outcome,
    PlaceGone,
    Question,
)
from booking_core.tables import codes
from booking_core.transaction import Person, Transaction, find_number, person

NONCES_DAY = 60
"""So many nonces a number may be told in a day: no two of them are alike, and there are 9,000."""


def ask(t: Transaction, command: c.AskToChange) -> Outcome:
    """Ask about the one booking there is, or the one that was chosen."""
    whose = person(t, command.who)
    if whose is None:
        return Bookings(())
    talking = None if command.booking is None else timedelta(seconds=t.rules().question_s)
    if not whose.proven and not telling.may_tell(t, whose, talking):
        return AskedTooOften()
    if len(_recent(t, whose.number, whose.at)) >= NONCES_DAY:
        return AskedTooOften()
    own = [each for each in telling.known_to(t, whose) if command.booking in (None, each.booking)]
    if command.booking is None and len(own) != 1:
        return Bookings(tuple(own))
    row = bookings.find(t, whose.number, own[0].booking) if own else None
    if row is None or row.status != "booked":
        return NoSuchBooking()
    if command.wish == "give_up":
        return Asked(own[0], _questions(t, whose, row, "give_up", [own[0].offer]))
    return _ask_move(t, command.who, whose, row, command.after or whose.at)


def _ask_move(t: Transaction, who: Texter, whose: Person, row: sa.Row[Any], after: datetime) -> Outcome:
    """The next times it can move to, each with its nonce."""
    refused = seeking.of_move(t, who, row.service, row.office, note=True)
    if refused is not None:
        return refused
    offers = availability.to_move(t, row, row.office, after)
    if not offers:
        return NoneFree(row.office)
    return Asked(bookings.booked(row), _questions(t, whose, row, "move", offers))


def _questions(
    t: Transaction, whose: Person, row: sa.Row[Any], purpose: str, offers: Sequence[Offer]
) -> tuple[Question, ...]:
    """A nonce for each of these times. What was asked before about the same, and is not asked now, is over:
    whoever guesses never has more nonces to hit than were told last.
    """
    live = {code.slot: code for code in _live(t, whose, purpose, row.id)}
    wanted = {offer.slot for offer in offers}
    _kill(t, whose, [code.id for slot, code in live.items() if slot not in wanted])
    until = whose.at + timedelta(seconds=t.rules().question_s)
    return tuple(
        Question(_digits(t, live[offer.slot]), offer, live[offer.slot].expires_at)
        if offer.slot in live
        else Question(make(t, whose.number, whose.at, row.id, purpose, offer.slot, until)[1], offer, until)
        for offer in offers
    )


def _live(t: Transaction, whose: Person, purpose: str, booking: UUID) -> Sequence[sa.Row[Any]]:
    return t.connection.execute(
        sa.select(codes).where(
            codes.c.number == whose.number, codes.c.booking == booking, codes.c.purpose == purpose,
            codes.c.used_at.is_(None), codes.c.dead_at.is_(None), codes.c.expires_at > whose.at,
        )
    ).all()  # fmt: skip


def _digits(t: Transaction, code: sa.Row[Any]) -> str:
    return t.keys.decrypt(code.sealed, "codes.sealed", code.id)


def make(
    t: Transaction, number: UUID, now: datetime, booking: UUID, purpose: str, slot: UUID | None, until: datetime
) -> tuple[UUID, str]:
    """A new nonce and its row, unlike any other of the number's last day or still alive: one that comes late must not
    answer something new.
    """
    taken = {_digits(t, code) for code in _recent(t, number, now)}
    digits = next(made for made in iter(nonce, None) if made not in taken)
    code = uuid7()
    t.connection.execute(
        sa.insert(codes).values(
            number=number, id=code, purpose=purpose, booking=booking, slot=slot,
            mac=t.keys.code_mac(purpose, digits, code), sealed=t.keys.encrypt(digits, "codes.sealed", code),
            made_at=now, expires_at=until, sent_at=array([], type_=sa.DateTime(timezone=True)),
        )
    )  # fmt: skip
    return code, digits


def _recent(t: Transaction, number: UUID, now: datetime) -> Sequence[sa.Row[Any]]:
    """The nonces of the number's last day, and older ones that live."""
    return t.connection.execute(
        sa.select(codes).where(
            codes.c.number == number, codes.c.purpose.in_(QUESTIONS),
            sa.or_(codes.c.made_at > now - timedelta(days=1), codes.c.expires_at > now),
        )
    ).all()  # fmt: skip


def _kill(t: Transaction, whose: Person, over: Sequence[UUID]) -> None:
    t.connection.execute(
        sa.update(codes).where(codes.c.number == whose.number, codes.c.id.in_(over)).values(dead_at=whose.at)
    )


def answer(t: Transaction, command: c.AnswerQuestion) -> Outcome:
    """Charge the try, and where it is right, do what was asked; what changes the booking ends its other questions."""
    whose = person(t, command.who)
    if whose is None:
        return CodeExpired()
    refused = t.connection.scalar(
        sa.text("SELECT try_budget_v1(:number, :now, r)::text FROM rules r"), {"number": whose.number, "now": whose.at}
    )
    if refused is not None:
        return outcomes.read(refused)
    tried = t.connection.execute(
        sa.text("SELECT u.* FROM rules r, use_code_v1(:number, NULL, NULL, :purposes, :tries, :now, r) u"),
        {"number": whose.number, "purposes": list(QUESTIONS), "tries": t.keys.code_tries(QUESTIONS, command.digits),
         "now": whose.at},
    ).one()  # fmt: skip
    if tried.verdict == "none":
        return CodeExpired()
    if tried.verdict == "wrong":
        return CodeWrong(tried.tries_left)
    if tried.verdict == "blocked":
        # The tries belong to the question, not to each of its answers.
        _kill(t, whose, [code.id for code in _live(t, whose, tried.purpose, tried.code_booking)])
        return CodeBlocked()
    if tried.purpose in ("join", "join_soon"):
        soon = tried.purpose == "join_soon"
        return waiting.begin(t, command.who, whose, tried.code_booking, short_notice=soon)
    row = bookings.find(t, whose.number, tried.code_booking)
    assert row is not None
    return _do(t, command.who, whose, row, tried)


def _do(t: Transaction, who: Texter, whose: Person, row: sa.Row[Any], tried: sa.Row[Any]) -> Outcome:
    match tried.purpose:
        case "undo":
            return bookings.take_back(t, who, whose.at, row)
        case "follow_up":
            return keeping.keep(t, who, whose.at, row)
        case "move":
            return _move(t, who, whose, row, tried.code_slot)
        case "offer":
            return offered.take_next(t, who, whose, row, tried.code_slot)
        case "pass":
            return offered.decline(t, who, whose, row.id)
        case _:
            given = bookings.give_up(t, who, whose.at, row)
            if isinstance(given, Cancelled):
                make(t, whose.number, whose.at, row.id, "undo", row.slot, given.undo_until)
            return given


def _move(t: Transaction, who: Texter, whose: Person, row: sa.Row[Any], slot: UUID) -> Outcome:
    """The next places are held and made current in one go; where they are gone, others are asked about."""
    match moves.hold_next(t, who, whose.at, row, slot):
        case NextHeld():
            again = bookings.find(t, whose.number, row.id)
            assert again is not None
            moved = moves.make_current(t, who, whose.at, again)
            assert isinstance(moved, Moved)
            return moved
        case PlaceGone(offers):
            return Asked(bookings.booked(row), _questions(t, whose, row, "move", offers))
        case refused:
            return refused


def ask_undo(t: Transaction, query: c.AskUndo) -> Asked | NoSuchBooking:
    """The live undo nonce of a booking that was given up by text."""
    whose = person(t, query.who, lock=False)
    row = None if whose is None else bookings.find(t, whose.number, query.booking)
    if whose is None or row is None or row.status != "cancelled":
        return NoSuchBooking()
    told: Booked = bookings.booked(row)
    live = _live(t, whose, "undo", row.id)
    asked = tuple(Question(_digits(t, code), told.offer, code.expires_at) for code in live)
    return Asked(told, asked) if asked else NoSuchBooking()


def without_digits(asked: Asked) -> Asked:
    """The same as it is stored."""
    return Asked(asked.booking, tuple(dataclasses.replace(each, digits="") for each in asked.questions))


def with_digits(t: Transaction, who: Texter, asked: Asked) -> Asked | None:
    """The same as it was told, for a text that came again: the nonces out of their own rows, used or not.

    None: they are erased. Retention takes such an answer before its nonces, so only a restored copy can be so.
    """
    number = find_number(t, who.number.e164)
    made = t.connection.execute(
        sa.select(codes).where(
            codes.c.number == number, codes.c.booking == asked.booking.booking, codes.c.purpose.in_(("give_up", "move"))
        )
    )
    digits = {(code.slot, code.expires_at): _digits(t, code) for code in made}
    if any((each.offer.slot, each.until) not in digits for each in asked.questions):
        return None
    return Asked(
        asked.booking,
        tuple(dataclasses.replace(each, digits=digits[each.offer.slot, each.until]) for each in asked.questions),
    )
