"""What a text hears back: at most one message, and none where the worker sends one of its own."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.lines import Line
from booking_core.outcomes import Outcome
from sms.asking import Text, asked_change, asked_to_wait, asking, call, letters, time_list
from sms.before import bring, check_in
from sms.scene import Fixed, Opened, Scene, Told
from sms.script import NEXT
from sms.sold import sold
from sms.state import Ask, State, Time
from sms.turned_away import called_by_a_person, turned_away
from wording.moments import in_zone

Met = Outcome | Fixed | Opened

SHOWN = 3
"""Bookings that one answer tells, so that it stays within two segments."""

_PLAIN: dict[type[Outcome], str] = {
    o.CodeSent: "code.sent",
    o.CallComing: "call_coming",
    o.TooSoon: "code.soon",
    o.CodeBlocked: "code.blocked",
    o.CodeExpired: "code.expired",
    o.TooManyTries: "tries",
    o.HoldLapsed: "lapsed",
    o.NothingHeld: "no_date_needed",
    o.ProofNeeded: "no_date_needed",
    o.NumberRefused: "refused",
    o.TextsOff: "texts_off",
    o.AskedTooOften: "asked_too_often",
    o.NoSuchBooking: "no_such",
    o.MovesUsed: "moves_used",
    o.TooLate: "too_late",
    o.Cancelled: "thread.given_up",
    o.CallProven: "call_proven",
    o.OnList: "on_list",
    o.OffList: "off_list",
    o.NothingToCheck: "check.how",
    o.Reported: "reported",
}
_PLAIN_ANSWERS: dict[type[Outcome], str] = {
    o.CodeBlocked: "nonce.blocked",
    o.CodeExpired: "nonce.expired",
}
"""The same of a question's four digits."""


def follow(state: State, wish: Told, met: Met) -> State:
    """Where the thread is after what it met."""
    if isinstance(met, Opened):
        return dataclasses.replace(state, ask=met.ask)
    if isinstance(met, Fixed):
        return state
    if isinstance(wish, o.Suspended):
        return dataclasses.replace(state, ask=Ask.NOTHING)
    ask = NEXT[type(wish), type(met)]
    state = _with_choices(state if ask is None else dataclasses.replace(state, ask=ask), wish, met)
    nothing_to_ask = (state.ask is Ask.TIME and not state.times) or (state.ask is Ask.WHICH and not state.among)
    return dataclasses.replace(state, ask=Ask.NOTHING) if nothing_to_ask else state


def _with_choices(state: State, wish: Told, met: Outcome) -> State:
    """What the core offered, to be chosen from."""
    match met:
        case o.Offers(offers) | o.PlaceGone(offers):
            times = tuple(Time(offer.slot, offer.wall, offer.starts) for offer in offers)
            return dataclasses.replace(state, times=times, office=offers[0].office)
        case o.ProveFirst(UUID()):
            return dataclasses.replace(state, times=())
        case o.NoneFree(office) if isinstance(wish, c.SeekPlace | c.NextFree | c.HoldPlace | c.TextCode):
            stays = None if state.ask is Ask.OFFICE else state.office
            return dataclasses.replace(state, office=stays, full=office)
        case o.PartyTooLarge():
            return dataclasses.replace(state, party=None)
        case o.Bookings(bookings) if isinstance(wish, c.AskToChange | c.AskToWait):
            return dataclasses.replace(state, among=tuple(each.booking for each in bookings[:SHOWN]))
        case o.Asked(booking, questions):
            # A nonce that met a taken time opens the question of the new ones, whatever was open.
            moving = state.wish if isinstance(wish, c.AskToChange) else "move"
            return dataclasses.replace(state, wish=moving, booking=booking.booking, office=booking.offer.office,
                                       after=questions[-1].offer.starts)  # fmt: skip
        case _:
            return state


def say(state: State, wish: Told, met: Met, scene: Scene) -> list[Text]:
    """The texts that answer what was met, joined to one message. Booked: none, its own text is in the outbox."""
    if isinstance(met, Opened):
        return asking(state, scene)
    if isinstance(met, Fixed):
        again = asking(state, scene) if met.key != "help" else []
        key = "not_understood" if met.key == "unclear" and again else met.key
        return [(key, _every(state, scene)), *again]
    if isinstance(wish, c.AnswerQuestion | c.AskUndo):
        return _answered(wish, met, scene)
    if isinstance(wish, c.SendCheckIn):
        return check_in(met, scene.line)
    if isinstance(met, o.ProofNeeded) and state.ask is Ask.HELD:
        return asking(state, scene)  # a date that came before the code will be needed, so it is not waved away
    plain = _PLAIN.get(type(met))
    if plain is not None:
        return [(plain, call(scene.line))]
    return _booked_or_not(state, wish, met, scene)


def _every(state: State, scene: Scene) -> dict[str, str | int]:
    """What the fixed answers name."""
    service = None if state.service is None else scene.line.service(state.service)
    return {
        "name": scene.line.name,
        "number": scene.line.twin or scene.line.number,
        "most": 1 if service is None else service.party_max,
        "days": 0 if service is None else service.travel_days or 0,
    }


