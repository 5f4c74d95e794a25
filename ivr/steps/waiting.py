"""The waiting list: joining it where nothing is free or something is booked, leaving it, and what is held on offer."""

from __future__ import annotations

from booking_core.actors import Caller
from booking_core.commands import JoinList, LeaveList, MyOffer, PassOffer, TakeOffer
from ivr.call import Call
from ivr.choices import GoodBye, Misheard, StartOver
from ivr.scene import Scene
from ivr.steps.step import Question, StepView, Wish, carried, menu
from ivr.vocabulary import Heard, phrase


def joining(call: Call, scene: Scene, *, short_notice: bool = False) -> JoinList:
    """To be told of any time or, with something booked, of an earlier one; by a call where no texts go."""
    if call.service is None or call.office is None:
        raise LookupError("a call that waits for a time has named its service and office")
    booking = call.booking if call.moving or call.booking in call.mine else None
    send = "none" if carried(call) == "call" else call.send
    return JoinList(
        Caller(scene.sid), booking, call.service, call.office, call.party, send, call.language, short_notice
    )


def hear_on_list(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Times within a day too, or off the list again. Silence is goodbye."""
    if heard.silent:
        return GoodBye()
    match scene.chosen(call, heard, scene.words(call.language, "on_list")):
        case Misheard() as missed:
            return missed
        case "1":
            return joining(call, scene, short_notice=True)
        case _:
            return LeaveList(Caller(scene.sid))


def ask_on_list(call: Call, scene: Scene) -> Question:
    """How short the notice may be, and the way off the list."""
    return menu(call, scene.words(call.language, "on_list"), phrase("on_list.menu"))


def hear_off_list(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Back to the start, or goodbye."""
    if heard.silent:
        return GoodBye()
    key = scene.chosen(call, heard, scene.words(call.language, "stuck"))
    return key if isinstance(key, Misheard) else StartOver()


def ask_off_list(call: Call, scene: Scene) -> Question:
    """Nothing more is needed."""
    return menu(call, scene.words(call.language, "stuck"), phrase("callback.menu"))


def hear_offered(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Take it, or let somebody else have it. Only a proven caller comes here."""
    match scene.chosen(call, heard, scene.words(call.language, "offered")):
        case Misheard() as missed:
            return missed
        case "1" if call.booking is not None:
            return TakeOffer(Caller(scene.sid), call.booking)
        case "2" if call.booking is not None:
            return PassOffer(Caller(scene.sid), call.booking)
        case _:
            return Misheard()


def ask_offered(call: Call, scene: Scene) -> Question:
    """The two ways."""
    return menu(call, scene.words(call.language, "offered"), phrase("offered.menu"))


def offer_again(call: Call, scene: Scene) -> Wish:
    """What is on offer, once more, from the rows."""
    return MyOffer(Caller(scene.sid))


ON_LIST = StepView(hear_on_list, ask_on_list)
OFF_LIST = StepView(hear_off_list, ask_off_list)
OFFERED = StepView(hear_offered, ask_offered, offer_again)
