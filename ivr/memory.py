"""What a call keeps of what it has met: the state after each outcome and choice."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import cast
from uuid import UUID

from booking_core import desk_outcomes as d
from booking_core import outcomes as o
from booking_core.commands import Send
from booking_core.outcomes import Outcome
from ivr import choices as c
from ivr.call import Call
from ivr.choices import Choice, Misheard
from ivr.script import Step

PAUSE_S = 60
"""So long one `#` waits; the next silence waits again."""

MISSED = (Misheard, c.DateImpossible, c.AreaUnknown, o.NumberRefused, o.TextOnItsWay, o.TextFailed, o.CodeExpired)
"""What cannot be used, or was waited for in vain; the third in a row at one step leads to a person."""

_UNCOUNTED = (*MISSED, c.Pause)

_SENDS: dict[str, Send] = {"call": "none", "discreet": "discreet"}
"""How the code of a hold reaches its phone → what may be texted there from now on."""


def moved(call: Call, met: Outcome | Choice, step: Step) -> Call:
    """The state at `step`, after `met`: misses count only while the caller stays where they were missed."""
    after = remember(call, met)
    missed = isinstance(met, MISSED)
    pause = isinstance(met, c.Pause)
    return dataclasses.replace(
        after,
        step=step,
        turns=call.turns + (0 if isinstance(met, _UNCOUNTED) else 1),
        misses=call.misses + 1 if missed and step is call.step else call.misses if pause else 0,
        keys_only=step is call.step and (call.keys_only or (isinstance(met, Misheard) and met.spoken)),
        paused=pause,
        paused_s=call.paused_s + (PAUSE_S if pause else 0),
    )


def remember(call: Call, met: Outcome | Choice) -> Call:
    """The state after `met`: what later steps need to know of it."""
    return _of_choices(call, met) if isinstance(met, Choice) else _of_outcomes(call, met)


def _of_choices(call: Call, met: Choice) -> Call:
    match met:
        case c.LanguageChosen(language):
            return dataclasses.replace(call, language=language)
        case c.CallerUnknown(errand):
            return dataclasses.replace(call, errand=errand)
        case c.PhoneChosen(send):
            return dataclasses.replace(call, send=send)
        case c.PhoneIsMine():
            return dataclasses.replace(call, send="none")
        case c.ServiceChosen(service) | c.ServiceForParty(service) | c.ServiceForTravel(service):
            return dataclasses.replace(call, service=service, party=1, office=None, offers=(), day=None)
        case c.PartyChosen(party) | c.PartyForTravel(party):
            return dataclasses.replace(call, party=party)
        case c.OfficesNear(nths):
            return dataclasses.replace(call, near=nths)
        case c.AnotherOffice():
            return dataclasses.replace(call, near=())
        case c.DayChosen(day):
            return dataclasses.replace(call, day=day)
        case c.NextVisitor():
            return dataclasses.replace(call, nth=call.nth + 1)
        case c.BookingChosen(nth):
            offer = call.offers[nth]
            return dataclasses.replace(
                call, booking=call.mine[nth], offers=(offer,), office=offer.office, service=offer.service,
                open=call.open[nth : nth + 1],
            )  # fmt: skip
        case c.WantsMove():
            return dataclasses.replace(call, moving=True)
        case c.WantsToWait():
            return dataclasses.replace(call, errand="wait")
        case c.StartOver():
            return Call(
                call.step, call.started, call.caller, call.language, call.turns, proven=call.proven, send=call.send,
                keyed=call.keyed, outbound=call.outbound, paused_s=call.paused_s, noted=call.noted,
            )  # fmt: skip
        case _:
            return call


def _of_outcomes(call: Call, met: Outcome) -> Call:
    match met:
        case o.CallStarted(language=str() as language, carries=carries, sought=sought):
            return _resumed(dataclasses.replace(call, language=language, carries=carries), sought)
        case d.Joined(waiter, language, withheld, proven):
            return dataclasses.replace(_back(call, language, proven, withheld=withheld), waiter=waiter)
        case d.KeysWanted(waiter, language):
            return dataclasses.replace(call, waiter=waiter, language=language)
        case d.TalkOver(language, withheld, proven):
            return _back(call, language, proven, withheld=withheld)
        case o.NumberNoted():
            return dataclasses.replace(call, keyed=True)
        case o.NumberNeeded():
            return dataclasses.replace(call, errand="person")
        case o.Proven() | o.LimitReached():
            return dataclasses.replace(call, proven=True)
        case o.ProofNeeded():
            return dataclasses.replace(call, proven=False)
        case o.ProveFirst(UUID() as office):
            return dataclasses.replace(call, errand="seek", office=office, offers=())
        case o.VisitorNoted(nth=nth, more=more):
            return dataclasses.replace(call, nth=nth, more=more)
        case o.VisitorsMissing(booking=booking, missing=missing, party=party):
            return dataclasses.replace(
                call, booking=booking, nth=missing[0], more=len(missing) - 1, party=party, proven=True
            )
        case o.OnList():
            return dataclasses.replace(call, proven=True, errand="book")
        case o.Bookings(bookings):
            return _told(call, bookings)
        case _:
            return _of_times(call, met)


def _of_times(call: Call, met: Outcome) -> Call:
    match met:
        case o.Offers(offers):
            return dataclasses.replace(call, offers=offers, office=offers[0].office, proven=_is_proven(call))
        case o.PlaceGone(offers):
            return dataclasses.replace(call, offers=offers, office=offers[0].office, service=offers[0].service)
        case o.NoneFree(office):
            return dataclasses.replace(call, office=office, offers=(), proven=_is_proven(call))
        case o.Held(booking=booking, party=party, offer=offer, proven=proven, by=by):
            return dataclasses.replace(
                call, booking=booking, party=party, offers=(offer,), nth=1, more=party - 1, service=offer.service,
                office=offer.office, proven=call.proven or proven, moving=False,
                send=_SENDS.get(by, call.send),
            )  # fmt: skip
        case o.NextHeld(booking=booking, offer=offer):
            return dataclasses.replace(call, booking=booking, offers=(offer,), moving=True)
        case o.Cancelled(booking=booking):
            return dataclasses.replace(call, booking=booking, proven=True)
        case o.Offered(booking, _, party, offer, earlier):
            return dataclasses.replace(
                call, proven=True, booking=booking, party=party, offers=(offer,), office=offer.office,
                service=offer.service, moving=earlier,
            )  # fmt: skip
        case o.Booked(booking, _, party, offer) | o.Moved(booking, _, party, offer) | o.Kept(booking, _, party, offer):
            return dataclasses.replace(
                call, proven=True, booking=booking, party=party, offers=(offer,), office=offer.office,
                service=offer.service, mine=(booking,), moving=False,
            )  # fmt: skip
        case _:
            return call


def _is_proven(call: Call) -> bool:
    """Where a code or a key came first, times are told only after it was right."""
    return call.proven or call.step in (Step.PRESENCE, Step.OUTBOUND)


def _resumed(call: Call, sought: o.Sought | None) -> Call:
    """A call of ours that goes on with what was wished for in another."""
    if sought is None:
        return call
    send = cast("Send", sought.send)
    return dataclasses.replace(call, service=sought.service, office=sought.office, party=sought.party, send=send)


def _back(call: Call, language: str, proven: bool, *, withheld: bool) -> Call:
    """A call that was with an agent has no seal of ours to know this by."""
    caller = "withheld" if withheld else call.caller
    return dataclasses.replace(call, language=language, proven=call.proven or proven, caller=caller)


def _told(call: Call, bookings: tuple[o.Booked, ...]) -> Call:
    """The bookings a caller has just heard; the only one is the one that is meant."""
    told = dataclasses.replace(
        call, proven=True, moving=False, mine=tuple(one.booking for one in bookings),
        offers=tuple(one.offer for one in bookings), open=tuple(one.open for one in bookings), booking=None,
    )  # fmt: skip
    if len(bookings) != 1:
        return told
    (only,) = bookings
    return dataclasses.replace(
        told, booking=only.booking, party=only.party, office=only.offer.office, service=only.offer.service
    )


def spent(call: Call, at: datetime) -> float:
    """Seconds this call has taken, without its pauses."""
    return (at - call.started).total_seconds() - call.paused_s
