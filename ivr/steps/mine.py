"""What is booked: hearing it, moving it and giving it up, always after proof in this call."""

from __future__ import annotations

from uuid import UUID

from booking_core.actors import Caller
from booking_core.commands import Cancel, KeepBooking, Move, MyBookings, SendCheckIn, UndoCancel
from ivr.call import Call
from ivr.choices import BookingChosen, GoodBye, Misheard, StartOver, WantsGiveUp, WantsMove
from ivr.scene import Scene, Words
from ivr.steps.step import Question, StepView, Wish, menu
from ivr.steps.waiting import joining
from ivr.vocabulary import Heard, phrase


def _several(call: Call) -> Words:
    return {str(nth): () for nth, _ in enumerate(call.mine[:9], 1)}


def hear_mine(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Which booking, and what to do with it. Silence after hearing it is goodbye."""
    if heard.silent and call.misses:
        return GoodBye()
    if call.booking is None and len(call.mine) > 1:
        which = scene.chosen(call, heard, _several(call))
        return which if isinstance(which, Misheard) else BookingChosen(int(which) - 1)
    key = scene.chosen(call, heard, scene.words(call.language, _MENUS[_open(call)][0]))
    if isinstance(key, Misheard):
        return key
    return _done(call.booking, _open(call), key, call, scene)


def _open(call: Call) -> str:
    """What the booking that is meant is open for; "none" where none is meant."""
    if call.booking is None:
        return "none"
    return call.open[0] if call.open else ""


_MENUS = {
    "none": ("stuck", "stuck.menu"),
    "": ("mine", "mine.menu"),
    "keep": ("keep", "mine.keep"),
    "code": ("mine_code", "mine.code"),
    "back": ("given_up", "mine.back"),
}
"""What a booking is open for → the words of its choices, and the phrase that tells them."""


def _done(booking: UUID | None, open_for: str, key: str, call: Call, scene: Scene) -> Wish:
    """What a key of each of these menus does."""
    who = Caller(scene.sid)
    match booking, open_for, key:
        case UUID(), "keep", "1":
            return KeepBooking(who, booking, call.offers[0].slot)
        case UUID(), "back", "1":
            return UndoCancel(who, booking)
        case UUID(), "code", "4":
            return SendCheckIn(who, booking)
        case UUID(), "keep", "2":
            return WantsMove()
        case UUID(), "keep", "3":
            return WantsGiveUp()
        case UUID(), ("" | "code"), "1":
            return WantsMove()
        case UUID(), ("" | "code"), "2":
            return WantsGiveUp()
        case UUID(), "", "4":
            return joining(call, scene)
        case _:
            return StartOver()


def ask_mine(call: Call, scene: Scene) -> Question:
    """The choices for one booking; of several, which; of none, the way back."""
    if call.booking is not None or not call.mine:
        words, said = _MENUS[_open(call)]
        return menu(call, scene.words(call.language, words), phrase(said))
    times = [phrase("mine.which", when=offer.wall, key=nth) for nth, offer in enumerate(call.offers[:9], 1)]
    return menu(call, _several(call), *times)


def mine_again(call: Call, scene: Scene) -> Wish:
    """What is booked, once more, from the rows."""
    return MyBookings(Caller(scene.sid))


def hear_move_sure(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The new time, or the old one stays."""
    match scene.chosen(call, heard, scene.words(call.language, "move_sure")):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return Move(Caller(scene.sid), call.booking, call.offers[0].slot)
        case _:
            return MyBookings(Caller(scene.sid))


def ask_move_sure(call: Call, scene: Scene) -> Question:
    """Both times are the caller's until one is chosen."""
    (offer,) = call.offers
    held = phrase("move.held", when=offer.wall, office=scene.line.office(offer.office).name)
    return menu(call, scene.words(call.language, "move_sure"), held, phrase("move.sure"))


def hear_give_up(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Give it up, or keep it."""
    match scene.chosen(call, heard, scene.words(call.language, "give_up_sure")):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return Cancel(Caller(scene.sid), call.booking, call.offers[0].slot)
        case _:
            return MyBookings(Caller(scene.sid))


def ask_give_up(call: Call, scene: Scene) -> Question:
    """Which booking is meant, and the two ways."""
    (offer,) = call.offers
    return menu(call, scene.words(call.language, "give_up_sure"), phrase("give_up.sure", when=offer.wall))


def hear_given_up(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Take it back, or start over. Silence is goodbye."""
    if heard.silent:
        return GoodBye()
    match scene.chosen(call, heard, scene.words(call.language, "given_up")):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return UndoCancel(Caller(scene.sid), call.booking)
        case _:
            return StartOver()


def ask_given_up(call: Call, scene: Scene) -> Question:
    """Ten minutes to take it back."""
    return menu(call, scene.words(call.language, "given_up"), phrase("given_up.menu"))


MINE = StepView(hear_mine, ask_mine, mine_again)
MOVE_SURE = StepView(hear_move_sure, ask_move_sure)
GIVE_UP = StepView(hear_give_up, ask_give_up)
GIVEN_UP = StepView(hear_given_up, ask_given_up)
