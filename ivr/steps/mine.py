"""What is booked: hearing it, moving it and giving it up, always after proof in this call."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import Cancel, Move, MyBookings, UndoCancel
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
    menu_of = "mine" if call.booking is not None else "stuck"
    match scene.chosen(call, heard, scene.words(call.language, menu_of)):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return WantsMove()
        case "2":
            return WantsGiveUp()
        case "4":
            return joining(call, scene)
        case _:
            return StartOver()


def ask_mine(call: Call, scene: Scene) -> Question:
    """The choices for one booking; of several, which; of none, the way back."""
    if call.booking is not None:
        return menu(call, scene.words(call.language, "mine"), phrase("mine.menu"))
    if not call.mine:
        return menu(call, scene.words(call.language, "stuck"), phrase("stuck.menu"))
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