def _answered(wish: c.AnswerQuestion | c.AskUndo, met: Outcome, scene: Scene) -> list[Text]:
    """After a nonce: what is done is said with its time, and how to take it back."""
    line = scene.line
    match met:
        case o.Asked(booking, questions) if isinstance(wish, c.AskUndo):
            until = in_zone(questions[0].until, booking.offer.zone)
            undo: Text = ("thread.given_up.undo", {"nonce": questions[0].digits, "until": until})
            return [("thread.given_up.what", _told(booking, line)), undo]
        case o.Asked():
            return [("place_gone", {}), *asked_change(met, "move", scene)]
        case o.Moved(offer=offer, reference=reference):
            return [
                ("thread.moved", {"when": offer.wall, "office": line.office(offer.office).name, "reference": reference})
            ]
        case o.Kept():
            return [("kept", _told(met, line))]
        case o.Booked():
            return [("taken_back", _told(met, line))]
        case o.CodeWrong(left):
            return [("nonce.wrong", {"left": left})]
        case o.NoneFree(office):
            return [("move.none", {"office": line.office(office).name, **call(line)})]
        case o.Passed(stays):
            return [("passed.stays" if stays else "passed.ended", {})]
        case o.LimitReached():
            return [("taken_back.limit", call(line))]
        case _:
            return [(_PLAIN_ANSWERS.get(type(met)) or _PLAIN[type(met)], call(line))]


def _booked_or_not(state: State, wish: Told, met: Outcome, scene: Scene) -> list[Text]:
    """On the way to a booking, and what is booked."""
    line = scene.line
    match met:
        case o.Booked():
            return []
        case o.Offers():
            checked: list[Text] = [("proven", {})] if isinstance(wish, c.TextCode) else []
            return [*checked, *asking(state, scene)]
        case o.PlaceGone():
            return [("place_gone", {}), *asking(state, scene)]
        case o.NoneFree(office) if isinstance(wish, c.AskToChange):
            return [("move.none", {"office": line.office(office).name, **call(line)})]
        case o.NoneFree() if state.ask is Ask.TIME:
            return [("times.none", {}), *asking(state, scene)]
        case o.NoneFree(office):
            return [("none_free", {"office": line.office(office).name, **call(line)}), *asking(state, scene)]
        case o.Held():
            return _held(met, line)
        case o.ProveFirst(office):
            return asking(state, scene) if office is None else [("prove.seek", {})]
        case o.Proven():
            return [("proven", {}), *(time_list(state, scene) or [("begin", {})])]
        case o.CodeWrong(left):
            return [("code.wrong", {"left": left})]
        case o.VisitorsMissing(missing=missing, party=party):
            return [("born.one", {})] if party == 1 else [("born.nth", {"nth": missing[0], "party": party})]
        case o.CallbackNoted():
            return called_by_a_person(met)
        case _:
            return _refused(state, wish, met, scene)


def _refused(state: State, wish: Told, met: Outcome, scene: Scene) -> list[Text]:
    line = scene.line
    match met:
        case o.LimitReached() | o.Suspended() | o.NotAdmitted() | o.CallingBack() | o.TooManyCodes():
            return turned_away(met, state.language, line)
        case o.Checked() | o.ChecksUsed():
            return sold(met, line)
        case o.PartyTooLarge(most):
            return [("party.too_large", {"most": most}), *asking(state, scene)]
        case o.Bookings(()):
            return [("mine.none", call(line))]
        case o.Bookings(bookings) if isinstance(wish, c.TellBookings) and wish.about == "bring":
            return [bring(each, state.language, line) for each in bookings[:SHOWN]]
        case o.Bookings(bookings):
            return _several(bookings, wish, line)
        case o.Asked():
            return asked_change(met, "move" if state.wish == "move" else "give_up", scene)
        case o.AskedToWait():
            return asked_to_wait(met, scene)
        case _:
            raise TypeError(f"a text cannot meet {type(met).__name__}")


def _several(bookings: tuple[o.Booked, ...], wish: Told, line: Line) -> list[Text]:
    """What is booked; to be chosen from where something is to be done with one."""
    shown = bookings[:SHOWN]
    more: list[Text] = [("mine.more", call(line))] if len(bookings) > SHOWN else []
    if isinstance(wish, c.AskToChange | c.AskToWait):
        listed: list[Text] = [("which.one", {"letter": letter, **_told(each, line)}) for letter, each in letters(shown)]
        return [("which", {}), *listed, *more]
    return [*(("mine", _told(each, line)) for each in shown), *more]


def _held(held: o.Held, line: Line) -> list[Text]:
    offer = held.offer
    kept: Text = ("held", {"when": offer.wall, "office": line.office(offer.office).name,
                           "until": in_zone(held.until, offer.zone)})  # fmt: skip
    if not held.proven:
        return [kept, ("held.code", {})]
    return [kept, ("born.first", {}) if held.party == 1 else ("born.nth", {"nth": 1, "party": held.party})]


def _told(booking: o.Booked | o.Kept, line: Line) -> dict[str, str | datetime]:
    return {
        "when": booking.offer.wall,
        "office": line.office(booking.offer.office).name,
        "reference": booking.reference,
    }
