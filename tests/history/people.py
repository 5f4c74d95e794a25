"""What people do on the line, one function a story: callers, texts and clerks, honest ones and clumsy ones."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from booking_core import commands as c
from booking_core.db import Unavailable, Unknown
from booking_core.outcomes import Asked, Cancelled, CodeSent, NextHeld, VisitorsMissing
from tests.history.drive import Driver
from tests.history.visit import BORN, WRONG, Day, NoText, Visit


def keys_the_code_in(v: Visit) -> None:
    """The common call: hold, dates, some slips, the code."""
    if held := v.hold("text"):
        v.dates(held)
        v.guess(held, v.rng.choice((0, 0, 0, 1, 2, 5)))
        v.do(c.Confirm(v.who, held.booking, v.code(held)))
    v.hang_up()


def texts_the_code(v: Visit) -> None:
    """Hangs up and sends the code by text."""
    if held := v.hold("text"):
        v.dates(held)
        v.hang_up()
        v.do(c.Confirm(v.text, None, v.code(held)))


def texts_everything(v: Visit) -> None:
    """Hangs up before any date was given; the code and then the dates come by text."""
    if held := v.hold("text"):
        v.hang_up()
        answer = v.do(c.Confirm(v.text, None, v.code(held)))
        while isinstance(answer, VisitorsMissing):
            answer = v.do(c.TextVisitor(v.text, *BORN))


def code_on_two_ways(v: Visit) -> None:
    """The same code is keyed in and texted: whichever comes second finds it used."""
    if held := v.hold("text"):
        v.dates(held)
        digits = v.code(held)
        for who, booking in ((v.who, held.booking), (v.text, None), (v.who, held.booking)):
            v.do(c.Confirm(who, booking, digits))


def lets_go(v: Visit) -> None:
    """Holds and gives the hold back, now and then twice."""
    if held := v.hold(v.rng.choice(("none", "text"))):
        for _ in range(v.rng.choice((1, 1, 2))):
            v.do(c.LetHoldGo(v.who, held.booking))


def lets_it_lapse(v: Visit) -> None:
    """Holds and hangs up for good."""
    v.hold("none")
    v.hang_up()


def asks_for_a_code_later(v: Visit) -> None:
    """Holds without a text, then asks for one."""
    if held := v.hold("none"):
        v.dates(held)
        if isinstance(v.do(c.SendCode(v.who, "confirm", held.booking, "en")), CodeSent):
            v.do(c.Confirm(v.who, held.booking, v.code(held)))


def is_cut_off(v: Visit) -> None:
    """Is cut off with a hold, calls again and takes it up."""
    if held := v.hold("none"):
        v.hang_up()
        again = Visit(v.driver, Day((v.number,), v.day.sales, v.day.stories, 0))
        again.do(c.ExtendHold(again.who, held.booking))
        again.dates(held)
        if isinstance(again.do(c.SendCode(again.who, "confirm", held.booking, "en")), CodeSent):
            again.do(c.Confirm(again.who, held.booking, again.code(held)))


def proves_first(v: Visit) -> None:
    """Proves the number, then holds and confirms without another code."""
    v.prove()
    if held := v.hold("none"):
        v.dates(held)
        v.do(c.Confirm(v.who, held.booking, None))


def is_helped(v: Visit) -> None:
    """Proves the number; a clerk does the rest, while the caller tries too."""
    v.prove()
    if held := v.hold("none", v.clerk):
        v.dates(held, v.clerk)
        v.do(c.Confirm(v.rng.choice((v.who, v.clerk)), held.booking, None))


def wants_another_time(v: Visit) -> None:
    """Proven, changes the mind after a hold: the second one replaces the first."""
    v.prove()
    if v.hold("none") and (held := v.hold("none")):
        v.dates(held)
        v.do(c.Confirm(v.who, held.booking, None))


def wants_another_service(v: Visit) -> None:
    """Not proven, holds time after time in one call, until one is confirmed."""
    for _ in range(3):
        held = v.hold("text")
    if held:
        v.dates(held)
        v.do(c.Confirm(v.who, held.booking, v.code(held)))


def gives_up(v: Visit) -> None:
    """Gives a booking up, often to take it back."""
    v.prove()
    if told := v.booked():
        v.do(c.Cancel(v.rng.choice((v.who, v.clerk)), told.booking))
        if v.rng.random() < 0.6:
            v.do(c.UndoCancel(v.who, told.booking))


def moves(v: Visit) -> None:
    """Moves a booking to another time of its service, or thinks better of it."""
    v.prove()
    if told := v.booked():
        slot = v.rng.choice([sale.slot for sale in v.day.sales if sale.service == told.offer.service])
        answer = v.do(c.HoldMove(v.rng.choice((v.who, v.clerk)), told.booking, slot))
        if isinstance(answer, NextHeld) and v.rng.random() < 0.8:
            v.do(c.Move(v.who, told.booking))


def gives_up_in_a_move(v: Visit) -> None:
    """Gives a booking up while a new time is held for it, takes it back and goes on with the move."""
    v.prove()
    if told := v.booked():
        slot = v.rng.choice([sale.slot for sale in v.day.sales if sale.service == told.offer.service])
        for command in (
            c.HoldMove(v.who, told.booking, slot), c.Cancel(v.who, told.booking),
            c.UndoCancel(v.who, told.booking), c.Move(v.who, told.booking),
        ):  # fmt: skip
            v.do(command)


def _asked(v: Visit, wish: c.Wish) -> Asked | None:
    """A question by text; who has nothing booked books first."""
    asked = v.asks(wish)
    if asked is None:
        proves_first(v)
        asked = v.asks(wish)
    return asked


def gives_up_by_text(v: Visit) -> None:
    """Gives a booking up by its nonce, often to take it back by another."""
    if asked := _asked(v, "give_up"):
        given = v.answers(asked)
        undo = v.look(c.AskUndo(v.text, given.booking)) if isinstance(given, Cancelled) else None
        if isinstance(undo, Asked) and v.rng.random() < 0.6:
            v.do(c.AnswerQuestion(v.text, undo.questions[0].digits))


def moves_by_text(v: Visit) -> None:
    """Moves a booking by a nonce; where the time was taken meanwhile, by one of the new ones."""
    if asked := _asked(v, "move"):
        answer = v.answers(asked)
        if isinstance(answer, Asked):
            v.answers(answer)


def asks_in_vain(v: Visit) -> None:
    """Asks for what only a proven number may have, and guesses codes that were never sent."""
    v.do(c.Cancel(v.who, uuid4()))
    v.do(c.LetHoldGo(v.who, uuid4()))
    v.do(c.Confirm(v.text, None, WRONG))


STORIES = {
    story.__name__: story
    for story in (
        keys_the_code_in, texts_the_code, texts_everything, code_on_two_ways, lets_go, lets_it_lapse,
        asks_for_a_code_later, is_cut_off, proves_first, is_helped, wants_another_time, wants_another_service,
        gives_up, moves, gives_up_in_a_move, gives_up_by_text, moves_by_text, asks_in_vain,
    )
}  # fmt: skip


def live(driver: Driver, day: Day) -> None:
    """One thread's day: stories one after another, and now and then an old turn once more."""
    for _ in range(day.times):
        STORIES[driver.rng.choice(day.stories)](Visit(driver, day))
        if driver.rng.random() < 0.3:
            driver.replay()


@dataclass(frozen=True, slots=True)
class Shift:
    """What a thread is given that goes on until its end (monotonic seconds), come what may."""

    day: Day
    ends: float
    pause_s: float


def steady(driver: Driver, shift: Shift) -> None:
    """Stories until the end of the shift. Where the line or the text is not there, the caller tries again later."""
    while time.monotonic() < shift.ends:
        with suppress(Unavailable, Unknown, NoText):
            STORIES[driver.rng.choice(shift.day.stories)](Visit(driver, shift.day))
        time.sleep(shift.pause_s)
